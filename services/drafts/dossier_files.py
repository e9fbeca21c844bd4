"""The files of a dossier: checked for stamps of state secrets, then added, replaced and removed, each act audited.

What can be taken is what services/reading can look into: .docx, .doc, .odt, .pdf, .html, .txt, .md. Spreadsheets,
archives and pictures are refused, because no stamp in them would be seen.
"""

import asyncio
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services import audit, reading
from services.drafts import library, ownership, roles
from services.drafts.intake import DossierFile
from services.errors import Refused
from services.reading import ReadingLimits
from storage.models import Draft, DraftFile, DraftVersion, Staff, Stage
from storage.types import key

MOST_FILES = 40
MOST_MB = 100  # of all files of one draft that are not the draft itself
MAX_NAME = 255  # characters the column holds
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]+")
_UNSEEN_PAGES = "page_without_text"


@dataclass(frozen=True, slots=True)
class Held:
    """A file that a dossier holds, without its bytes; ``version`` is the one it was handed in with."""

    id: int
    role: str
    name: str
    sha256: str
    size: int
    version: int


def clean_name(name: str) -> str:
    """The name of an uploaded file without folders and signs that a file name must not have; its ending stays.

    >>> clean_name("..\\\\hồ sơ/Tờ trình số 5.docx"), clean_name("")
    ('Tờ trình số 5.docx', 'tep')
    """
    last = re.split(r"[/\\]", name)[-1]
    plain = _UNSAFE.sub(" ", last).strip(" .") or "tep"
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(plain) <= MAX_NAME:
        return plain[:MAX_NAME]
    return f"{stem[: MAX_NAME - len(ending) - 1]}.{ending}"[:MAX_NAME]


async def accept(
    role: str, path: Path, *, looked_at: bool = False, limits: ReadingLimits = reading.DEFAULT_LIMITS
) -> DossierFile:
    """A file that may enter a dossier: it can be read, it is not too large and it bears no stamp of secrecy.

    Pages that are pictures show no stamp to the machine: such a file is taken only when an officer ``looked_at`` it.
    Raises Refused: ``unknown_file_role``, ``file_scan_unseen`` and everything ``reading.read_draft`` does
    (``file_secret``, ``file_too_large``, ``file_kind_unknown`` …).
    """
    roles.must_be_known(role)
    by_eye = False
    try:
        read = await reading.read_draft(path, limits)
        unseen = any(problem.code == _UNSEEN_PAGES for problem in read.problems)
    except Refused as refused:
        if refused.code != "file_scan":
            raise
        unseen = True
    if unseen:
        if not looked_at:
            raise Refused("file_scan_unseen", name=path.name)
        by_eye = True
    content = await asyncio.to_thread(path.read_bytes)
    return DossierFile(role, clean_name(path.name), content, by_eye)


async def held(session: AsyncSession, draft: Draft) -> list[Held]:
    """What a dossier holds: the newest version's draft, and every other file, by role and age."""
    newest = await library.version_of(session, draft)
    rows = await session.exec(
        select(  # type: ignore[call-overload]  # more columns than SQLModel's overloads count
            DraftFile.id,
            DraftFile.role,
            DraftFile.name,
            DraftFile.sha256,
            func.length(DraftFile.content),
            DraftVersion.number,
        )
        .join(DraftVersion, col(DraftVersion.id) == DraftFile.version_id)
        .where(DraftVersion.draft_id == draft.id)
        .order_by(col(DraftFile.id))
    )
    found = [Held(*row) for row in rows.all()]
    current = [file for file in found if file.role != roles.DRAFT or file.version == newest.number]
    return sorted(current, key=lambda file: roles.FILE_ROLES.index(file.role))


async def content(session: AsyncSession, draft: Draft, file_id: int) -> DraftFile:
    """A file of this draft with its bytes. Raises Refused(``unknown_file``)."""
    rows = await session.exec(
        select(DraftFile)
        .join(DraftVersion, col(DraftVersion.id) == DraftFile.version_id)
        .where(DraftFile.id == file_id, DraftVersion.draft_id == draft.id)
    )
    found = rows.first()
    if found is None:
        raise Refused("unknown_file", code=draft.code)
    return found


async def add(session: AsyncSession, code: str, file: DossierFile, by: Staff | None, now: datetime) -> DraftFile:
    """Puts an accepted file into a dossier; also after publication, when the dossier lacked it.

    Raises Refused: ``unknown_draft``, ``not_allowed``, ``other_agency``, ``draft_file_by_revision``,
    ``file_already_there``, ``too_many_files``.
    """
    draft = await ownership.locked(session, code, by)
    _not_the_draft(draft, file.role)
    row = await _store(session, draft, file)
    _record(session, now, by, "draft.file.add", draft, file)
    return row


async def replace(
    session: AsyncSession, code: str, file_id: int, file: DossierFile, by: Staff | None, now: datetime
) -> DraftFile:
    """Puts an accepted file in the place of another, before publication; refuses what ``remove`` and ``add`` do."""
    draft, old = await _removable(session, code, file_id, by)
    await session.delete(old)
    await session.flush()
    _not_the_draft(draft, file.role)
    row = await _store(session, draft, file)
    _record(session, now, by, "draft.file.replace", draft, file, former=old.name)
    return row


async def remove(session: AsyncSession, code: str, file_id: int, by: Staff | None, now: datetime) -> None:
    """Takes a file out of a dossier, before publication.

    Raises Refused: ``unknown_draft``, ``not_allowed``, ``other_agency``, ``unknown_file``, ``entry_fixed``,
    ``draft_file_by_revision``.
    """
    draft, old = await _removable(session, code, file_id, by)
    await session.delete(old)
    audit.record(
        session,
        now,
        ownership.actor(by),
        "draft.file.remove",
        draft.code,
        role=old.role,
        name=old.name,
        sha256=old.sha256,
    )


async def _removable(session: AsyncSession, code: str, file_id: int, by: Staff | None) -> tuple[Draft, DraftFile]:
    draft = await ownership.locked(session, code, by)
    old = await content(session, draft, file_id)
    _not_the_draft(draft, old.role)
    if draft.stage is not Stage.PREPARATION:
        raise Refused("entry_fixed", code=draft.code, entry="files")
    return draft, old


def _not_the_draft(draft: Draft, role: str) -> None:
    if role == roles.DRAFT:
        raise Refused("draft_file_by_revision", code=draft.code)


async def _store(session: AsyncSession, draft: Draft, file: DossierFile) -> DraftFile:
    roles.must_be_known(file.role)
    sha256 = hashlib.sha256(file.content).hexdigest()
    others = [one for one in await held(session, draft) if one.role != roles.DRAFT]
    if any(one.sha256 == sha256 and one.role == file.role for one in others):
        raise Refused("file_already_there", name=file.name, code=draft.code)
    size = sum(one.size for one in others) + len(file.content)
    if len(others) >= MOST_FILES or size > MOST_MB * 2**20:
        raise Refused("too_many_files", code=draft.code, limit=MOST_FILES, limit_mb=MOST_MB)
    version = await library.version_of(session, draft)
    row = DraftFile(version_id=key(version.id), role=file.role, name=file.name, sha256=sha256, content=file.content)
    session.add(row)
    await session.flush()
    return row


def _record(
    session: AsyncSession, now: datetime, by: Staff | None, action: str, draft: Draft, file: DossierFile, **more: str
) -> None:
    sha256 = hashlib.sha256(file.content).hexdigest()
    details = {"role": file.role, "name": file.name, "sha256": sha256, "stamps_by_eye": file.by_eye, **more}
    audit.record(session, now, ownership.actor(by), action, draft.code, **details)
