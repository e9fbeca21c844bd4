"""What reading a comment costs: tagging and its parts, the slowest in a hundred, masking, cold start and memory."""

import json
import time
from collections.abc import Callable
from functools import partial

from bot.sandbox.world import load
from nlp.lexicon.matching import tokens
from nlp.noise import noisy
from nlp.prior.model import shipped
from nlp.redact import mask
from nlp.segment import words
from nlp.tagging import Tagger
from nlp.text import fold
from tests.bench.ground import Ground
from tests.bench.processes import finished
from tests.bench.table import Row, alternate, held_against

TITLE = "Reading comments: 200 comments of the seed world, 124 characters in the mean"
MEASURED = (2, 3)  # the drafts whose comments every figure so far was taken on
ROUNDS = 5
COLD = """
import json, sys, time
started = time.perf_counter()
from nlp.tagging import Tagger
from tests.bench.table import megabytes_now
empty = megabytes_now()
tagger = Tagger.load(segment=json.loads(sys.argv[1]))
loaded = time.perf_counter() - started
tagger.tag("Mức phí thu gom rác này cao quá, đề nghị giảm cho hộ nghèo ở vùng cao, đất ở và giá đất cũng tăng")
print(json.dumps([loaded, time.perf_counter() - started, megabytes_now() - empty]))
"""


async def per_text(texts: tuple[str, ...], read: Callable[[str], object]) -> float:
    """Milliseconds of processor time per text."""
    started = time.process_time()
    for text in texts:
        read(text)
    return (time.process_time() - started) / len(texts) * 1000


async def cold(ground: Ground, segment: bool) -> list[Row]:
    """A fresh process until its tagger is loaded, and until the first comment is tagged."""
    found = []
    for _ in range(3):
        ended = await finished(["-c", COLD, json.dumps(segment)], ground.folder)
        found.append(json.loads(ended.said))
    loaded, first, memory = (sorted(values)[1] for values in zip(*found, strict=True))
    name = "with word boundaries" if segment else "as shipped"
    about = f"loaded after {loaded:.2f} s; + {memory:.0f} MB"
    return [Row(f"cold start, {name}: first comment tagged after", first, "s", None, None, about)]


def slowest(texts: tuple[str, ...], read: Callable[[str], object]) -> float:
    """Milliseconds of processor time that one text in a hundred takes at least; of three rounds the median."""
    rounds = []
    for _ in range(3):
        times = []
        for text in texts:
            started = time.process_time()
            read(text)
            times.append((time.process_time() - started) * 1000)
        rounds.append(sorted(times)[len(times) * 99 // 100])
    return sorted(rounds)[1]


async def run(ground: Ground) -> list[Row]:
    """Per text in turn, then the slowest, then cold starts."""
    texts = tuple(comment.text for comment in load().comments if comment.draft in MEASURED)
    slips = {text: noisy(text, str(place)) for place, text in enumerate(texts)}
    tagger, segmenting, prior = Tagger.load(), Tagger.load(segment=True), shipped()
    reads: dict[str, Callable[[str], object]] = {
        "fold": fold,
        "segmenter": words,
        "tag": tagger.tag,
        "noised": lambda text: tagger.tag(slips[text]),
        "segmenting": segmenting.tag,
        "prior": lambda text: prior.read(tokens(text)),
        "mask": mask,
    }
    for read in reads.values():
        await per_text(texts[:20], read)
    found = await alternate(ROUNDS, **{name: partial(per_text, texts, read) for name, read in reads.items()})
    p99 = f"p99 {slowest(texts, tagger.tag):.1f} ms"
    segmenting_p99 = f"p99 {slowest(texts, segmenting.tag):.1f} ms"
    return [
        held_against("tag", "ms", found["tag"], found["fold"], f"floor: fold; {p99}; goal 0.6 ms"),
        held_against("tag, noised comments", "ms", found["noised"], found["fold"], "floor: fold"),
        held_against("prior alone, tokens included", "ms", found["prior"], found["fold"], "floor: fold"),
        held_against(
            "tag with word boundaries",
            "ms",
            found["segmenting"],
            found["segmenter"],
            f"floor: underthesea alone; {segmenting_p99}; goal 1.5 ms",
        ),
        held_against("mask", "ms", found["mask"], found["fold"], "floor: fold"),
        *await cold(ground, segment=False),
        *await cold(ground, segment=True),
    ]
