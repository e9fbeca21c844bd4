"""What reading a draft costs: in this process and through the child under limits, seed drafts and legal corpus."""

import time
from functools import partial
from pathlib import Path

from bot.sandbox.world import draft_files
from nlp.drafts.files import extract, parse_file
from nlp.drafts.source import Unreadable
from services.reading import read_draft
from tests.bench.ground import Ground
from tests.bench.processes import ROOT, finished
from tests.bench.table import Row, alternate, held_against, tell

TITLE = "Reading drafts"
ROUNDS = 3
CORPUS = ROOT.parent / "shared" / "corpus" / "legal"
THROUGH_THE_CHILD = 6  # files of the corpus that also go through the child: each costs a process


async def in_process(files: list[Path]) -> float:
    """Milliseconds of processor time per file."""
    started = time.process_time()
    for file in files:
        parse_file(file)
    return (time.process_time() - started) / len(files) * 1000


async def only_extracted(files: list[Path]) -> float:
    """The floor: the lines of the file, their structure unread."""
    started = time.process_time()
    for file in files:
        extract(file)
    return (time.process_time() - started) / len(files) * 1000


async def through_the_child(files: list[Path]) -> float:
    """Milliseconds of wall clock per file."""
    started = time.perf_counter()
    for file in files:
        await read_draft(file)
    return (time.perf_counter() - started) / len(files) * 1000


async def bare_child(ground: Ground, count: int) -> float:
    """The floor: a Python that does nothing."""
    return sum([(await finished(["-c", "pass"], ground.folder)).seconds for _ in range(count)]) / count * 1000


def corpus() -> list[Path]:
    """The legal texts beside the repository that can be read; none when they are absent."""
    readable = []
    for file in sorted(CORPUS.glob("*.*")):
        try:
            extract(file)
        except Unreadable:
            continue
        readable.append(file)
    return readable


async def measure(ground: Ground, name: str, files: list[Path], child: list[Path]) -> list[Row]:
    """Both ways, each against its floor."""
    found = await alternate(
        ROUNDS,
        lines=partial(only_extracted, files),
        parse=partial(in_process, files),
        python=partial(bare_child, ground, len(child)),
        child=partial(through_the_child, child),
    )
    return [
        held_against(f"{name}, in process", "ms", found["parse"], found["lines"], "floor: its lines, unread"),
        held_against(f"{name}, through the child", "ms", found["child"], found["python"], "floor: python -c pass"),
    ]


async def run(ground: Ground) -> list[Row]:
    """The seed drafts always, the corpus when it is there."""
    (folder := ground.folder / "drafts").mkdir(exist_ok=True)
    seeds = draft_files(folder)
    rows = await measure(ground, f"{len(seeds)} seed drafts", seeds, seeds)
    legal = corpus()
    if not legal:
        tell("no ../shared/corpus: only the seed drafts were read")
        return rows
    size = sum(file.stat().st_size for file in legal) / len(legal) / 1024
    some = legal[:: max(1, len(legal) // THROUGH_THE_CHILD)]
    return rows + await measure(ground, f"{len(legal)} legal texts ({size:.0f} kB in the mean)", legal, some)
