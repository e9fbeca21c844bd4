"""Word files into lines: text as it is shown (automatic numbers in, deleted text out), tables as rows."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from nlp.drafts.docx_numbers import Numbers
from nlp.drafts.source import Line, Source, Unreadable, normal

# Deleted and moved-away text, field codes, and the copies of text boxes for old readers are not shown.
_HIDDEN = {
    qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:delText"), qn("w:pPr"), qn("w:rPr"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}  # fmt: skip
_BREAKS = {qn("w:br"), qn("w:cr")}
# What python-docx, lxml and zipfile raise on torn or made-up packages (lxml's XMLSyntaxError is a SyntaxError).
_TORN = (
    *(OpcError, zipfile.BadZipFile, zlib.error, struct.error, SyntaxError, OSError, EOFError, RuntimeError),
    *(LookupError, ValueError, AttributeError, TypeError),
)
_TABLE = qn("w:tbl")
_PARAGRAPH = qn("w:p")
# Elements that hold paragraphs without being one: content controls, custom XML, insertions of whole blocks.
_WRAPPERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:smartTag"), qn("w:moveTo")}


def extract(path: Path) -> Source:
    """The lines of a .docx body; headers, footers and notes are left out. Raises Unreadable."""
    try:
        document = docx.Document(str(path))
        numbers = Numbers(_part(document, "numbering"), _part(document, "styles"))
        return Source(tuple(_lines(document.element.body, numbers)))
    except _TORN as error:
        raise Unreadable("file_unreadable", reason=type(error).__name__) from error


def _part(document: Any, name: str) -> Any | None:
    """The root of word/numbering.xml or word/styles.xml; None when the file has none."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{name}") and not relation.is_external:
            return getattr(relation.target_part, "element", None)
    return None


def _lines(parent: Any, numbers: Numbers) -> Iterator[Line]:
    """Blocks in document order, without recursion over paragraphs."""
    gap = False
    for block in _blocks(parent):
        if block.tag == _TABLE:
            yield from _table(block, numbers)
            continue
        texts = _paragraph(block, numbers)
        for text in texts:
            yield Line(text, gap=gap)
            gap = False
        gap = gap or not texts


def _blocks(parent: Any) -> Iterator[Any]:
    stack = list(reversed(list(parent)))
    while stack:
        child = stack.pop()
        if child.tag in {_PARAGRAPH, _TABLE}:
            yield child
        elif child.tag in _WRAPPERS:
            stack += reversed(list(child))


def _paragraph(paragraph: Any, numbers: Numbers) -> list[str]:
    """The lines of a paragraph; its automatic number stands before the first."""
    number = numbers.of(paragraph)
    shown = "".join(_shown(paragraph))
    texts = [text for part in shown.split("\n") if (text := normal(part))]
    if not number:
        return texts
    return [f"{number} {texts[0]}", *texts[1:]] if texts else ([number] if number[-1:] != "-" else [])


def _shown(root: Any) -> Iterator[str]:
    stack = list(reversed(list(root)))
    while stack:
        element = stack.pop()
        tag = element.tag
        if tag in _HIDDEN or not isinstance(tag, str):
            continue
        if tag == qn("w:t"):
            yield element.text or ""
        elif tag == qn("w:tab"):
            yield " "
        elif tag in _BREAKS or tag == _PARAGRAPH:
            yield "\n"
            stack += reversed(list(element))
        elif tag == qn("w:noBreakHyphen"):
            yield "-"
        else:
            stack += reversed(list(element))


def _table(table: Any, numbers: Numbers) -> Iterator[Line]:
    """A line per row; a table with one cell a row only frames its text."""
    rows = [_cells(row) for row in _children(table, "w:tr")]
    if all(len(row) <= 1 for row in rows):
        for row in rows:
            for cell in row:
                yield from _lines(cell, numbers)
        return
    for row in rows:
        texts = [" ".join(line.text for line in _lines(cell, numbers)) for cell in row if not _is_merged_below(cell)]
        text = " | ".join(text for text in texts if text)
        if text:
            yield Line(text, "table")


def _cells(row: Any) -> list[Any]:
    return list(_children(row, "w:tc"))


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
