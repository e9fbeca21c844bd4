"""Which texts are worth comparing: min-hash buckets over word pairs, led by the most central text of each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.grouping.shingles import SIEVE, Pairs
from nlp.grouping.words import I64, U64, distinct, ranges

LOW = np.uint64(0xFFFFFFFF)
HIGH = np.uint64(32)
VOTES = 2  # shared word pairs that make a leader worth comparing with
VOTES_SHARE = 0.08  # of the word pairs of the shorter text
TRIED = 4  # leaders that a text is compared with
BLOCK = 1 << 12  # texts that are worked on at a time
SLICE = 1 << 18  # entries that are worked on at a time: bounds the memory
BUSY = 12  # representatives that one word pair leads to, at most


@dataclass(frozen=True)
class Buckets:
    """The texts of each word pair that stands in at least two of them: one entry per pair and text, in rank order."""

    sizes: I64  # texts in each bucket
    ranks: NDArray[np.int32]  # bucket after bucket
    order: I64  # order[rank] is the text of that rank; the most central text has rank 0
    lengths: I64  # word pairs of each text, by rank


def buckets(pairs: Pairs, ties: U64, wanted: NDArray[np.bool_] | None = None) -> Buckets:
    """All buckets of the wanted texts; these are ranked by how common their word pairs are, then by `ties`.

    `ties`: one distinct number per text.
    """
    kept = pairs.telling if wanted is None else pairs.telling & wanted[pairs.texts]
    entries = pairs.values[kept].astype(np.uint64)
    entries <<= HIGH
    entries |= pairs.texts[kept].astype(np.uint64)
    entries = distinct(entries)
    sizes = _runs((entries >> HIGH).astype(np.uint32))
    entries = entries[np.repeat(sizes > 1, sizes)]
    sizes = sizes[sizes > 1]
    texts = entries.astype(np.uint32)
    weight = np.bincount(texts, weights=np.repeat(_log2(sizes), sizes), minlength=len(pairs.starts) - 1)
    lengths = np.maximum(1, np.diff(pairs.starts)).astype(np.float64)
    order = np.lexsort((ties, -np.round(weight / lengths**0.75, 6)))
    rank = np.empty(len(order), np.uint64)
    rank[order] = np.arange(len(order), dtype=np.uint64)
    entries &= ~LOW
    entries |= rank[texts]
    entries.sort()
    return Buckets(sizes, entries.astype(np.uint32).astype(np.int32), order, np.diff(pairs.starts)[order])


def leaders(found: Buckets) -> tuple[I64, I64]:
    """(text, leader) by rank: for each text up to TRIED of the lowest-ranked texts it shares several buckets with."""
    firsts = np.cumsum(found.sizes) - found.sizes
    votes = np.empty(2 * len(found.ranks), np.uint64)
    held = 0
    for step in (0, 1):
        leads = np.repeat(found.ranks[firsts + step], found.sizes)
        for first in range(0, len(leads), SLICE):
            part = slice(first, first + SLICE)
            cast = _ballots(found.ranks[part], leads[part])
            votes[held : held + len(cast)] = cast
            held += len(cast)
    return elect(votes[:held], found.lengths)


def _ballots(texts: NDArray[np.int32], chosen: NDArray[np.int32]) -> U64:
    """One number per vote of a text for an earlier one."""
    earlier = chosen < texts
    return (texts[earlier].astype(np.uint64) << HIGH) | chosen[earlier].astype(np.uint64)


def elect(votes: U64, lengths: I64) -> tuple[I64, I64]:
    """The TRIED most frequent choices of each text that have enough votes; sorts the votes.

    `lengths`: word pairs of each text.
    """
    votes.sort()
    enough = votes[VOTES - 1 :] == votes[: max(0, len(votes) - VOTES + 1)]
    enough[1:] &= votes[: len(enough) - 1] != votes[1 : len(enough)]
    pair = votes[: len(enough)][enough]
    counts = np.searchsorted(votes, pair, side="right") - np.flatnonzero(enough)
    text, choice = (pair >> HIGH).astype(np.int64), (pair & LOW).astype(np.int64)
    enough = counts >= VOTES_SHARE * np.minimum(lengths[text], lengths[choice])
    text, choice, counts = text[enough], choice[enough], counts[enough]
    best = np.lexsort((choice, -counts, text))
    text, choice = text[best], choice[best]
    sizes = _runs(text)
    kept = ranges(np.zeros(len(sizes), np.int64), sizes) < TRIED
    return text[kept], choice[kept]


def lookup(pairs: Pairs, wanted: NDArray[np.bool_], representatives: I64) -> tuple[I64, I64]:
    """(text, representative) worth comparing: of the wanted texts, those that share the most word pairs."""
    known, owner = _telling(pairs, representatives)
    maybe = np.zeros(1 << (32 - SIEVE), bool)  # nearly all word pairs are known to be in no representative by this
    maybe[known >> SIEVE] = True
    found, lengths = [np.zeros((2, 0), np.int64)], np.diff(pairs.starts)
    asked = wanted.nonzero()[0]
    for first in range(0, len(asked), BLOCK):
        block = asked[first : first + BLOCK]
        places = ranges(pairs.starts[block], lengths[block])
        values, texts = pairs.values[places], pairs.texts[places]
        some = maybe[values >> SIEVE] & pairs.telling[places]
        entries = distinct((values[some].astype(np.uint64) << HIGH) | texts[some].astype(np.uint64))
        found.append(np.stack(elect(_cast(entries, known, owner), lengths)))
    text, choice = np.concatenate(found, axis=1)
    return text, choice


def _cast(entries: U64, known: NDArray[np.uint32], owner: I64) -> U64:
    """The votes of texts for the owners of their word pairs; `entries`: word pair and text in one number, in order."""
    values, by = (entries >> HIGH).astype(np.uint32), entries & LOW
    low = np.searchsorted(known, values)
    sizes = np.minimum(np.searchsorted(known, values, side="right") - low, BUSY)
    chosen = owner[ranges(low, sizes)].astype(np.uint64)
    by = np.repeat(by, sizes)
    votes: U64 = ((by << HIGH) | chosen)[by != chosen]
    return votes


def _telling(pairs: Pairs, texts: I64) -> tuple[NDArray[np.uint32], I64]:
    """The distinct telling word pairs of some texts, sorted, and the text of each."""
    sizes = np.diff(pairs.starts)[texts]
    places = ranges(pairs.starts[:-1][texts], sizes)
    places = places[pairs.telling[places]]
    entries = distinct((pairs.values[places].astype(np.uint64) << HIGH) | pairs.texts[places].astype(np.uint64))
    return (entries >> HIGH).astype(np.uint32), (entries & LOW).astype(np.int64)


def _runs(values: NDArray[np.integer]) -> I64:
    """The length of each run of equal values among sorted ones."""
    if not len(values):
        return np.zeros(0, np.int64)
    return np.diff(np.flatnonzero(np.append(True, values[1:] != values[:-1])), append=len(values))


def _log2(sizes: I64) -> NDArray[np.float64]:
    """Whole numbers that grow like the logarithm: the same sum in any order and on any machine."""
    return np.frexp(sizes.astype(np.float64))[1].astype(np.float64)
