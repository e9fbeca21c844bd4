"""One request as a handler sees it: who asks, in which language, when, and how to answer; what it does is services'."""

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.web import headers, languages, templating
from handlers.web.notices import NOTICES
from handlers.web.permissions import Permission, allows
from services.citizens import Secrets
from services.errors import Refused
from services.i18n import Translate, translator
from storage.db import Database
from storage.models import Staff

MAX_FORM = 1024 * 1024  # bytes of a form without files


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages share. ``public_url`` is the address people type; ``operator`` who runs this bot."""

    database: Database
    secrets: Secrets
    clock: Callable[[], datetime]
    public_url: str
    operator: str

    @property
    def is_secure(self) -> bool:
        """Whether people reach this site over TLS."""
        return self.public_url.startswith("https://")


@dataclass(slots=True)
class Page:
    """A request and the means to answer it; ``staff`` is None for a visitor who is not signed in."""

    request: web.Request
    site: Site
    staff: Staff | None = None
    now: datetime = field(init=False)
    language: str = field(init=False)
    t: Translate = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.site.clock()
        self.language = languages.of(self.request)
        self.t = translator(self.language)

    @property
    def account(self) -> Staff:
        """The signed-in account; only pages that need one may ask. Raises Refused(``staff_only``)."""
        if self.staff is None:
            raise Refused("staff_only")
        return self.staff

    def part(self, name: str) -> str:
        """A part of the address, such as ``code`` in ``/d/{code}``."""
        return self.request.match_info[name]

    def query(self, name: str, default: str = "") -> str:
        """A value behind the question mark, without surrounding spaces."""
        return self.request.query.get(name, default).strip()

    def transaction(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A transaction for a service; none may stay open while a page is rendered or a file is read."""
        return self.site.database.transaction()

    def reading(self) -> AbstractAsyncContextManager[AsyncSession]:
        """The same for a page that only looks: it makes no writer wait."""
        return self.site.database.reading()

    async def form(self) -> dict[str, str]:
        """The fields of a posted form without files; of a repeated name the last, None of them a file."""
        found = await self.request.post()
        return {name: value for name, value in found.items() if isinstance(value, str)}

    async def form_lists(self) -> dict[str, list[str]]:
        """The fields of a posted form by name, each with all its values in order (check boxes, repeated rows)."""
        found = await self.request.post()
        return {name: [v for v in found.getall(name) if isinstance(v, str)] for name in found}

    async def show(self, template: str, status: int = 200, **values: object) -> web.Response:
        """Renders a template, off the event loop."""
        text = await asyncio.to_thread(self.render, template, values)
        return web.Response(text=text, status=status, content_type="text/html")

    def render(self, template: str, values: Mapping[str, object]) -> str:
        """The page as HTML; what ``_always`` lists is known to every template."""
        return templating.environment().get_template(template).render(self._always() | dict(values))

    def _always(self) -> dict[str, object]:
        said = NOTICES.get(self.query("said"))
        return {
            "t": self.t,
            "language": self.language,
            "staff": self.staff,
            "now": self.now,
            "may": lambda permission: allows(Permission(permission), self.staff),
            "notice": self.t(said) if said else "",
            "operator": self.site.operator,
            "path": self.request.path,
            "other_language": self._other_language(),
        }

    def _other_language(self) -> str:
        kept = {name: value for name, value in self.request.query.items() if name not in ("lang", "said", "code")}
        return f"?{urlencode(kept | {'lang': 'vi' if self.language == 'en' else 'en'})}"

    def to(self, path: str, said: str = "") -> web.Response:
        """Sends the browser on after a form; ``said`` is a key of NOTICES that the next page shows."""
        if said and said not in NOTICES:
            raise KeyError(said)
        mark = "&" if "?" in path else "?"
        place, _, anchor = path.partition("#")
        target = f"{place}{mark}{urlencode({'said': said})}" if said else place
        return web.Response(status=303, headers={"Location": f"{target}#{anchor}" if anchor else target})

    def json(self, document: Any, status: int = 200) -> web.Response:
        """A JSON answer, for scripts of our own pages."""
        return web.Response(
            text=json.dumps(document, ensure_ascii=False), status=status, content_type="application/json"
        )

    def dress(self, response: web.StreamResponse) -> None:
        """Puts the headers on that every answer carries."""
        console = self.request.path.startswith("/console")
        for name, value in (headers.CONSOLE if console else headers.PUBLIC).items():
            response.headers.setdefault(name, value)
        languages.remember(self.request, response)
