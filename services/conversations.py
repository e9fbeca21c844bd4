"""Conversation state and the inbox, loaded and saved in the event's own transaction; what is said is the handlers'."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import InEvent
from storage.models import Conversation, InboxEvent
from storage.statements import insert_once

INBOX_KEPT = timedelta(hours=72)  # platforms repeat an event for 24 hours at most
UNFINISHED_KEPT = timedelta(days=30)  # an unsent comment is nobody's to keep for longer


async def is_new(session: AsyncSession, event: InEvent, now: datetime) -> bool:
    """Notes the event in the inbox; False when it was taken before, and then nothing may be done."""
    values = {"channel": event.channel, "event_id": event.event_id, "received_at": now}
    return await insert_once(session, InboxEvent, values)


async def load(session: AsyncSession, citizen_id: int, now: datetime) -> Conversation:
    """The citizen's conversation, a blank one at first."""
    found = await session.get(Conversation, citizen_id)
    return found or Conversation(citizen_id=citizen_id, updated_at=now)


async def prune(session: AsyncSession, now: datetime) -> None:
    """Forgets old inbox entries and conversations that stopped half-way long ago."""
    await session.exec(delete(InboxEvent).where(col(InboxEvent.received_at) < now - INBOX_KEPT))
    await session.exec(delete(Conversation).where(col(Conversation.updated_at) < now - UNFINISHED_KEPT))
