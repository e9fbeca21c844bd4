"""Correcting topics on both databases: what an officer says, what the desk refuses, and confirming a page at once."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from nlp.tagging import AUTO, Tagging
from services import corrections, tags
from services.citizens import Secrets
from services.errors import Refused
from services.review import correcting, views
from services.review.correcting import Seen, SeenKind
from services.review.views import View
from storage.db import Database
from storage.models import AuditEntry, Correction, Feedback, FeedbackTopic, Staff
from tests import factories
from tests.services.review.desk import say, topic, withdraw

SUGGESTED = (topic("moi_truong_tai_nguyen", AUTO), topic("y_te"))
AS_SHOWN = Seen(frozenset({"moi_truong_tai_nguyen", "y_te"}), 0)


async def world(database: Database, secrets: Secrets, now: datetime) -> Staff:
    """DT1 with a comment of two suggestions, one withdrawn, one untagged; DT2 of the same agency with a fourth."""
    await factories.open_draft(database, now)
    await factories.open_draft(database, now, title="Quyết định khác")
    async with database.transaction() as session:
        await say(session, secrets, now, "Phí rác cao", SUGGESTED)
        await withdraw(session, await say(session, secrets, now, "Tôi rút lại", SUGGESTED))
        await say(session, secrets, now, "Chưa phân loại", None)
        await say(session, secrets, now, "Ở dự thảo khác", SUGGESTED, draft="DT2", path=None)
        account, _ = await factories.account(session, now, secrets.pseudonyms)
        return account


async def test_a_comment_is_corrected_and_corrected_again(database: Database, secrets: Secrets, now: datetime) -> None:
    by = await world(database, secrets, now)
    async with database.transaction() as session:
        first = await correcting.correct(session, "DT1", 1, ["giao_duc", "y_te"], AS_SHOWN, by, now)
        assert (first.suggested, first.confirmed) == (["moi_truong_tai_nguyen", "y_te"], ["giao_duc", "y_te"])
    async with database.transaction() as session:
        again = Seen(frozenset({"giao_duc", "y_te"}), first.id or 0)
        await correcting.correct(session, "DT1", 1, ["dat_dai"], again, by, now + timedelta(hours=1))
        topics = (await session.exec(select(FeedbackTopic.code).where(FeedbackTopic.feedback_id == 1))).all()
        assert topics == ["dat_dai"]
        assert [set(one.labels) for one in await corrections.examples(session)] == [{"dat_dai"}]
        log = (await session.exec(select(AuditEntry).where(AuditEntry.action == "topics.correct"))).all()
        assert [(entry.actor, entry.subject, entry.details) for entry in log] == [
            (by.email, "DT1", {"comment": 1, "topics": ["giao_duc", "y_te"]}),
            (by.email, "DT1", {"comment": 1, "topics": ["dat_dai"]}),
        ]
        assert await correcting.still_shown(session, "DT1", by, views.read_query("topic=dat_dai"), 1)
        assert not await correcting.still_shown(session, "DT1", by, views.read_query("reviewed=no"), 1)


async def test_of_two_officers_at_once_one_is_told_that_the_other_was_first(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    by = await world(database, secrets, now)

    async def press(topic_code: str) -> str:
        try:
            async with database.transaction() as session:
                await correcting.correct(session, "DT1", 1, [topic_code], AS_SHOWN, by, now)
        except Refused as refused:
            return refused.code
        return topic_code

    answers = await asyncio.gather(press("y_te"), press("giao_duc"))
    [kept] = [answer for answer in answers if answer != "correction_outdated"]
    async with database.transaction() as session:
        topics = (await session.exec(select(FeedbackTopic.code).where(FeedbackTopic.feedback_id == 1))).all()
        assert topics == [kept]
        assert len((await session.exec(select(Correction))).all()) == 1


async def test_what_cannot_be_corrected_is_refused_and_nothing_is_kept(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    by = await world(database, secrets, now)
    async with database.transaction() as session:
        other, _ = await factories.account(session, now, secrets.pseudonyms, email="b@example.invalid", agency="so_yt")
    old = Seen(frozenset({"moi_truong_tai_nguyen"}), 0)
    cases = [
        ("DT1", 2, ["y_te"], AS_SHOWN, by, "comment_withdrawn"),
        ("DT1", 3, ["y_te"], AS_SHOWN, by, "correction_outdated"),
        ("DT1", 4, ["y_te"], AS_SHOWN, by, "unknown_comment"),
        ("DT1", 999, ["y_te"], AS_SHOWN, by, "unknown_comment"),
        ("DT1", 1, ["rac"], AS_SHOWN, by, "unknown_field"),
        ("DT1", 1, ["y_te"], old, by, "correction_outdated"),
        ("DT1", 1, ["y_te"], Seen(AS_SHOWN.codes, 7), by, "correction_outdated"),
        ("DT9", 1, ["y_te"], AS_SHOWN, by, "unknown_draft"),
        ("DT1", 1, ["y_te"], AS_SHOWN, other, "other_agency"),
    ]
    for code, number, wanted, seen, who, refusal in cases:
        with pytest.raises(Refused, match=refusal):
            async with database.transaction() as session:
                await correcting.correct(session, code, number, wanted, seen, who, now)
    async with database.transaction() as session:
        assert (await session.exec(select(Correction))).all() == []
        assert (await session.exec(select(AuditEntry).where(AuditEntry.action == "topics.correct"))).all() == []


async def test_the_certain_ones_of_a_page_are_confirmed_at_once_and_teach_and_measure_nothing(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    by = await world(database, secrets, now)
    certain, mixed = frozenset({"y_te"}), AS_SHOWN.codes
    async with database.transaction() as session:
        sure = [await say(session, secrets, now, f"Khám bệnh {n}", [topic("y_te", AUTO)]) for n in range(3)]
        reviewed = await say(session, secrets, now, "Đã xem", [topic("y_te", AUTO)])
        await corrections.record(session, reviewed, by, ["y_te"], now)
        foreign = await say(session, secrets, now, "Khác", [topic("y_te", AUTO)], draft="DT2", path=None)
        gone = await say(session, secrets, now, "Rút", [topic("y_te", AUTO)])
        await withdraw(session, gone)
    shown = {1: mixed, 3: frozenset[str](), reviewed: certain, foreign: certain, gone: certain, 0: certain}
    shown |= dict.fromkeys(sure[:2], certain) | {sure[2]: frozenset({"dat_dai"})}
    async with database.transaction() as session:
        assert await correcting.confirm_certain(session, "DT1", shown, by, now) == 2
    async with database.transaction() as session:
        made = (await session.exec(select(Correction).where(Correction.in_bulk))).all()
        assert [(one.feedback_id, one.suggested, one.confirmed) for one in made] == [
            (number, ["y_te"], ["y_te"]) for number in sure[:2]
        ]
        assert (await corrections.since_last_attempt(session)).number == 1
        assert [one.text for one in await corrections.examples(session)] == ["Đã xem"]
        weeks = await corrections.by_week(session, now - timedelta(days=1), now + timedelta(days=1))
        assert [(week.code, week.suggested, week.right) for week in weeks] == [("y_te", 1, 1)]
        assert await correcting.confirm_certain(session, "DT1", shown, by, now) == 0
        later = Seen(certain, made[0].id or 0)
        await correcting.correct(session, "DT1", sure[0], ["giao_duc"], later, by, now)
        assert len(await corrections.examples(session)) == 2
        with pytest.raises(Refused, match="too_many_at_once"):
            await correcting.confirm_certain(session, "DT1", dict.fromkeys(range(201), certain), by, now)


async def stands(database: Database, number: int) -> tuple[str, list[str]]:
    """The kind and the topics of a comment now."""
    async with database.transaction() as session:
        topics = (await session.exec(select(FeedbackTopic.code).where(FeedbackTopic.feedback_id == number))).all()
        return (await session.get_one(Feedback, number)).kind, sorted(topics)


async def test_a_kind_is_corrected_put_back_counted_and_teaches_nothing(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    by = await world(database, secrets, now)
    async with database.transaction() as session:
        first = await correcting.correct_kind(session, "DT1", 1, "spam", SeenKind("opinion", 0), by, now)
        assert (first.kind_was, first.kind, first.staff_id, first.ahead) == ("opinion", "spam", by.id, False)
    assert await stands(database, 1) == ("spam", ["moi_truong_tai_nguyen", "y_te"])
    async with database.transaction() as session:
        assert await correcting.still_shown(session, "DT1", by, views.read_query("kind=spam&reviewed=no"), 1)
        assert await correcting.still_shown(session, "DT1", by, View(), 1)  # nothing is hidden by it
        back = SeenKind("spam", first.id or 0)
        await correcting.correct_kind(session, "DT1", 1, "opinion", back, by, now + timedelta(minutes=1))
        await correcting.correct(session, "DT1", 1, ["y_te"], AS_SHOWN, by, now)  # topics were not touched
    assert await stands(database, 1) == ("opinion", ["y_te"])
    async with database.transaction() as session:
        day = timedelta(days=1)
        assert (await corrections.since_last_attempt(session)).number == 1
        assert [set(one.labels) for one in await corrections.examples(session)] == [{"y_te"}]
        weeks = await corrections.kinds_by_week(session, now - day, now + day)
        assert [(one.code, one.suggested, one.confirmed, one.right) for one in weeks] == [
            ("opinion", 1, 0, 0), ("spam", 0, 1, 0),
        ]  # fmt: skip
        assert {one.code for one in await corrections.by_week(session, now - day, now + day)} == {
            "moi_truong_tai_nguyen", "y_te",
        }  # fmt: skip
        log = (await session.exec(select(AuditEntry).where(AuditEntry.action == "kind.correct"))).all()
        assert [(entry.actor, entry.details) for entry in log] == [
            (by.email, {"comment": 1, "kind": "spam"}), (by.email, {"comment": 1, "kind": "opinion"}),
        ]  # fmt: skip


async def test_a_kind_that_cannot_be_kept_is_refused(database: Database, secrets: Secrets, now: datetime) -> None:
    by = await world(database, secrets, now)
    async with database.transaction() as session:
        other, _ = await factories.account(session, now, secrets.pseudonyms, email="b@example.invalid", agency="so_yt")
    shown = SeenKind("opinion", 0)
    cases = [
        (1, "joke", shown, by, "unknown_kind"),
        (1, "", shown, by, "unknown_kind"),
        (1, "question", SeenKind("question", 0), by, "kind_outdated"),
        (1, "question", SeenKind("opinion", 9), by, "kind_outdated"),
        (2, "question", shown, by, "comment_withdrawn"),
        (4, "question", shown, by, "unknown_comment"),
        (1, "question", shown, other, "other_agency"),
    ]
    for number, kind, seen, who, refusal in cases:
        with pytest.raises(Refused, match=refusal):
            async with database.transaction() as session:
                await correcting.correct_kind(session, "DT1", number, kind, seen, who, now)
    assert await stands(database, 1) == ("opinion", ["moi_truong_tai_nguyen", "y_te"])


async def test_what_staff_said_before_the_machine_read_it_stands_and_is_no_measure_of_the_machine(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    by = await world(database, secrets, now)
    async with database.transaction() as session:
        for text in ("Chỉ chủ đề", "Chỉ loại", "Chưa ai nói"):
            await say(session, secrets, now, text, None)
        await correcting.correct(session, "DT1", 5, ["giao_duc"], Seen(frozenset(), 0), by, now)
        await correcting.correct_kind(session, "DT1", 6, "complaint", SeenKind("", 0), by, now)
    async with database.transaction() as session:
        read = Tagging((topic("y_te", AUTO),), "question")
        await tags.store(session, [(number, read) for number in (7, 6, 5)], now)
        assert [one.feedback_id for one in await tags.waiting(session, 9)] == [3]
    assert [await stands(database, number) for number in (5, 6, 7)] == [
        ("question", ["giao_duc"]), ("complaint", ["y_te"]), ("question", ["y_te"]),
    ]  # fmt: skip
    async with database.transaction() as session:
        made = (await session.exec(select(Correction).order_by("id"))).all()
        assert [(one.feedback_id, one.ahead) for one in made] == [(5, True), (6, True)]
        day = timedelta(days=1)
        assert await corrections.by_week(session, now - day, now + day) == []
        assert await corrections.kinds_by_week(session, now - day, now + day) == []
        assert [one.text for one in await corrections.examples(session)] == ["Chỉ chủ đề"]


async def test_of_a_correction_and_the_machine_at_once_the_person_has_the_last_word(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    by = await world(database, secrets, now)

    async def read() -> None:
        async with database.transaction() as session:
            await tags.store(session, [(3, Tagging((topic("y_te", AUTO),), "question"))], now)

    async def press() -> bool:
        try:
            async with database.transaction() as session:
                await correcting.correct(session, "DT1", 3, ["giao_duc"], Seen(frozenset(), 0), by, now)
        except Refused:
            return False
        return True

    pressed, _ = await asyncio.gather(press(), read())
    # Told that the comment has changed, or kept: never a mixture.
    assert await stands(database, 3) == ("question", ["giao_duc"] if pressed else ["y_te"])
