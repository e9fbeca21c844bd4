"""The list of an agency's drafts and the page of one draft, from which its other pages are reached."""

from aiohttp import web

from handlers.web.page import Page
from handlers.web.permissions import Permission
from handlers.web.route import get
from services import agencies, staff
from services.drafts import kinds, library, overview
from services.staff import Act
from storage.models import StaffRole


async def every(page: Page) -> web.StreamResponse:
    """The drafts of the account's agency, newest first; admins see all agencies'."""
    account = page.account
    agency = None if account.role is StaffRole.ADMIN else account.agency_code
    async with page.transaction() as session:
        rows = await overview.listed(session, agency, page.now)
        own = await agencies.ensure(session, account.agency_code)
    return await page.show(
        "console/drafts.html",
        rows=rows,
        agency=agencies.show(own, page.language),
        kind=lambda draft: kinds.show(draft.kind, page.language),
    )


async def one(page: Page) -> web.StreamResponse:
    """One draft: where it stands, what is still to be done, and the ways to its other pages."""
    async with page.transaction() as session:
        draft = await library.find(session, page.part("code"))
        staff.must_own(page.account, draft, Act.DIGEST)
        row = await overview.of(session, draft, page.now)
        agency = await agencies.shown_on(session, draft.agency_code, draft.posted_on, page.language)
    return await page.show(
        "console/draft.html",
        row=row,
        draft=draft,
        agency=agency,
        kind=kinds.show(draft.kind, page.language),
    )


ROUTES = (
    get("/console/", Permission.STAFF, every),
    get("/console", Permission.STAFF, every),
    get("/console/drafts/{code}", Permission.STAFF, one),
)
