"""The names of agencies in the console, today's and those they had; for admins only."""

from collections.abc import Mapping

from aiohttp import web

from handlers.web.page import Page
from handlers.web.permissions import Permission
from handlers.web.route import get, post
from services import agencies, refusals
from services.clock import read_day
from services.errors import Refused


async def every(page: Page) -> web.StreamResponse:
    """All agencies with the names they had; ``?q=`` looks one up by any name."""
    return await _show(page)


async def add(page: Page) -> web.StreamResponse:
    """Takes a new agency in, with its names."""
    typed = await page.form()
    return await _rename(page, typed.get("code", "").strip(), typed)


async def rename(page: Page) -> web.StreamResponse:
    """Gives an agency its names of today; with a last day, the name until now becomes a former one."""
    return await _rename(page, page.part("agency"), await page.form())


async def _rename(page: Page, code: str, typed: Mapping[str, str]) -> web.StreamResponse:
    by, now = page.account.email, page.now
    try:
        last = read_day(typed["last_day"]) if typed.get("last_day") else None
        async with page.transaction() as session:
            await agencies.rename(
                session, code, typed.get("name", ""), typed.get("name_en", ""), by, now, last_day=last
            )
    except Refused as refused:
        return await _show(page, refused, {**typed, "code": code})
    return page.to(f"/console/agencies#{code}", said="saved")


async def add_alias(page: Page) -> web.StreamResponse:
    """Keeps a name that an agency had."""
    code, typed = page.part("agency"), await page.form()
    try:
        since, until = (read_day(typed[name]) if typed.get(name) else None for name in ("since", "until"))
        async with page.transaction() as session:
            await agencies.add_alias(
                session, code, typed.get("former", ""), page.account.email, page.now, since=since, until=until
            )
    except Refused as refused:
        return await _show(page, refused, {**typed, "code": code})
    return page.to(f"/console/agencies#{code}", said="saved")


async def remove_alias(page: Page) -> web.StreamResponse:
    """Forgets a former name that was entered by mistake."""
    code, number = page.part("agency"), page.part("alias")
    try:
        async with page.transaction() as session:
            alias = int(number) if number.isdecimal() and len(number) < 18 else 0
            await agencies.remove_alias(session, code, alias, page.account.email, page.now)
    except Refused as refused:
        return await _show(page, refused, {"code": code})
    return page.to(f"/console/agencies#{code}", said="saved")


async def _show(
    page: Page, refused: Refused | None = None, typed: Mapping[str, str] | None = None
) -> web.StreamResponse:
    sought = page.query("q")
    async with page.transaction() as session:
        listed = await agencies.find(session, sought) if sought else await agencies.listed(session)
        former = await agencies.aliases(session)
    return await page.show(
        "console/agencies.html",
        status=400 if refused else 200,
        agencies=listed,
        aliases={one.code: [alias for alias in former if alias.agency_code == one.code] for one in listed},
        sought=sought,
        typed=typed or {},
        refusal=refusals.sentence(refused, page.t) if refused else "",
    )


ROUTES = (
    get("/console/agencies", Permission.ADMINISTER, every),
    post("/console/agencies", Permission.ADMINISTER, add),
    post("/console/agencies/{agency}", Permission.ADMINISTER, rename),
    post("/console/agencies/{agency}/aliases", Permission.ADMINISTER, add_alias),
    post("/console/agencies/{agency}/aliases/{alias}/remove", Permission.ADMINISTER, remove_alias),
)
