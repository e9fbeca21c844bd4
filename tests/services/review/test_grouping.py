"""Comments that say nearly the same, on both databases: who stands with whom, three numbers, kept until a change."""

import asyncio
from datetime import datetime

import pytest

from services.children import ChildEndedError
from services.citizens import Secrets
from services.drafts import library
from services.errors import Refused
from services.review import group_pages, grouping
from services.review.grouping import AT_ONCE, MANY, Groups, Kept, Texts
from storage.db import Database
from storage.models import Draft, Purpose
from tests import factories
from tests.services.people import comments, meet
from tests.services.review.desk import withdraw

WAIT = 60.0  # seconds: a busy machine is no reason to fail
LETTER = (
    "Đề nghị cơ quan soạn thảo giảm mức thu gom rác cho hộ nghèo ở vùng cao vì đường xa, xe không vào được thôn, "
    "bà con phải tự gánh rác ra đường lớn mỗi tuần hai lần"
)
SAID = (
    ("hoa", LETTER),
    ("tam", "Trường tiểu học nên dạy học sinh phân loại rác từ lớp một, mỗi tuần một buổi thực hành ở sân trường"),
    ("minh", LETTER.replace("hai lần", "ba lần") + ". Nhà tôi ở cuối thôn."),
    ("hoa", LETTER),
    ("emma", "đồng ý"),
    ("tam", "Đồng ý!"),
)


async def world(database: Database, secrets: Secrets, now: datetime) -> None:
    """A draft with a letter sent three times, once edited, and a short yes twice."""
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        for name, text in SAID:
            await comments(session, await meet(session, name, secrets, now, Purpose.FEEDBACK), secrets, now, text)


async def groups(database: Database, kept: Kept) -> Groups:
    """The groups of DT1."""
    async with database.transaction() as session:
        draft = await library.find(session, "DT1")
    found = (await kept.of(database, draft)).groups
    assert found is not None
    return found


async def test_copies_stand_together_and_every_member_is_named(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await world(database, secrets, now)
    found = await groups(database, Kept(patience=WAIT))
    assert [set(one.members) for one in found.groups] == [{1, 3, 4}, {5, 6}]
    assert [one.members for one in found.groups] == [(4, 3, 1), (6, 5)]
    letter = found.groups[0]
    assert (letter.numbers.people, letter.numbers.messages, letter.numbers.texts) == (2, 3, 2)
    assert found.alone == 1
    assert found.of(2) is None
    assert found.of(3) is letter


async def test_groups_are_made_again_only_when_a_comment_came_or_went(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await world(database, secrets, now)
    kept = Kept(patience=WAIT)
    first, second = await asyncio.gather(groups(database, kept), groups(database, kept))
    assert first is second
    async with database.transaction() as session:
        await withdraw(session, 3)
    without = await groups(database, kept)
    assert [set(one.members) for one in without.groups] == [{5, 6}, {1, 4}]
    async with database.transaction() as session:
        await comments(session, await meet(session, "emma", secrets, now, Purpose.FEEDBACK), secrets, now, LETTER)
    assert [len(one.members) for one in (await groups(database, kept)).groups] == [3, 2]


async def test_a_draft_without_comments_has_no_groups(sqlite_database: Database, now: datetime) -> None:
    await factories.open_draft(sqlite_database, now)
    assert await groups(sqlite_database, Kept(patience=WAIT)) == Groups((), 0, {})


async def test_a_member_shows_what_sets_it_apart_from_the_representative(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await world(database, secrets, now)
    found = await groups(database, Kept(patience=WAIT))
    letter = found.groups[0]
    async with database.transaction() as session:
        draft = await library.find(session, "DT1")
        read = await group_pages.read(session, draft, group_pages.needed([letter]))
    shown = {one.id: one for one in group_pages.members(read, letter, letter.members)}
    assert [shown[1].is_same, shown[3].is_same, shown[4].is_same] == [True, False, True]
    marked = [piece.text for piece in shown[3].words.head if piece.kind == "evidence"]
    assert marked == ["ba", "Nhà tôi ở cuối thôn"]


async def ready(kept: Kept, database: Database, draft: Draft) -> Groups:
    """The groups, looked for again and again as a page does."""
    for _ in range(6_000):
        if not (found := await kept.of(database, draft)).making and found.groups is not None:
            return found.groups
        await asyncio.sleep(0.01)
    raise TimeoutError


class Doors:
    """Grouping that waits at a door until it is opened: the first text of a draft is the door's name."""

    def __init__(self, *names: str) -> None:
        self.doors = {name: asyncio.Event() for name in names}
        self.begun: list[str] = []

    async def make(self, read: Texts) -> Groups:
        """Goes through the door, then groups."""
        self.begun.append(read.texts[0])
        await self.doors[read.texts[0]].wait()
        return await grouping.make(read)


async def test_a_large_draft_makes_no_other_wait_and_goes_on_when_nobody_does(
    sqlite_database: Database, secrets: Secrets, now: datetime
) -> None:
    names = ("lớn", "nhỏ", "ba", "bốn")[: AT_ONCE + 1]
    drafts = [await factories.open_draft(sqlite_database, now) for _ in names]
    async with sqlite_database.transaction() as session:
        hoa = await meet(session, "hoa", secrets, now, Purpose.FEEDBACK)
        for draft, name in zip(drafts, names, strict=True):
            await comments(session, hoa, secrets, now, name, draft=draft.code)
    doors = Doors(*names)
    kept = Kept(doors.make, patience=0.05)
    large, small, third = drafts
    first = await kept.of(sqlite_database, large)
    assert (first.groups, first.making, first.seconds) == (None, 1, 0)
    assert (await kept.of(sqlite_database, large)).making == 1
    doors.doors["nhỏ"].set()
    await kept.of(sqlite_database, small)
    await kept.of(sqlite_database, third)
    await ready(kept, sqlite_database, small)  # the large one is still at work
    doors.doors["ba"].set()
    await ready(kept, sqlite_database, third)
    assert (await kept.of(sqlite_database, large)).making == 1
    assert doors.begun == list(names)
    await kept.stop()


async def test_older_groups_are_shown_while_new_ones_are_made(
    sqlite_database: Database, secrets: Secrets, now: datetime
) -> None:
    await world(sqlite_database, secrets, now)
    doors = Doors(LETTER)
    doors.doors[LETTER].set()
    kept = Kept(doors.make, patience=0.2)
    async with sqlite_database.transaction() as session:
        draft = await library.find(session, "DT1")
    await ready(kept, sqlite_database, draft)
    doors.doors[LETTER].clear()
    async with sqlite_database.transaction() as session:
        await withdraw(session, 3)
    old = await kept.of(sqlite_database, draft)
    assert old.groups is not None
    assert ([len(one.members) for one in old.groups.groups], old.making) == ([3, 2], 5)
    await kept.stop()


async def test_a_failure_is_told_once_and_the_next_visit_begins_again(
    sqlite_database: Database, secrets: Secrets, now: datetime
) -> None:
    await world(sqlite_database, secrets, now)
    tries = []

    async def killed_at_first(read: Texts) -> Groups:
        tries.append(len(read.texts))
        if len(tries) == 1:
            raise ChildEndedError("nlp.grouping", "SIGKILL")
        return await grouping.make(read)

    kept = Kept(killed_at_first, patience=WAIT)
    with pytest.raises(Refused, match="grouping_failed"):
        await groups(sqlite_database, kept)
    assert len((await groups(sqlite_database, kept)).groups) == 2
    assert tries == [6, 6]


async def test_many_comments_are_grouped_by_a_child_as_few_are_in_a_thread() -> None:
    texts = [text for _, text in SAID]
    read = Texts(range(1, len(texts) + 1), texts, texts, texts)
    few, many = [await grouping.make(read, limit) for limit in (MANY, 1)]
    assert [one.members for one in many.groups] == [(4, 3, 1), (6, 5)]
    assert many == few
