"""The group of one more comment: a state made from the stored texts, to which comments are added one by one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.grouping.candidates import BUSY, HIGH, TRIED, VOTES
from nlp.grouping.clusters import BITS_WHOLE, FIRM, NOVEL, REPRESENTATIVES, WHOLE, accepted
from nlp.grouping.groups import MOST_WORDS, Kind, Placed, placed, sort
from nlp.grouping.likeness import Likeness, rarity
from nlp.grouping.shingles import Pairs
from nlp.grouping.single import Body, Reader, likeness
from nlp.grouping.words import I64, U32, Words, distinct, keys, offsets, ranges

ASKED = 48  # word pairs that are looked up: like a min-hash, those with the lowest hashes that lead to anything
FEW = 2  # of the representatives of a word pair that many have: as many as lead a bucket in the batch


class Groups:
    """Groups as they stand: which texts were seen, who represents each group, which word pairs lead there.

    `Groups(texts)` groups the texts as `groups.group` does; `placed` says where each of them stands. `add` takes one
    more text. The state holds nothing that the texts do not say: it can be made anew from them at any time, which
    is also how groups that grew alike are brought together and shared beginnings are learned again.
    """

    def __init__(self, texts: Sequence[str] = ()) -> None:
        found = sort(texts)
        self.placed: list[Placed] = placed(found)
        self._count = len(texts)
        self._groups = 1 + max((one.group for one in self.placed), default=-1)
        of_distinct = [self.placed[first].group for first in found.firsts]
        self._exact: dict[bytes, int] = {key: number for number, key in enumerate(found.keys)}
        self._group_of: list[int] = of_distinct
        self._first_of: list[int] = list(found.firsts)
        self._lead_of: dict[int, int] = {one.group: one.representative for one in self.placed}
        self._reader = Reader(found.learned, MOST_WORDS)
        heads = {member for one in found.clusters for member in one.members if member not in one.representatives}
        chosen = np.array([number for number in range(len(found.firsts)) if number not in heads], np.int64)
        self._index = _Index(found.pairs, chosen)
        self._represented: dict[int, int] = {}
        for number in chosen.tolist():
            group = of_distinct[number]
            self._represented[group] = self._represented.get(group, 0) + 1

    def add(self, text: str) -> Placed:
        """Puts one more text into its group, or into a new one; about half a millisecond."""
        words = self._reader.words(text)
        [key] = keys([text], Words(words, np.array([0, len(words)])))
        number = self._count
        self._count += 1
        if key in self._exact:
            group = self._group_of[self._exact[key]]
            return self._answer(group, "exact" if self._first_of[self._exact[key]] == self._lead_of[group] else "near")
        body = self._index.weighed(*self._reader.body(words))
        found = self._index.nearest(body)
        distinct = len(self._group_of)
        self._exact[key] = distinct
        self._first_of.append(number)
        if found is None:
            group, self._groups = self._groups, self._groups + 1
            self._lead_of[group] = number
            self._group_of.append(group)
            self._represent(group, distinct, body)
            return self._answer(group, "alone")
        other, covered_longer = found
        group = self._group_of[other]
        self._group_of.append(group)
        if FIRM <= covered_longer < NOVEL and self._represented[group] < REPRESENTATIVES:
            self._represent(group, distinct, body)
        return self._answer(group, "near")

    def _answer(self, group: int, kind: Kind) -> Placed:
        return Placed(group, kind, self._lead_of[group])

    def _represent(self, group: int, distinct: int, body: Body) -> None:
        self._represented[group] = self._represented.get(group, 0) + 1
        self._index.add(distinct, body)


class _Index:
    """Which texts have a word pair: sorted arrays for those known at first, dictionaries for those added since."""

    def __init__(self, pairs: Pairs, chosen: I64) -> None:
        self._values, counts = _counts(pairs)
        self._bits = np.append(
            rarity(counts, len(pairs.starts) - 1), rarity(np.ones(1, np.int64), len(pairs.starts) - 1)
        )
        sizes = np.diff(pairs.starts)[chosen]
        places = ranges(pairs.starts[:-1][chosen], sizes)
        self._held: U32 = pairs.values[places]
        self._telling: NDArray[np.bool_] = pairs.telling[places]
        self._held_bits = self._bits[self._rows(self._held)]
        self._starts = offsets(sizes).tolist()
        self._row = {text: row for row, text in enumerate(chosen.tolist())}
        telling = places[self._telling]
        entries = distinct((pairs.values[telling].astype(np.uint64) << HIGH) | pairs.texts[telling].astype(np.uint64))
        self._owner = entries.astype(np.uint32).astype(np.int32)
        # Where the texts of each of `values` stand in `owner`, and of the values that are none: nowhere.
        ends = np.searchsorted((entries >> HIGH).astype(np.uint32), self._values, side="right")
        first = offsets(np.diff(ends, prepend=0))
        sizes = np.diff(first)
        self._first, self._size = first, np.append(np.where(sizes > BUSY, FEW, sizes), 0)
        self._added: dict[int, Body] = {}
        self._lists: dict[int, list[int]] = {}

    def weighed(self, values: U32, telling: NDArray[np.bool_]) -> Body:
        """Word pairs with what each tells."""
        return Body(values, telling, self._bits[self._rows(values)])

    def add(self, text: int, body: Body) -> None:
        """Makes a text one that others are compared with."""
        self._added[text] = body
        for value in set(body.values[body.telling].tolist()):
            owners = self._lists.setdefault(value, [])
            if len(owners) < BUSY:
                owners.append(text)

    def nearest(self, body: Body) -> tuple[int, float] | None:
        """The text that covers most of these pairs, or most of which they cover, and how far it is covered."""
        tried = self._candidates(body)
        if not tried:
            return None
        alike, sizes, words = [], [], len(body.values) + 1
        for other in map(self._body_of, tried):
            alike.append(likeness(body, other))
            sizes.append(len(other.values) + 1)
            if min(alike[-1][2:4]) >= WHOLE:  # nearly the same text: none can be much more alike
                break
        found = Likeness(*map(np.array, zip(*alike, strict=True)))
        good = accepted(found, *np.sort([sizes, [words] * len(sizes)], axis=0)).nonzero()[0]
        if not len(good):
            return None
        best = int(good[found.covered[good].argmax()])  # of equals the one that shares the most word pairs
        return tried[best], float(found.covered_longer[best])

    def _candidates(self, body: Body) -> list[int]:
        """Up to TRIED texts that share the most word pairs, of those that share enough to be worth comparing."""
        values = distinct(body.values[body.telling].astype(np.uint64)).astype(np.uint32)
        rows = self._rows(values)
        sizes = self._size[rows]
        votes: dict[int, int] = {}
        evidence: dict[int, float] = {}
        led = 0
        told = zip(values.tolist(), self._first[rows].tolist(), sizes.tolist(), self._bits[rows].tolist(), strict=True)
        for value, first, size, bits in told:
            owners = self._lists.get(value, ())
            if size:
                owners = (*self._owner[first : first + size].tolist(), *owners)
            for text in owners:
                votes[text] = votes.get(text, 0) + 1
                evidence[text] = evidence.get(text, 0.0) + bits
            led += bool(owners)
            if led == ASKED:
                break
        enough = [(-count, text) for text, count in votes.items() if count >= VOTES and evidence[text] >= BITS_WHOLE]
        return [text for _, text in sorted(enough)[:TRIED]]

    def _body_of(self, text: int) -> Body:
        if text in self._added:
            return self._added[text]
        row = self._row[text]
        held = slice(self._starts[row], self._starts[row + 1])
        return Body(self._held[held], self._telling[held], self._held_bits[held])

    def _rows(self, values: U32) -> I64:
        """Where each word pair stands among those known at first; behind them when it was unknown."""
        if not len(self._values):
            return np.zeros(len(values), np.int64)
        at = np.minimum(self._values.searchsorted(values), len(self._values) - 1)
        at[self._values[at] != values] = len(self._values)
        return at


def _counts(pairs: Pairs) -> tuple[U32, I64]:
    order = np.sort(pairs.values)
    first = np.concatenate(([True], order[1:] != order[:-1])) if len(order) else np.zeros(0, bool)
    return order[first], np.diff(np.flatnonzero(first), append=len(order))
