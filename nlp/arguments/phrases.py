"""The phrases by which a cluster of comments is called: its own words, more frequent in it than elsewhere."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from functools import cache

from nlp.grouping.shingles import empty_words
from nlp.text import fold, normalise

LONGEST = 5  # syllables
PHRASES = 3
PRIOR = 0.5  # added to every count: a phrase seen once does not win
LENGTH = 0.35  # longer phrases read better: share of their weight that each further syllable adds

_CLAUSE = re.compile(r"[^\W_]+(?:[ \t]+[^\W_]+)*")


def labels(texts: Sequence[str], clusters: Sequence[Collection[int]]) -> list[tuple[str, ...]]:
    """For each cluster (numbers of texts) up to PHRASES phrases that stand in its texts, the most telling first.

    Texts count with and without marks alike; a phrase is shown as it is written most often with marks, else as it
    is written. By log-odds of the texts that hold it, in the cluster against the rest; no phrase calls two clusters.
    Single words are taken where no longer phrase stands in several texts.
    """
    written: dict[str, Counter[str]] = defaultdict(Counter)
    holds = [_phrases(text, written) for text in texts]
    everywhere = Counter(phrase for one in holds for phrase in one)
    offered = [_offered([holds[number] for number in one], everywhere, len(texts)) for one in clusters]
    chosen: list[list[str]] = [[] for _ in clusters]
    taken: set[str] = set()
    for single in (False, True):  # single words are for clusters that no phrase calls
        some = [
            (less, number, phrase)
            for number, mine in enumerate(chosen)
            for less, phrase in (() if mine else offered[number])
            if single or " " in phrase
        ]
        for _, number, phrase in sorted(some):
            mine = chosen[number]
            if len(mine) < PHRASES and phrase not in taken and not any(_overlap(phrase, other) for other in mine):
                mine.append(phrase)
                taken.add(phrase)
    return [tuple(_shown(written[phrase]) for phrase in mine) for mine in chosen]


def _phrases(text: str, written: dict[str, Counter[str]]) -> set[str]:
    found = set()
    for clause in _CLAUSE.finditer(normalise(text)):
        words = clause[0].split()
        bare = fold(clause[0]).split()
        if len(bare) != len(words):
            continue
        for start in range(len(words)):
            for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
                if _empty(bare[start]) or _empty(bare[end - 1]):
                    continue
                key = " ".join(bare[start:end])
                found.add(key)
                written[key][" ".join(words[start:end]).lower()] += 1
    return found


def _offered(holds: Sequence[set[str]], everywhere: Counter[str], total: int) -> list[tuple[float, str]]:
    """(less weight, phrase) of the phrases of one cluster, those that several of its texts hold."""
    here = Counter(phrase for one in holds for phrase in one)
    least = 2 if len(holds) > 2 else 1
    return [
        (-_weight(phrase, count, len(holds), everywhere[phrase], total), phrase)
        for phrase, count in here.items()
        if count >= least
    ]


def _weight(phrase: str, here: int, texts: int, everywhere: int, total: int) -> float:
    rest, others = everywhere - here, total - texts
    odds = math.log((here + PRIOR) / (texts - here + PRIOR)) - math.log((rest + PRIOR) / (others - rest + PRIOR))
    spread = math.sqrt(1 / (here + PRIOR) + 1 / (rest + PRIOR))
    return odds / spread * (1 + LENGTH * (phrase.count(" ") - 1))


def _overlap(phrase: str, other: str) -> bool:
    words, others = set(phrase.split()), set(other.split())
    return len(words & others) * 2 >= min(len(words), len(others))


def _shown(forms: Counter[str]) -> str:
    """The most frequent form that has marks, when any has."""
    marked = {form: count for form, count in forms.items() if fold(form) != form}
    return min((marked or forms).items(), key=lambda one: (-one[1], one[0]))[0]


@cache
def _empty(word: str) -> bool:
    return word in empty_words() or not word.isalpha()
