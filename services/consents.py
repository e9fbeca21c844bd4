"""Consents: asked per purpose, kept with text version and time, withdrawn at a word; the sentences are the flows'."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Consent, Purpose
from storage.statements import insert_once

TEXT_VERSION = "2026-11"  # raise it whenever what the consent step says changes in meaning


async def given(session: AsyncSession, citizen_id: int) -> frozenset[Purpose]:
    """The purposes this citizen consents to now."""
    rows = await session.exec(
        select(Consent.purpose).where(Consent.citizen_id == citizen_id, col(Consent.withdrawn_at).is_(None))
    )
    return frozenset(Purpose(purpose) for purpose in rows.all())


async def give(session: AsyncSession, citizen_id: int, purpose: Purpose, now: datetime) -> None:
    """Records a consent; one that stands is left as it is."""
    values = {"citizen_id": citizen_id, "purpose": purpose, "text_version": TEXT_VERSION, "given_at": now}
    await insert_once(session, Consent, values)


async def withdraw(session: AsyncSession, citizen_id: int, purpose: Purpose, now: datetime) -> None:
    """Ends a consent; its record stays as proof that it was once given."""
    await session.exec(
        update(Consent)
        .where(
            col(Consent.citizen_id) == citizen_id,
            col(Consent.purpose) == purpose,
            col(Consent.withdrawn_at).is_(None),
        )
        .values(withdrawn_at=now)
    )
