"""What an officer does with a proposal: look at it, take it in as a hidden draft, or dismiss it; never publishing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.drafts.reading import Reading
from services import audit, staff
from services.clock import local_day, show_day
from services.drafts import intake, roles
from services.drafts.intake import DossierFile, NewDraft
from services.errors import Refused
from services.portals.troubles import Trouble
from services.staff import Act
from storage.models import Draft, PortalProposal, ProposalFile, ProposalState, Staff, StaffRole
from storage.types import key


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of a proposal without its content; ``size`` in bytes."""

    id: int
    role: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal with its files, and the code of the draft that was made of it."""

    proposal: PortalProposal
    files: Sequence[FileLine] = ()
    draft_code: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the officer says of the draft; None or empty: as the portal says, the kind as its title says."""

    title: str = ""
    kind: str = ""
    agency_code: str = ""
    posted_on: date | None = None
    closes_on: date | None = None
    fields: Sequence[str] = ()
    looked_at: bool = False  # an officer saw every page of the files that are pictures: no stamp of secrecy on them


async def waiting(session: AsyncSession, by: Staff | None = None, limit: int = 200) -> list[Shown]:
    """The proposals that wait, newest first: those of the officer's agency and of none; admins see all."""
    wanted = select(PortalProposal).where(PortalProposal.state == ProposalState.WAITING)
    if by is not None and by.role is not StaffRole.ADMIN:
        wanted = wanted.where(col(PortalProposal.agency_code).in_(["", by.agency_code]))
    rows = (await session.exec(wanted.order_by(col(PortalProposal.id).desc()).limit(limit))).all()
    return [Shown(row, await _files(session, row)) for row in rows]


async def find(session: AsyncSession, proposal_id: int, by: Staff | None = None) -> Shown:
    """One proposal. Raises Refused: ``unknown_proposal``, ``not_allowed``, ``proposal_other_agency``."""
    row = await session.get(PortalProposal, proposal_id)
    if row is None:
        raise Refused("unknown_proposal", id=proposal_id)
    if by is not None:
        _must(by, row)
    draft = await session.get(Draft, row.draft_id) if row.draft_id else None
    return Shown(row, await _files(session, row), draft.code if draft else "")


async def main_file(session: AsyncSession, proposal_id: int, file_id: int | None = None) -> ProposalFile:
    """The file that holds the draft: the one asked for, else the first with the role du-thao.

    Raises Refused: ``unknown_proposal``, ``proposal_without_draft``.
    """
    await find(session, proposal_id)
    wanted = select(ProposalFile).where(ProposalFile.proposal_id == proposal_id).order_by(col(ProposalFile.id))
    wanted = wanted.where(ProposalFile.id == file_id) if file_id else wanted.where(ProposalFile.role == "du-thao")
    file = (await session.exec(wanted.limit(1))).first()
    if file is None:
        raise Refused("proposal_without_draft", id=proposal_id)
    return file


async def file_of(session: AsyncSession, proposal_id: int, file_id: int, by: Staff) -> ProposalFile:
    """One file of a proposal, to look at before deciding. Raises Refused as ``find`` and ``unknown_proposal_file``."""
    await find(session, proposal_id, by)
    file = await session.get(ProposalFile, file_id)
    if file is None or file.proposal_id != proposal_id:
        raise Refused("unknown_proposal_file")
    return file


async def take(
    session: AsyncSession, proposal_id: int, main: ProposalFile, reading: Reading, answers: Answers, by: Staff,
    now: datetime,
) -> Draft:  # fmt: skip
    """Makes a hidden draft in preparation of a proposal, all its files with their roles; ``main`` was read.

    Raises Refused as ``find``, ``proposal_decided``, ``closes_missing``, ``proposal_without_draft`` (the file is no
    longer the proposal's), and what ``intake.add`` raises.
    """
    row = await _locked(session, proposal_id, by)
    rows = await session.exec(select(ProposalFile).where(ProposalFile.proposal_id == row.id))
    files = sorted(rows.all(), key=lambda file: (file.id != main.id, file.id))
    if not files or files[0].sha256 != main.sha256:
        raise Refused("proposal_without_draft", id=proposal_id)
    if (unseen := scans(row)) and not answers.looked_at:
        raise Refused("file_scan_unseen", name=unseen[0])
    closes_on = answers.closes_on or row.closes_on
    if closes_on is None:
        raise Refused("closes_missing")
    new = NewDraft(
        title=answers.title or row.title,
        kind=answers.kind or reading.draft.kind or "du-thao",
        agency_code=answers.agency_code or row.agency_code or by.agency_code,
        closes_on=closes_on,
        posted_on=answers.posted_on or row.posted_on or local_day(now),
        fields=tuple(answers.fields),
        source_url=row.link,
    )
    if by.role is not StaffRole.ADMIN and new.agency_code != by.agency_code:
        raise Refused("proposal_other_agency", id=proposal_id)
    dossier = [DossierFile("du-thao" if file.id == main.id else _aside(file), file.file_name, file.content)
               for file in files]  # fmt: skip
    draft = await intake.add(session, new, reading, dossier, by.email, now)
    row.draft_id = key(draft.id)
    _decide(row, ProposalState.TAKEN, by, now)
    session.add(row)
    audit.record(session, now, by.email, "portal.take", f"{row.portal}/{row.id}", draft=draft.code, link=row.link)
    return draft


def scans(row: PortalProposal) -> list[str]:
    """The names of the kept files with pages that are pictures, on which no machine saw whether there is a stamp."""
    return [one.subject for one in map(Trouble.from_json, row.troubles) if one.code == "file_scan"]


async def dismiss(session: AsyncSession, proposal_id: int, by: Staff, now: datetime) -> PortalProposal:
    """Puts a proposal aside for good. Raises Refused as ``find`` and ``proposal_decided``."""
    row = await _locked(session, proposal_id, by)
    _decide(row, ProposalState.DISMISSED, by, now)
    session.add(row)
    audit.record(session, now, by.email, "portal.dismiss", f"{row.portal}/{row.id}", link=row.link, title=row.title)
    return row


async def _locked(session: AsyncSession, proposal_id: int, by: Staff) -> PortalProposal:
    row = await session.get(PortalProposal, proposal_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise Refused("unknown_proposal", id=proposal_id)
    _must(by, row)
    if row.state is not ProposalState.WAITING:
        raise Refused("proposal_decided", id=proposal_id, day=show_day(local_day(row.decided_at or row.found_at)))
    return row


def _must(by: Staff, row: PortalProposal) -> None:
    staff.must(by, Act.PUBLISH)
    if by.role is not StaffRole.ADMIN and row.agency_code not in {"", by.agency_code}:
        raise Refused("proposal_other_agency", id=row.id)


def _decide(row: PortalProposal, state: ProposalState, by: Staff, now: datetime) -> None:
    row.state, row.decided_by, row.decided_at = state, key(by.id), now


def _aside(file: ProposalFile) -> str:
    """Another file that is a draft too stays one; of two texts of a draft people see both."""
    return file.role if file.role in roles.FILE_ROLES else "khac"


async def _files(session: AsyncSession, row: PortalProposal) -> list[FileLine]:
    rows = await session.exec(
        select(ProposalFile.id, ProposalFile.role, ProposalFile.file_name, func.length(ProposalFile.content))
        .where(ProposalFile.proposal_id == row.id)
        .order_by(col(ProposalFile.id))
    )
    return [FileLine(key(file_id), role, name, size) for file_id, role, name, size in rows]
