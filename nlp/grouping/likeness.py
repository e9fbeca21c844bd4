"""How much of one text stands in another, for many pairs at once; which texts to compare is chosen elsewhere."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from nlp.grouping.shingles import Pairs
from nlp.grouping.words import I64, U64, ranges

GAP = 4  # words: so many changed words in a row leave a passage shared
AT_ONCE = 8_000  # compared pairs whose word pairs are held in memory at one time
LATEST = 4  # words before a passage that still begins where the text begins
SHIFT = 2  # words that may be missing or new between two shared word pairs of one passage
FEWEST = 1 << 15  # texts: among fewer, a pair is taken to be as rare as among so many


@dataclass(frozen=True)
class Likeness:
    """Per compared pair: what stands in passages that both share.

    shared: word pairs. evidence: how rare these are, in bits. covered, covered_longer: the share of the words of
    the shorter and of the longer text that lie in such passages. own: words in the longest stretch of the shorter
    text outside them. rest: words behind the last of them there, when the first one begins where both texts begin.
    """

    shared: I64
    evidence: NDArray[np.float64]
    covered: NDArray[np.float64]
    covered_longer: NDArray[np.float64]
    own: I64
    rest: I64


class Comparer:
    """The word pairs of many texts, ready to be looked up text by text."""

    def __init__(self, pairs: Pairs, bits: NDArray[np.float64] | None = None) -> None:
        """`bits`: what each word pair tells, when these texts alone cannot say how rare it is (see `rarity`)."""
        self.pairs = pairs
        self._bits = rarity(counted(pairs.values), len(pairs.starts) - 1) if bits is None else bits
        kept = np.flatnonzero(pairs.telling)
        known = (pairs.texts[kept].astype(np.uint64) << np.uint64(32)) | pairs.values[kept]
        order = np.argsort(known, kind="stable")
        self._known: U64 = known[order]
        del known
        self._places: I64 = kept[order]

    def compare(self, left: I64, right: I64) -> Likeness:
        """Likeness of each text in `left` to the text at the same place in `right`."""
        sizes = np.diff(self.pairs.starts)
        swap = sizes[left] > sizes[right]
        short, long = np.where(swap, right, left), np.where(swap, left, right)
        by = np.argsort(long, kind="stable")  # neighbours look up the same text: far fewer cache misses
        back = np.empty_like(by)
        back[by] = np.arange(len(by))
        parts = [
            self._passages(short[by[first : first + AT_ONCE]], long[by[first : first + AT_ONCE]])
            for first in range(0, max(1, len(by)), AT_ONCE)
        ]
        return Likeness(
            *(np.concatenate([getattr(part, one.name) for part in parts])[back] for one in fields(Likeness))
        )

    def _passages(self, short: I64, long: I64) -> Likeness:
        starts, sizes = self.pairs.starts[:-1], np.diff(self.pairs.starts)
        places = ranges(starts[short], sizes[short])
        owner = np.repeat(np.arange(len(short)), sizes[short])
        telling = self.pairs.telling[places]
        places, owner = places[telling], owner[telling]
        wanted = (long[owner].astype(np.uint64) << np.uint64(32)) | self.pairs.values[places]
        found = np.minimum(np.searchsorted(self._known, wanted), max(0, len(self._known) - 1))
        hit = self._known[found] == wanted if len(self._known) else np.zeros(0, bool)
        here, by = places[hit], owner[hit]
        there = self._places[found[hit]]
        step, step_there = steps(here), steps(there)
        linked = (steps(by) == 0) & (step <= GAP + 1) & (step_there >= 1)
        linked &= np.abs(step - step_there) <= SHIFT
        passage = linked | np.append(linked, False)[1:]
        gains = [np.where(passage, np.where(linked, one, 2), 0) for one in (step, step_there)]
        totals = [np.bincount(by, weights=gain.astype(np.float64), minlength=len(short)) for gain in gains]
        shared = np.bincount(by[passage], minlength=len(short))
        evidence = np.bincount(
            by[passage], weights=self._bits[here[passage]].astype(np.float64), minlength=len(short)
        ).astype(np.float64)
        covered, covered_longer = totals[0] / (sizes[short] + 1), np.minimum(1.0, totals[1] / (sizes[long] + 1))
        begins = np.stack((here - starts[short[by]], there - starts[long[by]])).max(axis=0)
        own, rest = _own(by[passage], (here - starts[short[by]])[passage], begins[passage], sizes[short] + 1)
        return Likeness(shared, evidence, covered, covered_longer, own, rest)


def _own(by: I64, here: I64, begins: I64, sizes: I64) -> tuple[I64, I64]:
    """What each shorter text has for itself: see `Likeness`. `by`, `here`: the hits of all pairs, in order."""
    own, rest = sizes.copy(), np.zeros(len(sizes), np.int64)
    if len(by):
        first = steps(by) != 0
        starts = np.flatnonzero(first)
        pair = by[starts]
        behind = sizes[pair] - here[np.append(starts[1:], len(here)) - 1] - 2
        between = np.where(first, here, steps(here) - 2)
        own[pair] = np.maximum(behind, np.maximum.reduceat(between, starts))
        rest[pair] = np.where(begins[starts] <= LATEST, behind, 0)
    return own, rest


def steps(values: I64) -> I64:
    """From each value to the one before it, the first one counted from -9; np.diff takes longer to say so."""
    found = np.empty_like(values)
    if len(values):
        found[0] = values[0] + 9
        np.subtract(values[1:], values[:-1], out=found[1:])
    return found


def rarity(counts: NDArray[np.integer], texts: int) -> NDArray[np.float64]:
    """The bits that word pairs tell which stand `counts` times in so many texts: few for common ones."""
    bits: NDArray[np.float64] = np.maximum(0.0, np.log2(max(texts, FEWEST) / np.maximum(1, counts)))
    return bits


def counted(values: NDArray[np.unsignedinteger]) -> I64:
    """For each value: how often it occurs; faster than np.unique, which builds a hash table."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    found = np.zeros(len(values), np.int64)
    if len(values):
        begins = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
        del ordered
        sizes = np.diff(begins, append=len(values))
        found[order] = np.repeat(sizes, sizes)
    return found
