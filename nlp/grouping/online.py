"""The group of one more comment: a state made from the stored texts, to which comments are added one by one."""

from array import array
from collections.abc import Sequence

import numpy as np

from nlp.grouping.clusters import FIRM, MERGED, MERGED_LONGER, NOVEL, REPRESENTATIVES, merits
from nlp.grouping.groups import MOST_WORDS, Kind, Placed, sort
from nlp.grouping.index import Alike, Index
from nlp.grouping.single import Body, Reader
from nlp.grouping.words import key_of

WARM = 6000  # texts, the last ones, whose words the state begins with knowing
STALE, STALE_SHARE = 200, 0.5  # comments added, and the share of those at first, that make a state stale
POOL = 8  # members of a group, the last that came, among which a better representative is looked for
FIRST_ELECTION = 4  # members; the next elections are at twice as many each time


class Groups:
    """Groups as they stand: which texts were seen, who represents each group, which word pairs lead there.

    `Groups(texts)` groups the texts as `groups.group` does; `placed` says where each text stands. `add` takes one
    more text; when it shows that two groups are one, they become one: `merged` says which. The state holds nothing
    that the texts do not say: it can be made anew from them at any time, which is also how shared beginnings are
    learned: `stale` says when that is due.
    """

    def __init__(self, texts: Sequence[str] = ()) -> None:
        found = sort(texts)
        #: (group that is gone, group it is part of now), in the order it happened.
        self.merged: list[tuple[int, int]] = []
        self._made_of = len(texts)
        self._distinct = array("q", found.distinct)  # of each comment: its distinct text
        self._firsts = array("q", found.firsts)  # of each distinct text: its first comment
        self._exact: dict[bytes, int] = {key: number for number, key in enumerate(found.keys)}
        self._reader = Reader(found.learned, MOST_WORDS)
        lead = np.arange(len(found.firsts))
        led: dict[int, list[int]] = {}
        chosen = np.ones(len(lead), bool)
        for one in found.clusters:
            lead[one.members] = one.representatives[0]
            led[one.representatives[0]] = list(one.representatives)
            chosen[one.members] = False
            chosen[one.representatives] = True
        _, first, group = np.unique(lead, return_index=True, return_inverse=True)
        place = np.argsort(np.argsort(first))  # groups are numbered as they first appear
        self._group = array("q", place[group].tolist())  # of each distinct text: its group when it came
        self._heads = array("q", lead[np.sort(first)].tolist())  # of each group: the text that represents it
        self._sizes = array("q", np.bincount(place[group], minlength=len(place)).tolist())  # its distinct texts
        self._into: dict[int, int] = {}  # group that is gone -> group it became part of
        self._led = {self._group[head]: texts for head, texts in led.items()}  # of groups of several: representatives
        self._late: dict[int, list[int]] = {}  # of groups that grew: the members that came last
        self._index = Index(found.pairs, np.flatnonzero(chosen))
        for text in texts[-WARM:]:
            self._reader.words(text)

    @property
    def placed(self) -> list[Placed]:
        """Where each comment stands now."""
        groups = [self._now(self._group[text]) for text in self._distinct]
        counts = np.bincount(np.array(groups, np.int64))
        return [
            self._answer(group, text, alone=int(counts[group]) == 1)
            for group, text in zip(groups, self._distinct, strict=True)
        ]

    @property
    def stale(self) -> bool:
        """Whether so many comments came that the state should be made anew from all texts, at leisure.

        Made anew whenever it is stale, each comment is grouped about three times in all, however many come.
        """
        return len(self._distinct) - self._made_of >= max(STALE, STALE_SHARE * self._made_of)

    def add(self, text: str) -> Placed:
        """Puts one more text into its group, or into a new one; a quarter of a millisecond."""
        words = self._reader.words(text)
        key = key_of(words.tobytes(), text)
        number, new = len(self._distinct), len(self._firsts)
        known = self._exact.setdefault(key, new)
        self._distinct.append(known)
        if known != new:
            return self._answer(self._now(self._group[known]), known)
        self._firsts.append(number)
        body = self._index.weighed(*self._reader.body(words))
        self._index.store(new, body)
        found = self._index.nearest(body)
        if not found:
            self._group.append(len(self._heads))
            self._heads.append(new)
            self._sizes.append(1)
            self._index.lead(new, body)
            return self._answer(len(self._heads) - 1, new, alone=True)
        self._join(new, body, found)
        return self._answer(self._now(self._group[new]), new)

    def _answer(self, group: int, text: int, *, alone: bool = False) -> Placed:
        head = self._heads[group]
        kind: Kind = "near" if text != head else "alone" if alone else "exact"
        return Placed(group, kind, self._firsts[head])

    def _now(self, group: int) -> int:
        while group in self._into:
            group = self._into[group]
        return group

    def _join(self, new: int, body: Body, found: Sequence[Alike]) -> None:
        """Puts a text into the group of the text that covers most of it; looks at the other groups it is like."""
        group = self._now(self._group[found[0].text])
        self._group.append(group)
        self._sizes[group] += 1
        led = self._led.setdefault(group, [self._heads[group]])
        if FIRM <= found[0].covered_longer < NOVEL and len(led) < REPRESENTATIVES:
            led.append(new)
            self._index.lead(new, body)
        late = self._late.setdefault(group, [])
        late.append(new)
        del late[:-POOL]
        self._bridge(group, found)
        size = self._sizes[group := self._now(group)]
        if size >= FIRST_ELECTION and size & (size - 1) == 0:
            self._elect(group)

    def _elect(self, group: int) -> None:
        """Puts first the text that holds most of what the members share, when one is better than the first now."""
        led = self._led[group]
        pool = list(dict.fromkeys((*led, *self._late.get(group, ()))))
        worth = merits([self._index.body(text).values for text in pool])
        best = pool[max(range(len(pool)), key=lambda place: (round(worth[place], 6), -place))]
        if best == led[0]:
            return
        if best in led:
            led.remove(best)
        else:
            self._index.lead(best, self._index.body(best))
        led.insert(0, best)
        self._heads[group] = best
        for text in led[REPRESENTATIVES:]:
            self._index.retire(text)
        del led[REPRESENTATIVES:]
        self._bridge(group, self._index.nearest(self._index.body(best)))

    def _bridge(self, group: int, found: Sequence[Alike]) -> None:
        """Makes groups one when a text is like both and their first representatives are alike as well.

        A text that stands alone joins as well when both are nearly wholly in the text, or it in them.
        """
        for one in found:
            group, other = self._now(group), self._now(self._group[one.text])
            if other == group:
                continue
            small = min(self._sizes[group], self._sizes[other]) == 1
            whole = small and min(one.covered, found[0].covered) >= MERGED
            if whole or self._are_one(group, other, one.text, small=small):
                self._merge(*((other, group) if self._sizes[other] > self._sizes[group] else (group, other)))

    def _are_one(self, group: int, other: int, text: int, *, small: bool) -> bool:
        heads = dict.fromkeys((self._heads[other], text))
        alike = self._index.alike(self._index.body(self._heads[group]), heads)
        return any(small or (one.covered >= MERGED and one.covered_longer >= MERGED_LONGER) for one in alike)

    def _merge(self, group: int, gone: int) -> None:
        self._into[gone] = group
        self.merged.append((gone, group))
        self._sizes[group] += self._sizes[gone]
        led = self._led.setdefault(group, [self._heads[group]])
        head, *rest = self._led.pop(gone, [self._heads[gone]])
        if len(led) < REPRESENTATIVES:
            led.append(head)
        else:
            rest.append(head)
        for text in rest:
            self._index.retire(text)
        self._late[group] = [*self._late.pop(gone, ()), *self._late.get(group, ())][-POOL:]
