"""One fetch at a time from portals: robots, redirects by hand, checked addresses, limits on time and size."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import time
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from bot.portals.addresses import CheckedResolver, Lookup, is_public, system_lookup
from bot.portals.bodies import ENCODINGS, read_body
from bot.portals.manners import AGENT, USUAL_HALT, Host, Manners, retry_after
from services.portals.states import Validators
from services.portals.troubles import PortalTrouble

MAX_REDIRECTS = 5
REDIRECTS = {301, 302, 303, 307, 308}
ROBOTS_LIMIT = 512 * 1024
USUAL_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds: to connect, between two pieces, and for a whole fetch."""

    connect: float = 10.0
    piece: float = 15.0
    whole: float = 60.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: 200 or 304, where it came from in the end, its type without parameters, its body and validators."""

    status: int
    address: str
    type: str
    body: bytes = field(repr=False)
    validators: Validators = field(default_factory=Validators)


class Fetcher:
    """Fetches for one watcher. ``allow_private`` names the address of a portal pretended on this machine, never more.

    ``ports`` holds the (host, port) pairs that descriptions name besides 80 and 443; ``contact`` is told to servers.
    """

    def __init__(
        self, contact: str, ports: frozenset[tuple[str, int]] = frozenset(), *, manners: Manners | None = None,
        limits: Limits | None = None, lookup: Lookup = system_lookup, allow_private: frozenset[str] = frozenset(),
        trust: ssl.SSLContext | None = None,
    ) -> None:  # fmt: skip
        self._agent = f"{AGENT}/1.0 (+{contact.encode('ascii', 'ignore').decode()})"
        self._ports = ports
        self._manners = manners or Manners()
        self._limits = limits or Limits()
        self._lookup = lookup
        self._allow_private = allow_private
        self._trust = trust or ssl.create_default_context()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        resolver = CheckedResolver(self._lookup, allow_private=self._allow_private)
        # One look-up, one check and one connection for each request: none outlives its check.
        connector = aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, ssl=self._trust, force_close=True)
        timeout = aiohttp.ClientTimeout(
            total=self._limits.whole, sock_connect=self._limits.connect, sock_read=self._limits.piece
        )
        self._session = aiohttp.ClientSession(
            connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False,
            trust_env=False, headers={"User-Agent": self._agent, "Accept-Encoding": ENCODINGS},
        )  # fmt: skip
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def fetch(
        self, address: str, limit: int, *, pause: float = 3.0, validators: Validators | None = None
    ) -> Fetched:
        """What is at an address, at most ``limit`` bytes of it, after at most five redirects, each checked.

        Raises PortalTrouble with one of the codes under "the way there" in services/portals/troubles.py.
        """
        asked = _asking(validators or Validators())
        url = _url(address)
        for _ in range(MAX_REDIRECTS + 1):
            self._check(url)
            await self._obey_robots(url, pause)
            found = await self._one(url, limit, pause, asked)
            if isinstance(found, Fetched):
                return found
            url, asked = found, asked if found.host == url.host else {}
        raise PortalTrouble("redirects", host=url.host or "", limit=MAX_REDIRECTS)

    def _check(self, url: URL) -> None:
        """Refuses what must not even be looked up. An address written as a number is checked here, names later."""
        host, port = (url.raw_host or "").rstrip("."), url.port
        if url.scheme not in USUAL_PORTS or not host or url.user is not None:
            raise PortalTrouble("forbidden_link", link=f"{url.scheme}://{host or url.path}"[:100])
        if port != USUAL_PORTS[url.scheme] and (host, port) not in self._ports:
            raise PortalTrouble("forbidden_port", host=host, port=port)
        numeric = ":" in host or host.replace(".", "").isdigit()
        if numeric and not is_public(host) and host not in self._allow_private:
            raise PortalTrouble("forbidden_address", host=host)

    async def _obey_robots(self, url: URL, pause: float) -> None:
        rules, name = self._manners.rules(str(url.origin())), url.raw_host or ""
        async with rules.lock:
            if not self._manners.fresh(rules):
                self._manners.keep(rules, name, await self._robots_text(url, pause))
        if rules.away:
            raise PortalTrouble("robots_away", host=name)
        if not rules.allow(str(url)):
            raise PortalTrouble("robots", host=name)

    async def _robots_text(self, url: URL, pause: float) -> str | None:
        """RFC 9309: what is "not there" (4xx) allows all, what cannot be had (5xx, no answer) forbids all."""
        at: URL = url.origin() / "robots.txt"
        try:
            for _ in range(MAX_REDIRECTS + 1):
                self._check(at)
                found = await self._one(at, ROBOTS_LIMIT, pause, {})
                if isinstance(found, Fetched):
                    return found.body.decode("utf-8", "replace")
                at = found
        except PortalTrouble as trouble:
            if trouble.code in {"status", "too_large"} and 400 <= int(str(trouble.values.get("status", 400))) < 500:
                return ""
            if trouble.code not in {"status", "away", "slow", "encoding"}:
                raise
        return None

    async def _one(self, url: URL, limit: int, pause: float, asked: Mapping[str, str]) -> Fetched | URL:
        """One request in the host's turn: the answer, or where it redirects to."""
        if self._session is None:
            raise RuntimeError("the fetcher is used inside `async with`")
        name = url.raw_host or ""
        pause = max(pause, self._manners.rules(str(url.origin())).crawl_delay())
        async with self._manners.turn(name, pause) as host:
            try:
                async with asyncio.timeout(self._limits.whole):
                    async with self._session.get(url, headers=asked, allow_redirects=False) as answer:
                        self._manners.answered(host)
                        return await self._understood(answer, host, limit)
            except TimeoutError as error:
                trouble = PortalTrouble("slow", host=name, seconds=int(self._limits.whole) or 1)
                self._manners.failed(host, trouble)
                raise trouble from error
            except aiohttp.ClientConnectorCertificateError as error:
                raise PortalTrouble("tls", host=name, reason=_tls_reason(error.certificate_error)) from error
            except aiohttp.ClientSSLError as error:
                raise PortalTrouble("tls", host=name, reason=str(error.os_error)) from error
            except (aiohttp.ClientError, OSError) as error:
                trouble = PortalTrouble("away", host=name)
                self._manners.failed(host, trouble)
                raise trouble from error

    async def _understood(self, answer: aiohttp.ClientResponse, host: Host, limit: int) -> Fetched | URL:
        name, status = answer.url.host or "", answer.status
        if status in REDIRECTS and (to := answer.headers.get("Location")):
            return _joined(answer.url, to)
        if status in {429, 503}:
            wait = retry_after(answer.headers["Retry-After"], time()) if "Retry-After" in answer.headers else USUAL_HALT
            busy = PortalTrouble("busy", host=name, status=status).waiting(wait)
            self._manners.halted(host, busy, wait)
            raise busy
        if status not in {200, 304}:
            raise PortalTrouble("status", host=name, status=status)
        body = await read_body(answer, limit) if status == 200 else b""
        kept = Validators(answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))
        return Fetched(status, str(answer.url), answer.content_type.lower(), body, kept)


def _asking(validators: Validators) -> dict[str, str]:
    asked = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in asked.items() if value and value.isascii() and value.isprintable()}


def _url(address: str) -> URL:
    try:
        return URL(address)
    except ValueError as error:
        raise PortalTrouble("forbidden_link", link=address[:100]) from error


def _joined(url: URL, location: str) -> URL:
    try:
        return url.join(_url(location))
    except ValueError as error:
        raise PortalTrouble("forbidden_link", link=location[:100]) from error


def _tls_reason(error: Exception) -> str:
    return error.verify_message if isinstance(error, ssl.SSLCertVerificationError) else str(error)
