"""The public page of a draft: its card, outline and every provision under an address of its own; no rule is here."""

import asyncio
from dataclasses import dataclass
from urllib.parse import quote

from aiohttp import web
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.web.page import Page
from handlers.web.permissions import Permission
from handlers.web.route import get
from services import agencies
from services.clock import local_day
from services.drafts import card, changes, dossier_files, focus, kinds, library, places, reading_page, roles, search
from services.drafts.reading_page import Layout
from services.errors import Refused
from storage.models import Draft, DraftVersion, Provision, Stage

_MOST_HITS = 20


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader has before him: one version of a public draft, and the others there are."""

    draft: Draft
    version: DraftVersion
    numbers: list[int]
    parts: list[Provision]

    @property
    def is_newest(self) -> bool:
        """Whether this is the version that comments are about now."""
        return self.version.number == self.numbers[-1]

    def address(self, *, part: int = 1, anchor: str = "", whole: bool = False) -> str:
        """The address of a place on this page, in this version."""
        asked = [] if self.is_newest else [f"version={self.version.number}"]
        asked += ["part=all"] if whole else [f"part={part}"] if part > 1 else []
        query = f"?{'&'.join(asked)}" if asked else ""
        return f"/d/{self.draft.code}{query}{'#' + quote(anchor) if anchor else ''}"


async def read(page: Page, session: AsyncSession) -> Reading:
    """The version that the address asks for; drafts in preparation do not exist here.

    Raises Refused: ``unknown_draft``, ``unknown_version``.
    """
    draft = await library.find_public(session, page.part("code"))
    known = await changes.versions(session, draft)
    wanted = page.query("version")
    chosen = [version for version in known if str(version.number) == wanted] if wanted else known[-1:]
    if not chosen:
        raise Refused("unknown_version", code=draft.code, newest=known[-1].number)
    parts = await library.provisions(session, chosen[0])
    return Reading(draft, chosen[0], [version.number for version in known], parts)


async def show(page: Page) -> web.StreamResponse:
    """The draft, or the part of a long one that was asked for, with what was found in it."""
    words = page.query("q")
    async with page.transaction() as session:
        reading = await read(page, session)
        draft = reading.draft
        lines = await card.shown(session, reading.version, reading.parts, page.t, page.language)
        hits = await search.in_draft(session, draft, words, _MOST_HITS) if words else []
        agency = await agencies.shown_on(session, draft.agency_code, draft.posted_on, page.language)
        files = await dossier_files.held(session, draft)
        questions = await focus.of(session, draft)
    layout = await asyncio.to_thread(reading_page.lay_out, reading.version, reading.parts)
    asked = _part(page, layout)
    return await page.show(
        "public/draft.html",
        reading=reading,
        draft=draft,
        agency=agency,
        kind=kinds.show(draft.kind, page.language),
        lines=lines,
        layout=layout,
        asked=asked,
        blocks=[block for part in layout.parts for block in part] if asked is None else layout.parts[asked - 1],
        place_of=places.namer(reading.parts),
        part_of=layout.part_of,
        words=words,
        hits=hits,
        files=[(file, roles.show(file.role, page.t)) for file in files],
        questions=questions,
        left=library.days_left(draft, page.now),
        is_closed=draft.stage is Stage.CLOSED,
        closed_on=local_day(draft.closed_at) if draft.closed_at else draft.closes_on,
    )


def _part(page: Page, layout: Layout) -> int | None:
    """The part asked for, from 1; None for all of them at once."""
    wanted = page.query("part")
    if wanted == "all" or len(layout.parts) == 1:
        return None
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
    return min(max(number, 1), len(layout.parts))


async def provision(page: Page) -> web.StreamResponse:
    """The address of one provision leads to its place on the page, in the version that has it."""
    path = page.part("path").strip("/")
    async with page.transaction() as session:
        reading = await read(page, session)
    layout = await asyncio.to_thread(reading_page.lay_out, reading.version, reading.parts)
    number = layout.part_of(path)
    if number is None and not page.query("version"):
        async with page.transaction() as session:
            return page.to(await _elsewhere(session, reading, path))
    if number is None:
        raise Refused("unknown_provision", path=path)
    return page.to(reading.address(part=number, anchor=path))


async def _elsewhere(session: AsyncSession, reading: Reading, path: str) -> str:
    """Where a provision of an older version stands now, or that version where it was dropped."""
    known = await changes.versions(session, reading.draft)
    for at in range(len(known) - 2, -1, -1):
        parts = await library.provisions(session, known[at])
        if any(part.path == path for part in parts):
            after = changes.followed(path, known[at + 1 :])
            if after is not None:
                return f"/d/{reading.draft.code}/{quote(after)}"
            return f"/d/{reading.draft.code}/{quote(path)}?version={known[at].number}"
    raise Refused("unknown_provision", path=path)


async def download(page: Page) -> web.StreamResponse:
    """A file of the dossier, always saved and never shown: it is whatever an agency handed in."""
    number = page.part("id")
    async with page.transaction() as session:
        draft = await library.find_public(session, page.part("code"))
        file = await dossier_files.content(
            session, draft, int(number) if number.isascii() and number.isdigit() and len(number) < 16 else 0
        )
    disposition = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    return web.Response(
        body=file.content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": disposition, "ETag": f'"{file.sha256[:32]}"'},
    )


ROUTES = (
    get("/d/{code}", Permission.PUBLIC, show),
    get("/d/{code}/", Permission.PUBLIC, show),
    get("/d/{code}/files/{id}", Permission.PUBLIC, download),
)
BY_PATH = (get("/d/{code}/{path:.+}", Permission.PUBLIC, provision),)
"""Matches every address below a draft, so it must come last."""
