"""What happens on the phones, as a stream: the phone page and waiting tests listen here."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

EventKind = Literal["message", "edited", "deleted", "answer", "action", "chat"]
_ROOM = 2000


@dataclass(frozen=True)
class PhoneEvent:
    """One change in a chat: `data` is the message, the answer to a press, the action or the chat's state."""

    kind: EventKind
    chat_id: int
    data: dict[str, Any]


class Feed:
    """Listeners and the events given to them; a listener that does not keep up loses the oldest events."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[PhoneEvent | None]] = set()

    def publish(self, kind: EventKind, chat_id: int, data: dict[str, Any]) -> None:
        """Tell every listener."""
        self._put(PhoneEvent(kind, chat_id, data))

    def close(self) -> None:
        """Send every listener away (they get None)."""
        self._put(None)

    def _put(self, event: PhoneEvent | None) -> None:
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(event)

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[PhoneEvent | None]]:
        """A queue of events from now on; None means that the world is closing."""
        queue: asyncio.Queue[PhoneEvent | None] = asyncio.Queue(_ROOM)
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)
