"""Which font a run of a Word file is set in, so that text typed for old fonts becomes Unicode.

The font comes from the run, its style, the paragraph's style or the defaults of the file (ECMA-376 part 1, 17.7.2).
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from docx.oxml.ns import qn

from nlp.drafts import legacy
from nlp.drafts.legacy import Encoding

# A font's encoding, and whether the font shows capitals only.
Dress = tuple[Encoding, bool]
# Text in an old font with this share of modern letters was typed in Unicode; only the font's name is old.
_LYING = 0.25


class Fonts:
    """Turns the pieces of a paragraph into Unicode; ``used`` tells which old encodings were met."""

    def __init__(self, body: Any, styles: Any | None) -> None:
        self.used: set[Encoding] = set()
        self._own, self._base, self._default = _styles(styles) if styles is not None else ({}, {}, "")
        self._named = self._trusted(body)
        self._guessed = None if self._named else legacy.detect(_text(body))

    def dress(self, run: Any, paragraph_style: str) -> Dress | None:
        """The old encoding that the font of the run tells of."""
        if not self._named:
            return None
        properties = run.find(qn("w:rPr"))
        own = _font(properties)
        if not own and properties is not None:
            own = self._of_style(_value(properties, "w:rStyle"))
        name = own or self._of_style(paragraph_style or self._default) or self._own.get("", "")
        return legacy.of_font(name)

    def read(self, pieces: Iterable[tuple[str, Dress | None]]) -> str:
        """The pieces as one text in Unicode; neighbours in one font are read together (VNI marks follow letters)."""
        found = []
        for dress, run in groupby(pieces, key=lambda piece: piece[1]):
            text = "".join(piece for piece, _ in run)
            if dress and not legacy.MODERN.search(text):
                self.used.add(dress[0])
                text = dress[0].read(text, capitals=dress[1])
            found.append(text)
        return self.guess("".join(found))

    def guess(self, text: str) -> str:
        """Text whose font says nothing, read as the rest of the file is."""
        if self._guessed is None:
            return text
        self.used.add(self._guessed)
        return "\n".join(legacy.modern(text.split("\n"), self._guessed))

    def number(self, text: str) -> str:
        """An automatic number ("§iÒu 3.") as the fonts of the file show it."""
        if not self.used or not legacy.ODD.search(text) or legacy.MODERN.search(text):
            return text
        return min(self.used, key=lambda one: one.name).read(text)

    def _of_style(self, style: str) -> str:
        seen: set[str] = set()
        while style and style not in seen:
            seen.add(style)
            if name := self._own.get(style):
                return name
            style = self._base.get(style, "")
        return ""

    def _trusted(self, body: Any) -> bool:
        """Whether the file names old fonts and its text fits them."""
        named = [name for name in self._own.values() if legacy.of_font(name)]
        if not named and not any(legacy.of_font(_name(font)) for font in body.iter(qn("w:rFonts"))):
            return False
        text = _text(body)
        modern = len(legacy.MODERN.findall(text))
        return modern <= len(legacy.ODD.findall(text)) * _LYING or legacy.detect(text) is not None


def _text(body: Any) -> str:
    """All text of the body, one line a paragraph."""
    elements = body.iter(qn("w:t"), qn("w:p"))
    return "".join("\n" if element.tag == qn("w:p") else element.text or "" for element in elements)


def _styles(styles: Any) -> tuple[dict[str, str], dict[str, str], str]:
    """Fonts of the styles ("" for the file's defaults), their base styles, and the default paragraph style."""
    own: dict[str, str] = {}
    base: dict[str, str] = {}
    default = ""
    properties = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if name := _font(properties):
        own[""] = name
    for style in styles.findall(qn("w:style")):
        key = style.get(qn("w:styleId")) or ""
        if name := _font(style.find(qn("w:rPr"))):
            own[key] = name
        base[key] = _value(style, "w:basedOn")
        if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in {"1", "true"}:
            default = key
    return own, base, default


def _font(properties: Any | None) -> str:
    fonts = None if properties is None else properties.find(qn("w:rFonts"))
    return "" if fonts is None else _name(fonts)


def _name(fonts: Any) -> str:
    return fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")) or fonts.get(qn("w:asciiTheme")) or ""


def _value(parent: Any, name: str) -> str:
    child = parent.find(qn(name))
    return "" if child is None else child.get(qn("w:val")) or ""
