"""The tagging loop: comments are tagged soon, oldest first, and a database that comes and goes does not end it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from sqlmodel import select

from bot import tagger
from bot.tagger import TaggingLoop
from nlp.tagging import Tagger
from services.citizens import Secrets
from storage.db import Database
from storage.models import Feedback, FeedbackTopic, Purpose
from tests import factories
from tests.bot.post import until
from tests.services.people import comments, meet

TEXT = "Rác thải sinh hoạt gây ô nhiễm môi trường"


async def write(database: Database, secrets: Secrets, now: datetime, *texts: str) -> None:
    """Hoa comments on DT1."""
    async with database.transaction() as session:
        hoa = await meet(session, "hoa", secrets, now, Purpose.FEEDBACK)
        for text in texts:
            await comments(session, hoa, secrets, now, text)


async def untagged(database: Database) -> int:
    async with database.transaction() as session:
        return sum(row.tagged_at is None for row in (await session.exec(select(Feedback))).all())


@asynccontextmanager
async def running(loop: TaggingLoop) -> AsyncIterator[None]:
    task = asyncio.create_task(loop.run())
    try:
        yield
        assert not task.done()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_one_batch_is_tagged_with_topics_and_kind(database: Database, secrets: Secrets, now: datetime) -> None:
    await factories.open_draft(database, now)
    await write(database, secrets, now, *[TEXT] * (tagger.BATCH + 1))
    loop, words = TaggingLoop(database, lambda: now + timedelta(seconds=1)), Tagger.load()
    assert await loop.once(words) is True
    assert await untagged(database) == 1
    assert await loop.once(words) is True
    assert await loop.once(words) is False
    async with database.transaction() as session:
        first = (await session.exec(select(Feedback).order_by("id"))).first()
        topic = (await session.exec(select(FeedbackTopic))).first()
    assert first
    assert topic
    assert (first.tagged_at, bool(first.kind)) == (now + timedelta(seconds=1), True)
    assert (topic.code, topic.band) == ("moi_truong_tai_nguyen", "auto")


async def test_a_comment_is_tagged_as_soon_as_the_loop_is_woken(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now)
    loop = TaggingLoop(database, lambda: now)
    async with running(loop):
        await write(database, secrets, now, TEXT)
        loop.wake()
        await until(lambda: _none(database), 8)


async def _none(database: Database) -> bool:
    return await untagged(database) == 0


async def test_a_database_that_is_away_is_tried_again(now: datetime) -> None:
    away = Database("postgresql+asyncpg://gopy@127.0.0.1:1/gopy")
    async with running(TaggingLoop(away, lambda: now)):
        await asyncio.sleep(0.5)
    await away.close()
