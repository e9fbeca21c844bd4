"""The audit log: one line per act of staff or system; nothing here reads or changes a line."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import AuditEntry

MAX_SUBJECT = 100  # characters the column holds; an e-mail address may be longer, and PostgreSQL cuts nothing itself


def record(session: AsyncSession, now: datetime, actor: str, action: str, subject: str, **details: object) -> None:
    """Adds a line to the log, in the caller's transaction, so that no act commits without its line."""
    entry = AuditEntry(at=now, actor=actor, action=action, subject=subject[:MAX_SUBJECT], details=dict(details))
    session.add(entry)
