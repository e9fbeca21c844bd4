"""A citizen's rights over his data, and the clock that erases what is no longer needed."""

import json
from datetime import datetime

from sqlalchemy import delete, exists, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services import consents, feedback, subscriptions
from storage.models import (
    Authorship,
    Citizen,
    Consent,
    Conversation,
    Draft,
    Feedback,
    OutboxItem,
    OutboxState,
    Purpose,
    Staff,
)
from storage.types import key


async def withdraw_consent(session: AsyncSession, citizen_id: int, purpose: Purpose, now: datetime) -> None:
    """Withdraws one consent and stops what rested on it."""
    await consents.withdraw(session, citizen_id, purpose, now)
    if purpose is Purpose.NOTICES:
        await subscriptions.unfollow_everything(session, citizen_id)
    else:
        await session.exec(delete(Authorship).where(col(Authorship.citizen_id) == citizen_id))


async def export(session: AsyncSession, citizen: Citizen) -> str:
    """Everything held about this citizen, as readable JSON; the sealed address is only named."""
    citizen_id = key(citizen.id)
    given = await session.exec(select(Consent).where(Consent.citizen_id == citizen_id).order_by(col(Consent.id)))
    found = await feedback.mine(session, citizen_id, limit=1000)
    copy = {
        "channel": citizen.channel,
        "address": "sealed",
        "language": citizen.language,
        "joined_at": citizen.joined_at.isoformat(),
        "consents": [
            {
                "purpose": consent.purpose.value,
                "text_version": consent.text_version,
                "given_at": consent.given_at.isoformat(),
                "withdrawn_at": consent.withdrawn_at.isoformat() if consent.withdrawn_at else None,
            }
            for consent in given.all()
        ],
        "follows": [f"{s.scope.value}:{s.target}" for s in await subscriptions.of(session, citizen_id)],
        "unfinished": await _unfinished(session, citizen_id),
        "staff_account": await _staff_email(session, citizen_id),
        "feedback": [
            {
                "draft": f.draft.code,
                "path": f.feedback.path,
                "stance": f.feedback.stance.value,
                "text": f.feedback.text,
                "wording": f.feedback.wording,
                "sent_at": f.feedback.created_at.isoformat(),
                "status": f.feedback.status.value,
            }
            for f in found
        ],
    }
    return json.dumps(copy, ensure_ascii=False, indent=1)


async def _unfinished(session: AsyncSession, citizen_id: int) -> dict[str, str]:
    """The comment being written, and the one kept aside."""
    row = await session.get(Conversation, citizen_id)
    paused = row.paused.get("data", {}) if row else {}
    texts = {"now": (row.data if row else {}).get("text", ""), "kept": paused.get("text", "")}
    return {name: text for name, text in texts.items() if text}


async def _staff_email(session: AsyncSession, citizen_id: int) -> str | None:
    return (await session.exec(select(Staff.email).where(Staff.citizen_id == citizen_id))).first()


async def ask_erasure(session: AsyncSession, citizen: Citizen, now: datetime) -> None:
    """Erases every link to this person at once; the sealed address itself goes after the last message has left.

    Comments stay in the draft's file without an author (Law 64/2025/QH15 keeps what was said in the dossier).
    """
    citizen_id = key(citizen.id)
    await session.exec(delete(Authorship).where(col(Authorship.citizen_id) == citizen_id))
    await session.exec(delete(Consent).where(col(Consent.citizen_id) == citizen_id))
    await session.exec(update(Staff).where(col(Staff.citizen_id) == citizen_id).values(citizen_id=None))
    await subscriptions.unfollow_everything(session, citizen_id)
    citizen.erase_asked_at = now
    session.add(citizen)


async def finish_erasures(session: AsyncSession) -> int:
    """Deletes those who asked for it and to whom nothing more has to be sent; returns how many went.

    A person who writes again before that has happened stays, with nothing known about him.
    """
    waits = exists().where(
        col(OutboxItem.citizen_id) == col(Citizen.id),
        col(OutboxItem.state).in_((OutboxState.DUE, OutboxState.LEASED)),
    )
    result = await session.exec(delete(Citizen).where(col(Citizen.erase_asked_at).is_not(None), ~waits))
    return int(result.rowcount)


async def erase_old_links(session: AsyncSession, closed_before: datetime) -> int:
    """Erases who wrote what for drafts closed before this moment; returns how many links went."""
    old = (
        select(Feedback.id).join(Draft, col(Draft.id) == Feedback.draft_id).where(col(Draft.closed_at) < closed_before)
    )
    result = await session.exec(delete(Authorship).where(col(Authorship.feedback_id).in_(old)))
    return int(result.rowcount)
