"""Commenting, told as a talk: by typing only, by taps only, with second thoughts, bad input and repeats."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from handlers.chat.engine import Engine
from services.citizens import Secrets
from services.drafts import publishing
from services.messages import InEvent
from storage.db import Database
from storage.models import Conversation, Feedback, Stance
from tests import factories
from tests.handlers.talk import Person, make_engine


@pytest.fixture(autouse=True)
async def _a_draft_is_open(database: Database, now: datetime) -> None:
    await factories.open_draft(database, now)


async def stored(database: Database) -> list[Feedback]:
    """Every comment in the database."""
    async with database.transaction() as session:
        return list((await session.exec(select(Feedback))).all())


async def up_to_text(person: Person) -> None:
    """Walks to the question for the words of the comment, on khoản 2 Điều 2."""
    await person.says("gop y DT1")
    await person.says("1")  # consent
    await person.says("khoan 2 dieu 2")
    assert "viết góp ý" in await person.says("2")


async def test_a_farmer_comments_by_typing_without_diacritics(person: Person, database: Database) -> None:
    assert "đồng ý để chúng tôi lưu góp ý" in await person.says("gop y DT1")
    assert "Góp ý cho phần nào" in await person.says("1")
    screen = await person.says("khoan 2 dieu 2")
    assert "Góp ý cho: khoản 2 Điều 2" in screen
    assert "Hộ kinh doanh nộp 60.000 đồng" in screen
    await person.says("de nghi sua")
    await person.says("thu 60 nghin la cao qua, ho ban hang nho khong chiu noi")
    preview = await person.says("Mức thu là 40.000 đồng mỗi tháng")
    assert "thu 60 nghin la cao qua, ho ban hang nho khong chiu noi" in preview
    assert "Mức thu là 40.000 đồng mỗi tháng" in preview
    receipt = await person.says("gui")
    assert "GY-" in receipt

    [comment] = await stored(database)
    assert comment.path == "dieu-2/khoan-2"
    assert comment.stance is Stance.AMEND
    assert comment.text == "thu 60 nghin la cao qua, ho ban hang nho khong chiu noi"
    assert comment.wording == "Mức thu là 40.000 đồng mỗi tháng"


async def test_the_same_by_taps_only_up_to_the_words(person: Person, database: Database) -> None:
    await person.says("/start")
    await person.presses("Đồng ý")
    await person.presses("Đồng ý")
    await person.presses("Gửi góp ý")
    await person.presses("DT1")
    await person.presses("Điều 2")
    await person.presses("khoản 1")
    await person.presses("Không đồng ý")
    await person.says("Mức này không hợp với hộ nghèo")
    await person.presses("Bỏ qua")
    assert "Mã biên nhận" in await person.presses("Gửi góp ý")
    [comment] = await stored(database)
    assert (comment.path, comment.stance) == ("dieu-2/khoan-1", Stance.OPPOSE)


async def test_a_clause_alone_means_one_of_the_article_in_hand(person: Person) -> None:
    for line in ("gop y DT1", "1", "dieu 2"):
        await person.says(line)
    assert "một khoản trong đó" in person.screen
    assert "Góp ý cho: khoản 1 Điều 2" in await person.says("khoan 1")


async def test_nothing_is_stored_without_consent(person: Person, database: Database) -> None:
    await person.says("góp ý DT1")
    assert "không lưu gì" in await person.says("khong")
    assert await stored(database) == []


async def test_back_leads_to_each_question_again_and_keeps_what_was_said(person: Person, database: Database) -> None:
    await up_to_text(person)
    assert "Ý kiến của ông/bà" in await person.says("quay lai")
    await person.says("3")
    assert "câu chữ" in await person.says("Khong nen thu ho kinh doanh nho")
    await person.says("bo qua")
    assert "viết góp ý" in await person.says("sua loi gop y")
    preview = await person.says("Không nên thu hộ kinh doanh nhỏ")
    assert "Không nên thu hộ kinh doanh nhỏ" in preview
    assert "Không đồng ý" in preview
    await person.says("1")
    [comment] = await stored(database)
    assert comment.text == "Không nên thu hộ kinh doanh nhỏ"


async def test_cancel_sends_nothing(person: Person, database: Database) -> None:
    await up_to_text(person)
    assert "Chưa có gì được gửi đi" in await person.says("huy")
    assert await stored(database) == []


async def test_an_interrupted_comment_can_be_taken_up_again(person: Person, database: Database) -> None:
    await up_to_text(person)
    await person.says("Muc thu nay qua cao cho nguoi ban rau")
    assert "«tiếp tục»" in await person.says("/help")
    assert "câu chữ" in await person.says("tiep tuc")
    await person.says("bo qua")
    await person.says("1")
    [comment] = await stored(database)
    assert comment.text == "Muc thu nay qua cao cho nguoi ban rau"


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("👍👍👍", "cần có chữ"),
        ("...!!!", "cần có chữ"),
        ("dài " * 5001, "nhiều nhất là 20000"),
    ],
)
async def test_bad_words_get_a_clear_sentence_and_the_question_stays(
    person: Person, database: Database, bad: str, why: str
) -> None:
    await up_to_text(person)
    screen = await person.says(bad)
    assert why in screen
    assert "viết góp ý" in screen
    assert await stored(database) == []


async def test_twenty_thousand_characters_are_taken_word_for_word(person: Person, database: Database) -> None:
    text = ("Người dân xã tôi mong sửa mức thu này. " * 600)[:20_000].strip()
    await up_to_text(person)
    assert "Đã nhận" in await person.says(text)
    await person.says("xong")
    await person.says("bo qua")
    await person.says("1")
    assert [comment.text for comment in await stored(database)] == [text]


async def test_a_text_cut_in_two_by_the_phone_is_joined(person: Person, database: Database) -> None:
    await up_to_text(person)
    first, second = "phần đầu " * 450, "và phần sau của góp ý"
    assert "gửi tiếp" in await person.says(first)
    await person.says(second)
    await person.says("xong")
    await person.says("bo qua")
    await person.says("1")
    [comment] = await stored(database)
    assert comment.text == f"{first.strip()}\n{second}"


async def test_html_and_formulas_are_kept_as_typed(person: Person, database: Database) -> None:
    typed = '=HYPERLINK("http://example.invalid") <b>đậm</b> & "ngoặc"'
    await up_to_text(person)
    await person.says(typed)
    assert typed in await person.says("bo qua")
    await person.says("1")
    assert [comment.text for comment in await stored(database)] == [typed]


async def test_pressing_send_twice_sends_once(person: Person, database: Database) -> None:
    await up_to_text(person)
    await person.says("Mức thu quá cao so với thu nhập")
    await person.says("bo qua")
    send = next(b for b in person.last[-1].buttons if "Gửi góp ý" in b.label)
    assert "Mã biên nhận" in await person.sends(send.payload)
    assert "tin nhắn cũ" in await person.sends(send.payload)
    assert len(await stored(database)) == 1


async def test_the_same_event_twice_is_taken_once(person: Person, database: Database) -> None:
    await up_to_text(person)
    await person.says("Mức thu quá cao so với thu nhập")
    await person.says("bo qua")
    again = InEvent("telegram", "send-1", person.address, "text", text="1")
    await person.does(again)
    await person.does(again)
    assert len(await stored(database)) == 1


async def test_a_sentence_out_of_the_blue_becomes_a_comment(person: Person, database: Database) -> None:
    await person.says("/start")
    await person.says("1")
    await person.says("1")
    screen = await person.says("Thu phí rác 60 nghìn là quá cao với hộ nghèo")
    assert "đây là một góp ý" in screen
    await person.says("1")
    await person.says("ca du thao")
    preview = await person.says("3")
    assert "Thu phí rác 60 nghìn là quá cao với hộ nghèo" in preview
    await person.says("1")
    [comment] = await stored(database)
    assert comment.path is None


async def test_a_late_comment_is_taken_and_marked(database: Database, secrets: Secrets, now: datetime) -> None:
    later = datetime.combine(date(2026, 12, 21), now.timetz())
    person = Person(make_engine(database, secrets, lambda: later), database, secrets)
    await up_to_text(person)
    await person.says("Đến hôm nay tôi mới biết dự thảo này")
    await person.says("bo qua")
    assert "gửi muộn" in await person.says("1")
    [comment] = await stored(database)
    assert comment.late


async def test_a_closed_draft_takes_no_more(person: Person, database: Database, now: datetime) -> None:
    await up_to_text(person)
    await person.says("Mức thu quá cao so với thu nhập")
    await person.says("bo qua")
    async with database.transaction() as session:
        await publishing.close(session, "DT1", None, now + timedelta(hours=1))
    assert "đã kết thúc lấy ý kiến" in await person.says("1")
    assert await stored(database) == []


async def test_an_unknown_draft_and_an_unknown_place_are_said_so(person: Person) -> None:
    assert "Không có dự thảo nào mang mã «dt99»" in await person.says("gop y DT99")
    await person.says("gop y DT1")
    await person.says("1")
    assert "Không tìm thấy chỗ đó" in await person.says("điều 40")


async def test_the_receipt_finds_the_comment_from_any_chat(
    person: Person, engine: Engine, database: Database, secrets: Secrets
) -> None:
    await up_to_text(person)
    await person.says("Mức thu quá cao so với thu nhập")
    await person.says("bo qua")
    screen = await person.says("1")
    code = next(line for line in screen.splitlines() if line.startswith("GY-"))
    stranger = Person(engine, database, secrets, address="2002")
    found = await stranger.says(code.lower().replace("-", " "))
    assert "Mức thu quá cao so với thu nhập" in found
    assert "khoản 2 Điều 2" in found
    wrong = "X" if code[-1] != "X" else "Y"
    assert "không phải mã biên nhận" in await stranger.says(f"/tracuu {code[:-1]}{wrong}")


async def test_a_comment_can_be_withdrawn_while_the_draft_is_open(person: Person, database: Database) -> None:
    await up_to_text(person)
    await person.says("Mức thu quá cao so với thu nhập")
    await person.says("bo qua")
    await person.says("1")
    await person.says("cua toi")
    await person.says("1")
    await person.presses("Rút góp ý này")
    assert "Đã rút góp ý" in await person.presses("Rút góp ý")
    assert [comment.status.value for comment in await stored(database)] == ["withdrawn"]


async def test_no_receipt_stays_in_the_conversation(person: Person, database: Database) -> None:
    await up_to_text(person)
    await person.says("Mức thu quá cao so với thu nhập")
    await person.says("bo qua")
    await person.says("1")
    async with database.transaction() as session:
        conversation = (await session.exec(select(Conversation))).one()
    assert "GY-" not in str(conversation.model_dump())


async def test_a_place_may_be_described_instead_of_named(person: Person, database: Database) -> None:
    await person.says("gop y DT1")
    await person.says("1")
    offered = await person.says("ho co nguoi khuyet tat nang thi mien di")
    assert "Ông/bà muốn góp ý cho chỗ nào dưới đây?" in offered
    assert "điểm đ khoản 2 Điều 2: Hộ có người khuyết tật nặng." in offered
    assert "Góp ý cho: điểm đ khoản 2 Điều 2" in await person.says("1")


async def test_none_of_the_places_offered_leads_back_to_the_list(person: Person) -> None:
    await person.says("gop y DT1")
    await person.says("1")
    await person.says("ho co nguoi khuyet tat nang thi mien di")
    assert "Góp ý cho phần nào?" in await person.presses("Không phải, chọn trong danh sách")
    await person.says("ho co nguoi khuyet tat nang thi mien di")
    assert "Góp ý cho cả phần này hay một khoản trong đó?" in await person.says("điều 2")


async def test_words_near_to_no_place_are_answered_as_before(person: Person) -> None:
    await person.says("gop y DT1")
    await person.says("1")
    assert "Không tìm thấy chỗ đó" in await person.says("hôm nay trời đẹp quá")
