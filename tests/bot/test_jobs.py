"""Scheduled jobs: in Vietnam's time, in one process only, and a failure never ends the next slot."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.jobs import JOBS, Job, run, schedule, trigger
from services import corrections, privacy
from services.citizens import Secrets
from services.drafts import publishing
from storage.db import Database
from storage.models import Authorship, Citizen, InboxEvent, JobSlot, LearntModel, Purpose
from tests import factories
from tests.services.people import comments, meet

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def job(name: str) -> Job:
    return next(job for job in JOBS if job.name == name)


@pytest.mark.parametrize(
    ("name", "now", "then"),
    [
        ("prune", "2026-11-23T20:09:59+00:00", "2026-11-24T03:10:00+07:00"),  # still the 23rd in Greenwich
        ("prune", "2026-11-23T20:10:01+00:00", "2026-11-25T03:10:00+07:00"),
        ("prune", "2026-12-31T23:59:00+00:00", "2027-01-02T03:10:00+07:00"),
        ("erase-links", "2026-11-23T16:59:59+00:00", "2026-11-24T03:20:00+07:00"),
        ("learn", "2026-11-23T19:29:59+00:00", "2026-11-24T02:30:00+07:00"),
        ("finish-erasures", "2026-11-23T23:59:30+00:00", "2026-11-24T07:00:00+07:00"),
    ],
)
def test_a_job_runs_next_by_vietnams_clock(name: str, now: str, then: str) -> None:
    found = trigger(job(name), VIETNAM).get_next_fire_time(None, datetime.fromisoformat(now))
    assert found.isoformat() == then


async def test_the_scheduler_knows_every_job_in_the_zone_of_the_settings(database: Database, now: datetime) -> None:
    scheduler = schedule(database, VIETNAM, lambda: now, 30)
    scheduler.start(paused=True)
    try:
        assert {found.id for found in scheduler.get_jobs()} == {known.name for known in JOBS}
        assert {str(found.next_run_time.tzinfo) for found in scheduler.get_jobs()} == {"Asia/Ho_Chi_Minh"}
    finally:
        scheduler.shutdown(wait=False)


async def test_two_processes_never_run_the_same_slot(database: Database, now: datetime) -> None:
    ran = []

    async def work(_session: AsyncSession, _now: datetime, _days: int) -> None:
        ran.append(1)
        await asyncio.sleep(0.05)

    once = Job("once", "Counts.", {"minute": "*"}, timedelta(seconds=20), work)
    other = Database(database.url.render_as_string(hide_password=False))
    try:
        told = await asyncio.gather(*(run(once, place, lambda: now, 30) for place in (database, other, database)))
        assert sorted(told) == [False, False, True]
        assert await run(once, other, lambda: now + timedelta(seconds=59), 30) is False
        assert await run(once, other, lambda: now + timedelta(seconds=60), 30) is True
    finally:
        await other.close()
    assert len(ran) == 2
    async with database.transaction() as session:
        slots = (await session.exec(select(JobSlot).order_by("slot"))).all()
    assert [slot.slot for slot in slots] == ["2026-11-23T02:00Z", "2026-11-23T02:01Z"]
    assert all(slot.finished_at for slot in slots)


async def test_a_job_that_fails_or_takes_too_long_leaves_its_slot_to_others(database: Database, now: datetime) -> None:
    async def fails(session: AsyncSession, at: datetime, _days: int) -> None:
        session.add(InboxEvent(channel="post", event_id="1", received_at=at))
        await session.flush()
        raise ValueError("không xong")

    async def hangs(_session: AsyncSession, _at: datetime, _days: int) -> None:
        await asyncio.sleep(60)

    async def works(_session: AsyncSession, _at: datetime, _days: int) -> None:
        return None

    for work in (fails, hangs):
        assert await run(Job("one", "Fails.", {}, timedelta(seconds=0.3), work), database, lambda: now, 30) is False
    async with database.transaction() as session:
        assert (await session.exec(select(InboxEvent))).all() == []
    assert await run(Job("one", "Works.", {}, timedelta(seconds=20), works), database, lambda: now, 30) is True


async def test_a_job_apart_has_its_slot_alone_and_no_transaction_open(database: Database, now: datetime) -> None:
    ran = []

    async def apart(house: Database, clock: Callable[[], datetime]) -> None:
        ran.append(clock())
        async with house.transaction() as session:
            session.add(InboxEvent(channel="post", event_id=str(len(ran)), received_at=now))
        await asyncio.sleep(0.05)
        if len(ran) == 2:
            raise ValueError("không xong")

    long = Job("long", "Takes long.", {}, timedelta(seconds=20), apart=apart)
    told = await asyncio.gather(*(run(long, database, lambda: now, 30) for _ in range(3)))
    assert sorted(told) == [False, False, True]
    for minutes, ended in ((1, False), (2, True)):
        assert await run(long, database, lambda: now + timedelta(minutes=minutes), 30) is ended  # noqa: B023 (called at once)
    async with database.transaction() as session:
        slots = (await session.exec(select(JobSlot).order_by("slot"))).all()
        written = (await session.exec(select(InboxEvent))).all()
    assert [bool(slot.finished_at) for slot in slots] == [True, False, True]
    assert len(written) == len(ran) == 3


async def test_corrections_are_learnt_from_by_night_when_there_are_new_ones(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        staff, _ = await factories.account(session, now, secrets.pseudonyms)
        await comments(session, await meet(session, "hoa", secrets, now, Purpose.FEEDBACK), secrets, now)

    async def attempts(night: int) -> int:
        told = await asyncio.gather(
            *(run(job("learn"), database, lambda: now + timedelta(days=night), 30) for _ in range(2))
        )
        assert sorted(told) == [False, True]
        async with database.transaction() as session:
            return len((await session.exec(select(LearntModel))).all())

    assert await attempts(1) == 0
    async with database.transaction() as session:
        await corrections.record(session, 1, staff, ["y_te"], now + timedelta(days=1))
    assert await attempts(2) == 1
    assert await attempts(3) == 1
    async with database.transaction() as session:
        await corrections.record(session, 1, staff, ["dat_dai"], now + timedelta(days=3, minutes=1))
    assert await attempts(4) == 2


async def test_what_the_jobs_do(database: Database, secrets: Secrets, now: datetime) -> None:
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        hoa = await meet(session, "hoa", secrets, now, Purpose.FEEDBACK)
        await comments(session, hoa, secrets, now)
        await publishing.close(session, "DT1", None, now)
        await privacy.ask_erasure(session, await meet(session, "nam", secrets, now), now)
        session.add(InboxEvent(channel="post", event_id="1", received_at=now))

    async def left(table: type, later: timedelta) -> int:
        for known in JOBS:
            assert await run(known, database, lambda: now + later, 30)
        async with database.transaction() as session:
            return len((await session.exec(select(table))).all())

    assert await left(Citizen, timedelta(minutes=1)) == 1
    assert await left(InboxEvent, timedelta(hours=72)) == 1
    assert await left(InboxEvent, timedelta(hours=72, minutes=1)) == 0
    assert await left(Authorship, timedelta(days=30)) == 1
    assert await left(Authorship, timedelta(days=30, minutes=1)) == 0
