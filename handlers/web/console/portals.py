"""What portals propose: the list with the state of each portal, one proposal, taking it in, dismissing it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from aiohttp import web

from handlers.web.page import Page
from handlers.web.permissions import Permission
from handlers.web.route import get, post
from services import agencies, fields, reading, refusals
from services.drafts import kinds
from services.errors import Refused
from services.i18n import N_
from services.portals import deciding, states
from services.portals.deciding import Answers, Shown
from services.portals.troubles import Trouble, say, unpack
from storage.models import StaffRole

ROLES: Mapping[str, str] = {
    "du-thao": N_("Văn bản dự thảo"),
    "to-trinh": N_("Tờ trình"),
    "danh-gia-tac-dong": N_("Đánh giá tác động"),
    "so-sanh-thuyet-minh": N_("So sánh, thuyết minh"),
    "tong-ket": N_("Tổng kết"),
    "khac": N_("Tệp khác"),
}


async def every(page: Page) -> web.StreamResponse:
    """The drafts that wait for a decision, and how the last look at each portal went."""
    async with page.transaction() as session:
        waiting = await deciding.waiting(session, page.account)
        looks = await states.every(session)
    return await page.show(
        "console/portals.html",
        waiting=waiting,
        looks=[(state, _said(page, unpack(state.trouble))) for state in looks],
        role=_role(page),
    )


async def one(page: Page) -> web.StreamResponse:
    """One proposal with its files and troubles, and the form that takes it in."""
    async with page.transaction() as session:
        shown = await deciding.find(session, _id(page), page.account)
    row = shown.proposal
    typed = {
        "title": row.title,
        "kind": "",
        "posted": row.posted_on.isoformat() if row.posted_on else "",
        "closes": row.closes_on.isoformat() if row.closes_on else "",
        "agency": row.agency_code or page.account.agency_code,
        "field": "",
        "file": str(next((file.id for file in shown.files if file.role == "du-thao"), "")),
    }
    return await _form(page, shown, typed)


async def take(page: Page) -> web.StreamResponse:
    """Reads the chosen file outside any transaction and makes a hidden draft; a refusal is shown above the form."""
    typed = await page.form()
    try:
        answers = _answers(typed)
        async with page.transaction() as session:
            await deciding.find(session, _id(page), page.account)
            main = await deciding.main_file(session, _id(page), _number(typed.get("file", "")))
        read = await reading.read_bytes(main.file_name, main.content)
        async with page.transaction() as session:
            draft = await deciding.take(session, _id(page), main, read, answers, page.account, page.now)
    except Refused as refused:
        async with page.transaction() as session:
            shown = await deciding.find(session, _id(page), page.account)
        return await _form(page, shown, typed, refused)
    return page.to(f"/console/drafts/{draft.code}", said="proposal_taken")


async def dismiss(page: Page) -> web.StreamResponse:
    """Puts a proposal aside for good."""
    async with page.transaction() as session:
        await deciding.dismiss(session, _id(page), page.account, page.now)
    return page.to("/console/portals", said="proposal_dismissed")


async def file(page: Page) -> web.StreamResponse:
    """A file as the portal sent it, always as a download: nothing of a portal is shown inside the console."""
    async with page.transaction() as session:
        found = await deciding.file_of(session, _id(page), _number(page.part("file")) or 0, page.account)
    name = quote(found.file_name)
    return web.Response(
        body=found.content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


async def _form(
    page: Page, shown: Shown, typed: Mapping[str, str], refused: Refused | None = None
) -> web.StreamResponse:
    async with page.transaction() as session:
        known = await agencies.listed(session)
    if page.account.role is not StaffRole.ADMIN:
        known = [agency for agency in known if agency.code == page.account.agency_code]
    return await page.show(
        "console/portal.html",
        status=400 if refused else 200,
        shown=shown,
        row=shown.proposal,
        typed={
            "title": "",
            "kind": "",
            "posted": "",
            "closes": "",
            "agency": "",
            "field": "",
            "file": "",
            "looked_at": "",
            **typed,
        },
        refusal=refusals.sentence(refused, page.t) if refused else "",
        kinds=kinds.listed(page.language),
        fields=fields.listed(page.language),
        agencies=[(agency.code, agencies.show(agency, page.language)) for agency in known],
        role=_role(page),
        trouble=_trouble(page),
        size=_size,
        scans=deciding.scans(shown.proposal),
    )


def _role(page: Page) -> Callable[[str], str]:
    return lambda code: page.t(ROLES.get(code, ROLES["khac"]))


def _trouble(page: Page) -> Callable[[Mapping[str, Any]], str]:
    return lambda stored: _said(page, Trouble.from_json(stored))


def _size(count: int) -> str:
    return f"{max(count // 1024, 1)} KB" if count < 2**20 else f"{count / 2**20:.1f} MB"


def _said(page: Page, trouble: Trouble | None) -> str:
    return say(trouble, page.t) if trouble else ""


def _answers(typed: Mapping[str, str]) -> Answers:
    field = typed.get("field", "")
    return Answers(
        title=typed.get("title", ""),
        kind=typed.get("kind", ""),
        agency_code=typed.get("agency", ""),
        posted_on=_day(typed.get("posted", "")),
        closes_on=_day(typed.get("closes", "")),
        fields=(field,) if field else (),
        looked_at=typed.get("looked_at") == "1",
    )


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refused("bad_date", value=text) from None


def _id(page: Page) -> int:
    return _number(page.part("id")) or 0


def _number(text: str) -> int | None:
    """A row's number; None for something else or one that no row can have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


ROUTES = (
    get("/console/portals", Permission.PUBLISH, every),
    get("/console/portals/{id}", Permission.PUBLISH, one),
    post("/console/portals/{id}/take", Permission.PUBLISH, take),
    post("/console/portals/{id}/dismiss", Permission.PUBLISH, dismiss),
    get("/console/portals/{id}/files/{file}", Permission.PUBLISH, file),
)
