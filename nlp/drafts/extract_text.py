"""Plain text and Markdown into lines: encodings, hard wraps and Markdown's marks are dealt with here."""

import codecs
import re
from dataclasses import replace
from pathlib import Path

from nlp.drafts import legacy, wraps
from nlp.drafts.source import Line, Source, Unreadable, lines_of, normal

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# A few broken bytes in a UTF-8 file are damage; more mean that it is no UTF-8.
_STRAY = 3
_STRAY_SHARE = 0.02
_RULE = re.compile(r"^(?:-{3,}|\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?)$")
_HEADING = re.compile(r"^#{1,6}\s+")
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w))")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>])")


def decode(data: bytes) -> str:
    """Text of unknown encoding: a BOM decides, else UTF-8, UTF-16 without BOM, then windows-1258.

    Text for the fonts of the 1990s comes back as Windows shows it; ``legacy.converted`` makes Unicode of it.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _decoded(data, name)
    sample = data[:4000]
    if 0 in sample:
        return _decoded(data, "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    letters = sum(1 for char in text if char >= "\x80")
    if text.count("\ufffd") <= max(_STRAY, letters * _STRAY_SHARE):
        return text
    old = data.decode("cp1252", "replace")
    return old if legacy.detect(old) else _decoded(data, "cp1258")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("file_unreadable", reason="encoding") from error


def extract(path: Path) -> Source:
    """The lines of a .txt file."""
    texts, problems = legacy.converted(decode(path.read_bytes()).splitlines())
    return Source(wraps.rejoin_if_wrapped(lines_of("\n".join(texts))), problems=problems)


def extract_markdown(path: Path) -> Source:
    """The lines of a .md file without its marks; table rows become lines of cells."""
    found: list[Line] = []
    gap = False
    title = ""
    texts, problems = legacy.converted(decode(path.read_bytes()).splitlines())
    for raw in texts:
        text = raw.strip()
        if not text or _RULE.match(text):
            gap = gap or not text
            continue
        line = _markdown_line(text)
        if _HEADING.match(text) and not title:
            title = line.text
        if line.text:
            found.append(replace(line, gap=gap))
            gap = False
    return Source(tuple(found), title, problems)


def _markdown_line(text: str) -> Line:
    if text.startswith("|"):
        cells = (normal(_plain(cell)) for cell in text.strip("|").split("|"))
        return Line(" | ".join(cell for cell in cells if cell), "table")
    text = re.sub(r"^(?:>\s?)+", "", _HEADING.sub("", text))
    bullet = re.match(r"^[*+]\s+(?=\S)", text)
    if bullet:
        text = (
            f"{'- ' if text[0] == '*' and not text.startswith('* Lưu ý') else text[:2]}{_plain(text[bullet.end() :])}"
        )
        return Line(normal(text))
    return Line(normal(_plain(text)))


def _plain(text: str) -> str:
    return _ESCAPE.sub(r"\1", _EMPHASIS.sub("", _LINK.sub(r"\1", text)))
