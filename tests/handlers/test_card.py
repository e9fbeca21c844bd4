"""The clause card in chat: citizens see an approved one with its places, staff in short and with a warning."""

from datetime import datetime

from services.citizens import Secrets
from services.drafts import card
from services.drafts.card import LineEdit
from storage.db import Database
from storage.models import CardSlot
from tests import factories
from tests.handlers.talk import Person

LONG = "Hộ gia đình nộp 25.000 đồng mỗi tháng, nộp theo quý cho người thu có biên lai, trừ các hộ được miễn ở điểm b"


async def approved(database: Database, secrets: Secrets, now: datetime) -> str:
    """The one-time code of an officer who approved the card of DT1."""
    async with database.transaction() as session:
        officer, code = await factories.account(session, now, secrets.pseudonyms)
        await card.propose(session, "DT1", officer, now)
        await card.save(session, "DT1", {CardSlot.MUST: LineEdit(LONG, "Pay monthly.", "khoản 1 điều 2")}, officer, now)
        await card.approve(session, "DT1", officer, now)
    return code


async def test_the_first_screen_of_a_draft_shows_the_approved_card_with_places(
    person: Person, database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now)
    assert "Từ khi nào" not in await person.says("DT1")
    await approved(database, secrets, now)
    screen = await person.says("DT1")
    assert "Từ khi nào: Quyết định này có hiệu lực từ ngày 01 tháng 01 năm 2027. («Điều 3»)" in screen
    assert f"Người dân, tổ chức phải làm gì: {LONG} («khoản 1 Điều 2»)" in screen
    await person.says("/language")
    await person.says("2")
    assert "What people and organisations must do: Pay monthly. («khoản 1 Điều 2»)" in await person.says("DT1")


async def test_staff_get_the_lines_short(person: Person, database: Database, secrets: Secrets, now: datetime) -> None:
    await factories.open_draft(database, now)
    await person.says(f"liên kết {await approved(database, secrets, now)}")
    screen = await person.says("DT1")
    assert LONG not in screen
    assert "phải làm gì: Hộ gia đình nộp 25.000 đồng mỗi tháng" in screen
    assert "… («khoản 1 Điều 2»)" in screen


async def test_an_officer_who_publishes_without_a_card_is_warned(
    person: Person, database: Database, secrets: Secrets, now: datetime
) -> None:
    async with database.transaction() as session:
        await factories.draft(session, now)
        _, code = await factories.account(session, now, secrets.pseudonyms)
    await person.says(f"liên kết {code}")
    assert "chưa có thẻ tóm tắt" in await person.says("công bố DT1")
    async with database.transaction() as session:
        await card.propose(session, "DT1", None, now)
    assert "chưa được duyệt" in await person.says("công bố DT1")
