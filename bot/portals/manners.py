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
class Host:
    """What is remembered of one scheme://host:port while the process lives."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    robots_lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    halted_until: float = 0.0
    halt: PortalTrouble | None = None
    failures: int = 0
    robots: RobotFileParser | None = None
    robots_away: bool = False  # it could not be had: nothing may be read
    robots_until: float = 0.0

    def crawl_delay(self) -> float:
        """The pause that robots.txt asks for, in seconds."""
        asked = self.robots.crawl_delay(AGENT) if self.robots else None
        return min(float(asked or 0), LONGEST_PAUSE)


class Manners:
    """All hosts; one object for the whole process, so that two portals on one host wait for each other."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._hosts: dict[str, Host] = {}

    def host(self, origin: str) -> Host:
        """What is remembered of an origin."""
        return self._hosts.setdefault(origin, Host())

    @asynccontextmanager
    async def turn(self, origin: str, pause: float) -> AsyncIterator[Host]:
        """Waits for the host's turn and holds it. Raises the halting PortalTrouble at once while it is halted."""
        host = self.host(origin)
        async with host.lock:
            self._check(host)
            await asyncio.sleep(max(host.free_at - self._clock(), 0))
            try:
                yield host
            finally:
                host.free_at = self._clock() + max(pause, host.crawl_delay())

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

    def robots_fresh(self, host: Host) -> bool:
        """Whether robots.txt need not be fetched again yet."""
        return host.robots is not None and self._clock() < host.robots_until

    def keep_robots(self, host: Host, text: str | None) -> None:
        """Remembers a robots.txt; None: it could not be had, and nothing may be read until it is tried again."""
        rules = RobotFileParser()
        rules.parse((text or "").splitlines())
        host.robots, host.robots_away = rules, text is None
        host.free_at = max(host.free_at, self._clock() + host.crawl_delay())  # it counts from robots.txt itself on
        host.robots_until = self._clock() + (ROBOTS_KEPT if text is not None else ROBOTS_FAILED_KEPT)


def retry_after(value: str, now: float) -> float:
    """Seconds to wait by a Retry-After header, a number or a date; ``now`` in seconds since 1970."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), LONGEST_HALT)
    try:
        return min(max(parsedate_to_datetime(text).timestamp() - now, 0.0), LONGEST_HALT)
    except (ValueError, TypeError, OverflowError):
        return USUAL_HALT
