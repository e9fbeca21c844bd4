"""Transactions that only read: nobody who writes waits for them, and nothing is written in them."""

import asyncio
from datetime import datetime

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import DBAPIError
from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.db import Database
from storage.models import InboxEvent


async def note(session: AsyncSession, number: int, now: datetime) -> None:
    """Writes a row."""
    session.add(InboxEvent(channel="post", event_id=str(number), received_at=now))
    await session.flush()


async def count(session: AsyncSession) -> int:
    """How many rows there are."""
    return (await session.exec(select(func.count()).select_from(InboxEvent))).one()


async def test_a_writer_does_not_wait_for_readers_nor_they_for_him(database: Database, now: datetime) -> None:
    async with asyncio.timeout(10), database.reading() as one, database.reading() as other:
        assert (await count(one), await count(other)) == (0, 0)
        async with database.transaction() as writer:
            await note(writer, 1, now)
            async with database.reading() as third:  # a writer at work is no hindrance either
                assert await count(third) == 0
    async with database.reading() as session:
        assert await count(session) == 1


async def test_a_page_read_on_sqlite_is_of_one_moment(sqlite_database: Database, now: datetime) -> None:
    async with sqlite_database.reading() as session:
        before = await count(session)
        async with sqlite_database.transaction() as writer:
            await note(writer, 1, now)
        assert await count(session) == before == 0


async def test_nothing_is_written_in_a_reading_and_its_connection_writes_again_later(
    database: Database, now: datetime
) -> None:
    for number in range(3):
        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            async with database.reading() as session:
                await session.exec(delete(InboxEvent))
        async with database.transaction() as session:
            await note(session, number, now)
    async with database.reading() as session:
        assert await count(session) == 3
