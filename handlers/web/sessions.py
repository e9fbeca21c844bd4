"""The cookie of a signed-in browser; the session behind it is ``services/console_sessions.py``'s."""

from aiohttp import web

from handlers.web.page import Site
from services import console_sessions
from storage.models import Staff


def cookie_name(site: Site) -> str:
    """The cookie's name: over TLS one that browsers accept from this very host only."""
    return "__Host-gopy" if site.is_secure else "gopy"


async def account_of(request: web.Request, site: Site) -> Staff | None:
    """The account that is signed in with this request's cookie; None without one, or when it is worth nothing."""
    cookie = request.cookies.get(cookie_name(site), "")
    if not cookie:
        return None
    codes, now = site.secrets.pseudonyms, site.clock()
    async with site.database.reading() as session:
        account, is_due = await console_sessions.account_of(session, cookie, codes, now)
    if is_due:
        async with site.database.transaction() as session:
            await console_sessions.touch(session, cookie, codes, now)
    return account


def keep(response: web.StreamResponse, site: Site, cookie: str) -> None:
    """Gives the browser its cookie, which no script and no other site can use."""
    response.set_cookie(
        cookie_name(site),
        cookie,
        max_age=int(console_sessions.LIFE.total_seconds()),
        httponly=True,
        secure=site.is_secure,
        samesite="Lax",
        path="/",
    )


def forget(response: web.StreamResponse, site: Site) -> None:
    """Takes the cookie away."""
    response.del_cookie(cookie_name(site), path="/", secure=site.is_secure, httponly=True, samesite="Lax")
