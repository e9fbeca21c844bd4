"""Broadcasts: one message to many, a publication, a new version or an announcement."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from storage.types import BigKey, JsonObject, UtcDateTime, word


class BroadcastKind(StrEnum):
    """Why a broadcast goes out."""

    PUBLICATION = "publication"
    REVISION = "revision"
    ANNOUNCEMENT = "announcement"


class BroadcastState(StrEnum):
    """An announcement waits for a second admin; the others start as sending."""

    PROPOSED = "proposed"
    SENDING = "sending"
    STOPPED = "stopped"


class Broadcast(SQLModel, table=True):
    """One message per language for one segment (``all``, ``field:CODE`` or ``draft:CODE``)."""

    __tablename__ = "broadcast"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    kind: BroadcastKind = Field(sa_type=word(BroadcastKind))
    state: BroadcastState = Field(sa_type=word(BroadcastState))
    segment: str = Field(max_length=100)
    messages: JsonObject = Field(sa_type=JSON)  # language -> message
    draft_id: int | None = Field(default=None, foreign_key="draft.id", sa_type=BigKey)
    proposed_by: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigKey)
    confirmed_by: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigKey)
    created_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    recipients: int = 0
