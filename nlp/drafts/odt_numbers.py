"""Automatic numbers of OpenDocument lists, which are not in the text: read from the list styles.

OpenDocument 1.3 part 3: 5.3 (lists), 16.29 (list styles); LibreOffice writes the shape of a number as num-list-format.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from nlp.drafts.docx_numbers import formatted

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_SHAPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LEVELS = 10
OUTLINE = "\0outline"
_NUMBERING = {f"{TEXT}list-style", f"{TEXT}outline-style"}


@dataclass(frozen=True, slots=True)
class _Level:
    """How the numbers of one level look: ``shape`` is "" for a level that shows none."""

    shape: str = ""
    bullet: bool = False
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1  # how many levels stand in the number
    format: str = ""


@dataclass(slots=True)
class Count:
    """One running list: its style and how far each level has come."""

    style: str
    at: list[int | None] = field(default_factory=lambda: [None] * (_LEVELS + 1))


class Numbers:
    """Gives each numbered item the number that the reader of the document sees; ask in document order."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._styles: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, Count] = {}  # by the id of a list, and the last one of each style
        self._outline = Count(OUTLINE)
        for root in roots:
            for style in root.iter():
                if style.tag not in _NUMBERING:
                    continue
                name = OUTLINE if style.tag.endswith("outline-style") else style.get(f"{STYLE}name", "")
                self._styles[name] = _levels(style)

    def begin(self, block: Element, style: str) -> Count:
        """The count of a list that begins here: a new one, or the one it says it continues."""
        known = self._counts.get(f"#{block.get(f'{TEXT}continue-list', '')}")
        if known is None and block.get(f"{TEXT}continue-numbering") == "true":
            known = self._counts.get(style)
        count = known or Count(style)
        self._counts[style] = count
        if identifier := block.get(XML_ID):
            self._counts[f"#{identifier}"] = count
        return count

    def of_item(self, count: Count, style: str, depth: int, start: str | None) -> str:
        """The number of an item ``depth`` levels deep (from 1)."""
        level = self._styles.get(style, {}).get(depth)
        if level is None or depth > _LEVELS:
            return ""
        before = count.at[depth]
        count.at[depth] = integer(start, level.start if before is None else before + 1)
        for deeper in range(depth + 1, _LEVELS + 1):
            count.at[deeper] = None
        if level.bullet:
            return "-"
        return self._shown(count, style, depth, level) if level.shape or level.format else ""

    def of_heading(self, depth: int) -> str:
        """The number that the outline of the document gives to a heading."""
        return self.of_item(self._outline, OUTLINE, depth, None)

    def _shown(self, count: Count, style: str, depth: int, level: _Level) -> str:
        def number(place: int) -> str:
            other = self._styles[style].get(place, level)
            return formatted(count.at[place] or other.start, _SHAPES.get(other.shape, "decimal"))

        if level.format:
            return re.sub(r"%(10|[1-9])%", lambda match: number(int(match[1])), level.format).strip()
        places = range(max(depth - level.shown + 1, 1), depth + 1)
        return f"{level.prefix}{'.'.join(map(number, places))}{level.suffix}".strip()


def _levels(style: Element) -> dict[int, _Level]:
    found = {}
    for item in style:
        depth = integer(item.get(f"{TEXT}level"), 0)
        found[depth] = _Level(
            shape=item.get(f"{STYLE}num-format", ""),
            bullet=item.tag == f"{TEXT}list-level-style-bullet",
            prefix=item.get(f"{STYLE}num-prefix", ""),
            suffix=item.get(f"{STYLE}num-suffix", ""),
            start=integer(item.get(f"{TEXT}start-value"), 1),
            shown=integer(item.get(f"{TEXT}display-levels"), 1),
            format=item.get(f"{_LOEXT}num-list-format", ""),
        )
    return found


def integer(text: str | None, otherwise: int) -> int:
    """The number that an attribute holds, ``otherwise`` when it holds none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else otherwise
