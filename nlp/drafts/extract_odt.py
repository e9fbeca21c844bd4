"""OpenDocument texts into lines: numbers and notes in, deleted text and comments out, tables as rows."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from nlp.drafts import legacy, markers
from nlp.drafts.odt_numbers import OUTLINE, STYLE, TEXT, Count, Numbers, integer
from nlp.drafts.source import Line, Source, Unreadable, normal
from nlp.drafts.tree import Problem

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_PARAGRAPHS = {f"{TEXT}p", f"{TEXT}h"}
# Deleted text, comments, tables of contents (their lines look like articles) and forms' inner workings.
_SILENT = {
    f"{TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{TEXT}table-of-content",
    f"{TEXT}note-citation", f"{TEXT}hidden-text", f"{TEXT}hidden-paragraph", f"{TEXT}sequence-decls",
}  # fmt: skip
_BOX = f"{_DRAW}text-box"
_TORN = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    OSError,
    EOFError,
    RuntimeError,
    LookupError,
    ValueError,
)


def extract(path: Path) -> Source:
    """The lines of an .odt body, notes below their paragraph as "[1] …". Raises Unreadable (also file_encrypted)."""
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            if "META-INF/manifest.xml" in names and b"encryption-data" in package.read("META-INF/manifest.xml"):
                raise Unreadable("file_encrypted")
            content = _root(package.read("content.xml"))
            styles = [_root(package.read("styles.xml"))] if "styles.xml" in names else []
        body = content.find(f"{_OFFICE}body/{_OFFICE}text")
        if body is None:
            raise Unreadable("file_unreadable", reason="odt")
        return _source(_Reader([*styles, content]), body)
    except _TORN as error:
        raise Unreadable("file_unreadable", reason=type(error).__name__) from error


def _source(reader: "_Reader", body: Element) -> Source:
    found = list(reader.blocks(body))
    texts, problems = legacy.converted([text for text, _, _ in found])
    lines = tuple(
        Line(text, hint, gap) for raw, (_, hint, gap) in zip(texts, found, strict=True) if (text := normal(raw))
    )
    changes = body.find(f"{TEXT}tracked-changes")
    if changes is not None and len(changes):
        message = "Tệp còn dấu vết sửa đổi; đã đọc như khi chấp nhận hết các sửa đổi."
        problems = (*problems, Problem("tracked_changes", "", message))
    return Source(lines, problems=problems)


class _Plain(ElementTree.TreeBuilder):
    """Builds a tree from XML without a document type: no entity of any kind is ever declared."""

    def doctype(self, name: str, _public: str | None, _system: str | None) -> None:
        """Refuse the file."""
        raise Unreadable("file_unreadable", reason=f"doctype {name}")


def _root(data: bytes) -> Element:
    parser = ElementTree.XMLParser(target=_Plain())  # noqa: S314  (_Plain refuses every DTD)
    parser.feed(data)
    root = parser.close()
    if not isinstance(root, Element):
        raise Unreadable("file_unreadable", reason="odt")
    return root


class _Reader:
    """One pass over the body; numbers and notes count in document order."""

    def __init__(self, roots: list[Element]) -> None:
        self._numbers = Numbers(roots)
        self._listed = {
            style.get(f"{STYLE}name", ""): style.get(f"{STYLE}list-style-name", "")
            for root in roots
            for style in root.iter(f"{STYLE}style")
        }
        self._notes: list[Element] = []
        self._told = 0
        self._begun = False

    def blocks(self, parent: Element, number: str = "") -> Iterator[tuple[str, str, bool]]:
        """Text, hint and gap of each line under ``parent``; ``number`` stands before the first."""
        gap = False
        for child in parent:
            if child.tag in _SILENT:
                continue
            if child.tag in _PARAGRAPHS:
                texts = self._paragraph(child, number)
                number = ""
                yield from ((text, "", gap and not place) for place, text in enumerate(texts))
                gap = not texts
                yield from self._below(child)
            elif child.tag == f"{TEXT}list":
                yield from self._list(child, None, "", 1)
            elif child.tag == f"{_TABLE}table":
                yield from self._table(child)
            else:
                yield from self.blocks(child)

    def _list(self, block: Element, count: Count | None, above: str, depth: int) -> Iterator[tuple[str, str, bool]]:
        style = block.get(f"{TEXT}style-name") or above
        count = count or self._numbers.begin(block, style)
        for item in block:
            numbered = item.tag == f"{TEXT}list-item"
            for child in item:
                if child.tag == f"{TEXT}list":
                    yield from self._list(child, count, style, depth + 1)
                elif child.tag in _PARAGRAPHS:
                    own = style or self._listed.get(child.get(f"{TEXT}style-name", ""), "")
                    start = item.get(f"{TEXT}start-value")
                    number = self._numbers.of_item(count, own, depth, start) if numbered else ""
                    numbered = False
                    yield from ((text, "", False) for text in self._paragraph(child, number, listed=True))
                    yield from self._below(child)

    def _paragraph(self, paragraph: Element, number: str, *, listed: bool = False) -> list[str]:
        if not listed and not number and paragraph.tag == f"{TEXT}h" and self._listed_by_outline(paragraph):
            number = self._numbers.of_heading(integer(paragraph.get(f"{TEXT}outline-level"), 1))
        texts = [text for raw in self._shown(paragraph).split("\n") if (text := raw.strip())]
        if number:
            texts = [f"{number} {texts[0]}", *texts[1:]] if texts else ([number] if number != "-" else [])
        begins = (text.startswith("Căn cứ") or any(mark.firm for mark in markers.read(normal(text))) for text in texts)
        self._begun = self._begun or any(begins)
        return texts

    def _listed_by_outline(self, heading: Element) -> bool:
        return self._listed.get(heading.get(f"{TEXT}style-name", ""), OUTLINE) in {OUTLINE, ""}

    def _below(self, paragraph: Element) -> Iterator[tuple[str, str, bool]]:
        """Text boxes of a paragraph, then the notes met so far (those of the title wait until it is over)."""
        for box in paragraph.iter(_BOX):
            yield from self.blocks(box)
        while self._begun and self._told < len(self._notes):
            self._told += 1
            note = self._notes[self._told - 1]
            shown = " ".join(self._shown(one) for one in note.iter() if one.tag in _PARAGRAPHS)
            yield f"[{self._told}] {' '.join(shown.split())}", "", False

    def _shown(self, paragraph: Element) -> str:
        """The text of a paragraph, "\\n" for line breaks; without recursion."""
        parts: list[str] = []
        stack: list[Element | str] = [*reversed(list(paragraph)), paragraph.text or ""]
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                parts.append(" ".join(item.splitlines()))
                continue
            stack.append(item.tail or "")
            if item.tag == f"{TEXT}note":
                self._notes.append(item)
                parts.append(f"[{len(self._notes)}]" if self._begun else "")
            elif item.tag in {f"{TEXT}s", f"{TEXT}tab"}:
                parts.append(" ")
            elif item.tag == f"{TEXT}line-break":
                parts.append("\n")
            elif item.tag not in _SILENT and item.tag != _BOX:
                stack += [*reversed(list(item)), item.text or ""]
        return "".join(parts)

    def _table(self, table: Element) -> Iterator[tuple[str, str, bool]]:
        """A line per row; a table with one cell a row only frames its text."""
        rows = [[cell for cell in row if cell.tag == f"{_TABLE}table-cell"] for row in table.iter(f"{_TABLE}table-row")]
        if all(len(row) <= 1 for row in rows):
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell)
            return
        for row in rows:
            cells = (" ".join(text for text, _, _ in self.blocks(cell)) for cell in row)
            if text := " | ".join(cell for cell in cells if cell):
                yield text, "table", False
