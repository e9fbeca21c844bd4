"""The audit log: one line per act of staff or system; nothing here reads or changes a line."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import AuditEntry


def record(session: AsyncSession, now: datetime, actor: str, action: str, subject: str, **details: object) -> None:
    """Adds a line to the log, in the caller's transaction, so that no act commits without its line."""
    session.add(AuditEntry(at=now, actor=actor, action=action, subject=subject, details=dict(details)))
