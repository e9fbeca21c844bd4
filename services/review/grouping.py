"""Comments of a draft that are copies or edited copies of one another, grouped off the event loop and kept.

Nothing is hidden by it: a group names every member, and who is counted is never named.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.grouping.groups import group
from storage.db import Database
from storage.models import Draft
from storage.queries import comments
from storage.queries.digest import Numbers, Period
from storage.types import key

BATCH = 1_000  # comments read at once: between batches the event loop serves others
DRAFTS_KEPT = 8  # drafts whose groups one process keeps


@dataclass(frozen=True, slots=True)
class Group:
    """Comments that say nearly the same: the one that stands for them, and all of them, the last one first."""

    representative: int
    members: tuple[int, ...]
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of a draft with two members or more, the largest first; ``alone`` are the comments in none."""

    groups: tuple[Group, ...]
    alone: int
    place: dict[int, int]  # number of a comment -> index of its group

    def of(self, comment: int) -> Group | None:
        """The group in which a comment stands; None when it stands alone."""
        return self.groups[self.place[comment]] if comment in self.place else None


@dataclass(frozen=True, slots=True)
class Texts:
    """The comments of a draft as grouping reads them."""

    numbers: Sequence[int]
    texts: Sequence[str]
    keys: Sequence[str]  # equal for texts that say the same words
    pseudonyms: Sequence[str]  # counted, never shown


async def collect(session: AsyncSession, draft: Draft) -> Texts:
    """Every comment of a draft that is not withdrawn, in the order they came."""
    found: list[tuple[int, str, str, str]] = []
    while rows := await comments.texts(session, Period(key(draft.id)), found[-1][0] if found else 0, BATCH):
        found += rows
    numbers, texts, keys, pseudonyms = zip(*found, strict=True) if found else ((), (), (), ())
    return Texts(numbers, texts, keys, pseudonyms)


def make(read: Texts) -> Groups:
    """Groups the comments. It computes, 100,000 of them for about ten seconds: call it in a thread."""
    placed = group(read.texts)
    members: dict[int, list[int]] = {}
    for index, one in enumerate(placed):
        members.setdefault(one.group, []).append(index)
    found = [
        Group(
            representative=read.numbers[placed[indexes[0]].representative],
            members=tuple(sorted((read.numbers[index] for index in indexes), reverse=True)),
            numbers=_numbers(read, indexes),
        )
        for indexes in members.values()
        if len(indexes) > 1
    ]
    found.sort(key=lambda each: (-len(each.members), -each.members[0]))
    place = {member: index for index, each in enumerate(found) for member in each.members}
    return Groups(tuple(found), len(read.numbers) - len(place), place)


def _numbers(read: Texts, indexes: Sequence[int]) -> Numbers:
    return Numbers(
        people=len({read.pseudonyms[index] for index in indexes}),
        messages=len(indexes),
        texts=len({read.keys[index] for index in indexes}),
    )


class Kept:
    """The groups of the drafts looked at last, made again only when a comment came or was withdrawn."""

    def __init__(self) -> None:
        self._known: OrderedDict[int, tuple[tuple[int, int], Groups]] = OrderedDict()
        self._one_at_a_time = asyncio.Lock()  # two visitors at once must not make the same groups twice

    async def of(self, database: Database, draft: Draft) -> Groups:
        """The groups of a draft as it stands; no transaction is open while they are made."""
        number = key(draft.id)
        async with self._one_at_a_time:
            async with database.transaction() as session:
                standing = await comments.standing(session, Period(number))
                kept = self._known.get(number)
                if kept is not None and kept[0] == standing:
                    self._known.move_to_end(number)
                    return kept[1]
                read = await collect(session, draft)
            made = await asyncio.to_thread(make, read)
            self._known[number] = (standing, made)
            self._known.move_to_end(number)
            while len(self._known) > DRAFTS_KEPT:
                self._known.popitem(last=False)
            return made
