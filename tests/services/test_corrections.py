"""Corrections on both databases: kept with who made them, counted by week, taught as they were confirmed last."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from bot.learning import load, refit
from bot.tagger import TaggingLoop
from nlp.learning.correcting import FEW_TEXTS
from nlp.learning.model import Learning
from nlp.learning.prior import FieldPrior
from nlp.tagging import Evidence, Tagger, Tagging, Topic
from services import corrections, tags
from services.citizens import Secrets
from services.errors import Refused
from storage.db import Database
from storage.models import Correction, FeedbackTopic, LearntModel, Purpose, Staff
from tests import factories
from tests.services.people import comments, meet

SUGGESTED = Tagging(
    (
        Topic("moi_truong_tai_nguyen", 0.8, "auto", (Evidence(0, 4, "Phí "),)),
        Topic("y_te", 0.5, "suggest", ()),
        Topic("dat_dai", 0.2, "unsure", ()),
    ),
    "opinion",
)


async def world(database: Database, secrets: Secrets, now: datetime, texts: tuple[str, ...]) -> Staff:
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        staff, _ = await factories.account(session, now, secrets.pseudonyms)
        hoa = await meet(session, "hoa", secrets, now, Purpose.FEEDBACK)
        for text in texts:
            await comments(session, hoa, secrets, now, text)
        await tags.store(session, [(number, SUGGESTED) for number in range(1, len(texts) + 1)], now)
        return staff


async def test_a_correction_keeps_both_lists_and_becomes_the_topics(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    staff = await world(database, secrets, now, ("Phí rác cao",))
    async with database.transaction() as session:
        made = await corrections.record(session, 1, staff, ["thue_phi_hai_quan", "moi_truong_tai_nguyen"], now)
        assert made.suggested == ["moi_truong_tai_nguyen", "y_te"]
        assert made.confirmed == ["moi_truong_tai_nguyen", "thue_phi_hai_quan"]
        assert made.staff_id == staff.id
    async with database.transaction() as session:
        topics = (await session.exec(select(FeedbackTopic).order_by(FeedbackTopic.code))).all()
        assert [(t.code, t.score, t.band) for t in topics] == [
            ("moi_truong_tai_nguyen", 1.0, "auto"), ("thue_phi_hai_quan", 1.0, "auto"),
        ]  # fmt: skip
        assert topics[0].evidence[0]["text"] == "Phí "


async def test_what_cannot_be_corrected_is_refused(database: Database, secrets: Secrets, now: datetime) -> None:
    staff = await world(database, secrets, now, ("Phí rác cao",))
    async with database.transaction() as session:
        with pytest.raises(Refused, match="unknown_field"):
            await corrections.record(session, 1, staff, ["nong_nghiep", "rac"], now)
        with pytest.raises(Refused, match="unknown_feedback"):
            await corrections.record(session, 99, staff, ["nong_nghiep"], now)
        assert (await session.exec(select(Correction))).all() == []


async def test_the_last_word_on_a_comment_is_taught(database: Database, secrets: Secrets, now: datetime) -> None:
    staff = await world(database, secrets, now, ("Phí rác cao", "Xe rác ồn"))
    async with database.transaction() as session:
        await corrections.record(session, 1, staff, ["y_te"], now)
        await corrections.record(session, 2, staff, [], now)
        await corrections.record(session, 1, staff, ["thue_phi_hai_quan"], now)
        found = await corrections.examples(session)
    assert [(one.text, set(one.labels)) for one in found] == [
        ("Phí rác cao", {"thue_phi_hai_quan"}), ("Xe rác ồn", set()),
    ]  # fmt: skip
    assert {one.title for one in found} == {"Quyết định về mức hỗ trợ thu gom rác thải nông thôn"}


async def test_weeks_count_first_looks_by_topic(database: Database, secrets: Secrets, now: datetime) -> None:
    staff = await world(database, secrets, now, ("một", "hai", "ba"))
    async with database.transaction() as session:
        await corrections.record(session, 1, staff, ["moi_truong_tai_nguyen"], now)
        await corrections.record(session, 1, staff, [], now)  # a second look is no news about the suggestion
        await corrections.record(session, 2, staff, ["y_te", "giao_duc"], now)
        await corrections.record(session, 3, staff, ["y_te"], now + timedelta(days=7))
        weeks = await corrections.by_week(session, now - timedelta(days=1), now + timedelta(days=8))
    first = {week.code: (week.suggested, week.confirmed, week.right) for week in weeks if week.monday <= now.date()}
    assert first == {"giao_duc": (0, 1, 0), "moi_truong_tai_nguyen": (2, 1, 1), "y_te": (2, 1, 1)}
    [later] = [week for week in weeks if week.monday > now.date() and week.code == "y_te"]
    assert (later.precision, later.recall) == (1.0, 1.0)
    [never] = [week for week in weeks if week.code == "giao_duc"]
    assert (never.precision, never.recall) == (None, 0.0)


async def test_a_refit_from_few_corrections_is_noted_and_not_kept(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    staff = await world(database, secrets, now, ("Phí rác cao",))
    assert await refit(database, lambda: now) is None
    async with database.transaction() as session:
        await corrections.record(session, 1, staff, ["y_te"], now)
    learning = await refit(database, lambda: now)
    assert learning is not None
    assert (learning.accepted, learning.reason) == (False, FEW_TEXTS)
    async with database.transaction() as session:
        [row] = (await session.exec(select(LearntModel))).all()
        assert (row.data, row.examples, row.reason) == (None, 1, FEW_TEXTS)
        assert await corrections.newest(session) is None


async def test_a_trainer_that_is_killed_leaves_everything_as_it_was(
    sqlite_database: Database, secrets: Secrets, now: datetime
) -> None:
    staff = await world(sqlite_database, secrets, now, ("Phí rác cao",))
    async with sqlite_database.transaction() as session:
        await corrections.record(session, 1, staff, ["y_te"], now)
        await corrections.keep(session, b"model", Learning(60, 0.81, 0.75), now - timedelta(days=1))
    with pytest.raises(Refused, match="learning_failed") as told:
        await refit(sqlite_database, lambda: now, trainer="tests.services.dying")
    assert told.value.values == {"reason": "SIGKILL"}
    async with sqlite_database.transaction() as session:
        [row] = (await session.exec(select(LearntModel))).all()
        assert row.data == b"model"
        assert (await corrections.since_last_attempt(session)).number == 1  # the next night learns from it


async def test_comments_are_tagged_by_the_model_kept_last(database: Database, secrets: Secrets, now: datetime) -> None:
    from nlp.learning.examples import Example
    from nlp.learning.storing import to_bytes
    from nlp.learning.teaching import learn

    await factories.open_draft(database, now)
    model = learn([Example("xe gom ồn", frozenset(["an_ninh_trat_tu"])), Example("phí cao", frozenset(["y_te"]))] * 4)
    async with database.transaction() as session:
        hoa = await meet(session, "hoa", secrets, now, Purpose.FEEDBACK)
        await comments(session, hoa, secrets, now, "xe gom ồn quá")
        await corrections.keep(session, b"broken", Learning(40, 0.9, 0.8), now)
        await corrections.keep(session, to_bytes(model), Learning(40, 0.9, 0.8), now)
        await corrections.keep(session, b"", Learning(50, 0.7, 0.8, accepted=False, reason="no_gain"), now)
    assert await TaggingLoop(database, lambda: now).once(Tagger.load())
    async with database.transaction() as session:
        topics = (await session.exec(select(FeedbackTopic).order_by(FeedbackTopic.score.desc()))).all()  # type: ignore[attr-defined]  # a column
    assert topics[0].code == "an_ninh_trat_tu"
    assert load(b"broken", FieldPrior()) is None
