"""The outbox: every message that must leave, and who holds each channel's way out."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.types import BigKey, UtcDateTime, word

_UNFINISHED = text("state IN ('due', 'leased')")


class OutboxState(StrEnum):
    """Where a message stands; a reply that was sent is deleted, so it is never seen as sent."""

    DUE = "due"
    LEASED = "leased"
    SENT = "sent"
    FAILED = "failed"
    GONE = "gone"  # the recipient blocked us or left
    STOPPED = "stopped"  # the broadcast was stopped before this one left


class OutboxItem(SQLModel, table=True):
    """One message to one citizen; ``message`` is empty when the broadcast holds the text."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("broadcast_id", "citizen_id"),
        Index("ix_outbox_due", "channel", "lane", "id", sqlite_where=_UNFINISHED, postgresql_where=_UNFINISHED),
        Index(
            "ix_outbox_order",
            "citizen_id",
            "lane",
            "id",
            sqlite_where=_UNFINISHED,
            postgresql_where=_UNFINISHED,
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    channel: str = Field(max_length=16)
    lane: int  # 0 replies, 1 broadcasts: replies overtake
    citizen_id: int = Field(foreign_key="citizen.id", ondelete="CASCADE", sa_type=BigKey)
    broadcast_id: int | None = Field(default=None, foreign_key="broadcast.id", sa_type=BigKey)
    message: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    state: OutboxState = Field(default=OutboxState.DUE, sa_type=word(OutboxState))
    due_at: datetime = Field(sa_type=UtcDateTime)
    leased_by: str = Field(default="", max_length=64)
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    parts_sent: int = 0  # a long message leaves in parts; a retry goes on where it stopped
    error: str = Field(default="", max_length=300)
    created_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ChannelState(SQLModel, table=True):
    """Which sender holds a channel, and until when the platform told us to be silent."""

    __tablename__ = "channel_state"

    channel: str = Field(primary_key=True, max_length=16)
    holder: str = Field(default="", max_length=64)
    held_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    halted_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
