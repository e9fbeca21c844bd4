"""Comments of a draft that are copies or edited copies of one another, grouped beside the event loop and kept.

Nothing is hidden by it: a group names every member, and who is counted is never named.
"""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.grouping.groups import group
from services import children
from services.errors import Refused
from storage.db import Database
from storage.models import Draft
from storage.queries import comments
from storage.queries.digest import Numbers, Period
from storage.types import key

log = structlog.get_logger(__name__)
BATCH = 1_000  # comments read at once: between batches the event loop serves others
DRAFTS_KEPT = 8  # drafts whose groups one process keeps
AT_ONCE = 2  # drafts grouped at the same time: each may take a processor and 400 MB
PATIENCE = 1.5  # seconds a page waits for groups before it says that they are being made
MANY = 20_000  # comments from which a child process groups: fewer take a second, and starting it a third of one
_WORKER = "nlp.grouping"  # what the child process runs


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


Place = Sequence[int]  # group and representative of a comment, by its place in the list


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


async def make(read: Texts, many: int = MANY) -> Groups:
    """Groups the comments beside the event loop: few in a thread, many in a child process.

    100,000 take about ten seconds of processor. Raises ChildEndedError when the child was killed.
    """
    if len(read.texts) < many:
        placed = await asyncio.to_thread(_placed, read.texts)
    else:
        told = await asyncio.to_thread(_told, read.texts)
        placed = await asyncio.to_thread(json.loads, await children.compute(_WORKER, told))
    return await asyncio.to_thread(_made, read, placed)


def _placed(texts: Sequence[str]) -> list[Place]:
    return [(one.group, one.representative) for one in group(texts)]


def _told(texts: Sequence[str]) -> bytes:
    """What the child is told, as `nlp.grouping.__main__` reads it; by lines: writing JSON lets nobody else in."""
    return b"\n".join(json.dumps(texts[first : first + BATCH]).encode() for first in range(0, len(texts), BATCH))


def _made(read: Texts, placed: Sequence[Place]) -> Groups:
    members: dict[int, list[int]] = {}
    for index, (number, _) in enumerate(placed):
        members.setdefault(number, []).append(index)
    found = [
        Group(
            representative=read.numbers[placed[indexes[0]][1]],
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


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a draft's groups; ``making`` says how many comments are being grouped anew (0: it is done).

    ``groups`` are then those made before, None where there are none; ``seconds`` is how long it has taken so far.
    """

    groups: Groups | None
    making: int = 0
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class _Work:
    task: asyncio.Task[Groups]
    began: float  # by the event loop's clock


class Kept:
    """The groups of the drafts looked at last, made again only when a comment came or was withdrawn.

    Each draft has its own work: a large one makes nobody else wait, and two visitors at once start it once.
    """

    def __init__(self, make: Callable[[Texts], Awaitable[Groups]] = make, patience: float = PATIENCE) -> None:
        self._make = make
        self._patience = patience
        self._known: OrderedDict[int, tuple[tuple[int, int], Groups]] = OrderedDict()
        self._works: dict[int, _Work] = {}
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def of(self, database: Database, draft: Draft) -> Standing:
        """The groups of a draft as it stands, or that they are being made; the work goes on when nobody waits.

        Raises Refused(``grouping_failed``), once; whoever asks again begins again.
        """
        number = key(draft.id)
        async with database.reading() as session:
            standing = await comments.standing(session, Period(number))
        kept = self._known.get(number)
        if kept is not None and kept[0] == standing:
            self._known.move_to_end(number)
            return Standing(kept[1])
        work = self._works.get(number) or self._begin(database, draft, standing)
        done, _ = await asyncio.wait({work.task}, timeout=self._patience)
        if not done:
            seconds = int(asyncio.get_running_loop().time() - work.began)
            return Standing(kept[1] if kept else None, standing[1], seconds)
        if self._works.get(number) is work:
            del self._works[number]
        if error := work.task.exception():
            raise Refused("grouping_failed", code=draft.code) from error
        return Standing(work.task.result())

    async def stop(self) -> None:
        """Ends what is under way."""
        tasks = [work.task for work in self._works.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, database: Database, draft: Draft, standing: tuple[int, int]) -> _Work:
        number = key(draft.id)
        task = asyncio.create_task(self._work(database, draft, standing))
        work = self._works[number] = _Work(task, asyncio.get_running_loop().time())

        def ended(task: asyncio.Task[Groups]) -> None:
            if task.cancelled():
                return
            if error := task.exception():  # it stays in place until a visitor was told
                log.error("grouping.failed", draft=draft.code, error=repr(error))
            elif self._works.get(number) is work:
                del self._works[number]

        task.add_done_callback(ended)
        return work

    async def _work(self, database: Database, draft: Draft, standing: tuple[int, int]) -> Groups:
        """Reads and groups; no transaction is open while it computes."""
        async with self._turn:
            async with database.reading() as session:
                read = await collect(session, draft)
            made = await self._make(read)
        number = key(draft.id)
        self._known[number] = (standing, made)
        self._known.move_to_end(number)
        while len(self._known) > DRAFTS_KEPT:
            self._known.popitem(last=False)
        return made
