"""Staff accounts, their one-time codes and console sessions, the audit log and the slots of scheduled jobs."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from storage.types import BigKey, JsonObject, UtcDateTime, word


class StaffRole(StrEnum):
    """What a staff account is for; ``services/staff.py`` says what each may do."""

    OFFICER = "officer"
    PUBLISHER = "publisher"
    ADMIN = "admin"


class Staff(SQLModel, table=True):
    """A person who works for an agency or runs the bot; ``citizen_id`` is the chat he linked."""

    __tablename__ = "staff"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    email: str = Field(unique=True, max_length=254)
    role: StaffRole = Field(sa_type=word(StaffRole))
    agency_code: str = Field(foreign_key="agency.code", max_length=64)
    citizen_id: int | None = Field(
        default=None, foreign_key="citizen.id", ondelete="SET NULL", unique=True, sa_type=BigKey
    )
    created_at: datetime = Field(sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInCode(SQLModel, table=True):
    """A one-time code, kept only as a keyed hash."""

    __tablename__ = "sign_in_code"

    code_hash: str = Field(primary_key=True, max_length=32)
    staff_id: int = Field(foreign_key="staff.id", ondelete="CASCADE", sa_type=BigKey)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ConsoleSession(SQLModel, table=True):
    """A signed-in browser, kept only as a keyed hash of its cookie; deleting the row signs it out."""

    __tablename__ = "console_session"

    cookie_hash: str = Field(primary_key=True, max_length=64)
    staff_id: int = Field(foreign_key="staff.id", ondelete="CASCADE", sa_type=BigKey, index=True)
    language: str = Field(default="vi", max_length=8)
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)


class AuditEntry(SQLModel, table=True):
    """Who did what and when; rows are only ever added."""

    __tablename__ = "audit"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str = Field(max_length=300)  # a staff e-mail, or "system"
    action: str = Field(max_length=64)
    subject: str = Field(max_length=100)
    details: JsonObject = Field(default_factory=dict, sa_type=JSON)


class JobSlot(SQLModel, table=True):
    """A run of a scheduled job: inserting the same slot twice fails, so two processes never run it."""

    __tablename__ = "job_slot"

    job: str = Field(primary_key=True, max_length=64)
    slot: str = Field(primary_key=True, max_length=32)
    started_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
