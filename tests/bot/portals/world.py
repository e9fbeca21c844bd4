"""A pretended portal on this machine with a fetcher that may go there, for the tests of the watcher."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date

from aiohttp.test_utils import TestServer

from bot.portals.fetching import Fetcher, Limits
from bot.portals.manners import Manners
from bot.sandbox.portal import Announced, Offered, Site, make_app
from nlp.portals.description import Portal, read

HERE = frozenset({"127.0.0.2"})  # the only address of this machine that the fetcher may go to
PATIENT = Limits(connect=10, piece=20, whole=30)  # the machine may be busy; what is slow has limits of its own
POSTED, CLOSES = date(2026, 11, 20), date(2026, 12, 20)


@dataclass(frozen=True)
class Place:
    """The portal's address and its site, and a fetcher that is open."""

    base: str
    site: Site
    fetcher: Fetcher
    port: int


@asynccontextmanager
async def portal_place(
    site: Site | None = None, *, allow_private: frozenset[str] = HERE, tls: ssl.SSLContext | None = None,
    **options: object,
) -> AsyncIterator[Place]:  # fmt: skip
    """Serves a portal until the end."""
    site = site or Site()
    server = TestServer(make_app(site), host="127.0.0.2", scheme="https" if tls else "http")
    await server.start_server(ssl=tls)
    port = server.port or 0
    ports = frozenset({(host, port) for host in ("127.0.0.1", "127.0.0.2", "cong.example.vn")})

    async def lookup(_host: str, _port: int) -> list[str]:
        return ["127.0.0.2"]

    given = {"lookup": lookup, "limits": PATIENT, "manners": Manners(), **options}
    fetcher = Fetcher("http://127.0.0.1/", ports, allow_private=allow_private, **given)  # type: ignore[arg-type]  # passed on as they are
    try:
        async with fetcher:
            yield Place(f"{server.scheme}://cong.example.vn:{port}", site, fetcher, port)
    finally:
        await server.close()


def described(base: str, **changes: object) -> Portal:
    """The description of the pretended portal."""
    row: dict[str, object] = {
        "name": "lam-giang", "kind": "list", "address": f"{base}/du-thao", "agency": "so_nnmt", "every": 60, "delay": 0,
        "list": {"item": "#ds tbody tr", "title": "td.ten a", "text": "td.thoi-gian"},
        "detail": {"files": "ul.ho-so a.tep"},
        "may_be_empty": True,
        **changes,
    }  # fmt: skip
    [portal] = read({"portal": [row]})
    return portal


def announced(
    number: int = 1, title: str = "Dự thảo Quyết định về bến đò", *files: Offered, **changes: object
) -> Announced:
    """A draft that the portal announces."""
    given = {"posted": POSTED, "closes": CLOSES, "files": files, **changes}
    return Announced(number, title, **given)  # type: ignore[arg-type]  # passed on as they are
