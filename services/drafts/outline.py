"""Corrections of a draft's outline before it is published: kept as edits, applied to the reading again and again.

What an edit does is ``nlp.drafts.edits``; the rows of a version that come of it are written here.
"""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp import search
from nlp.drafts import edits
from nlp.drafts.corrections import Unfit
from nlp.drafts.edits import Corrected, Edit
from nlp.drafts.reading import Reading
from nlp.drafts.tree import Draft as ReadDraft
from nlp.drafts.tree import Problem
from nlp.drafts.tree import Provision as ReadProvision
from services import audit, staff
from services.drafts import changes, citations, library
from services.errors import Refused
from storage.models import Draft, DraftFile, DraftVersion, EditKind, OutlineEdit, Provision, Staff, Stage
from storage.types import key

DRAFT_ROLE = "du-thao"
LONGEST_PATH = 200  # characters: what the columns hold


class Handed(Protocol):
    """A file of the dossier: its role and its bytes."""

    @property
    def role(self) -> str:
        """One of the roles of files."""

    @property
    def content(self) -> bytes:
        """The bytes."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A version with its reading, the edits made of it and what they make of it."""

    draft: Draft
    version: DraftVersion
    reading: Reading
    edits: tuple[OutlineEdit, ...]
    corrected: Corrected

    @property
    def can_be_corrected(self) -> bool:
        """Whether nobody outside has seen it yet: comments point at provisions."""
        return self.draft.stage is Stage.PREPARATION


async def open_bench(session: AsyncSession, code: str, by: Staff | None) -> Bench:
    """The newest version of a draft with its edits.

    Raises Refused: ``unknown_draft``, ``not_allowed``, ``other_agency``.
    """
    draft = await library.find(session, code)
    if by is not None:
        staff.must_own(by, draft, staff.Act.PUBLISH)
    version = await library.version_of(session, draft)
    await session.refresh(version, ["reading", "source"])  # which the library leaves out
    return await _bench(session, draft, version)


async def correct(session: AsyncSession, code: str, wanted: Edit, by: Staff | None, now: datetime) -> Bench:
    """Makes one edit, named by the path of today, and rebuilds the version's provisions.

    A ``wanted.fingerprint`` is what the officer saw there: when somebody else changed it since, nothing is done.

    Raises Refused: ``unknown_draft``, ``not_allowed``, ``other_agency``, ``outline_published``, ``outline_same``, and
    ``edit_lost``, ``edit_place_missing``, ``edit_kind_unknown``, ``edit_label_wrong`` when it cannot be made.
    """
    bench = await _locked(session, code, by)
    highest = await session.exec(select(func.max(OutlineEdit.number)).where(OutlineEdit.draft_id == bench.draft.id))
    number = (highest.one() or 0) + 1
    try:
        made = edits.anchored(bench.corrected.draft, Edit(wanted.kind, wanted.path, "", wanted.details, number))
    except Unfit as unfit:
        raise Refused(unfit.code, path=wanted.path) from unfit
    if wanted.fingerprint and wanted.fingerprint != made.fingerprint:
        raise Refused("edit_lost", path=wanted.path)
    done = await _applied(bench.reading, [*map(_edit, bench.edits), made])
    if why := done.lost.get(len(bench.edits)):
        raise Refused(why, path=wanted.path)
    if _same(done.draft, bench.corrected.draft):
        raise Refused("outline_same", path=wanted.path)
    if any(len(part.path) > LONGEST_PATH for part in done.draft.provisions):
        raise Refused("edit_label_wrong", path=wanted.path)
    session.add(
        OutlineEdit(
            draft_id=key(bench.draft.id),
            number=number,
            file_sha256=await _sha256_of(session, bench.version),
            kind=EditKind(wanted.kind),
            path=wanted.path,
            fingerprint=made.fingerprint,
            details=dict(wanted.details),
            staff_id=by.id if by else None,
            created_at=now,
        )
    )
    await session.flush()
    audit.record(session, now, _name(by), "outline.edit", bench.draft.code, kind=wanted.kind, path=wanted.path)
    return await _rebuilt(session, bench)


async def undo(session: AsyncSession, code: str, number: int, by: Staff | None, now: datetime) -> Bench:
    """Leaves one edit out; the later ones are applied without it.

    Raises Refused: ``unknown_draft``, ``not_allowed``, ``other_agency``, ``outline_published``, ``unknown_edit``.
    """
    bench = await _locked(session, code, by)
    edit = next((one for one in bench.edits if one.number == number), None)
    if edit is None:
        raise Refused("unknown_edit", number=number)
    await session.delete(edit)
    await session.flush()
    audit.record(session, now, _name(by), "outline.undo", bench.draft.code, kind=edit.kind.value, path=edit.path)
    return await _rebuilt(session, bench)


async def reread(
    session: AsyncSession, code: str, reading: Reading, sha256: str, by: Staff | None, now: datetime
) -> Bench:
    """Puts a new reading of the same file in place of the old one and applies the same edits to it.

    ``sha256`` is the file's. Raises Refused: ``unknown_draft``, ``not_allowed``, ``other_agency``,
    ``outline_published``, and ``draft_without_file`` when the newest version was read from another file.
    """
    bench = await _locked(session, code, by)
    if await _sha256_of(session, bench.version) != sha256:
        raise Refused("draft_without_file", version=bench.version.number)
    bench.version.reading, bench.version.source = stored(reading), list(reading.lines)
    session.add(bench.version)
    after = await _rebuilt(session, bench)
    audit.record(
        session,
        now,
        _name(by),
        "draft.reread",
        bench.draft.code,
        edits=len(after.edits),
        lost=len(after.corrected.lost),
    )
    return after


async def file_of(session: AsyncSession, version: DraftVersion) -> DraftFile:
    """The file that a version was read from. Raises Refused(``draft_without_file``)."""
    rows = await session.exec(
        select(DraftFile)
        .where(DraftFile.version_id == version.id, DraftFile.role == DRAFT_ROLE)
        .order_by(col(DraftFile.id))
        .limit(1)
    )
    found = rows.first()
    if found is None:
        raise Refused("draft_without_file", version=version.number)
    return found


async def corrected(session: AsyncSession, draft: Draft, reading: Reading, files: Sequence[Handed]) -> Corrected:
    """A reading with the edits that were made of the same file of this draft."""
    known = await _edits(session, key(draft.id), sha256_of(files))
    return await _applied(reading, [*map(_edit, known)])


async def fill(session: AsyncSession, version: DraftVersion, draft: ReadDraft) -> None:
    """Writes a corrected draft into the rows of a version that has an id, in place of what they held."""
    version.title, version.preamble = draft.title, list(draft.preamble)
    version.annexes = [asdict(annex) for annex in draft.annexes]
    version.problems = [problem.as_json() for problem in draft.problems]
    session.add(version)
    kept = {part.path: part for part in await library.provisions(session, version)}
    moved = []
    for part in draft.provisions:
        known = kept.pop(part.path, None)
        if known is None:
            session.add(row(key(version.id), part))
            continue
        _renew(known, part)
        if known.order != part.order:
            moved.append({"id": known.id, "order": part.order})
            set_committed_value(known, "order", part.order)
    if moved:  # one statement: a merge at the beginning of a code of laws moves thousands
        await session.exec(update(Provision), params=moved)
    for gone in kept.values():
        await session.delete(gone)
    await session.flush()


def _renew(known: Provision, part: ReadProvision) -> None:
    """What changed goes into the row, and nothing else: a correction touches few of the thousands there may be."""
    if (known.heading, known.text) != (part.heading, part.text):
        known.folded = search.folded(f"{part.heading}\n{part.text}")
    for name in ("parent", "kind", "label", "heading", "text"):
        if getattr(known, name) != getattr(part, name):
            setattr(known, name, getattr(part, name))


def row(version_id: int, part: ReadProvision) -> Provision:
    """A provision as its row."""
    return Provision(
        version_id=version_id,
        path=part.path,
        parent=part.parent,
        kind=part.kind,
        label=part.label,
        heading=part.heading,
        text=part.text,
        order=part.order,
        folded=search.folded(f"{part.heading}\n{part.text}"),
    )


def stored(reading: Reading) -> dict[str, object]:
    """A reading for its column; the lines have one of their own."""
    return {name: value for name, value in reading.as_json().items() if name != "lines"}


def sha256_of(files: Sequence[Handed]) -> str:
    """The fingerprint of the draft among the files of a dossier; "" when it is not among them."""
    draft = next((file for file in files if file.role == DRAFT_ROLE), None)
    return hashlib.sha256(draft.content).hexdigest() if draft is not None else ""


async def _locked(session: AsyncSession, code: str, by: Staff | None) -> Bench:
    draft = await library.find(session, code)
    await session.refresh(draft, with_for_update=True)
    bench = await open_bench(session, draft.code, by)
    if not bench.can_be_corrected:
        raise Refused("outline_published", code=draft.code)
    return bench


async def _bench(session: AsyncSession, draft: Draft, version: DraftVersion) -> Bench:
    made = await _edits(session, key(draft.id), await _sha256_of(session, version))
    reading = await _reading(session, draft, version)
    return Bench(draft, version, reading, tuple(made), await _applied(reading, [*map(_edit, made)]))


async def _applied(reading: Reading, made: Sequence[Edit]) -> Corrected:
    """The edits applied, off the event loop: fifty of them in a code of 700 articles take seconds."""
    return await asyncio.to_thread(edits.apply, reading, made)


async def _reading(session: AsyncSession, draft: Draft, version: DraftVersion) -> Reading:
    """The version as read; what was stored before readings were kept is taken as it stands."""
    if "draft" in version.reading:
        return Reading.from_json(version.reading, version.source)
    parts = await library.provisions(session, version)
    shape = {
        "title": version.title, "kind": draft.kind, "number": "", "preamble": version.preamble, "provisions": [],
        "annexes": version.annexes, "problems": version.problems,
    }  # fmt: skip
    read = ReadDraft.from_json(shape)
    whole = tuple(ReadProvision(p.path, p.kind, p.label, p.heading, p.text, p.parent, p.order) for p in parts)
    return Reading(ReadDraft(read.title, read.kind, read.number, read.preamble, whole, read.annexes, read.problems))


async def _rebuilt(session: AsyncSession, before: Bench) -> Bench:
    """The rows of the version made anew, and everything that cites a provision following it to its new path."""
    after = await _bench(session, before.draft, before.version)
    if "draft" not in after.version.reading:
        after.version.reading = stored(after.reading)
    await fill(session, after.version, after.corrected.draft)
    moves = _moves(before.corrected, after.corrected)
    reworded = _reworded(before.corrected.draft, after.corrected.draft, moves)
    await citations.follow(session, before.draft, before.version, moves, reworded)
    if after.version.number > 1:
        older = await library.version_of(session, after.draft, after.version.number - 1)
        found = changes.compare(await library.provisions(session, older), after.corrected.draft.provisions)
        after.version.mapping = dict(found.mapping)
    await session.flush()
    return after


def _moves(before: Corrected, after: Corrected) -> Mapping[str, str | None]:
    """Where each path of ``before`` is in ``after``; None for what is no provision any more."""
    moves: dict[str, str | None] = {}
    for origin, path in before.now.items():
        if path is not None:
            moves[path] = after.now.get(origin) or moves.get(path)
    standing = {part.path for part in after.draft.provisions}
    return {old: new if new in standing else None for old, new in moves.items()}


def _reworded(old: ReadDraft, new: ReadDraft, moves: Mapping[str, str | None]) -> set[str]:
    """The old paths whose words, or the words of a part inside them, are others now."""
    words = {part.path: (part.heading, part.text) for part in new.provisions}
    above = {part.path: part.parent for part in old.provisions}
    found: set[str] = set()
    for part in old.provisions:
        if words.get(moves.get(part.path) or "") == (part.heading, part.text):
            continue
        path: str | None = part.path
        while path is not None and path not in found:
            found.add(path)
            path = above.get(path)
    return found


async def _edits(session: AsyncSession, draft_id: int, sha256: str) -> list[OutlineEdit]:
    rows = await session.exec(
        select(OutlineEdit)
        .where(OutlineEdit.draft_id == draft_id, OutlineEdit.file_sha256 == sha256)
        .order_by(col(OutlineEdit.number))
    )
    return list(rows.all())


async def _sha256_of(session: AsyncSession, version: DraftVersion) -> str:
    rows = await session.exec(
        select(DraftFile.sha256)
        .where(DraftFile.version_id == version.id, DraftFile.role == DRAFT_ROLE)
        .order_by(col(DraftFile.id))
        .limit(1)
    )
    return rows.first() or ""


def _edit(row: OutlineEdit) -> Edit:
    return Edit(row.kind.value, row.path, row.fingerprint, row.details, row.number)


def _same(one: ReadDraft, other: ReadDraft) -> bool:
    return (one.provisions, one.annexes, one.preamble) == (other.provisions, other.annexes, other.preamble)


def _name(by: Staff | None) -> str:
    return by.email if by else "command line"


def problems_by_line(bench: Bench) -> list[tuple[int, Problem]]:
    """The problems of a version with the lines they are on (0: of the whole draft), in the order of the lines."""
    starts = bench.corrected.starts
    told = [(problem.line or starts.get(problem.where, 0), problem) for problem in bench.corrected.draft.problems]
    return sorted(told, key=lambda one: (one[0] == 0, one[0]))
