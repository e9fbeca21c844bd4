"""The database keeps every write and every time zone: the traps of reference style_and_stack, section 5."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import StatementError
from sqlmodel import select

from storage.db import Database
from storage.models import Agency, Citizen
from storage.sealing import Sealer


async def test_160_concurrent_increments_end_at_160(database: Database) -> None:
    async with database.transaction() as session:
        session.add(Agency(code="so-y-te", name="0"))

    async def increment() -> None:
        async with database.transaction() as session:
            agency = (await session.exec(select(Agency).with_for_update())).one()
            agency.name = str(int(agency.name) + 1)
            session.add(agency)

    await asyncio.gather(*(increment() for _ in range(160)))

    async with database.transaction() as session:
        assert (await session.exec(select(Agency.name))).one() == "160"


async def test_times_come_back_in_utc_and_naive_ones_are_refused(
    database: Database, sealer: Sealer, now: datetime
) -> None:
    citizen = Citizen(channel="telegram", address_hash=b"1", address_sealed=b"2", joined_at=now)
    async with database.transaction() as session:
        session.add(citizen)
    async with database.transaction() as session:
        stored = (await session.exec(select(Citizen))).one()
        assert stored.joined_at == now
        assert stored.joined_at.utcoffset() == timedelta(0)

    naive = now.replace(tzinfo=None)
    with pytest.raises(StatementError, match="without a zone"):
        async with database.transaction() as session:
            session.add(Citizen(channel="telegram", address_hash=b"3", address_sealed=b"2", joined_at=naive))
