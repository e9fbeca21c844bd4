"""Flood control: how fast a bot may send, overall and to one chat, and the 429 when it is faster.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this (about 30 messages a second
to different chats, about one a second to one chat with short bursts, up to 1,000 a second when paid for).
"""

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Self

from bot.sandbox.telegram.errors import too_many_requests


@dataclass(frozen=True)
class Rates:
    """Limits in messages a second; `burst` is what a window takes on top, `retry_after` the seconds a 429 asks for.

    `chat_burst` messages to one chat pass at once, after that `chat_per_second` a second.
    """

    per_second: int = 30
    burst: int = 5
    chat_per_second: float = 1.0
    chat_burst: int = 20
    paid_per_second: int = 1000
    retry_after: int = 3
    enabled: bool = True

    @classmethod
    def off(cls) -> Self:
        """No flood control."""
        return cls(enabled=False)


@dataclass
class _Window:
    """Sends of the last second, and the halt a 429 started."""

    limit: int
    sent: deque[float] = field(default_factory=deque)
    halted_until: float = 0.0

    def wait(self, now: float, retry_after: int) -> int:
        """Seconds to wait, 0 when the send is allowed (it is then counted)."""
        if now < self.halted_until:
            return math.ceil(self.halted_until - now)
        while self.sent and self.sent[0] <= now - 1.0:
            self.sent.popleft()
        if len(self.sent) >= self.limit:
            self.halted_until = now + retry_after
            return retry_after
        self.sent.append(now)
        return 0


@dataclass
class _Bucket:
    """What one chat may still receive at once."""

    left: float
    at: float
    halted_until: float = 0.0

    def wait(self, now: float, rates: Rates) -> int:
        if now < self.halted_until:
            return math.ceil(self.halted_until - now)
        self.left = min(rates.chat_burst, self.left + (now - self.at) * rates.chat_per_second)
        self.at = now
        if self.left < 1:
            self.halted_until = now + rates.retry_after
            return rates.retry_after
        self.left -= 1
        return 0


class Flood:
    """The counters of one bot."""

    def __init__(self, rates: Rates) -> None:
        self.set_rates(rates)

    def set_rates(self, rates: Rates) -> None:
        """Change the limits and forget what was counted."""
        self.rates = rates
        self._free = _Window(rates.per_second + rates.burst)
        self._paid = _Window(rates.paid_per_second)
        self._chats: dict[int, _Bucket] = {}

    def check(self, chat_id: int, now: float, *, paid: bool = False) -> None:
        """Count one message to a chat at `now` (seconds); raises `ApiError` 429 when that is too fast."""
        if not self.rates.enabled:
            return
        chat = self._chats.setdefault(chat_id, _Bucket(self.rates.chat_burst, now))
        wait = chat.wait(now, self.rates)
        if not wait:
            wait = (self._paid if paid else self._free).wait(now, self.rates.retry_after)
        if wait:
            raise too_many_requests(wait)
