"""Handing a file in: the form with its progress bar, and taking the file; what is read in it has ``uploaded``."""

import asyncio
from functools import partial

from aiohttp import web

from handlers.web.background import BACKGROUND
from handlers.web.page import Page
from handlers.web.permissions import Permission
from handlers.web.route import get, post
from services import refusals, staff, uploads
from services.drafts import library
from services.errors import Refused
from services.reading import DEFAULT_LIMITS
from services.staff import Act
from storage.models import Upload

MAX_BODY = (DEFAULT_LIMITS.file_mb + 1) * 2**20  # bytes: the largest file and the fields around it
ENDINGS = ".docx,.doc,.odt,.pdf,.html,.htm,.txt,.md"


async def ask(page: Page) -> web.StreamResponse:
    """The form that takes a file, for a new draft or, behind ``?draft=CODE``, for a new version of one."""
    return await _form(page, page.query("draft"))


async def revise(page: Page) -> web.StreamResponse:
    """The form that takes the file of a new version of a draft."""
    return await _form(page, page.part("code"))


async def take(page: Page) -> web.StreamResponse:
    """Takes a file and begins to read it; answers scripts with JSON and browsers with the page that waits."""
    fields = await page.request.post()
    code = str(fields.get("draft", "")).strip()
    try:
        upload = await _keep(page, fields.get("file"), code)
    except Refused as refused:
        if not _is_script(page):
            return await _form(page, code, refused)
        return page.json({"refusal": refusals.sentence(refused, page.t)}, 400)
    read(page, int(upload.id or 0))
    place = f"/console/uploads/{upload.id}"
    return page.json({"next": place}) if _is_script(page) else page.to(place)


def read(page: Page, number: int) -> None:
    """Begins to read an upload in the background, once in this process."""
    work = partial(uploads.read, page.site.database, number, page.site.clock)
    page.request.app[BACKGROUND].begin(f"upload {number}", work)


async def _keep(page: Page, file: object, code: str) -> Upload:
    if not isinstance(file, web.FileField) or not file.filename:
        raise Refused("upload_missing")
    content = await asyncio.to_thread(file.file.read)
    async with page.transaction() as session:
        return await uploads.begin(session, page.account, file.filename, content, page.now, code or None)


async def _form(page: Page, code: str, refused: Refused | None = None) -> web.StreamResponse:
    async with page.transaction() as session:
        draft = await library.find(session, code) if code else None
        if draft is not None:
            staff.must_own(page.account, draft, Act.PUBLISH)
        waiting = await uploads.waiting(session, page.account)
    return await page.show(
        "console/upload.html",
        status=400 if refused else 200,
        draft=draft,
        waiting=waiting,
        endings=ENDINGS,
        limit_mb=DEFAULT_LIMITS.file_mb,
        refusal=refusals.sentence(refused, page.t) if refused else "",
    )


def _is_script(page: Page) -> bool:
    return page.request.headers.get("Accept", "").startswith("application/json")


ROUTES = (
    get("/console/upload", Permission.PUBLISH, ask),
    post("/console/upload", Permission.PUBLISH, take, MAX_BODY),
    get("/console/drafts/{code}/revise", Permission.PUBLISH, revise),
)
