"""Whether messages wait for too long to leave."""

from datetime import timedelta

from sqlmodel import col, func, select

from bot.doctor.check import Check, Finding, Patient, ok, warn
from bot.doctor.rows import readable
from storage.models import OutboxItem, OutboxState

PATIENCE = timedelta(minutes=5)


async def _look(patient: Patient) -> Finding | None:
    async with readable(patient) as session:
        if session is None:
            return None
        due = select(func.count()).where(OutboxItem.state == OutboxState.DUE)
        waiting = (await session.exec(due)).one()
        late = (await session.exec(due.where(col(OutboxItem.due_at) < patient.now - PATIENCE))).one()
    return warn("backlog", late=late, waiting=waiting) if late else ok("no_backlog", waiting=waiting)


CHECK = Check("outbox", _look)
