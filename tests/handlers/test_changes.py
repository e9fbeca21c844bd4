"""A new version of a draft, told as talks: who hears of it, what they read, where their comments are now."""

from datetime import datetime

import pytest

from handlers.chat.engine import Engine
from nlp.drafts.source import Source, lines_of
from nlp.drafts.structure import parse
from services.citizens import Secrets
from services.drafts import changes, revising
from services.drafts.revising import Revised
from services.errors import Refused
from services.i18n import translator
from storage.db import Database
from storage.models import Broadcast, BroadcastKind, DraftVersion, Feedback
from tests import factories
from tests.handlers.talk import Person

SECOND = factories.DECISION.replace("60.000", "45.000").replace(
    "Điều 3. Hiệu lực thi hành", "Điều 3. Miễn giảm\nUBND cấp xã lập danh sách hộ được miễn.\nĐiều 4. Hiệu lực thi hành"
)
"""Khoản 2 Điều 2 costs less, a new Điều 3 is put in, the old one becomes Điều 4."""


async def revise(database: Database, now: datetime, text: str = SECOND) -> Revised:
    """The text as the next version of DT1."""
    async with database.transaction() as session:
        return await revising.revise(session, "DT1", parse(Source(lines_of(text))), (), None, now)


async def comments(person: Person, place: str) -> None:
    """Comments on a place of DT1 with consent."""
    await person.says("gop y DT1")
    if "đồng ý" in person.screen:
        await person.says("1")
    await person.says(place)
    await person.says("2")
    await person.says("Mức này chưa hợp lý, xin xem lại cho bà con")
    await person.says("bo qua")
    assert "GY-" in await person.says("gui")


@pytest.fixture
async def people(engine: Engine, database: Database, secrets: Secrets, now: datetime) -> dict[str, Person]:
    """Three who wrote on different clauses of an open draft, and one who follows it."""
    await factories.open_draft(database, now)
    found = {name: Person(engine, database, secrets, name) for name in ("hai", "mot", "hieu-luc", "theo-doi")}
    await comments(found["hai"], "khoản 2 điều 2")
    await comments(found["mot"], "khoản 1 điều 2")
    await comments(found["hieu-luc"], "điều 3")
    await found["theo-doi"].says("theo doi DT1")
    await found["theo-doi"].says("co")
    return found


async def told(database: Database) -> set[bytes]:
    """Who is told by the newest broadcast, as the addresses in these tests."""
    from sqlmodel import col, select

    from storage.models import Citizen, OutboxItem

    async with database.transaction() as session:
        newest = (await session.exec(select(Broadcast).order_by(col(Broadcast.id).desc()))).first()
        assert newest is not None
        assert newest.kind is BroadcastKind.REVISION
        rows = await session.exec(
            select(Citizen.address_hash)
            .join(OutboxItem, col(OutboxItem.citizen_id) == Citizen.id)
            .where(OutboxItem.broadcast_id == newest.id)
        )
        return set(rows.all())


def hashes(people: dict[str, Person], *names: str) -> set[bytes]:
    """The stored hashes of these people's addresses."""
    return {people[name].keys.sealer.hashes(name)[0] for name in names}


async def test_only_those_whose_clauses_changed_and_followers_are_told(
    people: dict[str, Person], database: Database, now: datetime
) -> None:
    done = await revise(database, now)
    assert done.counts() == {"changed": 1, "added": 1, "removed": 0, "moved": 0, "renumbered": 1}
    assert done.told == 2
    assert await told(database) == hashes(people, "hai", "theo-doi")
    async with database.transaction() as session:
        message = (await session.get_one(Broadcast, 2)).messages["vi"]
    assert [p["text"] for p in message["paragraphs"]][2] == "Sửa: khoản 2 Điều 2.\nThêm: Điều 3."
    assert [b["typed"] for b in message["buttons"]] == ["thay đổi DT1", "đọc DT1", "dừng"]


async def test_whoever_took_consent_or_comment_back_is_not_told(
    people: dict[str, Person], database: Database, now: datetime
) -> None:
    await people["theo-doi"].says("dung")
    await people["hai"].says("cua toi")
    await people["hai"].says("1")
    await people["hai"].presses("Rút góp ý này")
    await people["hai"].presses("Rút góp ý")
    assert (await revise(database, now)).told == 0


async def test_the_changes_are_read_page_by_page(people: dict[str, Person], database: Database, now: datetime) -> None:
    person = people["mot"]
    assert "chưa có bản sửa nào" in await person.says("thay đổi")
    assert "chưa có bản sửa nào" in await person.says("thay đổi DT1")
    await revise(database, now)
    screen = await person.says("thay đổi DT1")
    assert "Thay đổi trong bản 2: 3 chỗ" in screen
    assert "khoản 2 Điều 2 – Sửa\nHộ kinh doanh nộp [bỏ «60.000»] [thêm «45.000»] đồng mỗi tháng, trừ:" in screen
    assert "Điều 3 – Thêm mới\nMiễn giảm\nUBND cấp xã lập danh sách" in screen
    assert "Điều 4 – Đổi số, trước là Điều 3" in screen
    assert "Xin nhắn mã dự thảo" in await person.says("/changes")
    assert "Thay đổi trong bản 2" in await person.says("dt 1")


async def test_many_changes_have_many_pages(people: dict[str, Person], database: Database, now: datetime) -> None:
    more = "".join(f"Điều {n}. Việc thứ {n}\nNội dung mới của việc thứ {n}.\n" for n in range(4, 14))
    await revise(database, now, factories.DECISION + more)
    person = people["mot"]
    assert "Trang 1/2" in await person.says("thay doi DT1")
    assert "Trang 2/2" in await person.presses("Xem tiếp")
    assert "Trang 1/2" in await person.says("trang truoc")
    assert "Quyết định về mức hỗ trợ" in await person.presses("Đọc dự thảo")


async def test_comments_stay_where_they_were_said_and_show_where_that_is_now(
    people: dict[str, Person], database: Database, now: datetime
) -> None:
    await revise(database, now)
    await people["hieu-luc"].says("cua toi")
    screen = await people["hieu-luc"].says("1")
    assert "Phần: Điều 3\nNói về bản 1; trong bản 2 là Điều 4." in screen
    await revise(database, now, SECOND.partition("Điều 4.")[0])
    await people["hieu-luc"].says("cua toi")
    assert "Nói về bản 1; bản 3 không còn phần này." in await people["hieu-luc"].says("1")
    async with database.transaction() as session:
        known = await session.get_one(DraftVersion, 3)
        assert known.mapping["dieu-4"] is None


async def test_a_comment_begun_before_the_new_version_stays_with_what_was_read(
    people: dict[str, Person], database: Database, now: datetime
) -> None:
    person = people["mot"]
    await person.says("gop y DT1")
    await person.says("điều 3")
    await revise(database, now)
    await person.says("2")
    await person.says("Xin lùi ngày hiệu lực cho bà con kịp chuẩn bị")
    assert "Phần: Điều 3" in await person.says("bo qua")
    await person.says("gui")
    async with database.transaction() as session:
        comment = await session.get_one(Feedback, 4)
        assert (comment.version_id, comment.path) == (1, "dieu-3")
    await person.says("cua toi")
    assert "trong bản 2 là Điều 4" in await person.says("1")


async def test_a_third_version_still_finds_those_who_wrote_on_the_first(
    people: dict[str, Person], database: Database, now: datetime
) -> None:
    await revise(database, now)
    await revise(database, now, SECOND.replace("01 tháng 01 năm 2027", "01 tháng 3 năm 2027"))
    assert await told(database) == hashes(people, "hieu-luc", "theo-doi")


async def test_the_same_text_is_no_new_version(people: dict[str, Person], database: Database, now: datetime) -> None:
    with pytest.raises(Refused, match="nothing_changed"):
        await revise(database, now, factories.DECISION)
    async with database.transaction() as session:
        assert await session.get(DraftVersion, 2) is None


async def test_a_draft_in_preparation_is_revised_in_silence(database: Database, now: datetime) -> None:
    async with database.transaction() as session:
        await factories.draft(session, now)
    done = await revise(database, now)
    assert (done.version.number, done.told) == (2, 0)
    async with database.transaction() as session:
        shown = await changes.of_newest(session, done.draft, translator("en"))
        assert [one.what for one in shown] == ["Changed", "New", "Renumbered, was Điều 3"]
        assert await session.get(Broadcast, 1) is None
