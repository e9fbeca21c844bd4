"""Citizens as the bot knows them: a sealed address, their consents and what they follow; no name, no phone."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.types import BigKey, UtcDateTime, word


class Purpose(StrEnum):
    """What a citizen may consent to, each on its own."""

    NOTICES = "notices"  # pushes about drafts he follows and announcements
    FEEDBACK = "feedback"  # keeping his comments and telling him the answer


class Scope(StrEnum):
    """What a subscription covers."""

    ALL = "all"
    AGENCY = "agency"
    FIELD = "field"
    DRAFT = "draft"


class Citizen(SQLModel, table=True):
    """One address on one channel; ``address_sealed`` opens only with the identity keys."""

    __tablename__ = "citizen"
    __table_args__ = (UniqueConstraint("channel", "address_hash"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    channel: str = Field(max_length=16)
    address_hash: bytes = Field(sa_type=LargeBinary)
    address_sealed: bytes = Field(sa_type=LargeBinary)
    language: str = Field(default="vi", max_length=8)
    joined_at: datetime = Field(sa_type=UtcDateTime)
    gone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # blocked us or left the platform
    erase_asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # gone once our last word has left


class Consent(SQLModel, table=True):
    """A consent given for one purpose, with the version of the text that was shown."""

    __tablename__ = "consent"
    __table_args__ = (
        Index(
            "uq_consent_live",
            "citizen_id",
            "purpose",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    citizen_id: int = Field(foreign_key="citizen.id", ondelete="CASCADE", sa_type=BigKey)
    purpose: Purpose = Field(sa_type=word(Purpose))
    text_version: str = Field(max_length=16)
    given_at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Subscription(SQLModel, table=True):
    """What a citizen follows; ``target`` is empty for everything, else an agency, field or draft code."""

    __tablename__ = "subscription"
    __table_args__ = (
        UniqueConstraint("citizen_id", "scope", "target"),
        Index("ix_subscription_scope_target", "scope", "target"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    citizen_id: int = Field(foreign_key="citizen.id", ondelete="CASCADE", sa_type=BigKey)
    scope: Scope = Field(sa_type=word(Scope))
    target: str = Field(default="", max_length=64)
    since: datetime = Field(sa_type=UtcDateTime)
