"""Drafts, their versions, files and provisions."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.types import BigKey, JsonObject, UtcDateTime, word


class Stage(StrEnum):
    """The life of a draft: hidden while prepared, open for comments, closed."""

    PREPARATION = "preparation"
    OPEN = "open"
    CLOSED = "closed"


class Phase(StrEnum):
    """What is consulted on: a policy before anything is drafted, or the draft of a document."""

    POLICY = "policy"
    DRAFT = "draft"


class Procedure(StrEnum):
    """The procedure by which the document is made; the shorter ones have periods of their own."""

    NORMAL = "normal"
    SHORTENED = "shortened"
    SPECIAL = "special"


class Draft(SQLModel, table=True):
    """A draft policy under one code; dates are calendar days in Vietnam as the agency published them."""

    __tablename__ = "draft"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    code: str = Field(unique=True, max_length=32)
    title: str = Field(max_length=1000)
    kind: str = Field(max_length=100)
    agency_code: str = Field(foreign_key="agency.code", max_length=64, index=True)
    stage: Stage = Field(default=Stage.PREPARATION, sa_type=word(Stage), index=True)
    phase: Phase = Field(default=Phase.DRAFT, sa_type=word(Phase))
    procedure: Procedure = Field(default=Procedure.NORMAL, sa_type=word(Procedure))
    issuer: str = Field(default="", max_length=300)  # the body that will issue it, where it is not the drafter
    contact: str = Field(default="", max_length=1000)  # whom citizens may ask, as the agency published it
    source_url: str = Field(default="", max_length=2000)  # where the agency posted it
    posted_on: date
    closes_on: date
    created_at: datetime = Field(sa_type=UtcDateTime)
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DraftField(SQLModel, table=True):
    """A field of government that a draft belongs to."""

    __tablename__ = "draft_field"

    draft_id: int = Field(primary_key=True, foreign_key="draft.id", ondelete="CASCADE", sa_type=BigKey)
    code: str = Field(primary_key=True, max_length=64)


class FocusQuestion(SQLModel, table=True):
    """What the agency asks one audience of a draft; ``path`` is the provision it is about, None for the whole draft."""

    __tablename__ = "focus_question"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    draft_id: int = Field(foreign_key="draft.id", ondelete="CASCADE", sa_type=BigKey, index=True)
    order: int
    audience: str = Field(default="", max_length=200)  # empty: everybody
    text: str = Field(max_length=1000)
    text_en: str = Field(default="", max_length=1000)
    path: str | None = Field(default=None, max_length=200)


class DraftVersion(SQLModel, table=True):
    """One reading of one file of the draft; comments point at a version's provisions."""

    __tablename__ = "draft_version"
    __table_args__ = (UniqueConstraint("draft_id", "number"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    draft_id: int = Field(foreign_key="draft.id", ondelete="CASCADE", sa_type=BigKey)
    number: int
    title: str
    preamble: list[str] = Field(default_factory=list, sa_type=JSON)
    annexes: list[Any] = Field(default_factory=list, sa_type=JSON)
    problems: list[Any] = Field(default_factory=list, sa_type=JSON)
    reading: JsonObject = Field(default_factory=dict, sa_type=JSON)  # the file as read, before any outline edit
    source: list[Any] = Field(default_factory=list, sa_type=JSON)  # the lines of the file, to stand beside the outline
    mapping: JsonObject = Field(default_factory=dict, sa_type=JSON)  # path in the version before -> path here or null
    created_at: datetime = Field(sa_type=UtcDateTime)


class DraftFile(SQLModel, table=True):
    """A file of the dossier as it was handed in; ``role`` says what it is (du-thao, to-trinh …)."""

    __tablename__ = "draft_file"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    version_id: int = Field(foreign_key="draft_version.id", ondelete="CASCADE", sa_type=BigKey)
    role: str = Field(max_length=32)
    name: str = Field(max_length=255)
    sha256: str = Field(max_length=64)
    content: bytes = Field(sa_type=LargeBinary)


class Provision(SQLModel, table=True):
    """One part of a version that people can point at: ``path`` is stable and readable."""

    __tablename__ = "provision"
    __table_args__ = (UniqueConstraint("version_id", "path"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    version_id: int = Field(foreign_key="draft_version.id", ondelete="CASCADE", sa_type=BigKey)
    path: str = Field(max_length=200)
    parent: str | None = Field(default=None, max_length=200)
    kind: str = Field(max_length=16)
    label: str = Field(max_length=100)
    heading: str = ""
    text: str = ""
    order: int
    folded: str = ""  # heading and text for search, as nlp.search.folded makes it
