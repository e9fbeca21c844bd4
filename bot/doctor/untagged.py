"""Whether comments wait for too long to be tagged."""

from datetime import timedelta

from sqlmodel import col, func, select

from bot.doctor.check import Check, Finding, Patient, ok, warn
from bot.doctor.rows import readable
from storage.models import Feedback

PATIENCE = timedelta(minutes=10)


async def _look(patient: Patient) -> Finding | None:
    async with readable(patient) as session:
        if session is None:
            return None
        late = (
            await session.exec(
                select(func.count()).where(
                    col(Feedback.tagged_at).is_(None), col(Feedback.created_at) < patient.now - PATIENCE
                )
            )
        ).one()
    return warn("untagged", count=late) if late else ok("all_tagged")


CHECK = Check("comments", _look)
