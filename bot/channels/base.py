"""The seam between the bot and a platform: what every channel can do, promises and raises; no platform lives here."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from aiohttp import web

from services.messages import InEvent, OutMessage

Address = str  # the platform's own name of a person's chat, never stored open
Deliver = Callable[[InEvent], Awaitable[None]]
FileKind = Literal["picture", "document"]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can carry. ``fitting.fit`` makes every message keep within it.

    ``max_text`` and ``max_caption`` are counted in ``unit``; a ``max_caption`` of 0 means files travel without text.
    ``max_buttons`` of 0 means that choices are typed. ``max_label`` of 0 means that labels have no limit.
    One chat takes ``chat_burst`` messages at once and ``chat_rate`` a second after that; a burst of 0 means no limit.
    ``push`` tells whether the channel may speak first at any time, or only for a while after the citizen spoke.
    """

    max_text: int
    unit: Literal["utf16", "character"] = "utf16"
    max_buttons: int = 0
    max_label: int = 0
    max_caption: int = 0
    edits: bool = False
    files: frozenset[FileKind] = frozenset()
    max_file_bytes: int = 0
    chat_burst: int = 0
    chat_rate: float = 1.0
    push: bool = True


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file with its content, ready to upload."""

    kind: FileKind
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """One part of a message that fits the channel, its files made: exactly one thing for the platform to show."""

    message: OutMessage
    files: tuple[MadeFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """What the platform calls the messages it accepted; an edit can name them later."""

    refs: tuple[str, ...] = ()


class SendError(Exception):
    """A send that the platform did not take. Answers three questions, for the sender alone:

    - retry when? After ``retry_after`` seconds; None leaves the wait to the sender's own back-off.
    - is the recipient ``gone``? Then nothing more is sent to him.
    - is it our fault (``ours``)? Then the same message would be refused again and is not retried.

    ``halts``: the platform wants silence from the whole channel, not only on this message.
    """

    def __init__(
        self,
        reason: str,
        *,
        retry_after: float | None = None,
        gone: bool = False,
        ours: bool = False,
        halts: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after
        self.gone = gone
        self.ours = ours
        self.halts = halts


class Channel(Protocol):
    """A way to reach citizens. ``send`` works without ``start``: a process that only sends takes no updates."""

    @property
    def name(self) -> str:
        """The word by which rows know the channel (at most 16 characters)."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can carry."""

    def routes(self) -> Iterable[web.RouteDef]:
        """The HTTP routes on which the platform calls us; none when we ask the platform."""

    async def start(self, deliver: Deliver) -> None:
        """Begins to take updates; each is acknowledged only after ``deliver`` has returned. Does not wait for the
        platform: a platform that is down at start is tried again in the background."""

    async def send(self, to: Address, delivery: Delivery) -> Sent:
        """Sends one delivery. Raises SendError."""

    async def stop(self) -> None:
        """Stops taking updates and closes connections; harmless when repeated."""
