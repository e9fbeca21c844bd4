"""Bringing a draft in: a read file becomes version 1 of a draft in the hidden preparation stage."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp import search
from nlp.drafts.tree import Draft as ReadDraft
from services import agencies, audit
from services.clock import local_day
from services.drafts import focus, kinds, roles, rules
from services.drafts.focus import Question
from storage.models import Draft, DraftField, DraftFile, DraftVersion, Phase, Procedure, Provision
from storage.types import key


@dataclass(frozen=True, slots=True)
class DossierFile:
    """A file of the dossier: its role (one of ``roles.ROLES``), its name and its bytes.

    ``by_eye``: pages that are pictures were looked at by an officer for stamps of secrecy, see ``dossier_files``.
    """

    role: str
    name: str
    content: bytes
    by_eye: bool = False


@dataclass(frozen=True, slots=True)
class NewDraft:
    """What the agency says of a draft; days are calendar days in Vietnam."""

    title: str
    kind: str
    agency_code: str
    closes_on: date
    posted_on: date | None = None
    fields: Sequence[str] = ()
    phase: Phase = Phase.DRAFT
    procedure: Procedure = Procedure.NORMAL
    issuer: str = ""
    contact: str = ""
    source_url: str = ""
    focus: Sequence[Question] = ()


async def add(
    session: AsyncSession, new: NewDraft, read: ReadDraft, files: Sequence[DossierFile], by: str, now: datetime
) -> Draft:
    """Stores a read draft as version 1, hidden until it is published.

    Raises Refused: ``closes_in_past``, ``closes_before_posted``, ``unknown_field``, ``unknown_file_role``,
    ``title_missing``, ``title_too_long``, ``bad_source_url``, and what ``focus.put`` refuses.
    """
    posted_on = new.posted_on or local_day(now)
    rules.days(posted_on, new.closes_on, now)
    for file in files:
        roles.must_be_known(file.role)
    title, kind, fields = rules.title(new.title), kinds.read(rules.kind(new.kind)), rules.fields(new.fields)
    await agencies.ensure(session, new.agency_code)
    draft = Draft(
        code=await _next_code(session),
        title=title,
        kind=kind,
        agency_code=new.agency_code,
        phase=new.phase,
        procedure=new.procedure,
        issuer=rules.issuer(new.issuer),
        contact=rules.contact(new.contact),
        source_url=rules.source_url(new.source_url),
        posted_on=posted_on,
        closes_on=new.closes_on,
        created_at=now,
    )
    session.add(draft)
    await session.flush()
    session.add_all(DraftField(draft_id=key(draft.id), code=code) for code in fields)
    await store_version(session, draft, read, files, now)
    await focus.store(session, draft, new.focus)
    audit.record(session, now, by, "draft.add", draft.code, title=draft.title, problems=len(read.problems))
    return draft


async def _next_code(session: AsyncSession) -> str:
    """DT1, DT2 …: short enough to be typed on a small phone; the unique key stops two equal ones."""
    highest = (await session.exec(select(func.max(Draft.id)))).one()
    return f"DT{(highest or 0) + 1}"


async def store_version(
    session: AsyncSession, draft: Draft, read: ReadDraft, files: Sequence[DossierFile], now: datetime
) -> DraftVersion:
    """Keeps a reading as the next version of a draft, with its files and the words to search by."""
    number = (await session.exec(select(func.max(DraftVersion.number)).where(DraftVersion.draft_id == draft.id))).one()
    shape = read.as_json()
    version = DraftVersion(
        draft_id=key(draft.id),
        number=(number or 0) + 1,
        title=read.title,
        preamble=shape["preamble"],
        annexes=shape["annexes"],
        problems=shape["problems"],
        created_at=now,
    )
    session.add(version)
    await session.flush()
    session.add_all(
        Provision(
            version_id=key(version.id),
            path=p.path,
            parent=p.parent,
            kind=p.kind,
            label=p.label,
            heading=p.heading,
            text=p.text,
            order=p.order,
            folded=search.folded(f"{p.heading}\n{p.text}"),
        )
        for p in read.provisions
    )
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
