"""Which texts are worth comparing: min-hash buckets over word pairs, led by the most central text of each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.grouping.shingles import Pairs
from nlp.grouping.words import I64, U64, ranges

LOW = np.uint64(0xFFFFFFFF)
HIGH = np.uint64(32)
VOTES = 2  # shared word pairs that make a leader worth comparing with
TRIED = 4  # leaders that a text is compared with
SLICE = 1 << 18  # entries that are worked on at a time: bounds the memory
BUSY = 12  # representatives that one word pair leads to, at most


@dataclass(frozen=True)
class Buckets:
    """The texts of each word pair that stands in at least two of them: one entry per pair and text, in rank order."""

    values: NDArray[np.uint32]
    ranks: I64
    order: I64  # order[rank] is the text of that rank; the most central text has rank 0


def buckets(pairs: Pairs, ties: U64) -> Buckets:
    """All buckets; texts are ranked by how common their word pairs are, then by `ties`, one number per text."""
    kept = pairs.telling
    entries = (pairs.values[kept].astype(np.uint64) << HIGH) | pairs.texts[kept].astype(np.uint64)
    entries = _distinct(entries)
    values = (entries >> HIGH).astype(np.uint32)
    texts = (entries & LOW).astype(np.int64)
    run, sizes = _runs(values)
    shared = sizes[run] > 1
    weight = np.bincount(texts[shared], weights=_log2(sizes[run][shared]), minlength=len(pairs.starts) - 1)
    lengths = np.maximum(1, np.diff(pairs.starts)).astype(np.float64)
    order = np.lexsort((ties, -np.round(weight / lengths**0.75, 6)))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    again = np.sort((entries[shared] & ~LOW) | rank[texts[shared]].astype(np.uint64))
    return Buckets((again >> HIGH).astype(np.uint32), (again & LOW).astype(np.int64), order)


def leaders(found: Buckets) -> tuple[I64, I64]:
    """(text, leader) by rank: for each text up to TRIED of the lowest-ranked texts it shares several buckets with."""
    run, sizes = _runs(found.values)
    firsts = np.cumsum(sizes) - sizes
    votes = []
    for step in (0, 1):
        leads = found.ranks[firsts + step]
        for first in range(0, len(run), SLICE):
            part = slice(first, first + SLICE)
            votes.append(_ballots(found.ranks[part], leads[run[part]]))
    return elect(np.concatenate(votes or [np.zeros(0, np.uint64)]))


def _ballots(texts: I64, chosen: I64) -> U64:
    """One number per vote of a text for an earlier one."""
    earlier = chosen < texts
    return (texts[earlier].astype(np.uint64) << HIGH) | chosen[earlier].astype(np.uint64)


def elect(votes: U64) -> tuple[I64, I64]:
    """The TRIED most frequent choices of each text that have at least VOTES votes."""
    votes.sort()
    ends = np.flatnonzero(np.concatenate((votes[1:] != votes[:-1], [True]))) if len(votes) else np.zeros(0, np.int64)
    counts = np.diff(ends, prepend=-1)
    enough = counts >= VOTES
    pair, counts = votes[ends[enough]], counts[enough]
    text, choice = (pair >> HIGH).astype(np.int64), (pair & LOW).astype(np.int64)
    best = np.lexsort((choice, -counts, text))
    text, choice = text[best], choice[best]
    _, sizes = _runs(text)
    kept = ranges(np.zeros(len(sizes), np.int64), sizes) < TRIED
    return text[kept], choice[kept]


def lookup(pairs: Pairs, texts: I64, representatives: I64) -> tuple[I64, I64]:
    """(text, representative) worth comparing: those that share the most word pairs."""
    known, owner = _telling(pairs, representatives)
    wanted, by = _telling(pairs, texts)
    low, high = np.searchsorted(known, wanted), np.searchsorted(known, wanted, side="right")
    sizes = np.minimum(high - low, BUSY)
    chosen = owner[ranges(low, sizes)]
    votes = (np.repeat(by, sizes).astype(np.uint64) << HIGH) | chosen.astype(np.uint64)
    return elect(votes[np.repeat(by, sizes) != chosen])


def _telling(pairs: Pairs, texts: I64) -> tuple[NDArray[np.uint32], I64]:
    """The distinct telling word pairs of some texts, sorted, and the text of each."""
    sizes = np.diff(pairs.starts)[texts]
    places = ranges(pairs.starts[:-1][texts], sizes)
    places = places[pairs.telling[places]]
    entries = _distinct((pairs.values[places].astype(np.uint64) << HIGH) | pairs.texts[places].astype(np.uint64))
    return (entries >> HIGH).astype(np.uint32), (entries & LOW).astype(np.int64)


def _distinct(entries: U64) -> U64:
    """Sorted, each once; faster than np.unique, which builds a hash table."""
    entries.sort()
    return entries[np.concatenate(([True], entries[1:] != entries[:-1]))] if len(entries) else entries


def _runs(values: NDArray[np.integer]) -> tuple[I64, I64]:
    """For sorted values: the number of the run of equal values each stands in, and the length of each run."""
    if not len(values):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    begins = np.concatenate(([True], values[1:] != values[:-1]))
    run = np.cumsum(begins) - 1
    return run, np.bincount(run)


def _log2(sizes: I64) -> NDArray[np.float64]:
    """Whole numbers that grow like the logarithm: the same sum in any order and on any machine."""
    return np.frexp(sizes.astype(np.float64))[1].astype(np.float64)
