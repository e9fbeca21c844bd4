"""Signing in by a one-time link and signing out. A link is used up by a press, never by being opened:
mail programs and chats open links to show what is behind them."""

import re

from aiohttp import web

from handlers.web import sessions
from handlers.web.page import Page
from handlers.web.permissions import Permission
from handlers.web.route import get, post
from services import console_sessions, refusals
from services.errors import Refused

PATH = "/console/sign-in"
_CODE = re.compile(r"[A-Za-z0-9-]{4,20}")


async def ask(page: Page) -> web.StreamResponse:
    """The page behind a one-time link: a button that signs in, and the line that links a chat with the same code."""
    code = page.query("code")
    return await page.show("console/sign_in.html", code=code if _CODE.fullmatch(code) else "", refusal="")


async def sign_in(page: Page) -> web.StreamResponse:
    """Uses the code up and opens a session; a code that is worth nothing is said so beside the field."""
    code = (await page.form()).get("code", "").strip()
    try:
        async with page.transaction() as session:
            _, cookie = await console_sessions.sign_in(session, code, page.site.secrets.pseudonyms, page.now)
    except Refused as refused:
        return await page.show("console/sign_in.html", status=400, code="", refusal=refusals.sentence(refused, page.t))
    response = page.to("/console/", said="signed_in")
    sessions.keep(response, page.site, cookie)
    return response


async def sign_out(page: Page) -> web.StreamResponse:
    """Ends this browser's session, or, when asked to, every one of the account."""
    everywhere = (await page.form()).get("everywhere") == "1"
    async with page.transaction() as session:
        if everywhere:
            await console_sessions.sign_out_everywhere(session, page.account, page.now)
        else:
            cookie = page.request.cookies.get(sessions.cookie_name(page.site), "")
            await console_sessions.sign_out(session, cookie, page.site.secrets.pseudonyms)
    response = page.to(PATH, said="signed_out_everywhere" if everywhere else "signed_out")
    sessions.forget(response, page.site)
    return response


ROUTES = (
    get(PATH, Permission.PUBLIC, ask),
    post(PATH, Permission.PUBLIC, sign_in),
    post("/console/sign-out", Permission.STAFF, sign_out),
)
