"""What a conversation is made of: flows, steps, prompts, answers and moves; running them is the engine's."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from services.citizens import Secrets
from services.i18n import Translate
from services.messages import Button, File, InEvent, OutMessage, Paragraph
from services.staff import Act
from storage.models import Citizen, Staff

BACK, CANCEL = "_back", "_cancel"


@dataclass(frozen=True, slots=True)
class Desk:
    """Who runs the bot, as citizens are told, and where its pages are."""

    operator: str
    public_url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer: its key for the step, its label for the person, and words that may be typed instead."""

    key: str
    label: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a step says and what may be chosen; ``replaces``: may take the place of the message just pressed."""

    paragraphs: tuple[Paragraph, ...]
    choices: tuple[Choice, ...] = ()
    actions: tuple[Button, ...] = ()
    files: tuple[File, ...] = ()
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered: the key of a choice, or free text."""

    choice: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """What happens next: things said, then a step (of another flow when ``flow`` is set), or the end."""

    step: str = ""
    flow: str = ""
    says: tuple[OutMessage, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)  # first data of the other flow
    no_return: bool = False  # "back" never leads to the step just left


@dataclass(slots=True)
class Turn:
    """One event being handled. Steps read and change ``data``; everything else is given."""

    session: AsyncSession
    citizen: Citizen
    citizen_id: int
    staff: Staff | None
    event: InEvent
    now: datetime
    t: Translate
    data: dict[str, Any]
    keys: Secrets
    desk: Desk
    read: dict[str, Any] = field(default_factory=dict)  # what this event has read already; gone with it


Ask = Callable[[Turn], Awaitable[Prompt | Move]]
Take = Callable[[Turn, Answer], Awaitable[Move]]


@dataclass(frozen=True, slots=True)
class Step:
    """A small question: ``ask`` words it, ``take`` handles the answer; ``text``: free text is an answer too.

    ``view``: it shows how things stand, so leaving it cancels nothing and is not called that.
    """

    ask: Ask
    take: Take
    text: bool = False
    view: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """A conversation as data. ``words`` start it when typed alone (or before a draft code), with or without marks."""

    name: str
    commands: tuple[str, ...]
    words: tuple[str, ...]
    first: str
    steps: Mapping[str, Step]
    summary: str = ""  # Vietnamese source of its line in the help; empty: not listed
    act: Act | None = None  # what the linked staff account must be allowed to do
    keeps_text: bool = False  # when another flow interrupts, what was typed is kept aside


def go(step: str, *says: OutMessage, no_return: bool = False) -> Move:
    """On to a step of the same flow."""
    return Move(step=step, says=says, no_return=no_return)


def hand_over(flow: str, step: str = "", /, *says: OutMessage, **data: object) -> Move:
    """On to another flow (its first step when none is named), which starts with ``data``."""
    return Move(step=step, flow=flow, says=says, data=data)


def home(*says: OutMessage) -> Move:
    """The end of a flow: back to the main menu."""
    return Move(flow="menu", says=says)


def end(*says: OutMessage) -> Move:
    """The end of a flow, with nothing asked."""
    return Move(says=says)


def prompt(*paragraphs: str | Paragraph, choices: tuple[Choice, ...] = (), replaces: bool = False) -> Prompt:
    """A Prompt from plain texts and paragraphs."""
    texts = tuple(p if isinstance(p, Paragraph) else Paragraph(p) for p in paragraphs)
    return Prompt(texts, choices, replaces=replaces)
