"""How fast and how patiently we send: the pace of a channel and the waits between tries; no message is seen here."""

import random
import time
from collections.abc import Callable
from datetime import timedelta

from aiolimiter import AsyncLimiter

FIRST_WAIT, LONGEST_WAIT = 1.0, 900.0
CATCH_UP = 0.01  # at high rates the loop's timers are coarser than one slot: up to 10 ms of slots may be made good


class Pace:
    """At most ``rate`` sends a second, evenly spread.

    A leaky bucket lets ``capacity + rate`` through in its worst second. A capacity of 1.9 makes that rate + 1 and
    still forgives a timer that fires late, which a capacity of 1 would turn into lost sends; from 190 a second on,
    the capacity is one hundredth of the rate. The library's usual capacity, the rate itself, would let twice the
    rate through.
    """

    def __init__(self, rate: float) -> None:
        if rate <= 0:
            raise ValueError("a rate is a positive number of sends a second")
        self.rate = rate
        capacity = max(1.9, rate * CATCH_UP)
        self._bucket = AsyncLimiter(capacity, capacity / rate)

    async def turn(self) -> None:
        """Returns when the next send may leave."""
        await self._bucket.acquire()


class ChatPaces:
    """How much each chat may still receive at once, so that one busy chat never silences the whole channel.

    ``burst`` messages pass at once (0: no limit), then ``rate`` a second. Chats that have rested are forgotten.
    """

    def __init__(self, burst: int, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._rate, self._clock = burst, rate, clock
        self._filled: dict[int, tuple[float, float]] = {}  # chat -> (level, when); longest unused first

    def rest(self, chat: int) -> float:
        """The seconds this chat must still rest."""
        if not self._burst:
            return 0.0
        return max(0.0, (self._level(chat) + 1 - self._burst) / self._rate)

    def spend(self, chat: int) -> None:
        """Counts one message to this chat."""
        if not self._burst:
            return
        level, now = self._level(chat) + 1, self._clock()
        self._filled.pop(chat, None)
        self._filled[chat] = (level, now)
        rested = now - self._burst / self._rate
        while (first := next(iter(self._filled))) != chat and self._filled[first][1] < rested:
            del self._filled[first]

    def _level(self, chat: int) -> float:
        level, when = self._filled.get(chat, (0.0, 0.0))
        return max(0.0, level - (self._clock() - when) * self._rate)


def back_off(attempts: int, chance: float | None = None) -> timedelta:
    """The wait after ``attempts`` earlier tries: doubling from 1 s to 15 minutes, less up to a half by ``chance``.

    >>> back_off(0, chance=0.0), back_off(3, chance=1.0)
    (datetime.timedelta(seconds=1), datetime.timedelta(seconds=4))
    """
    wait = min(FIRST_WAIT * 2 ** min(attempts, 20), LONGEST_WAIT)
    share = random.random() if chance is None else chance  # noqa: S311 (spreads load, guards nothing)
    return timedelta(seconds=wait * (1 - share / 2))
