"""The updates one bot has not confirmed yet, and who waits for them; how they travel is in `methods` and `webhook`."""

import asyncio
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.telegram.errors import ApiError
from bot.sandbox.telegram.model import Clock

MESSAGE_LIFETIME = 86_400.0
QUERY_LIFETIME = 150.0
KINDS = (
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
    "edited_business_message", "deleted_business_messages", "guest_message", "message_reaction",
    "message_reaction_count", "inline_query", "chosen_inline_result", "callback_query", "shipping_query",
    "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member",
    "chat_join_request", "chat_boost", "removed_chat_boost", "managed_bot",
)  # fmt: skip
_NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
_REMEMBERED = 5000


@dataclass(eq=False)
class Pending:
    """An update on its way. `lane` is the queue in which the webhook keeps order."""

    update: dict[str, Any]
    lane: Hashable
    expires_at: float
    offered: bool = False


@dataclass(eq=False)
class Poll:
    """One waiting getUpdates call."""

    awake: asyncio.Event = field(default_factory=asyncio.Event)
    error: ApiError | None = None

    def end(self, error: ApiError) -> None:
        """Let the waiting call answer with an error."""
        self.error = error
        self.awake.set()


class UpdateBox:
    """Pending updates in the order of delivery; `on_new` is called when there is something to deliver."""

    def __init__(self, clock: Clock, first_id: int, on_new: Callable[[], None]) -> None:
        self._clock = clock
        self._next_id = first_id
        self._on_new = on_new
        self.pending: list[Pending] = []
        self.held: list[Pending] | None = None
        self.allowed: list[str] = []
        self.poll: Poll | None = None
        self.log: deque[dict[str, Any]] = deque(maxlen=_REMEMBERED)

    def wants(self, kind: str) -> bool:
        """Whether `allowed_updates` lets this kind through (an empty list means the default set)."""
        return kind in self.allowed if self.allowed else kind not in _NOT_BY_DEFAULT

    def add(self, kind: str, payload: dict[str, Any], lane: Hashable) -> dict[str, Any] | None:
        """Make an update with the next id; None when the bot does not want this kind."""
        if not self.wants(kind):
            return None
        update = {"update_id": self._next_id, kind: payload}
        self._next_id += 1
        self.log.append(update)
        lifetime = QUERY_LIFETIME if kind == "callback_query" else MESSAGE_LIFETIME
        self.put(Pending(update, lane, self._clock() + lifetime))
        return update

    def repeat(self, update_id: int) -> None:
        """Deliver an earlier update once more, with its old id; raises KeyError when it is not remembered."""
        update = next((update for update in self.log if update["update_id"] == update_id), None)
        if update is None:
            raise KeyError(f"no update {update_id} is remembered")
        self.put(Pending(update, ("repeat", update_id), self._clock() + MESSAGE_LIFETIME))

    def put(self, entry: Pending) -> None:
        """Queue an entry, or keep it aside while updates are held."""
        if self.held is not None:
            self.held.append(entry)
            return
        self.pending.append(entry)
        self.tell()

    def tell(self) -> None:
        """Wake whoever delivers."""
        if self.poll:
            self.poll.awake.set()
        self._on_new()

    def hold(self) -> None:
        """Keep new updates aside until `release`."""
        self.held = self.held or []

    def release(self, *, backwards: bool = False) -> int:
        """Deliver what was held, `backwards` in reversed order and each on its own lane; returns how many."""
        held, self.held = self.held or [], None
        if backwards:
            held.reverse()
            for place, entry in enumerate(held):
                entry.lane = ("late", entry.update["update_id"], place)
        self.pending.extend(held)
        if held:
            self.tell()
        return len(held)

    def expire(self) -> None:
        """Drop what Telegram would have dropped: messages after a day, presses after 150 seconds."""
        now = self._clock()
        self.pending = [entry for entry in self.pending if entry.expires_at > now]

    def confirm(self, offset: int) -> None:
        """Forget what was handed out with an id below `offset`; a negative one keeps only the last updates."""
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset:
            self.pending = [e for e in self.pending if not (e.offered and e.update["update_id"] < offset)]

    def offer(self, limit: int) -> list[dict[str, Any]]:
        """Hand out up to `limit` updates; they stay pending until confirmed."""
        self.expire()
        batch = self.pending[:limit]
        for entry in batch:
            entry.offered = True
        return [entry.update for entry in batch]

    def first(self, lane: Hashable) -> Pending | None:
        """The next entry of a webhook lane."""
        self.expire()
        return next((entry for entry in self.pending if entry.lane == lane), None)

    def remove(self, entry: Pending) -> None:
        """Forget a delivered entry."""
        if entry in self.pending:
            self.pending.remove(entry)
