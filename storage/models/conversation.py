"""Where each conversation stands and which platform events were already taken."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from storage.types import BigKey, JsonObject, UtcDateTime


class InboxEvent(SQLModel, table=True):
    """A platform event that was taken; inserting it twice fails, which is how a repeat is stopped."""

    __tablename__ = "inbox"

    channel: str = Field(primary_key=True, max_length=16)
    event_id: str = Field(primary_key=True, max_length=128)
    received_at: datetime = Field(sa_type=UtcDateTime, index=True)


class Conversation(SQLModel, table=True):
    """The state of one citizen's conversation: any process can take the next event from here."""

    __tablename__ = "conversation"

    citizen_id: int = Field(primary_key=True, foreign_key="citizen.id", ondelete="CASCADE", sa_type=BigKey)
    flow: str = Field(default="", max_length=32)
    step: str = Field(default="", max_length=32)
    data: JsonObject = Field(default_factory=dict, sa_type=JSON)
    trail: list[str] = Field(default_factory=list, sa_type=JSON)  # steps to go back to
    choices: list[list[Any]] = Field(default_factory=list, sa_type=JSON)  # [key, label, words] as last shown
    menu: int = 0  # number of the last menu shown; presses on an older one are outdated
    paused: JsonObject = Field(default_factory=dict, sa_type=JSON)  # an unfinished comment kept aside
    updated_at: datetime = Field(sa_type=UtcDateTime)
