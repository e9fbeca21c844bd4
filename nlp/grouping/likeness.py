"""How much of one text stands in another, for many pairs at once; which texts to compare is chosen elsewhere."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from nlp.grouping.shingles import Pairs
from nlp.grouping.words import I64, U64, offsets, ranges

GAP = 4  # telling word pairs: so many changed ones in a row leave a passage shared; empty words are not counted
HASH, PLACE = np.uint64(30), np.uint64(12)  # bits of a word pair and of a place (see MOST_WORDS); the rest is the text
DROPPED, LOW, NONE = np.uint32(2), np.uint64(0xFFF), np.uint64((1 << 64) - 1)
MOST_TEXTS = 1 << 22
FEW = 64  # compared pairs that are not worth putting in order
AT_ONCE = 4_000  # compared pairs whose word pairs are held in memory at one time
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

    def __init__(self, pairs: Pairs, bits: NDArray[np.float32] | None = None) -> None:
        """`bits`: what each word pair tells, when these texts alone cannot say how rare it is (see `rarity`)."""
        self._sizes = pairs.starts[1:] - pairs.starts[:-1]
        if len(self._sizes) > MOST_TEXTS:
            raise ValueError(f"at most {MOST_TEXTS} distinct texts can be grouped together")
        told = rarity(counted(pairs.values), len(self._sizes)) if bits is None else bits
        kept = np.flatnonzero(pairs.telling)
        texts = pairs.texts[kept]
        # Of each text the telling word pairs, without the bits that comparing leaves out, in the order of the text.
        self._telling = np.bincount(texts, minlength=len(self._sizes))
        self._starts = offsets(self._telling)[:-1]
        self._values = pairs.values[kept] >> DROPPED
        self._places = (kept - pairs.starts[:-1][texts]).astype(np.uint16)
        self._bits = told[kept]
        # Text, word pair and place in the text in one number: numpy sorts numbers much faster than their order.
        known = texts.astype(np.uint64)
        known <<= HASH
        known |= self._values
        known <<= PLACE
        known |= self._places
        known.sort()
        self._there = np.append((known & LOW).astype(np.uint16), np.uint16(0))
        known >>= PLACE
        self._known: U64 = np.append(known, NONE)

    def compare(self, left: I64, right: I64) -> Likeness:
        """Likeness of each text in `left` to the text at the same place in `right`."""
        sizes = self._sizes
        swap = sizes[left] > sizes[right]
        short, long = np.where(swap, right, left), np.where(swap, left, right)
        if len(long) < FEW:
            return self._passages(short, long)
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
        sizes, telling = self._sizes, self._telling[short]
        places = ranges(self._starts[short], telling)
        owner = np.arange(len(short)).repeat(telling)
        wanted = (long.astype(np.uint64) << HASH)[owner] | self._values[places]
        found = self._known.searchsorted(wanted)
        nth = (self._known[found] == wanted).nonzero()[0]
        by, places = owner[nth], places[nth]
        here, there = self._places[places].astype(np.int64), self._there[found[nth]].astype(np.int64)
        step, step_there = steps(here), steps(there)
        linked = (steps(by) == 0) & (steps(nth) <= GAP + 1) & (step_there >= 1)
        linked &= np.abs(step - step_there) <= SHIFT
        passage = linked | np.append(linked, False)[1:]
        gains = [np.where(passage, np.where(linked, one, 2), 0) for one in (step, step_there)]
        totals = [np.bincount(by, weights=gain.astype(np.float64), minlength=len(short)) for gain in gains]
        shared = np.bincount(by[passage], minlength=len(short))
        evidence = np.bincount(
            by[passage], weights=self._bits[places[passage]].astype(np.float64), minlength=len(short)
        ).astype(np.float64)
        covered, covered_longer = totals[0] / (sizes[short] + 1), np.minimum(1.0, totals[1] / (sizes[long] + 1))
        own, rest = _own(by[passage], here[passage], np.maximum(here, there)[passage], sizes[short] + 1)
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


def rarity(counts: NDArray[np.integer], texts: int) -> NDArray[np.float32]:
    """The bits that word pairs tell which stand `counts` times in so many texts: few for common ones."""
    bits = np.log2(np.maximum(1, counts), dtype=np.float32)
    found: NDArray[np.float32] = np.maximum(np.float32(0), np.float32(np.log2(max(texts, FEWEST))) - bits)
    return found


def counted(values: NDArray[np.unsignedinteger]) -> NDArray[np.int32]:
    """For each value: how often it occurs."""
    order = _order(values)
    found = np.zeros(len(values), np.int32)
    if len(values):
        ordered = values[order]
        begins = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
        sizes = np.diff(begins, append=len(values)).astype(np.int32)
        found[order] = np.repeat(sizes, sizes)
    return found


def _order(values: NDArray[np.unsignedinteger]) -> NDArray[np.integer]:
    """As np.argsort, by sorting numbers that end in the place where there is room: that takes an eighth of the time."""
    room = min(40, 64 - int(values.max()).bit_length()) if len(values) else 0
    if len(values) >> room:
        return np.argsort(values)
    packed = values.astype(np.uint64)
    packed <<= np.uint64(room)
    packed |= np.arange(len(values), dtype=np.uint64)
    packed.sort()
    packed &= np.uint64((1 << room) - 1)
    return packed.astype(np.int64)
