"""How much of one text stands in another, for many pairs of texts at once; which texts to compare is chosen elsewhere."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.grouping.shingles import Pairs
from nlp.grouping.words import I64, U64, ranges

GAP = 4  # words: so many changed words in a row leave a passage shared
SHIFT = 2  # words that may be missing or new between two shared word pairs of one passage
FEWEST = 1 << 15  # texts: among fewer, a pair is taken to be as rare as among so many


@dataclass(frozen=True)
class Likeness:
    """Per compared pair: what stands in passages that both share.

    shared: word pairs. evidence: how rare these are, in bits. covered, covered_longer: the share of the words of
    the shorter and of the longer text that lie in such passages.
    """

    shared: I64
    evidence: NDArray[np.float64]
    covered: NDArray[np.float64]
    covered_longer: NDArray[np.float64]


class Comparer:
    """The word pairs of many texts, ready to be looked up text by text."""

    def __init__(self, pairs: Pairs) -> None:
        self.pairs = pairs
        self._bits = rarity(pairs)
        kept = np.flatnonzero(pairs.telling)
        known = (pairs.texts[kept].astype(np.uint64) << np.uint64(32)) | pairs.values[kept]
        order = np.argsort(known, kind="stable")
        self._known: U64 = known[order]
        self._places: I64 = kept[order]

    def compare(self, left: I64, right: I64) -> Likeness:
        """Likeness of each text in `left` to the text at the same place in `right`."""
        sizes = np.diff(self.pairs.starts)
        swap = sizes[left] > sizes[right]
        short, long = np.where(swap, right, left), np.where(swap, left, right)
        by = np.argsort(long, kind="stable")  # neighbours look up the same text: far fewer cache misses
        back = np.empty_like(by)
        back[by] = np.arange(len(by))
        found = self._passages(short[by], long[by])
        return Likeness(found.shared[back], found.evidence[back], found.covered[back], found.covered_longer[back])

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
        step, step_there = np.diff(here, prepend=-9), np.diff(there, prepend=-9)
        linked = (np.diff(by, prepend=-1) == 0) & (step <= GAP + 1) & (step_there >= 1)
        linked &= np.abs(step - step_there) <= SHIFT
        passage = linked | np.append(linked, False)[1:]
        gains = [np.where(passage, np.where(linked, one, 2), 0) for one in (step, step_there)]
        totals = [np.bincount(by, weights=gain, minlength=len(short)) for gain in gains]
        shared = np.bincount(by[passage], minlength=len(short))
        evidence = np.bincount(by[passage], weights=self._bits[here[passage]], minlength=len(short))
        covered, covered_longer = totals[0] / (sizes[short] + 1), np.minimum(1.0, totals[1] / (sizes[long] + 1))
        return Likeness(shared, evidence, covered, covered_longer)


def rarity(pairs: Pairs) -> NDArray[np.float32]:
    """The bits that each word pair tells: few for pairs that many of the texts have."""
    order = np.argsort(pairs.values, kind="stable")
    values = pairs.values[order]
    begins = np.concatenate(([True], values[1:] != values[:-1])) if len(values) else np.zeros(0, bool)
    counts = np.bincount(np.cumsum(begins) - 1) if len(values) else np.zeros(0, np.int64)
    found = np.empty(len(values), np.float32)
    bits = np.log2(max(len(pairs.starts) - 1, FEWEST) / np.maximum(1, counts))
    found[order] = np.maximum(0, bits)[np.cumsum(begins) - 1] if len(values) else 0
    return found
