"""The shelf of drafts: found by code, listed while open, their provisions read in order; nothing changes here."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import defer
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.clock import end_of, local_day
from services.errors import Refused
from storage.models import Draft, DraftVersion, Provision, Stage

# What the file looked like is half a megabyte a version; only the page that corrects outlines asks for it.
WITHOUT_READING = (
    defer(col(DraftVersion.reading), raiseload=True),  # type: ignore[arg-type]  # SQLModel's columns are attributes
    defer(col(DraftVersion.source), raiseload=True),  # type: ignore[arg-type]  # SQLModel's columns are attributes
)
_CODE = re.compile(r"\s*DT[\s\-]*0*(\d{1,9})\s*", re.IGNORECASE)


def read_code(text: str) -> str | None:
    """A draft code typed in any usual way, in its one form; None when it is none.

    >>> read_code("dt 12")
    'DT12'
    """
    match = _CODE.fullmatch(text)
    return f"DT{match[1]}" if match else None


async def find(session: AsyncSession, code: str) -> Draft:
    """The draft of this code in any stage. Raises Refused(``unknown_draft``)."""
    draft = (await session.exec(select(Draft).where(Draft.code == (read_code(code) or code)))).first()
    if draft is None:
        raise Refused("unknown_draft", code=code)
    return draft


async def find_public(session: AsyncSession, code: str) -> Draft:
    """A draft that citizens may see; one in preparation does not exist for them."""
    draft = await find(session, code)
    if draft.stage is Stage.PREPARATION:
        raise Refused("unknown_draft", code=code)
    return draft


async def open_drafts(session: AsyncSession) -> list[Draft]:
    """Drafts open for comments, the one that closes first in front."""
    rows = await session.exec(
        select(Draft).where(Draft.stage == Stage.OPEN).order_by(col(Draft.closes_on), col(Draft.id))
    )
    return list(rows.all())


async def every(session: AsyncSession, stages: Sequence[Stage] = tuple(Stage)) -> list[Draft]:
    """Drafts in these stages, newest first."""
    rows = await session.exec(select(Draft).where(col(Draft.stage).in_(stages)).order_by(col(Draft.id).desc()))
    return list(rows.all())


async def version_of(session: AsyncSession, draft: Draft, number: int | None = None) -> DraftVersion:
    """The newest version of a draft (every draft has one), or the one of this number."""
    query = select(DraftVersion).where(DraftVersion.draft_id == draft.id).options(*WITHOUT_READING)
    if number is not None:
        query = query.where(DraftVersion.number == number)
    return (await session.exec(query.order_by(col(DraftVersion.number).desc()).limit(1))).one()


async def provisions(session: AsyncSession, version: DraftVersion) -> list[Provision]:
    """All provisions of a version in reading order."""
    rows = await session.exec(
        select(Provision).where(Provision.version_id == version.id).order_by(col(Provision.order))
    )
    return list(rows.all())


async def provision(session: AsyncSession, version: DraftVersion, path: str) -> Provision:
    """One provision by path. Raises Refused(``unknown_provision``)."""
    rows = await session.exec(select(Provision).where(Provision.version_id == version.id, Provision.path == path))
    found = rows.first()
    if found is None:
        raise Refused("unknown_provision", path=path)
    return found


def is_late(draft: Draft, now: datetime) -> bool:
    """Whether ``now`` is past the end of the closing day in Vietnam."""
    return now >= end_of(draft.closes_on)


def days_left(draft: Draft, now: datetime) -> int:
    """Whole days from today in Vietnam to the closing day; negative once it has passed."""
    return (draft.closes_on - local_day(now)).days


def count_articles(parts: Sequence[Provision]) -> int:
    """The number of articles; for a plan, of its numbered points, else of its sections."""
    for kind in ("dieu", "so", "la-ma", "chu"):
        count = sum(part.kind == kind for part in parts)
        if count:
            return count
    return 0
