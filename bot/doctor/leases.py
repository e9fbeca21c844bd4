"""Whether a sender died with messages in its hands and nobody took over."""

from datetime import timedelta

from sqlmodel import col, func, select

from bot.doctor.check import Check, Finding, Patient, ok, warn
from bot.doctor.rows import readable
from storage.models import OutboxItem, OutboxState

PATIENCE = timedelta(minutes=1)  # a living successor takes a lease over within seconds


async def _look(patient: Patient) -> Finding | None:
    async with readable(patient) as session:
        if session is None:
            return None
        stuck = (
            await session.exec(
                select(func.count()).where(
                    OutboxItem.state == OutboxState.LEASED, col(OutboxItem.leased_until) < patient.now - PATIENCE
                )
            )
        ).one()
    return warn("leases_stuck", count=stuck) if stuck else ok("leases")


CHECK = Check("leases", _look)
