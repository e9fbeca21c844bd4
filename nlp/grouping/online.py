"""The group of one more comment: a state made from the stored texts, to which comments are added one by one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.grouping.candidates import BUSY, TRIED, VOTES
from nlp.grouping.clusters import BITS_WHOLE, FIRM, NOVEL, REPRESENTATIVES, accepted
from nlp.grouping.groups import Kind, Placed, compared, placed, sort
from nlp.grouping.likeness import Comparer, rarity
from nlp.grouping.shingles import Pairs
from nlp.grouping.words import I64, U32, keys, offsets, ranges, read


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
        self._learned = found.learned
        heads = {member for one in found.clusters for member in one.members if member not in one.representatives}
        chosen = np.array([number for number in range(len(found.firsts)) if number not in heads], np.int64)
        self._index = _Index(found.pairs, chosen)
        self._represented: dict[int, int] = {}
        for number in chosen.tolist():
            group = of_distinct[number]
            self._represented[group] = self._represented.get(group, 0) + 1

    def add(self, text: str) -> Placed:
        """Puts one more text into its group, or into a new one; about half a millisecond."""
        words = read([text])
        [key] = keys([text], words)
        number = self._count
        self._count += 1
        if key in self._exact:
            group = self._group_of[self._exact[key]]
            return self._answer(group, "exact" if self._first_of[self._exact[key]] == self._lead_of[group] else "near")
        pairs = compared(words, self._learned)
        found = self._index.nearest(pairs)
        distinct = len(self._group_of)
        self._exact[key] = distinct
        self._first_of.append(number)
        if found is None:
            group, self._groups = self._groups, self._groups + 1
            self._lead_of[group] = number
            self._group_of.append(group)
            self._represent(group, distinct, pairs)
            return self._answer(group, "alone")
        other, covered_longer = found
        group = self._group_of[other]
        self._group_of.append(group)
        if FIRM <= covered_longer < NOVEL and self._represented[group] < REPRESENTATIVES:
            self._represent(group, distinct, pairs)
        return self._answer(group, "near")

    def _answer(self, group: int, kind: Kind) -> Placed:
        return Placed(group, kind, self._lead_of[group])

    def _represent(self, group: int, distinct: int, pairs: Pairs) -> None:
        self._represented[group] = self._represented.get(group, 0) + 1
        self._index.add(distinct, pairs)


class _Index:
    """Which texts have a word pair: sorted arrays for those known at first, dictionaries for those added since."""

    def __init__(self, pairs: Pairs, chosen: I64) -> None:
        self._values, self._counts = _counts(pairs)
        self._texts = len(pairs.starts) - 1
        sizes = np.diff(pairs.starts)[chosen]
        places = ranges(pairs.starts[:-1][chosen], sizes)
        self._held: U32 = pairs.values[places]
        self._telling: NDArray[np.bool_] = pairs.telling[places]
        self._starts = offsets(sizes)
        self._row = {text: row for row, text in enumerate(chosen.tolist())}
        telling = places[self._telling]
        order = np.argsort(pairs.values[telling], kind="stable")
        self._known: U32 = pairs.values[telling][order]
        self._owner = pairs.texts[telling][order].astype(np.int32)
        self._added: dict[int, Pairs] = {}
        self._lists: dict[int, list[int]] = {}

    def add(self, text: int, pairs: Pairs) -> None:
        """Makes a text one that others are compared with."""
        self._added[text] = pairs
        for value in np.unique(pairs.values[pairs.telling]).tolist():
            owners = self._lists.setdefault(value, [])
            if len(owners) < BUSY:
                owners.append(text)

    def nearest(self, pairs: Pairs) -> tuple[int, float] | None:
        """The text that covers most of these pairs, or most of which they cover, and how far it is covered."""
        tried = self._candidates(np.unique(pairs.values[pairs.telling]))
        if not tried:
            return None
        together = _together([pairs, *map(self._pairs_of, tried)])
        counts = self._counts_of(together.values)
        others = np.arange(1, len(tried) + 1)
        texts = np.zeros(len(tried), np.int64)
        found = Comparer(together, rarity(counts, self._texts)).compare(texts, others)
        sizes = np.diff(together.starts) + 1
        good = np.flatnonzero(accepted(found, *np.sort([sizes[texts], sizes[others]], axis=0)))
        if not len(good):
            return None
        best = int(good[np.argmax(found.covered[good])])  # of equals the one that shares the most word pairs
        return tried[best], float(found.covered_longer[best])

    def _candidates(self, values: U32) -> list[int]:
        low = np.searchsorted(self._known, values)
        sizes = np.minimum(np.searchsorted(self._known, values, side="right") - low, BUSY)
        texts = self._owner[ranges(low, sizes)].tolist()
        bits = rarity(self._counts_of(values), self._texts).tolist()
        telling = [one for one, size in zip(bits, sizes.tolist(), strict=True) for _ in range(size)]
        for value, one in zip(values.tolist(), bits, strict=True):
            added = self._lists.get(value, ())
            texts += added
            telling += [one] * len(added)
        votes: dict[int, int] = {}
        evidence: dict[int, float] = {}
        for text, one in zip(texts, telling, strict=True):
            votes[text] = votes.get(text, 0) + 1
            evidence[text] = evidence.get(text, 0.0) + one
        enough = [(-count, text) for text, count in votes.items() if count >= VOTES and evidence[text] >= BITS_WHOLE]
        return [text for _, text in sorted(enough)[:TRIED]]

    def _pairs_of(self, text: int) -> Pairs:
        if text in self._added:
            return self._added[text]
        row = self._row[text]
        held = slice(self._starts[row], self._starts[row + 1])
        size = self._starts[row + 1] - self._starts[row]
        return Pairs(self._held[held], self._telling[held], np.zeros(size, np.int64), offsets(np.array([size])))

    def _counts_of(self, values: U32) -> I64:
        if not len(self._values):
            return np.ones(len(values), np.int64)
        at = np.minimum(np.searchsorted(self._values, values), len(self._values) - 1)
        return np.where(self._values[at] == values, self._counts[at], 1)


def _counts(pairs: Pairs) -> tuple[U32, I64]:
    order = np.sort(pairs.values)
    first = np.concatenate(([True], order[1:] != order[:-1])) if len(order) else np.zeros(0, bool)
    return order[first], np.diff(np.flatnonzero(first), append=len(order))


def _together(parts: list[Pairs]) -> Pairs:
    sizes = np.array([len(one.values) for one in parts])
    return Pairs(
        np.concatenate([one.values for one in parts]),
        np.concatenate([one.telling for one in parts]),
        np.repeat(np.arange(len(parts)), sizes),
        offsets(sizes),
    )
