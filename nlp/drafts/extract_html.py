"""HTML into lines: blocks become lines, words broken over source lines are joined, tables become rows."""

import re
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from nlp.drafts import legacy
from nlp.drafts.extract_text import decode
from nlp.drafts.legacy import Encoding
from nlp.drafts.source import Line, Source, Unreadable, normal

_DROPPED = {
    "script", "style", "noscript", "template", "head", "nav", "iframe", "object", "embed", "svg", "math", "button",
    "select", "textarea", "input", "audio", "video", "canvas",
}  # fmt: skip
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre",
    "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:^|\s)Điều\s+\d+\s*[.:]")
# A cell with this much text is a page laid out with a table, not a cell.
_CELL_OF_A_LAYOUT = 1_500


def extract(path: Path) -> Source:
    """The lines of an .html file. Nothing outside the file is ever fetched."""
    tree = LexborHTMLParser(_text(path.read_bytes()))
    title = tree.css_first("title")
    root = tree.body or tree.root
    if root is None:
        raise Unreadable("file_unreadable", reason="html")
    old = legacy.detect(root.text(separator="\n"))
    lines = _Lines(old)
    _walk(root, lines)
    lines.end()
    own = legacy.converted([title.text()])[0][0] if title else ""
    return Source(tuple(lines.found), normal(own), (legacy.notice(old),) if old else ())


def _text(data: bytes) -> str:
    match = _CHARSET.search(data[:4096])
    named = match[1].decode("ascii").lower() if match else ""
    if (
        named
        and named not in {"utf-8", "utf8", "utf-16"}
        and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
    ):
        old = data.decode("cp1252", "replace")
        try:
            return old if legacy.detect(old) else data.decode(named)
        except (LookupError, UnicodeDecodeError):
            return decode(data)
    return decode(data)


class _Lines:
    """Collects inline text until a block or a <br> ends the line."""

    def __init__(self, old: Encoding | None) -> None:
        self.old = old
        self.found: list[Line] = []
        self._parts: list[str] = []

    def add(self, text: str) -> None:
        self._parts.append(text)

    def end(self) -> None:
        raw = "".join(self._parts)
        text = normal(legacy.modern([raw], self.old)[0] if self.old else raw)
        self._parts = []
        if text:
            self.found.append(Line(text))

    def row(self, cells: list[str]) -> None:
        self.end()
        text = " | ".join(cell for cell in cells if cell)
        if text:
            self.found.append(Line(text, "table"))


def _walk(root: LexborNode, lines: _Lines) -> None:
    """Depth first without recursion: a file may nest deeper than Python's stack."""
    stack: list[tuple[LexborNode, bool]] = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        tag = node.tag or ""
        if leaving:
            lines.end()
            continue
        if tag == "-text":
            lines.add(node.text_content or "")
        elif tag == "br":
            lines.end()
        elif tag in _DROPPED or tag.startswith(("-", "!")):
            continue
        elif tag == "table" and not _is_layout(node):
            _rows(node, lines)
        else:
            if tag in _BLOCKS:
                lines.end()
                stack.append((node, True))
            if tag == "li":
                lines.add(_item_mark(node))
            stack += [(child, False) for child in reversed(list(node.iter(include_text=True)))]


def _is_layout(table: LexborNode) -> bool:
    """Tables that only place text on the page: nested ones, one cell a row, or whole articles in a cell."""
    if len(table.css("table")) > 1:
        return True
    cells = table.css("td, th")
    if any(len(cell.text()) > _CELL_OF_A_LAYOUT and len(_ARTICLE.findall(cell.text())) > 1 for cell in cells):
        return True
    return all(sum(1 for cell in row.css("td, th") if cell.text().strip()) <= 1 for row in table.css("tr"))


def _rows(table: LexborNode, lines: _Lines) -> None:
    for row in table.css("tr"):
        lines.row([_cell(cell, lines.old) for cell in row.css("td, th")])


def _cell(cell: LexborNode, old: Encoding | None) -> str:
    inner = _Lines(old)
    for child in cell.iter(include_text=True):
        _walk(child, inner)
    inner.end()
    return " ".join(line.text for line in inner.found)


def _item_mark(node: LexborNode) -> str:
    """The number that a browser shows before a list item."""
    parent = node.parent
    if parent is None or parent.tag != "ol":
        return "- "
    attributes = parent.attributes
    start = attributes.get("start") or "1"
    place = (int(start) if start.isdigit() else 1) + _items_before(node)
    kind = attributes.get("type") or "1"
    if kind == "a" and place <= 26:
        return f"{chr(ord('a') + place - 1)}) "
    return f"{place}. "


def _items_before(node: LexborNode) -> int:
    count, before = 0, node.prev
    while before is not None:
        count += before.tag == "li"
        before = before.prev
    return count
