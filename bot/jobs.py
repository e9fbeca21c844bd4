"""The scheduled jobs, in Vietnam time, each with a limit; what they do is services' business."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import learning
from services import console_sessions, conversations, jobs, privacy, uploads
from storage.db import Database

log = structlog.get_logger(__name__)
_TAKEN = object()


@dataclass(frozen=True, slots=True)
class Job:
    """A job: when it runs (cron fields, local time), how long it may take, and what it does.

    ``work`` is done in one transaction. ``apart`` is for what takes too long for that: it opens its own, and its slot
    is claimed before it begins.
    """

    name: str
    does: str
    when: Mapping[str, str]
    limit: timedelta
    work: Callable[[AsyncSession, datetime, int], Awaitable[object]] | None = field(default=None, repr=False)
    apart: Callable[[Database, Callable[[], datetime]], Awaitable[object]] | None = field(default=None, repr=False)


async def _prune(session: AsyncSession, now: datetime, _days: int) -> None:
    await conversations.prune(session, now)
    await console_sessions.forget_ended(session, now)


async def _finish_erasures(session: AsyncSession, _now: datetime, _days: int) -> int:
    return await privacy.finish_erasures(session)


async def _erase_links(session: AsyncSession, now: datetime, days: int) -> int:
    return await privacy.erase_old_links(session, now - timedelta(days=days))


async def _prune_uploads(session: AsyncSession, now: datetime, _days: int) -> int:
    return await uploads.prune(session, now)


JOBS = (
    Job("prune", "Forgets old inbox entries, abandoned conversations and ended console sessions.",
        {"hour": "3", "minute": "10"}, timedelta(minutes=5), _prune),
    Job("finish-erasures", "Deletes the addresses of those who asked to be erased.", {"minute": "*"},
        timedelta(seconds=50), _finish_erasures),
    Job("erase-links", "Erases who wrote what once a draft has been closed long enough.", {"hour": "3", "minute": "20"},
        timedelta(minutes=5), _erase_links),
    Job("prune-uploads", "Forgets uploaded files that became no draft in three days.", {"hour": "3", "minute": "40"},
        timedelta(minutes=5), _prune_uploads),
    Job("learn", "Learns from corrections of topics when there are new ones; kept only when it is better.",
        {"hour": "2", "minute": "30"}, timedelta(minutes=30), apart=learning.refit_if_new),
)  # fmt: skip


def trigger(job: Job, zone: ZoneInfo) -> CronTrigger:
    """When the job runs. ``from_crontab`` is not used: it ignores the scheduler's zone."""
    return CronTrigger(timezone=zone, **job.when)


def schedule(
    database: Database, zone: ZoneInfo, clock: Callable[[], datetime], keep_links_days: int
) -> AsyncIOScheduler:
    """A scheduler with every job, not started yet; two processes never run the same slot."""
    scheduler = AsyncIOScheduler(timezone=zone)
    for job in JOBS:
        scheduler.add_job(
            run,
            trigger(job, zone),
            args=(job, database, clock, keep_links_days),
            id=job.name,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=30,
        )
    return scheduler


async def run(job: Job, database: Database, clock: Callable[[], datetime], keep_links_days: int) -> bool:
    """Runs one slot of a job unless another process has it; returns whether it ran. Failures are logged."""
    slot = clock().strftime("%Y-%m-%dT%H:%MZ")
    try:
        async with asyncio.timeout(job.limit.total_seconds()):
            result = await _once(job, database, clock, slot, keep_links_days)
    except Exception:  # the edge of a job: the next slot must run whatever this one met
        log.exception("job.failed", job=job.name, slot=slot)
        return False
    if result is _TAKEN:
        return False
    log.debug("job.done", job=job.name, slot=slot, result=result)
    return True


async def _once(job: Job, database: Database, clock: Callable[[], datetime], slot: str, days: int) -> object:
    """What the job answers; _TAKEN when another process has the slot. A job in one transaction that fails leaves it."""
    now = clock()
    result: object = None
    async with database.transaction() as session:
        if not await jobs.claim(session, job.name, slot, now):
            return _TAKEN
        if job.work is not None:
            result = await job.work(session, now, days)
            await jobs.finish(session, job.name, slot, clock())
    if job.apart is not None:
        result = await job.apart(database, clock)
        async with database.transaction() as session:
            await jobs.finish(session, job.name, slot, clock())
    return result
