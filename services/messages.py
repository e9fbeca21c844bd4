"""Neutral messages in and out, shared by every channel; how a platform writes them is its adapter's business."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

Style = Literal["plain", "title", "quote", "note", "code"]
EventKind = Literal["text", "press", "gone", "back", "unsupported"]


@dataclass(frozen=True, slots=True)
class InEvent:
    """Something a person did. ``event_id`` repeats when a platform repeats itself; ``address`` is never stored open.

    ``gone``: blocked us; ``back``: unblocked us; ``unsupported``: something that is not text (a photo, a sticker).
    """

    channel: str
    event_id: str
    address: str
    kind: EventKind
    text: str = ""
    payload: str = ""  # what the pressed button carried
    pressed_on: str = ""  # the platform's name of the message that bore the button
    language: str = ""  # the platform's guess, only a first default


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text in one style. Text is never markup, so nothing a citizen or a draft says can format or inject."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Button:
    """A choice: its label, what a press sends (at most 64 bytes), and what to type instead."""

    label: str
    payload: str
    typed: str


@dataclass(frozen=True, slots=True)
class File:
    """A file made at sending time: ``make`` names an export, ``arguments`` say of what."""

    kind: Literal["picture", "document"]
    name: str
    make: str
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutMessage:
    """What we say: paragraphs, buttons, files. ``edits`` names a message to replace where the channel can."""

    paragraphs: tuple[Paragraph, ...]
    buttons: tuple[Button, ...] = ()
    files: tuple[File, ...] = ()
    edits: str = ""

    def plain(self) -> str:
        """The text without styles, paragraphs apart by an empty line."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)

    def as_json(self) -> dict[str, Any]:
        """The form in which the outbox keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The message that ``as_json`` made."""
        return cls(
            paragraphs=tuple(Paragraph(**p) for p in data["paragraphs"]),
            buttons=tuple(Button(**b) for b in data.get("buttons", ())),
            files=tuple(File(**f) for f in data.get("files", ())),
            edits=data.get("edits", ""),
        )


def say(*paragraphs: str | Paragraph, buttons: tuple[Button, ...] = ()) -> OutMessage:
    """An OutMessage from plain texts and paragraphs."""
    return OutMessage(tuple(p if isinstance(p, Paragraph) else Paragraph(p) for p in paragraphs), buttons)
