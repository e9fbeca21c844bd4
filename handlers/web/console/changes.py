"""What changed between two versions of a draft, for the officers who prepare it, also before it is public."""

from aiohttp import web

from handlers.web import comparison
from handlers.web.page import Page
from handlers.web.permissions import Permission
from handlers.web.route import get
from services import staff
from services.drafts import library
from services.staff import Act
from storage.models import Stage


async def show(page: Page) -> web.StreamResponse:
    """The differences of two versions of a draft of the account's agency."""
    async with page.transaction() as session:
        draft = await library.find(session, page.part("code"))
        staff.must_own(page.account, draft, Act.DIGEST)
        found = await comparison.compare(page, session, draft)
    base = "" if draft.stage is Stage.PREPARATION else f"/d/{draft.code}"
    return await page.show("console/changes.html", draft=draft, found=found, base=base)


ROUTES = (get("/console/drafts/{code}/changes", Permission.DIGEST, show),)
