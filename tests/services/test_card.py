"""The clause card as a matter of record: proposed, edited, approved, carried to new versions, and who sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.drafts.source import Source, lines_of
from nlp.drafts.structure import parse
from services.citizens import Secrets
from services.drafts import card, library, publishing, revising
from services.drafts.card import Card, LineEdit
from services.errors import Refused
from services.i18n import translator
from services.refusals import sentence
from storage.db import Database
from storage.models import AuditEntry, CardSlot, Draft, Staff, StaffRole
from tests import factories

WHAT, WHEN, WHO, MUST = CardSlot.WHAT, CardSlot.WHEN, CardSlot.WHO, CardSlot.MUST
WHEN_LINE = "Từ khi nào: Quyết định này có hiệu lực từ ngày 01 tháng 01 năm 2027. («Điều 3»)"
FULL = factories.DECISION.replace(
    "1. Hộ gia đình nộp 25.000 đồng mỗi tháng.", "1. Hộ gia đình phải nộp 25.000 đồng mỗi tháng."
)


@dataclass
class Desk:
    """An officer with a draft in preparation before him."""

    database: Database
    officer: Staff
    draft: Draft
    now: datetime

    async def propose(self) -> Card:
        """A proposal from the text."""
        async with self.database.transaction() as session:
            return await card.propose(session, self.draft.code, self.officer, self.now)

    async def save(self, edits: Mapping[CardSlot, LineEdit], by: Staff | None = None) -> Card:
        """Lines written by the officer."""
        async with self.database.transaction() as session:
            return await card.save(session, self.draft.code, edits, by or self.officer, self.now)

    async def approve(self, by: Staff | None = None) -> Card:
        """The officer's approval."""
        async with self.database.transaction() as session:
            return await card.approve(session, self.draft.code, by or self.officer, self.now)

    async def revise(self, text: str) -> Card | None:
        """A new version, and the card on it."""
        async with self.database.transaction() as session:
            done = await revising.revise(
                session, self.draft.code, parse(Source(lines_of(text))), (), None, self.now + timedelta(days=1)
            )
            return await card.read(session, done.version)

    async def shown(self, language: str = "vi") -> list[str]:
        """What citizens see of the card."""
        async with self.database.transaction() as session:
            version = await library.version_of(session, self.draft)
            parts = await library.provisions(session, version)
            return [
                line.sentence() for line in await card.shown(session, version, parts, translator(language), language)
            ]


@pytest.fixture
async def desk(database: Database, secrets: Secrets, now: datetime) -> Desk:
    """An officer of the agency whose draft waits for its card."""
    async with database.transaction() as session:
        draft = await factories.draft(session, now, text=FULL)
        officer, _ = await factories.account(session, now, secrets.pseudonyms)
    return Desk(database, officer, draft, now)


async def acts(database: Database) -> list[tuple[str, str]]:
    """What the log says was done to cards, and by whom."""
    async with database.transaction() as session:
        rows = await session.exec(
            select(AuditEntry).where(col(AuditEntry.action).startswith("draft.card")).order_by(col(AuditEntry.id))
        )
        return [(row.action, row.actor) for row in rows.all()]


def lines(found: Card | None) -> dict[str, tuple[str, str | None]]:
    """The lines of a card by slot: words and path."""
    assert found is not None
    return {line.slot.value: (line.text, line.path) for line in found.lines}


async def test_a_card_is_proposed_from_the_text_and_nobody_sees_it_before_an_officer_approves(desk: Desk) -> None:
    found = await desk.propose()
    assert lines(found) == {
        "what": ("Quyết định này quy định mức hỗ trợ thu gom rác thải sinh hoạt ở nông thôn.", "dieu-1"),
        "must": ("Hộ gia đình phải nộp 25.000 đồng mỗi tháng.", "dieu-2/khoan-1"),
        "when": ("Quyết định này có hiệu lực từ ngày 01 tháng 01 năm 2027.", "dieu-3"),
    }
    assert (found.is_approved, await desk.shown()) == (False, [])
    approved = await desk.approve()
    assert (approved.is_approved, approved.approver and approved.approver.email) == (True, "can-bo@example.invalid")
    assert await desk.shown() == [
        "Quy định điều gì: Quyết định này quy định mức hỗ trợ thu gom rác thải sinh hoạt ở nông thôn. («Điều 1»)",
        "Người dân, tổ chức phải làm gì: Hộ gia đình phải nộp 25.000 đồng mỗi tháng. («khoản 1 Điều 2»)",
        WHEN_LINE,
    ]
    officer = "can-bo@example.invalid"
    assert await acts(desk.database) == [("draft.card.propose", officer), ("draft.card.approve", officer)]


async def test_proposing_again_keeps_what_an_officer_wrote_and_an_unchanged_card_stays_approved(desk: Desk) -> None:
    await desk.propose()
    await desk.save({WHEN: LineEdit("Từ Tết Dương lịch 2027.", "From New Year 2027.", "điều 3")})
    await desk.approve()
    again = await desk.propose()
    assert (lines(again)["when"], again.is_approved) == (("Từ Tết Dương lịch 2027.", "dieu-3"), True)
    assert [action for action, _ in await acts(desk.database)].count("draft.card.propose") == 1


async def test_an_edit_takes_the_approval_away_and_an_empty_text_takes_the_line_away(desk: Desk) -> None:
    await desk.propose()
    await desk.approve()
    found = await desk.save({WHO: LineEdit("Mọi hộ ở nông thôn.", "", "khoản 1 điều 2"), MUST: LineEdit("")})
    assert lines(found).keys() == {"who", "what", "when"}
    assert lines(found)["who"] == ("Mọi hộ ở nông thôn.", "dieu-2/khoan-1")
    assert (found.is_approved, found.row.approved_by, await desk.shown()) == (False, None, [])


async def test_saving_what_is_there_changes_nothing(desk: Desk) -> None:
    proposed = await desk.propose()
    await desk.approve()
    same = {line.slot: LineEdit(line.text, line.text_en, line.path or "") for line in proposed.lines}
    found = await desk.save(same)
    assert (found.is_approved, all(line.extracted for line in found.lines)) == (True, True)
    assert ("draft.card.edit", "can-bo@example.invalid") not in await acts(desk.database)


async def test_readers_of_english_see_the_english_line_where_there_is_one(desk: Desk) -> None:
    await desk.propose()
    await desk.save({WHEN: LineEdit("Từ năm 2027.", "From 2027.", "dieu-3"), WHAT: LineEdit(""), MUST: LineEdit("")})
    await desk.approve()
    assert await desk.shown("en") == ["From when: From 2027. («Điều 3»)"]


@pytest.mark.parametrize("place", ["", "   "])
async def test_a_line_without_citation_can_be_kept_but_neither_approved_nor_published(desk: Desk, place: str) -> None:
    await desk.save({WHO: LineEdit("Mọi người.", "", place)})
    with pytest.raises(Refused) as refused:
        await desk.approve()
    assert sentence(refused.value, translator("vi")).startswith("Dòng 1 của thẻ tóm tắt chưa dẫn")
    async with desk.database.transaction() as session:
        with pytest.raises(Refused) as refused:
            await publishing.publish(session, desk.draft.code, desk.officer, desk.now)
    assert refused.value.code == "card_line_uncited"


@pytest.mark.parametrize("place", ["điều 99", "khoản 7 điều 2", "Điều 5 Luật Đất đai", "chỗ kia", "dieu-2/khoan-77"])
async def test_a_place_that_is_not_in_this_version_is_refused(desk: Desk, place: str) -> None:
    with pytest.raises(Refused) as refused:
        await desk.save({WHO: LineEdit("Mọi người.", "", place)})
    assert (refused.value.code, refused.value.values) == ("card_place_unknown", {"place": place})


async def test_an_empty_provision_is_no_citation(database: Database, secrets: Secrets, now: datetime) -> None:
    text = "QUYẾT ĐỊNH\nVề rác\nĐiều 1. Mức thu\nHộ nộp phí.\nĐiều 2.\nĐiều 3. Hết\nHết."
    async with database.transaction() as session:
        draft = await factories.draft(session, now, text=text)
        officer, _ = await factories.account(session, now, secrets.pseudonyms)
    bare = Desk(database, officer, draft, now)
    await bare.save({WHO: LineEdit("Mọi hộ.", "", "dieu-2")})
    with pytest.raises(Refused, match="card_line_uncited"):
        await bare.approve()


async def test_a_card_with_no_line_is_no_card(desk: Desk) -> None:
    with pytest.raises(Refused, match="card_missing"):
        await desk.approve()
    await desk.propose()
    await desk.save(dict.fromkeys(CardSlot, LineEdit("")))
    with pytest.raises(Refused, match="card_missing"):
        await desk.approve()


async def test_long_lines_are_refused(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        await desk.save({MUST: LineEdit("dài " * 100, "", "dieu-1")})
    assert refused.value.values == {"number": 3, "limit": card.MAX_LINE}


async def test_only_officers_of_the_agency_and_admins_touch_the_card(desk: Desk, secrets: Secrets) -> None:
    async with desk.database.transaction() as session:
        stranger, _ = await factories.account(
            session, desk.now, secrets.pseudonyms, email="khac@example.invalid", agency="so_yt"
        )
        admin, _ = await factories.account(
            session, desk.now, secrets.pseudonyms, email="qt@example.invalid", role=StaffRole.ADMIN, agency="vp_ubnd"
        )
    await desk.propose()
    with pytest.raises(Refused, match="other_agency"):
        await desk.save({WHO: LineEdit("Mọi người.", "", "dieu-1")}, stranger)
    with pytest.raises(Refused, match="other_agency"):
        await desk.approve(stranger)
    assert (await desk.approve(admin)).is_approved


async def test_a_draft_is_published_without_a_card_and_the_officer_is_warned(desk: Desk) -> None:
    t = translator("vi")
    async with desk.database.transaction() as session:
        assert "chưa có thẻ tóm tắt" in await card.warning(session, desk.draft, t)
    await desk.propose()
    async with desk.database.transaction() as session:
        assert "chưa được duyệt" in await card.warning(session, desk.draft, t)
        await publishing.publish(session, desk.draft.code, desk.officer, desk.now)
    await desk.approve()
    async with desk.database.transaction() as session:
        assert await card.warning(session, desk.draft, t) == ""


async def test_a_notice_shows_the_approved_card_with_its_places(desk: Desk) -> None:
    async def notice(session: AsyncSession) -> str:
        return (await publishing.preview(session, desk.draft, "vi")).plain()

    await desk.propose()
    async with desk.database.transaction() as session:
        assert "Từ khi nào" not in await notice(session)
    await desk.approve()
    async with desk.database.transaction() as session:
        assert "Từ khi nào: Quyết định này có hiệu lực từ ngày 01 tháng 01 năm 2027. («Điều 3»)" in await notice(
            session
        )


async def test_a_new_version_keeps_the_card_and_its_approval_while_cited_clauses_stay(desk: Desk) -> None:
    await desk.propose()
    await desk.approve()
    moved = FULL.replace("Điều 3. Hiệu", "Điều 3. Kinh phí\nNgân sách tỉnh chi trả phần chênh lệch.\nĐiều 4. Hiệu")
    found = await desk.revise(moved)
    assert found is not None
    assert found.is_approved
    assert lines(found)["when"] == ("Quyết định này có hiệu lực từ ngày 01 tháng 01 năm 2027.", "dieu-4")
    assert (await desk.shown())[-1].endswith("(«Điều 4»)")


async def test_a_changed_or_lost_clause_takes_the_approval_away(desk: Desk) -> None:
    await desk.propose()
    await desk.approve()
    found = await desk.revise(FULL.replace("25.000 đồng", "30.000 đồng"))
    assert (found is not None and found.is_approved, await desk.shown()) == (False, [])
    gone = await desk.revise(FULL.split("Điều 3")[0].replace("25.000 đồng", "30.000 đồng"))
    assert lines(gone)["when"] == ("Quyết định này có hiệu lực từ ngày 01 tháng 01 năm 2027.", None)
    with pytest.raises(Refused, match="card_line_uncited"):
        await desk.approve()


async def test_a_clause_inside_a_cited_article_counts_too(desk: Desk) -> None:
    await desk.save({WHO: LineEdit("Các hộ ở nông thôn.", "", "Điều 2")})
    await desk.approve()
    found = await desk.revise(FULL.replace("c) Hộ cận nghèo;", "c) Hộ cận nghèo và hộ mới thoát nghèo;"))
    assert (lines(found), found and found.is_approved) == ({"who": ("Các hộ ở nông thôn.", "dieu-2")}, False)


async def test_a_draft_without_card_is_revised_without_one(desk: Desk) -> None:
    assert await desk.revise(FULL.replace("25.000 đồng", "30.000 đồng")) is None
