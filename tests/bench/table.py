"""How the benchmarks count and print: alternating rounds, medians, ratios to a floor; nothing is measured here."""

import gc
import os
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Once = Callable[[], Awaitable[float]]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: a figure with its unit, the floor it is held against, and the ratio of both."""

    what: str
    figure: float
    unit: str
    floor: float | None = None
    ratio: float | None = None
    note: str = ""


def show(title: str, rows: Sequence[Row]) -> str:
    """The rows as a Markdown table under a heading."""
    lines = [f"## {title}", "", "| what | figure | floor | ratio | |", "|---|---|---|---|---|"]
    for row in rows:
        floor = "" if row.floor is None else f"{digits(row.floor)} {row.unit}"
        ratio = "" if row.ratio is None else f"x{digits(row.ratio)}"
        lines.append(f"| {row.what} | {digits(row.figure)} {row.unit} | {floor} | {ratio} | {row.note} |")
    return "\n".join(lines) + "\n"


def digits(value: float) -> str:
    """Three digits that count, thousands apart.

    >>> digits(0.0123456), digits(1.5), digits(12345.6), digits(0)
    ('0.0123', '1.5', '12,300', '0')
    """
    return f"{float(f'{value:.3g}'):,}".removesuffix(".0")


def tell(words: str) -> None:
    """Says on stderr what is being done."""
    sys.stderr.write(f"  {words}\n")
    sys.stderr.flush()


async def alternate(rounds: int, **contestants: Once) -> Mapping[str, Sequence[float]]:
    """Runs the contestants in turn, ``rounds`` times, so that a busy machine troubles all of them alike."""
    found: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds):
        for name, once in contestants.items():
            found[name].append(await once())
        tell(f"round {number + 1} of {rounds}: " + ", ".join(f"{n} {digits(f[-1])}" for n, f in found.items()))
    return found


def held_against(
    what: str, unit: str, found: Sequence[float], floor: Sequence[float], note: str = "", scale: float = 1.0
) -> Row:
    """A row whose ratio is the median of the rounds' own ratios: a slow minute slows both sides of one round."""
    ratio = median(ours / bare for ours, bare in zip(found, floor, strict=True))
    return Row(what, median(found) * scale, unit, median(floor) * scale, ratio, note)


class Stopwatch:
    """Seconds of wall clock and of this process's processor time (all threads) since it was made."""

    def __init__(self) -> None:
        self._wall, self._processor = time.perf_counter(), time.process_time()

    @property
    def wall(self) -> float:
        """Seconds that passed."""
        return time.perf_counter() - self._wall

    @property
    def processor(self) -> float:
        """Seconds computed."""
        return time.process_time() - self._processor


def frozen() -> None:
    """Puts aside what was loaded so far, as the running bot does after its start."""
    gc.collect()
    gc.freeze()


def megabytes_now() -> float:
    """The memory this process holds (RSS)."""
    with open("/proc/self/statm") as line:  # noqa: PTH123 (Linux only, like the machine this runs on)
        return int(line.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
