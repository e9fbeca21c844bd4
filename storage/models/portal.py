"""Portals that are watched: how each one's last look went, and the drafts it proposed with their files."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.types import BigKey, UtcDateTime, word


class PortalState(SQLModel, table=True):
    """What is remembered of a portal between looks; the portal itself is described in configuration."""

    __tablename__ = "portal_state"

    portal: str = Field(primary_key=True, max_length=64)
    etag: str = Field(default="", max_length=300)
    last_modified: str = Field(default="", max_length=100)
    checked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    next_check_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    failures: int = 0  # in a row; each one doubles the wait
    trouble: str = Field(default="", max_length=500)  # what went wrong at the last look, empty when it went well


class ProposalState(StrEnum):
    """What a human decided about a proposed draft."""

    WAITING = "waiting"
    TAKEN = "taken"
    DISMISSED = "dismissed"


class PortalProposal(SQLModel, table=True):
    """A draft seen on a portal: nothing is published from it until an officer takes it in."""

    __tablename__ = "portal_proposal"
    __table_args__ = (UniqueConstraint("portal", "link_hash"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    portal: str = Field(max_length=64)
    agency_code: str = Field(default="", max_length=64)
    link: str = Field(max_length=2000)
    link_hash: str = Field(max_length=64)
    title: str = Field(max_length=1000)
    posted_on: date | None = None
    closes_on: date | None = None
    state: ProposalState = Field(default=ProposalState.WAITING, sa_type=word(ProposalState), index=True)
    troubles: list[Any] = Field(default_factory=list, sa_type=JSON)  # files that were refused, with the reason
    found_at: datetime = Field(sa_type=UtcDateTime)
    draft_id: int | None = Field(default=None, foreign_key="draft.id", ondelete="SET NULL", sa_type=BigKey)
    decided_by: int | None = Field(default=None, foreign_key="staff.id", sa_type=BigKey)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ProposalFile(SQLModel, table=True):
    """A file that a proposed draft came with, as it was fetched."""

    __tablename__ = "proposal_file"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigKey)
    proposal_id: int = Field(foreign_key="portal_proposal.id", ondelete="CASCADE", sa_type=BigKey, index=True)
    role: str = Field(max_length=32)
    file_name: str = Field(max_length=255)
    sha256: str = Field(max_length=64)
    content: bytes = Field(sa_type=LargeBinary)
