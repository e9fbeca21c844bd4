"""What changed between two versions of a draft, for everybody."""

from aiohttp import web

from handlers.web import comparison
from handlers.web.page import Page
from handlers.web.permissions import Permission
from handlers.web.route import get
from services.drafts import library


async def show(page: Page) -> web.StreamResponse:
    """The differences of two versions of a public draft, provision by provision."""
    async with page.transaction() as session:
        draft = await library.find_public(session, page.part("code"))
        found = await comparison.compare(page, session, draft)
    return await page.show("public/changes.html", draft=draft, found=found, base=f"/d/{draft.code}")


ROUTES = (get("/d/{code}/changes", Permission.PUBLIC, show),)
