"""Corrections of a reading: what officers changed in the outline, and files that are still being read."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.types import BigKey, JsonObject, UtcDateTime, word


class EditKind(StrEnum):
    """How an officer corrects the outline."""

    MERGE = "merge"
    SPLIT = "split"
    LEVEL = "level"
    RENAME = "rename"
    ANNEX = "annex"


class OutlineEdit(SQLModel, table=True):
    """One correction of the outline, in the order made; it is applied again whenever the same file is read anew."""

    __tablename__ = "outline_edit"
    __table_args__ = (UniqueConstraint("draft_id", "number"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    draft_id: int = Field(foreign_key="draft.id", ondelete="CASCADE", sa_type=BigKey)
    number: int
    file_sha256: str = Field(max_length=64)  # of the file whose reading it corrects
    kind: EditKind = Field(sa_type=word(EditKind))
    path: str = Field(max_length=200)  # the provision as it was called when the edit was made
    fingerprint: str = Field(max_length=64)  # of its words: finds it when a better reader calls it otherwise
    details: JsonObject = Field(default_factory=dict, sa_type=JSON)
    staff_id: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigKey)
    created_at: datetime = Field(sa_type=UtcDateTime)


class UploadState(StrEnum):
    """Where an uploaded file stands."""

    READING = "reading"
    READ = "read"
    REFUSED = "refused"


class Upload(SQLModel, table=True):
    """A file that came in through the console and is no draft yet; forgotten after some days."""

    __tablename__ = "upload"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    staff_id: int = Field(foreign_key="staff.id", ondelete="CASCADE", sa_type=BigKey)
    draft_id: int | None = Field(default=None, foreign_key="draft.id", ondelete="CASCADE", sa_type=BigKey)
    file_name: str = Field(max_length=255)
    sha256: str = Field(max_length=64)
    content: bytes = Field(sa_type=LargeBinary)
    state: UploadState = Field(sa_type=word(UploadState))
    reading: JsonObject = Field(default_factory=dict, sa_type=JSON)
    refusal: JsonObject = Field(default_factory=dict, sa_type=JSON)  # {"code", "values"} when it was refused
    created_at: datetime = Field(sa_type=UtcDateTime, index=True)
    started_at: datetime = Field(sa_type=UtcDateTime)
