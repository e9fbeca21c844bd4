"""``python -m tests.bench.arguments [dev|held]``: how well arguments are told apart where it is known who says what.

Comments of several discussions mixed (newspaper readers, by article), reviews of one side each, students' feedback by
topic: from the corpus beside the repository, which is measured with and never learnt from here. And self-written ones
on two provisions, tests/nlp/arguments/wordings.toml. Choices were made on dev, held was measured once.
"""

import csv
import gzip
import math
import random
import re
import sys
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from nlp.arguments.arguments import arguments
from nlp.text import fold
from tests.bench.campaigns import dice
from tests.source import ROOT

CORPUS = ROOT.parent / "shared" / "corpus" / "text"
WORDINGS = ROOT / "tests" / "nlp" / "arguments" / "wordings.toml"
PROVISIONS = {"dev": "rac", "held": "xe"}
MIXTURES = ((4, 40, 1), (8, 40, 2), (12, 60, 3), (12, 40, 4), (20, 40, 5), (24, 100, 6))  # discussions, of each, seed
SHUFFLES = 20

Labelled = list[tuple[str, str]]  # comment, what it is about


def scores(wanted: Sequence[str], found: Sequence[int | None]) -> tuple[float, float, float]:
    """Purity and normalised mutual information of those in a cluster, and the share of these."""
    kept = [(label, cluster) for label, cluster in zip(wanted, found, strict=True) if cluster is not None]
    both, labels, clusters = Counter(kept), Counter(one for one, _ in kept), Counter(one for _, one in kept)
    most: dict[int, int] = defaultdict(int)
    for (_, cluster), count in both.items():
        most[cluster] = max(most[cluster], count)
    shared = sum(
        count / len(kept) * math.log(count * len(kept) / labels[label] / clusters[cluster])
        for (label, cluster), count in both.items()
    )
    spread = _entropy(labels.values()) + _entropy(clusters.values())
    return sum(most.values()) / len(kept), 2 * shared / max(spread, 1e-9), len(kept) / len(wanted)


def by_chance(wanted: Sequence[str], found: Sequence[int | None]) -> tuple[float, float]:
    """Purity and normalised mutual information of the same clusters when the labels fall anyhow: the floor of both."""
    chance, labels = dice(1), list(wanted)
    fallen = []
    for _ in range(SHUFFLES):
        chance.shuffle(labels)
        fallen.append(scores(labels, found)[:2])
    return math.fsum(one for one, _ in fallen) / SHUFFLES, math.fsum(one for _, one in fallen) / SHUFFLES


def clusters_of(comments: Sequence[str]) -> list[int | None]:
    """The argument of each comment, None for those left apart."""
    found: list[int | None] = [None] * len(comments)
    for number, one in enumerate(arguments(comments).arguments):
        for member in one.members:
            found[member] = number
    return found


def own(part: str) -> Labelled:
    """The self-written wordings of twelve arguments on one provision, every second one without marks."""
    told: Mapping[str, Sequence[str]] = tomllib.loads(WORDINGS.read_text("utf-8"))[PROVISIONS[part]]["arguments"]
    found = [
        (fold(text) if n % 2 else text, argument) for argument, texts in told.items() for n, text in enumerate(texts)
    ]
    return _shuffled(found, dice(9))


def discussions(part: str) -> Iterator[tuple[str, Labelled]]:
    """Comments under several articles, mixed; each half of the articles is one part."""
    by: dict[str, list[str]] = defaultdict(list)
    with gzip.open(CORPUS / "victsd_train.csv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            by[row["Title"]].append(row["Comment"])
    titles = sorted(title for title, comments in by.items() if len(comments) >= 30)[part == "held" :: 2]
    for count, size, seed in MIXTURES:
        chance = dice(seed + 100 * (part == "held"))
        found = [
            (text, title)
            for title in chance.sample(titles, min(count, len(titles)))
            for text in chance.sample(by[title], min(size, len(by[title])))
        ]
        yield f"{count} discussions, up to {size} of each", _shuffled(found, chance)


def reviews(part: str) -> Labelled:
    """Phone reviews that speak of one side only."""
    name = "visfd_train.csv.gz" if part == "dev" else "visfd_dev.csv"
    raw = (CORPUS / name).read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8")
    rows = csv.DictReader(text.splitlines(keepends=True))
    told = [(row["comment"], set(re.findall(r"\{([A-Z&]+)(?:#\w+)?\}", row["label"]))) for row in rows]
    return _shuffled([(comment, sides.pop()) for comment, sides in told if len(sides) == 1], dice(7))[:700]


def feedback(part: str) -> Labelled:
    """Students' feedback, equally much of each of four topics."""
    lines = (CORPUS / f"vsfc_{'train' if part == 'dev' else 'dev'}.tsv").read_text("utf-8").splitlines()[1:]
    by: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        _, topic, text = line.split("\t")
        by[topic].append(text)
    chance = dice(8)
    found = [(text, topic) for topic in by for text in chance.sample(by[topic], min(70, len(by[topic])))]
    return _shuffled(found, chance)


def main(part: str) -> None:
    """Prints a table; in brackets what the same clusters reach by chance."""
    sets = [("twelve arguments, ten wordings each (self-written)", own(part))]
    if CORPUS.is_dir():
        sets += [*discussions(part), ("reviews of one side each", reviews(part)), ("feedback", feedback(part))]
    sys.stdout.write(
        "| texts | labels | comments | purity | NMI | in a cluster | clusters | processor |\n" + "|---" * 8
    )
    for name, told in sets:
        started = time.process_time()
        found = clusters_of([text for text, _ in told])
        spent = time.process_time() - started
        labels = [label for _, label in told]
        purity, shared, covered = scores(labels, found)
        floor, floor_shared = by_chance(labels, found)
        figures = f"{purity:.2f} ({floor:.2f}) | {shared:.2f} ({floor_shared:.2f}) | {covered:.0%}"
        figures += f" | {len(set(found) - {None})} | {spent:.2f} s"
        sys.stdout.write(f"|\n| {name} | {len(set(labels))} | {len(told)} | {figures} ")
        sys.stdout.flush()
    sys.stdout.write("|\n")


def _entropy(counts: Iterable[int]) -> float:
    sizes = list(counts)
    return -sum(size / sum(sizes) * math.log(size / sum(sizes)) for size in sizes)


def _shuffled(found: Labelled, chance: random.Random) -> Labelled:
    chance.shuffle(found)
    return found


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["held"]))
