"""Bringing a draft in: a read file becomes version 1 of a draft in the hidden preparation stage."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.drafts.reading import Reading
from nlp.drafts.tree import Draft as ReadDraft
from nlp.fields import FIELDS
from services import agencies, audit
from services.clock import local_day, show_day
from services.drafts import kinds, outline
from services.errors import Refused
from storage.models import Draft, DraftField, DraftFile, DraftVersion
from storage.types import key

MAX_TITLE, MAX_KIND = 1000, 100  # characters: what the columns hold, and SQLite would not say
FILE_ROLES = ("du-thao", "to-trinh", "danh-gia-tac-dong", "so-sanh-thuyet-minh", "tong-ket", "khac")


@dataclass(frozen=True, slots=True)
class DossierFile:
    """A file of the dossier: its role (one of FILE_ROLES), its name and its bytes."""

    role: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class NewDraft:
    """What the agency says of a draft; days are calendar days in Vietnam."""

    title: str
    kind: str
    agency_code: str
    closes_on: date
    posted_on: date | None = None
    fields: Sequence[str] = ()


async def add(
    session: AsyncSession,
    new: NewDraft,
    read: ReadDraft | Reading,
    files: Sequence[DossierFile],
    by: str,
    now: datetime,
) -> Draft:
    """Stores a read draft as version 1, hidden until it is published.

    Raises Refused: ``closes_in_past``, ``closes_before_posted``, ``unknown_field``, ``unknown_file_role``,
    ``title_missing``, ``title_too_long``.
    """
    _check(new, files, now)
    await agencies.ensure(session, new.agency_code)
    draft = Draft(
        code=await _next_code(session),
        title=" ".join(new.title.split()),
        kind=kinds.read(new.kind),
        agency_code=new.agency_code,
        posted_on=new.posted_on or local_day(now),
        closes_on=new.closes_on,
        created_at=now,
    )
    session.add(draft)
    await session.flush()
    session.add_all(DraftField(draft_id=key(draft.id), code=code) for code in dict.fromkeys(new.fields))
    version = await store_version(session, draft, read, files, now)
    audit.record(session, now, by, "draft.add", draft.code, title=draft.title, problems=len(version.problems))
    return draft


def _check(new: NewDraft, files: Sequence[DossierFile], now: datetime) -> None:
    if not new.title.strip() or not new.kind.strip():
        raise Refused("title_missing")
    for words, limit in ((new.title, MAX_TITLE), (new.kind, MAX_KIND)):
        if len(words) > limit:
            raise Refused("title_too_long", length=len(words), limit=limit)
    if new.closes_on < local_day(now):
        raise Refused("closes_in_past", closes=show_day(new.closes_on), today=show_day(local_day(now)))
    if new.posted_on and new.closes_on < new.posted_on:
        raise Refused("closes_before_posted", closes=show_day(new.closes_on), posted=show_day(new.posted_on))
    for code in new.fields:
        if code not in FIELDS:
            raise Refused("unknown_field", field=code, known=", ".join(FIELDS))
    for file in files:
        if file.role not in FILE_ROLES:
            raise Refused("unknown_file_role", role=file.role, known=", ".join(FILE_ROLES))


async def _next_code(session: AsyncSession) -> str:
    """DT1, DT2 …: short enough to be typed on a small phone; the unique key stops two equal ones."""
    highest = (await session.exec(select(func.max(Draft.id)))).one()
    return f"DT{(highest or 0) + 1}"


async def store_version(
    session: AsyncSession, draft: Draft, read: ReadDraft | Reading, files: Sequence[DossierFile], now: datetime
) -> DraftVersion:
    """Keeps a reading as the next version of a draft, with its files and the words to search by.

    Edits of the outline that were made of the same file of this draft are applied again.
    """
    number = (await session.exec(select(func.max(DraftVersion.number)).where(DraftVersion.draft_id == draft.id))).one()
    reading = whole(read)
    corrected = await outline.corrected(session, draft, reading, files)
    version = DraftVersion(
        draft_id=key(draft.id),
        number=(number or 0) + 1,
        title=reading.draft.title,
        reading=outline.stored(reading),
        source=list(reading.lines),
        created_at=now,
    )
    session.add(version)
    await session.flush()
    await outline.fill(session, version, corrected.draft)
    session.add_all(
        DraftFile(
            version_id=key(version.id),
            role=file.role,
            name=file.name,
            sha256=hashlib.sha256(file.content).hexdigest(),
            content=file.content,
        )
        for file in files
    )
    return version


def whole(read: ReadDraft | Reading) -> Reading:
    """A reading, of which the lines may not be known."""
    return read if isinstance(read, Reading) else Reading(read)
