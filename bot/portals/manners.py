"""How a host is treated: one request at a time with a pause between, halts that it asked for, its robots.txt."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from time import monotonic
from urllib.robotparser import RobotFileParser

from services.portals.troubles import PortalTrouble

AGENT = "GopyBot"
ROBOTS_KEPT = 24 * 3600.0  # seconds (RFC 9309: not longer than a day)
ROBOTS_FAILED_KEPT = 600.0
LONGEST_PAUSE = 60.0  # seconds: a Crawl-delay beyond it would keep a look from ever ending
LONGEST_HALT = 7 * 24 * 3600.0
USUAL_HALT = 900.0  # after 429 or 503 without Retry-After
FAILURES_BEFORE_HALT = 3


@dataclass(slots=True)
class Rules:
    """The robots.txt of one scheme://host:port; ``away``: it could not be had, and nothing may be read."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    parser: RobotFileParser | None = None
    away: bool = False
    until: float = 0.0

    def allow(self, address: str) -> bool:
        """Whether the rules let us read an address."""
        return self.parser is None or self.parser.can_fetch(AGENT, address)

    def crawl_delay(self) -> float:
        """The pause that they ask for, in seconds."""
        asked = self.parser.crawl_delay(AGENT) if self.parser else None
        return min(float(asked or 0), LONGEST_PAUSE)


@dataclass(slots=True)
class Host:
    """What is remembered of one host, whatever the scheme and port, while the process lives."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    halted_until: float = 0.0
    halt: PortalTrouble | None = None
    failures: int = 0


class Manners:
    """All hosts; one object for the whole process, so that two portals on one host wait for each other."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._hosts: dict[str, Host] = {}
        self._rules: dict[str, Rules] = {}

    def rules(self, origin: str) -> Rules:
        """What is remembered of an origin's robots.txt."""
        return self._rules.setdefault(origin, Rules())

    @asynccontextmanager
    async def turn(self, name: str, pause: float) -> AsyncIterator[Host]:
        """Waits for the host's turn and holds it; the next one comes ``pause`` seconds after it.

        Raises the halting PortalTrouble at once while the host is halted.
        """
        host = self._hosts.setdefault(name, Host())
        async with host.lock:
            self._check(host)
            await asyncio.sleep(max(host.free_at - self._clock(), 0))
            try:
                yield host
            finally:
                host.free_at = self._clock() + pause

    def _check(self, host: Host) -> None:
        left = host.halted_until - self._clock()
        if left > 0 and host.halt is not None:
            raise PortalTrouble(host.halt.code, **host.halt.values).waiting(left)

    def answered(self, host: Host) -> None:
        """Notes that the host works."""
        host.failures = 0

    def failed(self, host: Host, trouble: PortalTrouble) -> None:
        """Notes that the host could not be reached; after some in a row it is left alone for a while."""
        host.failures += 1
        if host.failures >= FAILURES_BEFORE_HALT:
            self.halted(host, trouble, USUAL_HALT)

    def halted(self, host: Host, trouble: PortalTrouble, seconds: float) -> None:
        """Leaves the host alone for some time."""
        host.halted_until = self._clock() + seconds
        host.halt = trouble

    def fresh(self, rules: Rules) -> bool:
        """Whether robots.txt need not be fetched again yet."""
        return rules.parser is not None and self._clock() < rules.until

    def keep(self, rules: Rules, name: str, text: str | None) -> None:
        """Remembers the robots.txt of a host; None: it could not be had."""
        rules.parser = RobotFileParser()
        rules.parser.parse((text or "").splitlines())
        rules.away = text is None
        rules.until = self._clock() + (ROBOTS_KEPT if text is not None else ROBOTS_FAILED_KEPT)
        if host := self._hosts.get(name):  # a Crawl-delay counts from robots.txt itself on
            host.free_at = max(host.free_at, self._clock() + rules.crawl_delay())


def retry_after(value: str, now: float) -> float:
    """Seconds to wait by a Retry-After header, a number or a date; ``now`` in seconds since 1970."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), LONGEST_HALT)
    try:
        return min(max(parsedate_to_datetime(text).timestamp() - now, 0.0), LONGEST_HALT)
    except (ValueError, TypeError, OverflowError):
        return USUAL_HALT
