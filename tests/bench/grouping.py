"""What grouping costs: many comments at once as ``gopy group`` in a process of its own, one more comment, quality."""

import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.eval_grouping import measure
from nlp.grouping.groups import group
from nlp.grouping.online import Groups
from tests.bench.campaigns import Labelled, dice, world
from tests.bench.ground import Ground
from tests.bench.processes import finished
from tests.bench.table import Row

TITLE = "Grouping comments: edited letters among comments of made-up syllables, and 1,200 that share only an opening"
BACKGROUND, CAMPAIGNS, MANY, MORE = 5_000, 40, 30_000, 1_000
ONSETS = (
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "gi",
    "h",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "ph",
    "qu",
    "s",
    "t",
    "th",
    "tr",
    "v",
    "x",
)
RIMES = (
    "a",
    "ai",
    "am",
    "anh",
    "ao",
    "ăm",
    "ân",
    "âu",
    "e",
    "em",
    "ên",
    "i",
    "inh",
    "iêu",
    "oan",
    "ôi",
    "ơi",
    "u",
    "ưa",
)
COLD = """
import json, resource, subprocess, sys
with open(sys.argv[1], "rb") as lines:
    done = subprocess.run([sys.executable, "-m", "bot", "group"], stdin=lines, stdout=subprocess.DEVNULL, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


def background(count: int, seed: int = 5) -> list[str]:
    """Comments of made-up syllables, a few of them frequent as in any language, with nothing in common otherwise."""
    chance = dice(seed)
    syllables = [onset + rime for onset in ONSETS for rime in RIMES]
    dice(1).shuffle(syllables)
    weights = [1 / (rank + 3) ** 0.9 for rank in range(len(syllables))]
    return [" ".join(chance.choices(syllables, weights, k=chance.randrange(7, 60))) for _ in range(count)]


async def at_once(ground: Ground, texts: Sequence[str]) -> list[Row]:
    """``gopy group`` on as many comments as a large consultation brings."""
    file = Path(ground.folder) / "comments.jsonl"
    file.write_text("".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(texts)), "utf-8")
    ended = await finished(["-c", COLD, str(file)], ground.folder)
    seconds, megabytes = json.loads(ended.said)
    about = f"gopy group, {len(texts):,} comments, the whole process"
    return [Row(f"{about}: processor", seconds, "s"), Row(f"{about}: memory", megabytes, "MB")]


def one_more(texts: Sequence[str], more: Sequence[str]) -> list[Row]:
    """Processor time of one comment more when many are known."""
    state = Groups(texts)
    spent = []
    for text in more:
        started = time.process_time()
        state.add(text)
        spent.append((time.process_time() - started) * 1000)
    spent.sort()
    about = f"one comment more when {len(texts):,} are known"
    return [Row(f"{about}: half take at most", spent[len(spent) // 2], "ms"),
            Row(f"{about}: 99 of 100 take at most", spent[len(spent) * 99 // 100], "ms")]  # fmt: skip


def quality(labelled: Sequence[Labelled]) -> list[Row]:
    """How well campaigns are found."""
    found = [one.group for one in group([one.text for one in labelled])]
    figures = measure([one.group for one in labelled], found, [one.kind for one in labelled])
    kinds = figures["kinds"]
    pairs, members = figures["pairs"], figures["members"]
    sizes = Counter(found)
    flags = sum(sizes[found[n]] >= 5 for n, one in enumerate(labelled) if one.kind == "opening")
    assert isinstance(pairs, dict)
    assert isinstance(members, dict)
    about = f"{figures['campaigns']} campaigns, {members['of']:,} members"
    return [
        Row(f"members found, {about}", 100 * members["recall"], "%", note=str(kinds)),
        Row("pairs that belong together", 100 * pairs["precision"], "%"),
        Row("comments flagged of 1,200 that share only an opening", flags, ""),
    ]


async def run(ground: Ground) -> list[Row]:
    """Quality, then what it costs."""
    labelled = world(background(BACKGROUND), seed=1, campaigns=CAMPAIGNS)
    texts = [one.text for one in labelled]
    texts += background(max(0, MANY + MORE - len(texts)), seed=6)
    return [*quality(labelled), *await at_once(ground, texts[:MANY]), *one_more(texts[:MANY], texts[-MORE:])]
