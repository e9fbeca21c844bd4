"""One text at a time: the same words and body as among many, sooner; comparing it is done elsewhere."""

from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.grouping import clusters as like
from nlp.grouping import shingles
from nlp.grouping.clusters import BITS_WHOLE, SHARED_WHOLE, WHOLE
from nlp.grouping.likeness import GAP, LATEST, SHIFT
from nlp.grouping.shingles import BEGINNING, DROP, DROP_AT_ONCE, ENDING, LEAST, OTHER, POLITE_ENOUGH
from nlp.grouping.words import I64, U32, letters_of, read

LONG = 4000  # characters from which on arrays are sooner
KEPT = 50_000  # runs of characters whose words are remembered
_NO_SPACES = dict.fromkeys(map(ord, "\v\f\x1c\x1d\x1e\x1f"))  # str.split parts there, but nobody sees them


class Likeness(NamedTuple):
    """The fields of `likeness.Likeness` for one pair of texts."""

    shared: int
    evidence: float
    covered: float
    covered_longer: float
    own: int
    rest: int


class Body(NamedTuple):
    """The telling word pairs of one text, in order. `words`: of the whole body; `keys`: the values without the bits
    that comparing leaves out; `places`: where they stand in the body; `bits`: what each tells; `rows`: where an index
    has them, when it was asked.
    """

    words: int
    values: U32
    keys: list[int]
    places: list[int]
    bits: list[float]
    rows: I64 | None = None


class Reader:
    """Reads single texts; remembers the words it met, within bounds."""

    def __init__(self, learned: U32, most_words: int) -> None:
        """`learned`: word pairs of shared beginnings; `most_words`: how much of a body is compared."""
        polite, _ = shingles.listed()
        self._polite = frozenset(polite.tolist()) | frozenset(learned.tolist())
        self._most = most_words
        self._met: dict[str, tuple[int, ...]] = {}

    def words(self, text: str) -> U32:
        """The word hashes of a text, as `words.read` has them."""
        if len(text) > LONG:
            return read([text]).hashes
        if not text.isprintable():
            text = text.translate(_NO_SPACES)
        runs = text.split()
        try:
            found = list(map(self._met.__getitem__, runs))
        except KeyError:
            found = [self._met.get(run) or self._meet(run) for run in runs]
        return np.array(list(chain.from_iterable(found)), np.uint32)

    def body(self, words: U32) -> tuple[U32, NDArray[np.bool_]]:
        """Word pairs of the body of a text and which of them tell something, as `groups.compared` has them."""
        values = shingles.pair_values(words)
        begin, end = 0, len(words)
        first, last = values[:BEGINNING].tolist(), values[-ENDING - 1 :].tolist()
        if not (self._polite.isdisjoint(first) and self._polite.isdisjoint(last)):
            begin = _best_run(self._good(first)[:BEGINNING])
            behind = self._good(last)[::-1][: min(ENDING, end - begin)]
            if begin and len(behind) == end - begin:
                behind = self._good(values[begin - 1 :].tolist())[:0:-1]
            end = min(end - _best_run(behind), begin + self._most)
        end = min(end, begin + self._most)
        if end - begin < LEAST:
            return values[:0], np.zeros(0, bool)
        empty = shingles.is_empty(words[begin:end])
        return values[begin : end - 1], ~(empty[:-1] & empty[1:])

    def _good(self, values: list[int]) -> list[bool]:
        """For each word around these word pairs: whether it is in a polite one."""
        polite = self._polite
        known = [value in polite for value in values]
        return [a or b for a, b in zip([*known, False], [False, *known], strict=True)]

    def _meet(self, run: str) -> tuple[int, ...]:
        if len(self._met) >= KEPT:
            self._met.clear()
        found = self._met[run] = letters_of(run)
        return found


def likeness(text: Body, other: Body) -> Likeness | None:
    """`likeness.Likeness` of one text and another, number by number; None when they share too little to be alike."""
    short, long = (other, text) if text.words > other.words else (text, other)
    there = dict(zip(reversed(long.keys), reversed(long.places), strict=True))
    hits = [(nth, short.bits[nth], short.places[nth], there[key]) for nth, key in enumerate(short.keys) if key in there]
    if len(hits) < SHARED_WHOLE:
        return None
    return _passages(hits, short.words, long.words)


def _passages(hits: list[tuple[int, float, int, int]], words: int, words_longer: int) -> Likeness | None:
    shared = total = total_longer = own = rest = 0
    evidence, before, joined = 0.0, -2, False
    last_nth, last_bits, last, last_there = hits[0]
    for nth, bits, here, there in hits[1:]:
        step, step_there = here - last, there - last_there
        if nth - last_nth <= GAP + 1 and step_there >= 1 and -SHIFT <= step - step_there <= SHIFT:
            if not joined:  # a passage begins with the hit before
                rest = rest if shared else int(max(last, last_there) <= LATEST)
                own = max(own, last - before - 2)
                shared, evidence, total, total_longer = shared + 1, evidence + last_bits, total + 2, total_longer + 2
            own = max(own, step - 2)
            shared, evidence, total, total_longer = shared + 1, evidence + bits, total + step, total_longer + step_there
            before, joined = here, True
        else:
            joined = False
        last_nth, last_bits, last, last_there = nth, bits, here, there
    if shared < SHARED_WHOLE or evidence < BITS_WHOLE:
        return None
    behind = words - before - 2
    covered, covered_longer = total / words, min(1.0, total_longer / words_longer)
    return Likeness(shared, evidence, covered, covered_longer, max(own, behind), behind if rest else 0)


def accepted(found: Likeness, words: int, longer: int) -> bool:
    """As `clusters.accepted` for one pair of texts."""
    if found.shared >= SHARED_WHOLE and found.evidence >= BITS_WHOLE and found.covered >= WHOLE:
        return True
    if found.evidence < like.BITS or found.shared < like.SHARED:
        return False
    if found.covered < like.COVERED + like.SHORTER * max(0.0, 1 - words / like.LONG):
        return False
    apart = found.own >= max(like.OWN_WORDS, like.OWN_SHARE * words) or (
        found.rest >= max(like.REST_WORDS, like.REST_SHARE * words)
        and found.shared >= like.DENSE * found.covered * words
    )
    return not (apart and (1 - found.covered_longer) * longer >= like.REST_WORDS)


def _best_run(good: list[bool]) -> int:
    """As `shingles._best_run` for the words from one end of a text on."""
    if not any(good[: shingles.SOON]):
        return 0
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
