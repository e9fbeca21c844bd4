"""How well topics were suggested week by week, what officers corrected, and how learning from it went."""

from aiohttp import web

from handlers.web.page import Page
from handlers.web.permissions import Permission
from handlers.web.route import get
from services import refusals
from services.exports import words
from services.review import figures, views
from services.review.figures import Attempt, Figures


async def show(page: Page) -> web.StreamResponse:
    """The weekly figures of one draft or of all that the account may see, the corrections, the newest learning."""
    found = await _read(page)
    return await page.show(
        "console/corrections.html",
        found=found,
        code=found.draft.code if found.draft else "",
        why=_why(page, found.learning),
        percent=figures.share,
        kind=lambda code: words.kind(code, page.t),
        topic=lambda code: words.topic(code, page.language),
        names=lambda codes: ", ".join(words.topic(code, page.language) for code in codes),
        weeks=figures.WEEKS,
    )


async def download(page: Page) -> web.StreamResponse:
    """The weekly figures as a CSV file."""
    found = await _read(page)
    name = f"chu-de-theo-tuan{f'-{found.draft.code}' if found.draft else ''}.csv"
    return web.Response(
        body=figures.csv(found, page.language, page.t),
        content_type="text/csv",
        charset="utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def _read(page: Page) -> Figures:
    async with page.reading() as session:
        return await figures.read(
            session, page.account, page.query("draft"), views.number(page.query("before")), page.now
        )


def _why(page: Page, learning: Attempt | None) -> str:
    """Why the newest attempt to learn was not kept; empty when it was, or when there was none."""
    if learning is None or learning.accepted:
        return ""
    sentence = refusals.SENTENCES.get(f"refit_{learning.reason}")
    return page.t(sentence) if sentence else learning.reason


ROUTES = (
    get("/console/corrections", Permission.REVIEW, show),
    get("/console/corrections.csv", Permission.REVIEW, download),
)
