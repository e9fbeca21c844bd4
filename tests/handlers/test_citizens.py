"""Starting, following, reading, stopping, languages and one's own data, told as talks."""

from datetime import datetime

import pytest
from sqlmodel import select

from handlers.chat.engine import Engine
from services import privacy
from services.citizens import Secrets
from services.messages import InEvent
from storage.db import Database
from storage.models import Authorship, Citizen, Consent, Purpose, Subscription
from tests import factories
from tests.handlers.talk import Person


async def rows(database: Database, table: type) -> list:  # type: ignore[type-arg]  # rows of any table
    """All rows of a table."""
    async with database.transaction() as session:
        return list((await session.exec(select(table))).all())


async def test_start_says_who_runs_this_and_asks_each_consent_apart(person: Person, database: Database) -> None:
    screen = await person.says("/start")
    assert "Sở Nông nghiệp và Môi trường tỉnh Lam Giang" in screen
    assert "Chúng tôi lưu" in screen
    assert "không phải kênh khiếu nại" in screen
    assert "Câu hỏi 1/2" in screen
    assert "Câu hỏi 2/2" in await person.says("2")
    await person.says("1")
    assert [(c.purpose, c.withdrawn_at) for c in await rows(database, Consent)] == [(Purpose.FEEDBACK, None)]


async def test_whoever_does_not_begin_with_start_still_learns_who_this_is(person: Person) -> None:
    screen = await person.says("/duthao")
    assert "kênh góp ý dự thảo chính sách của Sở Nông nghiệp" in screen
    assert "chưa có dự thảo nào" in screen


async def test_following_a_field_brings_the_push_and_stop_ends_it(
    person: Person, database: Database, now: datetime
) -> None:
    await person.says("theo doi")
    await person.says("3")
    await person.presses("Môi trường")
    assert "đồng ý nhận tin nhắn" in person.screen
    assert "Đã theo dõi: Môi trường, tài nguyên" in await person.says("co")
    await factories.open_draft(database, now)
    from services.broadcasts import progress

    async with database.transaction() as session:
        assert (await progress(session, 1)).waiting == 1
    assert "Đã dừng" in await person.says("DỪNG")
    assert await rows(database, Subscription) == []
    async with database.transaction() as session:
        made = await factories.draft(session, now)
        from services.drafts.publishing import publish

        assert (await publish(session, made.code, None, now)).recipients == 0


@pytest.mark.parametrize(
    ("choice", "scope", "target"), [("1", "all", ""), ("2", "agency", "so_nnmt"), ("4", "draft", "DT1")]
)
async def test_everything_an_agency_or_one_draft_can_be_followed(
    person: Person, database: Database, now: datetime, choice: str, scope: str, target: str
) -> None:
    await factories.open_draft(database, now)
    await person.says("theo doi")
    await person.says(choice)
    if choice != "1":
        await person.says("1")
    await person.says("dong y")
    assert [(s.scope.value, s.target) for s in await rows(database, Subscription)] == [(scope, target)]
    await person.says("theo doi")
    await person.presses("đang theo dõi")
    assert "Đã thôi theo dõi" in await person.says("1")
    assert await rows(database, Subscription) == []


async def test_a_draft_is_read_part_by_part(person: Person, database: Database, now: datetime) -> None:
    await factories.open_draft(database, now)
    assert "còn 27 ngày" in await person.says("DT1")
    assert "Phạm vi điều chỉnh" in await person.says("doc")
    screen = await person.says("phan sau")
    assert "đ) Hộ có người khuyết tật nặng." in screen
    assert "Điều 3. Hiệu lực thi hành" in await person.says("dieu 3")
    assert "Mục lục" in await person.says("muc luc")
    await person.presses("Điều 1")
    await person.presses("Góp ý phần này")
    assert "đồng ý để chúng tôi lưu" in person.screen
    assert "Ý kiến của ông/bà" in await person.says("1")


async def test_pressing_next_replaces_the_page_where_the_channel_can(
    person: Person, database: Database, now: datetime
) -> None:
    await factories.open_draft(database, now)
    await person.says("DT1")
    await person.presses("Đọc từ đầu")
    assert [message.edits for message in person.last] == ["7"]
    await person.says("phan sau")
    assert [message.edits for message in person.last] == [""]


async def test_english_is_chosen_and_kept(person: Person) -> None:
    await person.says("/language")
    assert "English" in person.screen
    screen = await person.says("english")
    assert "Vietnamese" in screen
    assert "What would you like to do?" in screen


async def test_a_copy_of_my_data_names_everything_but_the_address(
    person: Person, database: Database, now: datetime
) -> None:
    await factories.open_draft(database, now)
    await person.says("gop y DT1")
    for line in ("1", "ca du thao", "1", "Tôi ủng hộ quy định này vì sạch làng", "bo qua", "1"):
        await person.says(line)
    await person.says("du lieu")
    screen = await person.says("1")
    assert "Tôi ủng hộ quy định này vì sạch làng" in screen
    assert '"address": "sealed"' in screen
    assert person.address not in screen


async def test_erasing_cuts_every_link_and_keeps_the_comment(person: Person, database: Database, now: datetime) -> None:
    await factories.open_draft(database, now)
    await person.says("gop y DT1")
    for line in ("1", "ca du thao", "1", "Tôi ủng hộ quy định này vì sạch làng", "bo qua"):
        await person.says(line)
    receipt = next(line for line in (await person.says("1")).splitlines() if line.startswith("GY-"))
    await person.says("du lieu")
    await person.presses("Xóa mọi dữ liệu")
    assert "Đã xóa" in await person.presses("Xóa hết")
    async with database.transaction() as session:
        assert await privacy.finish_erasures(session) == 1
    assert await rows(database, Citizen) == []
    assert await rows(database, Authorship) == []
    assert "Tôi ủng hộ quy định này" in await person.says(receipt)


async def test_blocking_ends_subscriptions_and_coming_back_is_welcome(person: Person, database: Database) -> None:
    await person.says("theo doi")
    await person.says("1")
    await person.says("co")
    await person.does(InEvent("telegram", "block-1", person.address, "gone"))
    assert await rows(database, Subscription) == []
    assert (await rows(database, Citizen))[0].gone_at is not None
    await person.says("xin chao")
    assert (await rows(database, Citizen))[0].gone_at is None


async def test_a_photo_is_answered_once_and_the_question_stays(person: Person) -> None:
    await person.says("/start")
    screen = await person.does(InEvent("telegram", "photo-1", person.address, "unsupported"))
    assert "chỉ đọc được tin nhắn chữ" in screen
    assert "Câu hỏi 1/2" in screen


@pytest.mark.parametrize("typed", ["m:1:99", "m:999:0", "m:x:y", "go:nothing:DT1", "rác", "", "go:publish:DT1"])
async def test_forged_or_outdated_presses_do_nothing_and_are_answered(person: Person, typed: str) -> None:
    await person.says("/start")
    screen = await person.sends(typed)
    assert "tin nhắn cũ" in screen or "dành cho cán bộ" in screen


async def test_commands_work_with_and_without_slash_and_marks(person: Person) -> None:
    for line in ("/trogiup", "/help", "trợ giúp", "TRO GIUP", "/help@gopy_bot"):
        assert "Trợ giúp" in await person.says(line)
    assert "Không có lệnh này" in await person.says("/khongco")


async def test_a_stranger_can_do_nothing_staff_can(person: Person, engine: Engine, secrets: Secrets) -> None:
    for line in ("/digest", "/congbo", "/thongbao", "thông báo TB1"):
        assert "dành cho cán bộ" in await person.says(line)
