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
    """Pending updates in the order of delivery; `on_new` is told the lane that has something to deliver."""

    def __init__(self, clock: Clock, first_id: int, on_new: Callable[[Hashable], None]) -> None:
        self._clock = clock
        self._next_id = first_id
        self._on_new = on_new
        self._pending: dict[Pending, None] = {}  # a dict keeps the order and forgets in one step
        self._lanes: dict[Hashable, dict[Pending, None]] = {}
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
        self._put(Pending(update, lane, self._clock() + lifetime))
        return update

    def repeat(self, update_id: int) -> None:
        """Deliver an earlier update once more, with its old id; raises KeyError when it is not remembered."""
        update = next((update for update in self.log if update["update_id"] == update_id), None)
        if update is None:
            raise KeyError(f"no update {update_id} is remembered")
        self._put(Pending(update, ("repeat", update_id), self._clock() + MESSAGE_LIFETIME))

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
        for entry in held:
            self._put(entry)
        return len(held)

    def _put(self, entry: Pending) -> None:
        """Queue an entry and wake whoever delivers, or keep it aside while updates are held."""
        if self.held is not None:
            self.held.append(entry)
            return
        self._pending[entry] = None
        self._lanes.setdefault(entry.lane, {})[entry] = None
        if self.poll:
            self.poll.awake.set()
        self._on_new(entry.lane)

    def remove(self, entry: Pending) -> None:
        """Forget a delivered or expired entry."""
        self._pending.pop(entry, None)
        lane = self._lanes.get(entry.lane, {})
        lane.pop(entry, None)
        if not lane:
            self._lanes.pop(entry.lane, None)

    def clear(self) -> None:
        """Drop everything that waits."""
        self._pending.clear()
        self._lanes.clear()

    def lanes(self) -> list[Hashable]:
        """The webhook lanes that have something to deliver."""
        return list(self._lanes)

    def count(self) -> int:
        """How many updates wait."""
        for entry in list(self._pending):
            self._alive(entry)
        return len(self._pending)

    def confirm(self, offset: int) -> None:
        """Forget what was handed out with an id below `offset`; a negative one keeps only the last updates."""
        entries = list(self._pending)
        done = entries[:offset] if offset < 0 else [e for e in entries if e.offered and e.update["update_id"] < offset]
        for entry in done:
            self.remove(entry)

    def offer(self, limit: int) -> list[dict[str, Any]]:
        """Hand out up to `limit` updates; they stay pending until confirmed."""
        batch: list[Pending] = []
        for entry in list(self._pending):
            if len(batch) == limit:
                break
            if self._alive(entry):
                entry.offered = True
                batch.append(entry)
        return [entry.update for entry in batch]

    def first(self, lane: Hashable) -> Pending | None:
        """The next entry of a webhook lane."""
        return next((entry for entry in list(self._lanes.get(lane, ())) if self._alive(entry)), None)

    def _alive(self, entry: Pending) -> bool:
        """Drop what Telegram would have dropped: messages after a day, presses after 150 seconds."""
        if entry.expires_at > self._clock():
            return True
        self.remove(entry)
        return False
