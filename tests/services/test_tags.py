"""Tags and jobs' slots on both databases: written once, whoever comes second changes nothing."""

import asyncio
from datetime import datetime, timedelta

from sqlmodel import select

from nlp.tagging import Evidence, Tagging, Topic
from services import jobs, tags
from services.citizens import Secrets
from services.tags import Waiting
from storage.db import Database
from storage.models import Feedback, FeedbackTopic, JobSlot, Purpose
from tests import factories
from tests.services.people import comments, meet

FIELD = "moi_truong_tai_nguyen"


def tagging(score: float, kind: str = "opinion") -> Tagging:
    return Tagging((Topic(FIELD, score, "auto", (Evidence(0, 3, "Mức"),)),), kind)


async def test_comments_wait_oldest_first_and_are_tagged_once(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        hoa = await meet(session, "hoa", secrets, now, Purpose.FEEDBACK)
        for text in ("một", "hai", "ba"):
            await comments(session, hoa, secrets, now, text)
    async with database.transaction() as session:
        batch = await tags.waiting(session, 2)
        title = "Quyết định về mức hỗ trợ thu gom rác thải nông thôn"
        assert batch == [Waiting(1, "một", title, (FIELD,)), Waiting(2, "hai", title, (FIELD,))]
        await tags.store(session, [(1, tagging(0.8)), (2, Tagging((), "other"))], now)
    async with database.transaction() as session:  # a second process comes with other results
        await tags.store(session, [(1, tagging(0.1))], now)
        assert [item.text for item in await tags.waiting(session, 9)] == ["ba"]
        [topic] = (await session.exec(select(FeedbackTopic))).all()
        assert (topic.feedback_id, topic.score, topic.band) == (1, 0.8, "auto")
        assert topic.evidence == [{"start": 0, "end": 3, "text": "Mức"}]
        kinds = [row.kind for row in (await session.exec(select(Feedback).order_by("id"))).all()]
    assert kinds == ["opinion", "other", ""]


async def test_of_unsure_topics_only_a_first_one_is_kept(database: Database, secrets: Secrets, now: datetime) -> None:
    def topics(*bands: str) -> Tagging:
        codes = ("giao_duc", "y_te", "dat_dai")
        return Tagging(tuple(Topic(code, 0.5, band, ()) for code, band in zip(codes, bands, strict=False)), "opinion")

    await factories.open_draft(database, now)
    async with database.transaction() as session:
        hoa = await meet(session, "hoa", secrets, now, Purpose.FEEDBACK)
        for text in ("một", "hai"):
            await comments(session, hoa, secrets, now, text)
    async with database.transaction() as session:
        await tags.store(session, [(1, topics("auto", "suggest", "unsure")), (2, topics("unsure", "unsure"))], now)
        kept = (await session.exec(select(FeedbackTopic).order_by("feedback_id", "code"))).all()
    assert [(row.feedback_id, row.code) for row in kept] == [(1, "giao_duc"), (1, "y_te"), (2, "giao_duc")]


async def test_a_slot_belongs_to_whoever_writes_it_first(database: Database, now: datetime) -> None:
    async def claim() -> bool:
        async with database.transaction() as session:
            return await jobs.claim(session, "prune", "2026-11-23T20:10Z", now)

    assert sorted(await asyncio.gather(*(claim() for _ in range(5)))) == [False] * 4 + [True]
    async with database.transaction() as session:
        assert await jobs.claim(session, "prune", "2026-11-24T20:10Z", now)
        assert await jobs.claim(session, "other", "2026-11-23T20:10Z", now)


async def test_finishing_notes_the_end_and_forgets_old_slots(database: Database, now: datetime) -> None:
    async with database.transaction() as session:
        await jobs.claim(session, "prune", "old", now - timedelta(days=14, seconds=1))
        await jobs.claim(session, "prune", "new", now)
        await jobs.finish(session, "prune", "new", now + timedelta(seconds=5))
    async with database.transaction() as session:
        [slot] = (await session.exec(select(JobSlot))).all()
    assert (slot.slot, slot.finished_at) == ("new", now + timedelta(seconds=5))
