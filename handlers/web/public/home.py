"""The first page: what this is, which drafts are open for comments, and where to comment on them."""

from aiohttp import web

from handlers.web.page import Page
from handlers.web.permissions import Permission
from handlers.web.route import get
from services import agencies
from services.drafts import kinds, library
from storage.models import Stage


async def show(page: Page) -> web.StreamResponse:
    """Open drafts, the one that closes first in front, and those that closed last."""
    async with page.transaction() as session:
        opened = await library.open_drafts(session)
        closed = (await library.every(session, (Stage.CLOSED,)))[:20]
        papers = [(draft.agency_code, draft.posted_on) for draft in (*opened, *closed)]
        names = await agencies.shown_at(session, papers, page.language)
    return await page.show(
        "public/home.html",
        opened=opened,
        closed=closed,
        agency=lambda draft: names[draft.agency_code, draft.posted_on],
        kind=lambda draft: kinds.show(draft.kind, page.language),
        left=lambda draft: library.days_left(draft, page.now),
    )


ROUTES = (
    get("/", Permission.PUBLIC, show),
    get("/d/", Permission.PUBLIC, show),
)
