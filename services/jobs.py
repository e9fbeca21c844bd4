"""Slots of scheduled jobs: whoever writes a slot first runs it; the jobs themselves are bot/jobs.py."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import JobSlot
from storage.statements import insert_once

SLOTS_KEPT = timedelta(days=14)


async def claim(session: AsyncSession, job: str, slot: str, now: datetime) -> bool:
    """Whether this process is the one that runs ``job`` for ``slot``."""
    return await insert_once(session, JobSlot, {"job": job, "slot": slot, "started_at": now})


async def finish(session: AsyncSession, job: str, slot: str, now: datetime) -> None:
    """Notes that the run ended well, and forgets old slots."""
    await session.exec(
        update(JobSlot).where(col(JobSlot.job) == job, col(JobSlot.slot) == slot).values(finished_at=now)
    )
    await session.exec(delete(JobSlot).where(col(JobSlot.started_at) < now - SLOTS_KEPT))
