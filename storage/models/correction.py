"""Corrections by staff of topics and kinds, and the models learnt from them; rules are services/corrections.py's."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, false
from sqlmodel import Field, SQLModel

from storage.types import BigKey, UtcDateTime


class Correction(SQLModel, table=True):
    """What a member of staff made of the topics suggested for a comment; equal lists are a confirmation.

    A row with a ``kind`` speaks of the kind of the message alone, and its lists are empty.
    """

    __tablename__ = "correction"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    feedback_id: int = Field(foreign_key="feedback.id", ondelete="CASCADE", sa_type=BigKey, index=True)
    staff_id: int = Field(foreign_key="staff.id", sa_type=BigKey, index=True)
    suggested: list[Any] = Field(default_factory=list, sa_type=JSON)  # codes of the bands auto and suggest
    confirmed: list[Any] = Field(default_factory=list, sa_type=JSON)
    in_bulk: bool = Field(default=False, sa_column_kwargs={"server_default": false()})  # seen on a page with others
    ahead: bool = Field(default=False, sa_column_kwargs={"server_default": false()})  # before the machine had read it
    kind_was: str = Field(default="", max_length=24, sa_column_kwargs={"server_default": ""})
    kind: str = Field(default="", max_length=24, sa_column_kwargs={"server_default": ""})  # empty: about topics
    created_at: datetime = Field(sa_type=UtcDateTime, index=True)


class LearntModel(SQLModel, table=True):
    """One attempt to learn from corrections: F1 before and after on texts held back; ``data`` only when it was kept."""

    __tablename__ = "learnt_model"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    data: bytes | None = Field(default=None, sa_type=LargeBinary)
    examples: int
    f1_before: float | None = None
    f1_after: float
    accepted: bool
    reason: str = Field(default="", max_length=16)  # why it was refused: few_texts, no_gain, harms
    created_at: datetime = Field(sa_type=UtcDateTime)
