"""Word files into lines: text as it is shown once all changes are accepted, numbers and notes in, tables as rows."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from nlp.drafts import legacy, markers
from nlp.drafts.docx_fonts import Dress, Fonts
from nlp.drafts.docx_notes import REFERENCES, Notes
from nlp.drafts.docx_numbers import Numbers
from nlp.drafts.source import Line, Source, Unreadable, normal
from nlp.drafts.tree import Problem

_DELETED = {qn("w:del"), qn("w:moveFrom"), qn("w:delText")}
_CHANGED = (*_DELETED, qn("w:ins"), qn("w:moveTo"))
# Field codes, properties, and the copies of text boxes for old readers are not shown.
_SILENT = {
    qn("w:instrText"), qn("w:pPr"), qn("w:rPr"), qn("w:sdtPr"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}  # fmt: skip
_BREAKS = {qn("w:br"), qn("w:cr")}
_SIGNS = {qn("w:tab"): " ", qn("w:ptab"): " ", qn("w:noBreakHyphen"): "-"}
# What python-docx, lxml and zipfile raise on torn or made-up packages (lxml's XMLSyntaxError is a SyntaxError).
_TORN = (
    *(OpcError, zipfile.BadZipFile, zlib.error, struct.error, SyntaxError, OSError, EOFError, RuntimeError),
    *(LookupError, ValueError, AttributeError, TypeError),
)
_TABLE = qn("w:tbl")
_PARAGRAPH = qn("w:p")
_RUN = qn("w:r")
_TEXT = qn("w:t")
_TEXTS = {_TEXT, qn("m:t")}  # of runs and of formulas
_BOX = qn("w:txbxContent")
# Elements that hold paragraphs without being one: content controls, custom XML, insertions of whole blocks.
_WRAPPERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:smartTag"), qn("w:moveTo")}
_BEGUN = ("Căn cứ",)
_CONTENTS_STYLE = re.compile(r"^(?:TOC|Mclc)\d$")  # Word's own names, English and Vietnamese ("Mục lục")


def extract(path: Path) -> Source:
    """The lines of a .docx body; headers and footers are left out. Raises Unreadable.

    Notes stand below the paragraph that refers to them, as "[1] …" (endnotes "[i] …"): they belong to its provision.
    """
    try:
        reader = _Reader(docx.Document(str(path)))
        lines = tuple(reader.lines())
        return Source(lines, problems=reader.problems(), furniture=reader.furniture())
    except _TORN as error:
        raise Unreadable("file_unreadable", reason=type(error).__name__) from error


class _Reader:
    """One pass over the body; numbers and notes count in document order."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._body = document.element.body
        styles = _part(document, "styles")
        self._numbers = Numbers(_part(document, "numbering"), styles)
        self._fonts = Fonts(self._body, styles)
        self._notes = Notes(document)
        self._carried = ""  # of a paragraph whose mark is deleted: it runs on into the next
        self._begun = False  # notes to the title wait until the title is over
        self._hidden = False

    def lines(self) -> Iterator[Line]:
        """The lines of the whole document."""
        yield from self._blocks(self._body)
        if text := normal(self._carried):
            yield Line(text)
        self._begun = True
        yield from self._told_notes()

    def furniture(self) -> tuple[str, ...]:
        """The paragraphs of headers and footers."""
        parts = [
            relation.target_part.element
            for relation in self._document.part.rels.values()
            if not relation.is_external and relation.reltype.endswith(("/header", "/footer"))
        ]
        paragraphs = (paragraph for part in parts for paragraph in part.iter(_PARAGRAPH))
        texts = (normal("".join(text.text or "" for text in paragraph.iter(_TEXT))) for paragraph in paragraphs)
        return tuple(text for text in texts if text)

    def problems(self) -> tuple[Problem, ...]:
        """What the officer should know of the file; call after ``lines``."""
        found = [legacy.notice(one) for one in sorted(self._fonts.used, key=lambda one: one.name)]
        if next(self._body.iter(*_CHANGED), None) is not None:
            message = "Tệp còn dấu vết sửa đổi (Track Changes); đã đọc như khi chấp nhận hết các sửa đổi."
            found.append(Problem("tracked_changes", "", message))
        if self._hidden:
            found.append(Problem("hidden_text", "", "Tệp có chữ ẩn; phần chữ ẩn đã được bỏ qua."))
        return tuple(found)

    def _blocks(self, parent: Any) -> Iterator[Line]:
        """Blocks in document order, without recursion over paragraphs."""
        gap = False
        for block in _blocks(parent):
            if block.tag == _TABLE:
                yield from self._table(block)
                continue
            boxes: list[Any] = []
            texts = self._paragraph(block, boxes)
            for text in texts:
                yield Line(text, gap=gap)
                gap = False
                self._begun = self._begun or text.startswith(_BEGUN) or any(mark.firm for mark in markers.read(text))
            gap = gap or not texts
            for box in boxes:
                yield from self._blocks(box)
            yield from self._told_notes()

    def _told_notes(self) -> Iterator[Line]:
        if not self._begun:
            return
        for mark, note in self._notes.waiting():
            shown = (self._shown(paragraph, []) for paragraph in note.iter(_PARAGRAPH))
            yield Line(normal(f"{mark} {' '.join(shown)}"))

    def _paragraph(self, paragraph: Any, boxes: list[Any]) -> list[str]:
        """The lines of a paragraph; its automatic number stands before the first."""
        if _is_of_contents(paragraph):
            return []
        shown = self._carried + self._shown(paragraph, boxes)
        if paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None:
            self._carried = shown
            return []
        self._carried = ""
        number = normal(self._fonts.number(self._numbers.of(paragraph)))
        texts = [text for part in shown.split("\n") if (text := normal(part))]
        if not number:
            return texts
        return [f"{number} {texts[0]}", *texts[1:]] if texts else ([number] if number[-1:] != "-" else [])

    def _shown(self, paragraph: Any, boxes: list[Any]) -> str:
        return self._fonts.read(self._pieces(paragraph, boxes))

    def _pieces(self, paragraph: Any, boxes: list[Any]) -> Iterator[tuple[str, Dress | None]]:
        """Text with the font it is set in; text boxes are put aside, they stand below the paragraph."""
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        style = "" if named is None else named.get(qn("w:val")) or ""
        stack: list[tuple[Any, Dress | None]] = [(child, None) for child in reversed(list(paragraph))]
        while stack:
            element, dress = stack.pop()
            tag = element.tag
            if not isinstance(tag, str) or tag in _DELETED or tag in _SILENT or self._is_hidden(element):
                continue
            if tag in _TEXTS:
                yield element.text or "", dress
            elif tag in _SIGNS:
                yield _SIGNS[tag], dress
            elif tag in _BREAKS:
                yield "\n", dress
            elif tag == _BOX:
                boxes.append(element)
            elif tag in REFERENCES:
                mark = self._notes.met(element)
                yield (mark if self._begun else ""), None
            else:
                inner = self._fonts.dress(element, style) if tag == _RUN else dress
                stack += [(child, inner) for child in reversed(list(element))]

    def _is_hidden(self, element: Any) -> bool:
        """Hidden runs, and content controls that still show their prompt."""
        if element.tag == _RUN:
            vanish = element.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
            hidden = vanish is not None and vanish.get(qn("w:val")) not in {"0", "false"}
            self._hidden = self._hidden or (hidden and next(element.iter(_TEXT), None) is not None)
            return hidden
        return _shows_prompt(element)

    def _table(self, table: Any) -> Iterator[Line]:
        """A line per row; a table with one cell a row only frames its text."""
        rows = [list(_children(row, "w:tc")) for row in _children(table, "w:tr") if not _is_deleted(row)]
        if all(len(row) <= 1 for row in rows):
            for row in rows:
                for cell in row:
                    yield from self._blocks(cell)
            return
        for row in rows:
            cells = [" ".join(line.text for line in self._blocks(cell)) for cell in row if not _is_merged_below(cell)]
            text = " | ".join(text for text in cells if text)
            if text:
                yield Line(text, "table")


def _part(document: Any, name: str) -> Any | None:
    """The root of word/numbering.xml or word/styles.xml; None when the file has none."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{name}") and not relation.is_external:
            return getattr(relation.target_part, "element", None)
    return None


def _blocks(parent: Any) -> Iterator[Any]:
    stack = list(reversed(list(parent)))
    while stack:
        child = stack.pop()
        if child.tag in {_PARAGRAPH, _TABLE}:
            yield child
        elif child.tag in _WRAPPERS and not _shows_prompt(child):
            stack += reversed(list(child))


def _shows_prompt(element: Any) -> bool:
    prompt = f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}"
    return element.tag == qn("w:sdt") and element.find(prompt) is not None


def _is_of_contents(paragraph: Any) -> bool:
    """Whether Word made the paragraph itself for a table of contents; its lines look like articles."""
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    if style is not None and _CONTENTS_STYLE.match(style.get(qn("w:val")) or ""):
        return True
    link = paragraph.find(qn("w:hyperlink"))
    return link is not None and (link.get(qn("w:anchor")) or "").startswith("_Toc")


def _is_deleted(row: Any) -> bool:
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def _children(parent: Any, name: str) -> Iterator[Any]:
    wanted = qn(name)
    stack = list(reversed(list(parent)))
    while stack:
        child = stack.pop()
        if child.tag == wanted:
            yield child
        elif child.tag in _WRAPPERS:
            stack += reversed(list(child))


def _is_merged_below(cell: Any) -> bool:
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val")) != "restart"
