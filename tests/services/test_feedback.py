"""Feedback on both databases: kept verbatim, found by its receipt, taken back by its author, nobody else's."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from services import feedback, receipts
from services.citizens import Secrets
from services.drafts import publishing
from services.errors import Refused
from storage.db import Database
from storage.models import Authorship, Feedback, FeedbackStatus, Purpose, Stance
from storage.types import key
from tests import factories
from tests.services.people import comments, meet

TRICKY = "Ok\u2028 <b>k2</b> {x} %s \\n 🏡 ‘đ’ 'a';--\ttoi ko dong y"


async def rows(database: Database) -> list[Feedback]:
    async with database.transaction() as session:
        return list((await session.exec(select(Feedback).order_by("id"))).all())


async def test_a_comment_is_kept_word_by_word_with_all_it_needs(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        hoa = await meet(session, "hoa", secrets, now, Purpose.FEEDBACK)
        code = await comments(session, hoa, secrets, now, f"  {TRICKY} \n", wording=" 40.000 đồng ")
    [kept] = await rows(database)
    assert (kept.text, kept.wording) == (TRICKY, "40.000 đồng")
    assert (kept.path, kept.stance, kept.status) == ("dieu-2/khoan-2", Stance.OPPOSE, FeedbackStatus.RECEIVED)
    assert (kept.channel, kept.language, kept.late, kept.created_at) == ("telegram", "vi", False, now)
    assert re.fullmatch(r"GY-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", code)
    assert code not in str(kept.model_dump())
    assert str(hoa.id) != kept.pseudonym


async def test_whoever_has_the_receipt_sees_the_comment(database: Database, secrets: Secrets, now: datetime) -> None:
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        hoa = await meet(session, "hoa", secrets, now, Purpose.FEEDBACK)
        code = await comments(session, hoa, secrets, now)
    async with database.transaction() as session:
        for typed in (code, code.lower().replace("-", " "), code[:-2]):
            found = await feedback.look_up(session, typed, secrets)
            assert (found.feedback.text, found.draft.code) == ("Mức thu quá cao", "DT1")
            assert (found.place or "").lower() == "khoản 2 điều 2"
        with pytest.raises(Refused, match="bad_receipt"):
            await feedback.look_up(session, "GY-7K3M", secrets)
        with pytest.raises(Refused, match="unknown_receipt"):
            await feedback.look_up(session, receipts.show("7K3M92QX"), secrets)


async def test_one_person_is_one_pseudonym_on_a_draft_and_another_on_the_next(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now)
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        hoa = await meet(session, "hoa", secrets, now, Purpose.FEEDBACK)
        nam = await meet(session, "nam", secrets, now, Purpose.FEEDBACK)
        for citizen, draft in ((hoa, "DT1"), (hoa, "DT1"), (hoa, "DT2"), (nam, "DT1")):
            await comments(session, citizen, secrets, now, draft=draft)
    one, two, other_draft, other_person = (row.pseudonym for row in await rows(database))
    assert one == two
    assert len({one, other_draft, other_person}) == 3


async def test_texts_that_say_the_same_words_share_a_key(database: Database, secrets: Secrets, now: datetime) -> None:
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        hoa = await meet(session, "hoa", secrets, now, Purpose.FEEDBACK)
        for text in ("Tôi đồng ý.", "tôi  ĐỒNG ý!!", "Tôi không đồng ý."):
            await comments(session, hoa, secrets, now, text)
    one, same, other = (row.text_key for row in await rows(database))
    assert one == same != other


async def test_after_the_closing_day_a_comment_is_late_not_lost(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now, closes_on=date(2026, 11, 25))
    last = datetime(2026, 11, 25, 16, 59, 59, tzinfo=UTC)  # one second before midnight in Vietnam
    async with database.transaction() as session:
        hoa = await meet(session, "hoa", secrets, now, Purpose.FEEDBACK)
        await comments(session, hoa, secrets, last)
        await comments(session, hoa, secrets, last + timedelta(seconds=1))
    assert [row.late for row in await rows(database)] == [False, True]


async def test_what_may_not_be_sent_is_refused_and_leaves_nothing(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        await factories.draft(session, now)  # DT2 is still hidden
        hoa = await meet(session, "hoa", secrets, now, Purpose.FEEDBACK)
        nam = await meet(session, "nam", secrets, now, Purpose.NOTICES)
        with pytest.raises(Refused, match="consent_missing"):
            await comments(session, nam, secrets, now)
        for code, wrong in (
            ("unknown_draft", {"draft": "DT9"}),
            ("unknown_draft", {"draft": "DT2"}),
            ("unknown_provision", {"path": "dieu-77"}),
            ("feedback_empty", {"text": " \n\u3000"}),
            ("feedback_no_words", {"text": "👍👍 !!!"}),
            ("feedback_too_long", {"text": "a" * 20_001}),
            ("wording_too_long", {"wording": "a" * 20_001}),
            ("feedback_no_words", {"wording": "..."}),
        ):
            with pytest.raises(Refused, match=code):
                await comments(session, hoa, secrets, now, **wrong)  # type: ignore[arg-type]  # each is a text
        await publishing.close(session, "DT1", None, now)
        with pytest.raises(Refused, match="draft_closed"):
            await comments(session, hoa, secrets, now)
    assert await rows(database) == []


async def test_only_its_author_takes_a_comment_back_and_only_while_the_draft_is_open(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        hoa = await meet(session, "hoa", secrets, now, Purpose.FEEDBACK)
        nam = await meet(session, "nam", secrets, now, Purpose.FEEDBACK)
        await comments(session, hoa, secrets, now)
        await comments(session, hoa, secrets, now)
        first, second = [found.feedback for found in reversed(await feedback.mine(session, key(hoa.id)))]
        for citizen, number in ((nam, first.id), (hoa, 999)):
            with pytest.raises(Refused, match="unknown_feedback"):
                await feedback.withdraw(session, key(citizen.id), key(number))
        await feedback.withdraw(session, key(hoa.id), key(first.id))
        await publishing.close(session, "DT1", None, now)
        with pytest.raises(Refused, match="draft_closed"):
            await feedback.withdraw(session, key(hoa.id), key(second.id))
    assert [row.status.value for row in await rows(database)] == ["withdrawn", "received"]


async def test_mine_are_mine_newest_first_and_of_draft_lists_all(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    draft = await factories.open_draft(database, now)
    async with database.transaction() as session:
        hoa = await meet(session, "hoa", secrets, now, Purpose.FEEDBACK)
        nam = await meet(session, "nam", secrets, now, Purpose.FEEDBACK)
        for citizen, text in ((hoa, "một"), (nam, "hai"), (hoa, "ba")):
            await comments(session, citizen, secrets, now, text)
    async with database.transaction() as session:
        assert [found.feedback.text for found in await feedback.mine(session, key(hoa.id))] == ["ba", "một"]
        assert len(await feedback.mine(session, key(hoa.id), limit=1)) == 1
        assert [row.text for row, _ in await feedback.of_draft(session, draft)] == ["một", "hai", "ba"]
        assert len((await session.exec(select(Authorship))).all()) == 3


@given(st.text("aăđ 1.!\n\t👍\u200b", max_size=40))
def test_a_text_with_words_is_kept_as_it_was_and_nothing_else_is(text: str) -> None:
    if any(char.isalnum() for char in text):
        assert feedback.check_text(text) == text.strip()
    else:
        with pytest.raises(Refused, match=r"feedback_empty|feedback_no_words"):
            feedback.check_text(text)
