"""Files that chat messages promise, made when they are sent: read in a short transaction, drawn outside it."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, time

from services import digests
from services.clock import VIETNAM, end_of
from services.digests import Digest
from services.drafts import library
from services.errors import Refused
from services.exports.comments import LISTING, Comment, collect
from services.messages import File
from storage.db import Database

MADE = {"digest.png": "png", "digest.xlsx": "xlsx", "digest.docx": "docx"}


async def make_file(database: Database, file: File, now: datetime) -> bytes:
    """The content of ``file``: ``make`` is a key of MADE, ``arguments`` are draft, since, until and language.

    ``since`` and ``until`` are ISO moments or days (the whole day counts), empty or absent for unbounded.
    Raises Refused: ``unknown_export``, ``unknown_draft``, ``bad_date``.
    """
    form = MADE.get(file.make)
    if form is None:
        raise Refused("unknown_export", name=file.make)
    given = file.arguments
    since, until = read_moment(given.get("since", "")), read_moment(given.get("until", ""), end=True)
    async with database.transaction() as session:
        draft = await library.find(session, given.get("draft", ""))
        digest = await digests.make(session, draft, since, until, now)
        comments = await collect(session, draft, since, until) if form in LISTING else ()
    return await asyncio.to_thread(_render, digest, comments, form, given.get("language", "vi"))


def _render(digest: Digest, comments: Sequence[Comment], form: str, language: str) -> bytes:
    from services.exports.render import render  # noqa: PLC0415 (loads matplotlib: a second that only a drawer waits)

    return render(digest, comments, form, language)


def read_moment(text: str, *, end: bool = False) -> datetime | None:
    """A moment written as ISO 8601, Vietnam's where no zone is said; a day is its first moment or, at the ``end``,
    that of the next day; None for an empty text. Raises Refused(``bad_date``)."""
    if not text:
        return None
    try:
        if len(text) == len("2026-12-31"):
            day = date.fromisoformat(text)
            return end_of(day) if end else datetime.combine(day, time(), VIETNAM)
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused("bad_date", value=text) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
