"""The web as a browser meets it: a server over a database, and a visitor who sends what browsers send."""

from collections.abc import Mapping
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from aiohttp import ClientResponse, FormData
from aiohttp.test_utils import TestClient

from handlers.web.page import Site
from services.citizens import Secrets
from services.i18n import translator
from storage.db import Database
from storage.models import Staff, StaffRole
from tests import factories
from tests.conftest import NOW

OURS = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


def make_site(database: Database, secrets: Secrets, now: datetime = NOW) -> Site:
    """A site whose clock stands still, reached over plain HTTP."""
    return Site(database, secrets, lambda: now, "http://127.0.0.1:8600", "UBND tỉnh Lam Giang")


class Answer:
    """A page that came back."""

    def __init__(self, response: ClientResponse, html: str) -> None:
        self.status = response.status
        self.headers = response.headers
        self.html = html
        self.text = _words(html)

    @property
    def goes_to(self) -> str:
        """Where the browser is sent on to."""
        return self.headers.get("Location", "")


class Visitor:
    """A browser: opens pages and posts forms, keeps its cookies, follows nothing by itself."""

    def __init__(self, client: "TestClient[Any, Any]", database: Database, secrets: Secrets) -> None:
        self.client = client
        self.database = database
        self.secrets = secrets
        self.headers = dict(OURS)

    async def opens(self, path: str, **headers: str) -> Answer:
        """Reads a page."""
        response = await self.client.get(path, headers=self.headers | headers, allow_redirects=False)
        return Answer(response, await response.text())

    async def posts(self, path: str, fields: FormData | Mapping[str, Any] | None = None, **headers: str) -> Answer:
        """Sends a form; an ``aiohttp.FormData`` sends files."""
        response = await self.client.post(
            path, data=fields or {}, headers=self.headers | headers, allow_redirects=False
        )
        return Answer(response, await response.text())

    async def signs_in(
        self,
        role: StaffRole = StaffRole.OFFICER,
        agency: str = "so_nnmt",
        email: str = "can-bo@example.invalid",
        now: datetime = NOW,
    ) -> Staff:
        """Gets a one-time link and uses it."""
        async with self.database.transaction() as session:
            account, code = await factories.account(
                session, now, self.secrets.pseudonyms, email=email, role=role, agency=agency
            )
        answer = await self.posts("/console/sign-in", {"code": code})
        assert (answer.status, answer.goes_to) == (303, "/console/?said=signed_in"), answer.text
        return account


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def _words(html: str) -> str:
    parser = _Text()
    parser.feed(html)
    return " ".join(" ".join(parser.found).split())


def said(sentence: str, language: str = "vi", **values: object) -> str:
    """A sentence as the pages say it."""
    return translator(language)(sentence, **values)
