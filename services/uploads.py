"""Files that officers hand in through the console: kept as rows, read in the background, made into drafts later.

The state is in the row: when the process that reads a file dies, another may take it up again.
"""

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.drafts.reading import Reading
from services import audit, staff
from services.drafts import intake, library, revising
from services.drafts.intake import DossierFile, NewDraft
from services.drafts.outline import DRAFT_ROLE
from services.drafts.revising import Expected, Revised
from services.errors import Refused
from services.reading import DEFAULT_LIMITS, ReadingLimits, read_bytes
from storage.db import Database
from storage.models import Draft, Staff, Upload, UploadState
from storage.types import key

KEPT = timedelta(days=3)
BEAT = timedelta(seconds=10)  # so often the reading process says that it lives
SILENCE = timedelta(seconds=35)  # after this nobody is reading any more
LONGEST_NAME = 255  # characters of a file name
_LISTED = 20  # uploads in a list


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an upload stands, without its bytes and its reading, which are large."""

    id: int
    file_name: str
    draft_id: int | None
    state: UploadState
    refusal: Mapping[str, object]
    created_at: datetime
    started_at: datetime

    def is_silent(self, now: datetime) -> bool:
        """Whether it is to be read and nobody does."""
        return self.state is UploadState.READING and now - self.started_at > SILENCE

    def seconds(self, now: datetime) -> int:
        """Whole seconds since the file came in."""
        return max(int((now - self.created_at).total_seconds()), 0)

    def why(self) -> Refused | None:
        """The refusal of a file that cannot become a draft."""
        if self.state is not UploadState.REFUSED:
            return None
        code, values = self.refusal["code"], self.refusal.get("values")
        return Refused(str(code), **(values if isinstance(values, dict) else {}))


async def begin(
    session: AsyncSession, by: Staff, name: str, content: bytes, now: datetime, code: str | None = None
) -> Upload:
    """Keeps a file that is still to be read; ``code`` names the draft of which it is a new version.

    Raises Refused: ``not_allowed``, ``other_agency``, ``unknown_draft``, ``file_empty``, ``file_too_large``.
    """
    staff.must(by, staff.Act.PUBLISH)
    draft = await library.find(session, code) if code else None
    if draft is not None:
        staff.must_own(by, draft, staff.Act.PUBLISH)
    name = plain_name(name)
    if not content:
        raise Refused("file_empty", name=name)
    if len(content) > DEFAULT_LIMITS.file_mb * 2**20:
        raise Refused("file_too_large", name=name, limit_mb=DEFAULT_LIMITS.file_mb)
    upload = Upload(
        staff_id=key(by.id),
        draft_id=draft.id if draft is not None else None,
        file_name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        state=UploadState.READING,
        created_at=now,
        started_at=now,
    )
    session.add(upload)
    await session.flush()
    audit.record(session, now, by.email, "upload.begin", str(upload.id), name=name, size=len(content))
    return upload


def plain_name(name: str) -> str:
    """A file's own name without folders and control characters, short enough to be kept with its ending.

    >>> plain_name("C:\\\\Du thao\\\\Nghị quyết.docx"), plain_name("../../etc/passwd")
    ('Nghị quyết.docx', 'passwd')
    """
    own = name.replace("\\", "/").rpartition("/")[2]
    own = "".join(char for char in own if char.isprintable()).strip() or "du-thao"
    stem, dot, ending = own.rpartition(".")
    if len(own) <= LONGEST_NAME or not dot:
        return own[:LONGEST_NAME]
    ending = ending[:16]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


async def standing(session: AsyncSession, upload_id: int, by: Staff) -> Standing:
    """Where an upload of this account stands. Raises Refused(``unknown_upload``)."""
    rows = await session.exec(
        select(  # type: ignore[call-overload]  # more columns than SQLModel's overloads count
            Upload.id,
            Upload.file_name,
            Upload.draft_id,
            Upload.state,
            Upload.refusal,
            Upload.created_at,
            Upload.started_at,
        ).where(Upload.id == upload_id, Upload.staff_id == by.id)
    )
    found = rows.first()
    if found is None:
        raise Refused("unknown_upload", id=upload_id)
    return Standing(*found)


async def waiting(session: AsyncSession, by: Staff) -> list[Standing]:
    """The uploads of this account that became nothing yet, newest first."""
    rows = await session.exec(
        select(Upload.id)
        .where(Upload.staff_id == by.id, Upload.state != UploadState.REFUSED)
        .order_by(col(Upload.id).desc())
        .limit(_LISTED)
    )
    return [await standing(session, key(number), by) for number in rows.all()]


async def reading_of(session: AsyncSession, upload_id: int, by: Staff) -> tuple[Upload, Reading]:
    """An upload that has been read, with its reading. Raises Refused: ``unknown_upload``, ``upload_not_read``."""
    upload = await session.get(Upload, upload_id)
    if upload is None or upload.staff_id != by.id:
        raise Refused("unknown_upload", id=upload_id)
    if upload.state is not UploadState.READ:
        raise Refused("upload_not_read", name=upload.file_name)
    return upload, Reading.from_json(upload.reading)


async def read(
    database: Database, upload_id: int, clock: Callable[[], datetime], limits: ReadingLimits = DEFAULT_LIMITS
) -> UploadState | None:
    """Reads an upload and writes down how it went; no transaction is open meanwhile. None: nothing was to be read."""
    async with database.transaction() as session:
        upload = await session.get(Upload, upload_id)
        if upload is None or upload.state is not UploadState.READING:
            return None
        upload.started_at = clock()
        session.add(upload)
        name, content = upload.file_name, upload.content
    try:
        reading = await _read_alive(database, upload_id, name, content, clock, limits)
    except Refused as refused:
        return await _settle(database, upload_id, UploadState.REFUSED, refusal=_kept(refused), content=b"")
    except Exception:
        # A defect must not be tried again and again by everyone who looks at the page.
        await _settle(database, upload_id, UploadState.REFUSED, refusal=_kept(_unreadable(name)), content=b"")
        raise
    return await _settle(database, upload_id, UploadState.READ, reading=reading.as_json())


async def make_draft(session: AsyncSession, upload_id: int, new: NewDraft, by: Staff, now: datetime) -> Draft:
    """A new draft, in preparation, from an upload, which is then forgotten.

    Raises Refused: ``unknown_upload``, ``upload_not_read``, ``not_allowed``, ``other_agency`` and those of
    ``intake.add``.
    """
    staff.must(by, staff.Act.PUBLISH)
    upload, reading = await reading_of(session, upload_id, by)
    draft = await intake.add(session, new, reading, [_file(upload)], by.email, now)
    staff.must_own(by, draft, staff.Act.PUBLISH)
    await session.delete(upload)
    return draft


async def expect_version(session: AsyncSession, upload_id: int, by: Staff) -> Expected:
    """What the new version in an upload would change and whom it would be told to.

    Raises Refused: ``unknown_upload``, ``upload_not_read`` and those of ``revising.revise``.
    """
    upload, reading = await reading_of(session, upload_id, by)
    code = await _code_of(session, upload)
    return await revising.expect(session, code, reading, [_file(upload)], by)


async def make_version(session: AsyncSession, upload_id: int, by: Staff, now: datetime) -> Revised:
    """The upload as the next version of its draft; those concerned are told. Raises Refused as ``expect_version``."""
    upload, reading = await reading_of(session, upload_id, by)
    code = await _code_of(session, upload)
    done = await revising.revise(session, code, reading, [_file(upload)], by, now)
    await session.delete(upload)
    return done


async def prune(session: AsyncSession, now: datetime) -> int:
    """Forgets uploads that became nothing for three days; returns how many."""
    result = await session.exec(delete(Upload).where(col(Upload.created_at) < now - KEPT))
    return int(result.rowcount)


async def _read_alive(
    database: Database, upload_id: int, name: str, content: bytes, clock: Callable[[], datetime], limits: ReadingLimits
) -> Reading:
    """The reading; while it lasts the row is told again and again that somebody is at it."""
    work = asyncio.ensure_future(read_bytes(name, content, limits))
    try:
        while not (await asyncio.wait({work}, timeout=BEAT.total_seconds()))[0]:
            async with database.transaction() as session:
                await session.exec(update(Upload).where(col(Upload.id) == upload_id).values(started_at=clock()))
        return work.result()
    finally:
        if not work.done():
            work.cancel()
            await asyncio.wait({work})


async def _settle(database: Database, upload_id: int, state: UploadState, **values: object) -> UploadState:
    async with database.transaction() as session:
        await session.exec(
            update(Upload)
            .where(col(Upload.id) == upload_id, col(Upload.state) == UploadState.READING)
            .values(state=state, **values)
        )
    return state


async def _code_of(session: AsyncSession, upload: Upload) -> str:
    draft = await session.get(Draft, upload.draft_id) if upload.draft_id is not None else None
    if draft is None:
        raise Refused("unknown_upload", id=upload.id)
    return draft.code


def _file(upload: Upload) -> DossierFile:
    return DossierFile(DRAFT_ROLE, upload.file_name, upload.content)


def _kept(refused: Refused) -> dict[str, object]:
    return {"code": refused.code, "values": dict(refused.values)}


def _unreadable(name: str) -> Refused:
    return Refused("file_unreadable", name=name, reason="defect")
