"""Drafts that portals propose: each link once, a waiting one kept up to date; nothing here publishes anything."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.portals.description import Portal
from services import audit
from services.portals.troubles import Trouble
from storage.models import PortalProposal, ProposalFile, ProposalState
from storage.types import key

FILES_KEPT = timedelta(days=30)  # of a decided proposal: what was taken in lives on in the draft
SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file as it was fetched; ``name`` is unique among the files of its entry and the same at every look."""

    role: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """An entry of a portal as it was found, with files fetched now; days are calendar days in Vietnam.

    ``names`` are the names of all files that the page offers, fetched or not; None when its page was not looked at.
    """

    title: str
    link: str
    posted_on: date | None = None
    closes_on: date | None = None
    files: Sequence[FoundFile] = ()
    troubles: Sequence[Trouble] = ()
    names: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a link: whether it still waits, and the names of its files, those in trouble included."""

    waiting: bool
    names: frozenset[str] = frozenset()


@dataclass(slots=True)
class Stored:
    """What a look brought: ids of new proposals and of those that changed."""

    new: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)


def hash_of(link: str) -> str:
    """The key of a link."""
    return hashlib.sha256(link.encode()).hexdigest()


async def known(session: AsyncSession, portal: Portal) -> Mapping[str, Known]:
    """What is known of every link that this portal ever proposed, by ``hash_of``."""
    rows = await session.exec(
        select(PortalProposal.link_hash, PortalProposal.state, PortalProposal.troubles, PortalProposal.id).where(
            PortalProposal.portal == portal.name
        )
    )
    names = await _names(session, portal)
    return {
        link_hash: Known(
            state is ProposalState.WAITING,
            frozenset([*names.get(key(row_id), ()), *(str(one.get("subject", "")) for one in troubles)]),
        )
        for link_hash, state, troubles, row_id in rows
    }


async def _names(session: AsyncSession, portal: Portal) -> dict[int, list[str]]:
    rows = await session.exec(
        select(ProposalFile.proposal_id, ProposalFile.file_name)
        .join(PortalProposal, col(PortalProposal.id) == ProposalFile.proposal_id)
        .where(PortalProposal.portal == portal.name, PortalProposal.state == ProposalState.WAITING)
    )
    found: dict[int, list[str]] = {}
    for proposal_id, name in rows:
        found.setdefault(proposal_id, []).append(name)
    return found


async def store(session: AsyncSession, portal: Portal, found: Iterable[Found], now: datetime) -> Stored:
    """Proposes what is new, corrects what still waits, leaves alone what was decided; a link is never there twice."""
    stored = Stored()
    for entry in found:
        row = await _of_link(session, portal, entry.link)
        if row is None:
            stored.new.append(await _propose(session, portal, entry, now))
        elif row.state is ProposalState.WAITING and await _correct(session, row, entry, now):
            stored.changed.append(key(row.id))
    return stored


async def _of_link(session: AsyncSession, portal: Portal, link: str) -> PortalProposal | None:
    rows = await session.exec(
        select(PortalProposal)
        .where(PortalProposal.portal == portal.name, PortalProposal.link_hash == hash_of(link))
        .with_for_update()
    )
    return rows.first()


async def _propose(session: AsyncSession, portal: Portal, entry: Found, now: datetime) -> int:
    row = PortalProposal(
        portal=portal.name,
        agency_code=portal.agency,
        link=entry.link,
        link_hash=hash_of(entry.link),
        title=entry.title,
        posted_on=entry.posted_on,
        closes_on=entry.closes_on,
        troubles=[trouble.as_json() for trouble in entry.troubles],
        found_at=now,
    )
    session.add(row)
    await session.flush()
    session.add_all(_file(key(row.id), file) for file in entry.files)
    audit.record(session, now, SYSTEM, "portal.propose", f"{portal.name}/{row.id}", link=entry.link, title=entry.title)
    return key(row.id)


async def _correct(session: AsyncSession, row: PortalProposal, entry: Found, now: datetime) -> bool:
    """Brings a waiting proposal up to what the portal says now; what it no longer says is kept, except its files."""
    changes: dict[str, object] = {}
    for name in ("title", "posted_on", "closes_on"):
        said = getattr(entry, name)
        if said and said != getattr(row, name):
            changes[name] = str(said)
            setattr(row, name, said)
    if entry.names is not None:
        changes |= await _correct_files(session, row, entry, entry.names)
    if not changes:
        return False
    session.add(row)
    audit.record(session, now, SYSTEM, "portal.change", f"{row.portal}/{row.id}", **changes)
    return True


async def _correct_files(
    session: AsyncSession, row: PortalProposal, entry: Found, offered: frozenset[str]
) -> dict[str, object]:
    kept = (await session.exec(select(ProposalFile.file_name).where(ProposalFile.proposal_id == row.id))).all()
    gone = sorted(set(kept) - offered)
    if gone:
        await session.exec(
            delete(ProposalFile).where(col(ProposalFile.proposal_id) == row.id, col(ProposalFile.file_name).in_(gone))
        )
    new = [file for file in entry.files if file.name not in kept]
    session.add_all(_file(key(row.id), file) for file in new)
    troubles = [one for one in row.troubles if not one.get("subject") or one["subject"] in offered]
    told = {one["subject"] for one in troubles}
    troubles += [trouble.as_json() for trouble in entry.troubles if trouble.subject not in told]
    if not gone and not new and troubles == row.troubles:
        return {}
    row.troubles = troubles
    return {"files_added": [file.name for file in new], "files_gone": gone}


def _file(proposal_id: int, file: FoundFile) -> ProposalFile:
    return ProposalFile(
        proposal_id=proposal_id,
        role=file.role,
        file_name=file.name,
        sha256=hashlib.sha256(file.content).hexdigest(),
        content=file.content,
    )


async def forget_files(session: AsyncSession, now: datetime) -> int:
    """Deletes the files of proposals that were decided long enough ago; returns how many."""
    decided = select(PortalProposal.id).where(col(PortalProposal.decided_at) < now - FILES_KEPT)
    gone = await session.exec(delete(ProposalFile).where(col(ProposalFile.proposal_id).in_(decided)))
    return int(gone.rowcount)
