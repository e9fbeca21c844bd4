"""Publishing a draft with the number of people who will be told, and closing it; the rules are services'."""

from aiohttp import web

from handlers.web.page import Page
from handlers.web.permissions import Permission
from handlers.web.route import get, post
from services import staff
from services.drafts import cautions, dossier, library, overview, publishing
from services.staff import Act


async def ask(page: Page) -> web.StreamResponse:
    """What publishing would do: the notice as followers see it, and how many of them there are now."""
    async with page.transaction() as session:
        draft = await library.find(session, page.part("code"))
        staff.must_own(page.account, draft, Act.PUBLISH)
        row = await overview.of(session, draft, page.now)
        recipients = await publishing.audience(session, draft)
        notice = await publishing.preview(session, draft, page.language)
        found = await dossier.read(session, draft, page.now, page.language)
    return await page.show(
        "console/publish.html",
        draft=draft,
        row=row,
        recipients=recipients,
        message=notice,
        looks=[cautions.sentence(warning, page.t) for warning in found.warnings],
    )


async def publish(page: Page) -> web.StreamResponse:
    """Opens the draft and tells its followers."""
    code = page.part("code")
    async with page.transaction() as session:
        await publishing.publish(session, code, page.account, page.now)
    return page.to(f"/console/drafts/{code}", said="published")


async def close(page: Page) -> web.StreamResponse:
    """Ends the collection of comments."""
    code = page.part("code")
    async with page.transaction() as session:
        await publishing.close(session, code, page.account, page.now)
    return page.to(f"/console/drafts/{code}", said="closed")


ROUTES = (
    get("/console/drafts/{code}/publish", Permission.PUBLISH, ask),
    post("/console/drafts/{code}/publish", Permission.PUBLISH, publish),
    post("/console/drafts/{code}/close", Permission.PUBLISH, close),
)
