"""The files of a dossier in the console: handed in, replaced, removed, downloaded; their page is ``dossier``."""

import asyncio
import tempfile
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from handlers.web.console import dossier as dossier_page
from handlers.web.console.dossier import Typed
from handlers.web.page import Page
from handlers.web.permissions import Permission
from handlers.web.route import get, post
from services import staff
from services.drafts import dossier_files, library
from services.drafts.intake import DossierFile
from services.errors import Refused
from services.reading import DEFAULT_LIMITS
from services.staff import Act

MAX_BODY = (DEFAULT_LIMITS.file_mb + 1) * 2**20  # bytes: the largest file and the fields around it


async def add(page: Page) -> web.StreamResponse:
    """Takes a file into the dossier in the role that was chosen."""
    typed = await page.form()
    return await _taken(page, typed.get("role", ""), None)


async def replace(page: Page) -> web.StreamResponse:
    """Takes a file in the place of another, in the same role."""
    return await _taken(page, (await page.form()).get("role", ""), _number(page))


async def _taken(page: Page, role: str, former: int | None) -> web.StreamResponse:
    code = page.part("code")
    try:
        await _must_own(page, code)
        file = await _accepted(page, role)
        async with page.transaction() as session:
            if former is None:
                await dossier_files.add(session, code, file, page.account, page.now)
            else:
                await dossier_files.replace(session, code, former, file, page.account, page.now)
    except Refused as refused:
        return await dossier_page.form(page, Typed(role=role), refused, "files")
    return page.to(f"/console/drafts/{code}/dossier#files", said="file_added")


async def remove(page: Page) -> web.StreamResponse:
    """Takes a file out of the dossier."""
    code = page.part("code")
    try:
        async with page.transaction() as session:
            await dossier_files.remove(session, code, _number(page), page.account, page.now)
    except Refused as refused:
        return await dossier_page.form(page, Typed(), refused, "files")
    return page.to(f"/console/drafts/{code}/dossier#files", said="file_removed")


async def download(page: Page) -> web.StreamResponse:
    """A file of the dossier, to be saved and never shown inside this site."""
    async with page.transaction() as session:
        draft = await library.find(session, page.part("code"))
        staff.must_own(page.account, draft, Act.DIGEST)
        file = await dossier_files.content(session, draft, _number(page))
    saved_as = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    return web.Response(
        body=file.content, headers={"Content-Disposition": saved_as, "Content-Type": "application/octet-stream"}
    )


async def _must_own(page: Page, code: str) -> None:
    """Nobody's file is read for a draft that is not his."""
    async with page.transaction() as session:
        staff.must_own(page.account, await library.find(session, code), Act.PUBLISH)


async def _accepted(page: Page, role: str) -> DossierFile:
    """The file that was sent, read and checked outside any transaction. Raises Refused(``upload_none``) and others."""
    posted = await page.request.post()
    sent = posted.get("file")
    if not isinstance(sent, web.FileField) or not sent.filename:
        raise Refused("upload_none")
    with tempfile.TemporaryDirectory(prefix="gopy-dossier-") as folder:
        path = Path(folder) / dossier_files.clean_name(sent.filename)
        content = await asyncio.to_thread(sent.file.read)
        await asyncio.to_thread(path.write_bytes, content)
        return await dossier_files.accept(role, path, looked_at=posted.get("looked_at") == "1")


def _number(page: Page) -> int:
    """The number of the file in the address; one that is none is the number of no file."""
    text = page.part("file")
    return int(text) if text.isdecimal() and len(text) < 18 else 0


ROUTES = (
    post("/console/drafts/{code}/dossier/files", Permission.PUBLISH, add, MAX_BODY),
    get("/console/drafts/{code}/dossier/files/{file}", Permission.DIGEST, download),
    post("/console/drafts/{code}/dossier/files/{file}/replace", Permission.PUBLISH, replace, MAX_BODY),
    post("/console/drafts/{code}/dossier/files/{file}/remove", Permission.PUBLISH, remove),
)
