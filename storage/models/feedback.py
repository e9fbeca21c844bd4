"""Feedback: what was said on which provision, its topics, and the erasable link to its author."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlmodel import Field, SQLModel

from storage.types import BigKey, UtcDateTime, word


class Stance(StrEnum):
    """What the citizen says he wants of the provision; always asked, never guessed."""

    AGREE = "agree"
    AMEND = "amend"
    OPPOSE = "oppose"
    UNCLEAR = "unclear"
    QUESTION = "question"


class FeedbackStatus(StrEnum):
    """Where a comment stands on its way to an answer; later stages come with the reviewing desk."""

    RECEIVED = "received"
    WITHDRAWN = "withdrawn"


class Feedback(SQLModel, table=True):
    """One comment, verbatim. ``pseudonym`` is this citizen on this draft only; ``path`` None is the whole draft."""

    __tablename__ = "feedback"
    __table_args__ = (
        Index("ix_feedback_draft_id_created_at", "draft_id", "created_at"),
        Index(
            "ix_feedback_untagged",
            "id",
            sqlite_where=text("tagged_at IS NULL"),
            postgresql_where=text("tagged_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    receipt_hash: str = Field(unique=True, max_length=32)
    draft_id: int = Field(foreign_key="draft.id", sa_type=BigKey)
    version_id: int = Field(foreign_key="draft_version.id", sa_type=BigKey)
    path: str | None = Field(default=None, max_length=200)
    pseudonym: str = Field(max_length=32)
    stance: Stance = Field(sa_type=word(Stance))
    text: str
    wording: str = ""
    text_key: str = Field(max_length=64)  # equal for texts that say the same words
    language: str = Field(max_length=8)
    channel: str = Field(max_length=16)
    late: bool = False  # sent after the closing date: flagged, not lost
    status: FeedbackStatus = Field(default=FeedbackStatus.RECEIVED, sa_type=word(FeedbackStatus))
    kind: str = Field(default="", max_length=24)  # opinion, question …: a suggestion of the tagger
    created_at: datetime = Field(sa_type=UtcDateTime)
    tagged_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Authorship(SQLModel, table=True):
    """Who wrote a comment, kept apart so that it can be erased: it exists only to bring the answer."""

    __tablename__ = "authorship"

    feedback_id: int = Field(primary_key=True, foreign_key="feedback.id", ondelete="CASCADE", sa_type=BigKey)
    citizen_id: int = Field(foreign_key="citizen.id", ondelete="CASCADE", sa_type=BigKey, index=True)


class FeedbackTopic(SQLModel, table=True):
    """A topic of a comment: a suggestion with its score and the words that show it."""

    __tablename__ = "feedback_topic"

    feedback_id: int = Field(primary_key=True, foreign_key="feedback.id", ondelete="CASCADE", sa_type=BigKey)
    code: str = Field(primary_key=True, max_length=64, index=True)
    score: float
    band: str = Field(max_length=16)
    evidence: list[Any] = Field(default_factory=list, sa_type=JSON)
