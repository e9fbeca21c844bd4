"""What the extractors hand to ``structure``: lines of text in normal form, and the refusal they raise."""

import re
import unicodedata
from dataclasses import dataclass

from nlp.drafts.tree import Problem

# Ð and ð are Icelandic letters that old Vietnamese keyboards left in place of Đ and đ.
_REPLACED = str.maketrans(
    {"Ð": "Đ", "ð": "đ", "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None, "\ufeff": None}
)
_SPACES = re.compile(r"\s+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")


class Unreadable(Exception):
    """A file that cannot be read: a stable ``code`` and the values its sentence needs."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph or line. ``hint`` is "" or "table" (a row, which never begins a provision);
    ``gap`` says that an empty line stood before it.
    """

    text: str
    hint: str = ""
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text. ``title`` is what the file says of itself (HTML title), used when the text has none;
    ``furniture`` is what stands around the pages (headers, footers): no part of the draft, but it may bear a stamp.
    """

    lines: tuple[Line, ...]
    title: str = ""
    problems: tuple[Problem, ...] = ()
    furniture: tuple[str, ...] = ()


def normal(text: str) -> str:
    """NFC, single spaces, no control or invisible characters, Đ for the look-alike Ð.

    >>> normal("  Ðiều 1. ")
    'Điều 1.'
    """
    composed = unicodedata.normalize("NFC", _CONTROLS.sub("", text).translate(_REPLACED))
    return _SPACES.sub(" ", composed).strip()


def lines_of(text: str) -> tuple[Line, ...]:
    """Each non-empty line of a plain text, in normal form."""
    found: list[Line] = []
    gap = False
    for raw in text.splitlines():
        line = normal(raw)
        if line:
            found.append(Line(line, gap=gap))
        gap = not line
    return tuple(found)
