"""Groups of many comments at once: exact copies, near-duplicates and letters of a campaign; nothing is dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from nlp.grouping import beginnings, clusters, shingles
from nlp.grouping.clusters import Cluster
from nlp.grouping.shingles import LEAST, Pairs
from nlp.grouping.words import I64, U32, Words, keys, read

Kind = Literal["exact", "near", "alone"]
MOST_WORDS = 3000  # words of a comment that are compared; whole texts count for exact copies


class Placed(NamedTuple):
    """Where a comment stands: its group (a number), how it got there, and the comment that stands for the group.

    kind: "alone" in its group; "exact", word for word the representative or a copy of it; "near" otherwise.
    """

    group: int
    kind: Kind
    representative: int


@dataclass(frozen=True)
class Sorted:
    """All that grouping found out: per text the number of its distinct text, and what is known of these."""

    distinct: list[int]  # of each text: which distinct text it is
    firsts: list[int]  # of each distinct text: the first text that is so
    keys: list[bytes]  # of each distinct text
    words: Words  # the words of each distinct text
    pairs: Pairs  # the telling word pairs of each distinct text, polite beginnings and endings set aside
    learned: U32  # word pairs of beginnings learned from these texts
    clusters: list[Cluster]  # groups of distinct texts that are near-duplicates


def group(texts: Sequence[str]) -> list[Placed]:
    """The group of every text, in the order given; groups are numbered as they first appear.

    Which texts stand together does not depend on their order. Texts that are the same words are always together;
    texts under six words are together with nothing else.
    """
    return placed(sort(texts))


def sort(texts: Sequence[str]) -> Sorted:
    """Groups the texts and keeps what the grouping went by: see `Sorted`."""
    words = read(texts)
    numbers: dict[bytes, int] = {}
    distinct = [numbers.setdefault(key, len(numbers)) for key in keys(texts, words)]
    firsts = _firsts(distinct, len(numbers))
    if len(firsts) < len(texts):
        words = words.take(firsts)
    ties = np.array([int.from_bytes(key[:8]) for key in numbers], np.uint64)
    copies = np.bincount(np.array(distinct, np.int64), minlength=len(numbers))
    learned = beginnings.learn(words, ties, copies)
    pairs = compared(words, learned)
    found = clusters.cluster(pairs, ties) if len(numbers) > 1 else []
    return Sorted(distinct, firsts.tolist(), list(numbers), words, pairs, learned, found)


def compared(words: Words, learned: U32) -> Pairs:
    """The word pairs by which texts are compared: those of their bodies; none of texts with a short body."""
    begins, ends = shingles.bodies(words, learned)
    ends = np.minimum(ends, begins + MOST_WORDS)
    ends[ends - begins < LEAST] = 0
    begins[ends == 0] = 0
    return shingles.pairs(shingles.cut(words, begins, ends))


def placed(found: Sorted) -> list[Placed]:
    """Where each text stands, group by group."""
    leads = np.arange(len(found.firsts))
    for one in found.clusters:
        leads[one.members] = one.representatives[0]
    distinct = np.array(found.distinct, np.int64)
    lead = leads[distinct]
    sizes = np.bincount(lead, minlength=len(leads))
    kinds: list[Kind] = ["alone", "exact", "near"]
    kind = map(kinds.__getitem__, np.where(lead != distinct, 2, sizes[lead] > 1).tolist())
    first, met = np.unique(lead, return_index=True)
    number = np.empty(len(leads), np.int64)
    number[first[np.argsort(met)]] = np.arange(len(first))  # groups are numbered as they first appear
    representatives = np.array(found.firsts, np.int64)[lead].tolist()
    return list(map(Placed._make, zip(number[lead].tolist(), kind, representatives, strict=True)))


def _firsts(distinct: list[int], count: int) -> I64:
    found = np.zeros(count, np.int64)
    backwards = np.array(distinct[::-1], np.int64)
    found[backwards] = np.arange(len(distinct) - 1, -1, -1)
    return found
