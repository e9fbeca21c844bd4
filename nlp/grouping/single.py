"""One text at a time without arrays: the same words, body and likeness, sooner; many at once are read elsewhere."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nlp.grouping import shingles
from nlp.grouping.likeness import DROPPED, GAP, LATEST, SHIFT
from nlp.grouping.shingles import BEGINNING, DROP, DROP_AT_ONCE, ENDING, LEAST, OTHER, POLITE_ENOUGH
from nlp.grouping.words import U32, letters_of, read

LONG = 4000  # characters from which on arrays are sooner
KEPT = 50_000  # runs of characters whose words are remembered
_NO_SPACES = dict.fromkeys(map(ord, "\v\f\x1c\x1d\x1e\x1f"))  # str.split parts there, but nobody sees them
_DROPPED = int(DROPPED)


@dataclass(frozen=True)
class Body:
    """The word pairs of one text, as `shingles.Pairs` holds them, and the bits that each tells."""

    values: U32
    telling: NDArray[np.bool_]
    bits: NDArray[np.float32]


class Reader:
    """Reads single texts; remembers the words it met, within bounds."""

    def __init__(self, learned: U32, most_words: int) -> None:
        """`learned`: word pairs of shared beginnings; `most_words`: how much of a body is compared."""
        polite, empty = shingles.listed()
        self._polite = frozenset(polite.tolist()) | frozenset(learned.tolist())
        self._empty = frozenset(empty.tolist())
        self._most = most_words
        self._met: dict[str, tuple[int, ...]] = {}

    def words(self, text: str) -> U32:
        """The word hashes of a text, as `words.read` has them."""
        if len(text) > LONG:
            return read([text]).hashes
        if not text.isprintable():
            text = text.translate(_NO_SPACES)
        found: list[int] = []
        for run in text.split():
            met = self._met.get(run)
            if met is None:
                met = self._meet(run)
            found += met
        return np.array(found, np.uint32)

    def body(self, words: U32) -> tuple[U32, NDArray[np.bool_]]:
        """Word pairs of the body of a text and which of them tell something, as `groups.compared` has them."""
        values = shingles.pair_values(words)
        polite = self._polite
        known = [value in polite for value in values.tolist()]
        good = [a or b for a, b in zip([*known, False], [False, *known], strict=True)]
        begin = _best_run(good[:BEGINNING])
        end = len(words) - _best_run(good[: begin - 1 if begin else None : -1][:ENDING])
        end = min(end, begin + self._most)
        if end - begin < LEAST:
            return values[:0], np.zeros(0, bool)
        empty = [word in self._empty for word in words[begin:end].tolist()]
        telling = [not (a and b) for a, b in pairwise(empty)]
        return values[begin : end - 1], np.array(telling, bool)

    def _meet(self, run: str) -> tuple[int, ...]:
        if len(self._met) >= KEPT:
            self._met.clear()
        found = self._met[run] = letters_of(run)
        return found


def likeness(text: Body, other: Body) -> tuple[int, float, float, float, int, int]:
    """The fields of `likeness.Likeness` for one text and another, in their order."""
    short, long = (other, text) if len(text.values) > len(other.values) else (text, other)
    hits = _hits(short, long)
    linked = [False]
    for (_, here, there), (_, here_next, there_next) in pairwise(hits):
        step, step_there = here_next - here, there_next - there
        linked.append(step <= GAP + 1 and step_there >= 1 and abs(step - step_there) <= SHIFT)
    words, words_longer = len(short.values) + 1, len(long.values) + 1
    shared = total = total_longer = own = rest = 0
    evidence, before = 0.0, -2
    for number, (bits, here, there) in enumerate(hits):
        joined = linked[number]
        if not (joined or (number + 1 < len(hits) and linked[number + 1])):
            continue
        if not shared:
            rest = int(max(here, there) <= LATEST)
        shared += 1
        evidence += bits
        total += here - hits[number - 1][1] if joined else 2
        total_longer += there - hits[number - 1][2] if joined else 2
        own = max(own, here - before - 2)
        before = here
    if not shared:
        return 0, 0.0, 0.0, 0.0, words, 0
    behind = words - before - 2
    return (
        shared, evidence, total / words, min(1.0, total_longer / words_longer), max(own, behind), behind if rest else 0,
    )  # fmt: skip


def _hits(short: Body, long: Body) -> list[tuple[float, int, int]]:
    """Bits and places of the telling word pairs of one text that the other has as well, where that has it first."""
    places = long.telling.nonzero()[0][::-1]
    there = dict(zip((long.values[places] >> DROPPED).tolist(), places.tolist(), strict=True))
    return [
        (bits, place, there[value >> _DROPPED])
        for place, (value, tells, bits) in enumerate(
            zip(short.values.tolist(), short.telling.tolist(), short.bits.tolist(), strict=True)
        )
        if tells and value >> _DROPPED in there
    ]


def _best_run(good: list[bool]) -> int:
    """As `shingles._best_run` for the words from one end of a text on."""
    total = highest = best = 0.0
    found = 0
    for size, polite in enumerate(good, start=1):
        total += 1.0 if polite else OTHER
        highest = max(highest, total)
        if total < (highest - DROP if highest >= POLITE_ENOUGH else -DROP_AT_ONCE):
            break
        if total > best:
            best, found = total, size
    return found if best >= POLITE_ENOUGH else 0
