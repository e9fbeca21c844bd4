"""Comments that say nearly the same, on both databases: who stands with whom, three numbers, kept until a change."""

import asyncio
from datetime import datetime

from services.citizens import Secrets
from services.drafts import library
from services.review import group_pages
from services.review.grouping import Groups, Kept
from storage.db import Database
from storage.models import Purpose
from tests import factories
from tests.services.people import comments, meet
from tests.services.review.desk import withdraw

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
    return await kept.of(database, draft)


async def test_copies_stand_together_and_every_member_is_named(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await world(database, secrets, now)
    found = await groups(database, Kept())
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
    kept = Kept()
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
    assert await groups(sqlite_database, Kept()) == Groups((), 0, {})


async def test_a_member_shows_what_sets_it_apart_from_the_representative(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await world(database, secrets, now)
    found = await groups(database, Kept())
    letter = found.groups[0]
    async with database.transaction() as session:
        draft = await library.find(session, "DT1")
        read = await group_pages.read(session, draft, group_pages.needed([letter]))
    shown = {one.id: one for one in group_pages.members(read, letter, letter.members)}
    assert [shown[1].is_same, shown[3].is_same, shown[4].is_same] == [True, False, True]
    marked = [piece.text for piece in shown[3].words.head if piece.kind == "evidence"]
    assert marked == ["ba", "Nhà tôi ở cuối thôn"]
