"""A whole version laid out for reading as a page: blocks in order, an outline, parts of a bearable length."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.drafts import places
from services.drafts.places import GROUPS
from storage.models import DraftVersion, Provision

PART = 60_000  # characters of a part of a long draft: some thirty screens of a phone, a moment on a slow line
_ROW = re.compile(r"\S.* \| .*\S|\S.*\t.*\S")
_MARKS = {"khoan": "{}.", "diem": "{})", "gach": "-", "so": "{}.", "chu": "{})", "la-ma": ""}
_HEADED = ("dieu", "la-ma")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph of a block (``rows`` empty) or a table of it (``text`` empty)."""

    text: str
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One provision or one annex's head on the page.

    ``level`` is group (a chapter), section, article, clause, point, dash or annex; ``mark`` the number as printed.
    """

    path: str
    level: str
    mark: str
    heading: str
    place: str
    pieces: tuple[Piece, ...]

    @property
    def size(self) -> int:
        """Its length in characters."""
        return len(self.heading) + sum(len(piece.text) + len(str(piece.rows)) for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the outline: a group or annex with the articles in it, or an article that stands alone."""

    block: Block
    part: int
    inside: list["Entry"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layout:
    """The page: what stands before the first provision, the blocks part by part, and the outline over them all."""

    preamble: tuple[str, ...]
    parts: tuple[tuple[Block, ...], ...]
    outline: tuple[Entry, ...]
    places: Mapping[str, int]

    def part_of(self, path: str) -> int | None:
        """The number of the part (from 1) that holds a provision; None when there is none."""
        return self.places.get(path)


def lay_out(version: DraftVersion, provisions: Sequence[Provision], size: int = PART) -> Layout:
    """A version as blocks in reading order, cut at articles into parts of about ``size`` characters."""
    blocks = list(_blocks(version, provisions))
    parts: list[list[Block]] = [[]]
    length = 0
    for block in blocks:
        opens = block.level in ("group", "article", "section", "annex")
        if opens and length > size and not _only_groups(parts[-1]):
            held = _trailing_groups(parts[-1]) if block.level != "group" else []
            parts.append(held)
            length = sum(one.size for one in held)
        parts[-1].append(block)
        length += block.size
    numbers = {block.path: number for number, part in enumerate(parts, start=1) for block in part}
    return Layout(
        tuple(map(str, version.preamble)), tuple(map(tuple, parts)), tuple(_outline(blocks, numbers)), numbers
    )


def _only_groups(part: Sequence[Block]) -> bool:
    return all(block.level == "group" for block in part)


def _trailing_groups(part: list[Block]) -> list[Block]:
    """Takes the headings at the end of a part out of it: they belong to what follows."""
    held: list[Block] = []
    while part and part[-1].level == "group":
        held.insert(0, part.pop())
    return held


def _blocks(version: DraftVersion, provisions: Sequence[Provision]) -> Iterator[Block]:
    name = places.namer(provisions)
    annexes: dict[str, Any] = {str(annex["path"]): annex for annex in version.annexes}
    for part in sorted(provisions, key=lambda one: one.order):
        first = part.path.partition("/")[0]
        if first in annexes:
            yield _annex(annexes.pop(first))
        yield Block(part.path, _level(part), _mark(part), part.heading, name(part.path), tuple(pieces(part.text)))
    for annex in annexes.values():
        yield _annex(annex)


def _annex(annex: Mapping[str, Any]) -> Block:
    path, label, title = str(annex["path"]), str(annex["label"]), str(annex["title"])
    return Block(path, "annex", label, title, label, tuple(pieces(str(annex["text"]))))


def _level(part: Provision) -> str:
    if part.kind in GROUPS:
        return "group"
    if part.kind in _HEADED:
        return "article" if part.kind == "dieu" else "section"
    return {"khoan": "clause", "so": "clause", "gach": "dash"}.get(part.kind, "point")


def _mark(part: Provision) -> str:
    """The number as a reader expects it in front of the words: ``1.``, ``a)``, ``-``, ``Điều 4.``"""
    pattern = _MARKS.get(part.kind)
    if pattern is None:
        return part.label
    if not pattern:
        return f"{part.label}."
    return pattern.format(part.path.rsplit("/", 1)[-1].partition("-")[2])


def pieces(text: str) -> Iterator[Piece]:
    """The lines of a provision as paragraphs, lines with columns as tables.

    >>> [piece.rows for piece in pieces("Mức thu\\nHộ | 20.000\\nQuầy | 30.000")]
    [(), (('Hộ', '20.000'), ('Quầy', '30.000'))]
    """
    lines: list[str] = []
    rows: list[tuple[str, ...]] = []
    for line in [*text.split("\n"), ""]:
        cells = tuple(cell.strip() for cell in re.split(r" \| |\t", line)) if _ROW.fullmatch(line.strip()) else ()
        if rows and not cells:
            yield Piece("", tuple(rows))
            rows = []
        if cells:
            if lines:
                yield Piece("\n".join(lines))
                lines = []
            rows.append(cells)
        elif line.strip():
            lines.append(line.strip())
    if lines:
        yield Piece("\n".join(lines))


def _outline(blocks: Sequence[Block], numbers: Mapping[str, int]) -> Iterator[Entry]:
    """Groups and annexes with the articles or sections below them; articles before the first group by themselves."""
    open_entry: Entry | None = None
    for block in blocks:
        if block.level in ("group", "annex"):
            if open_entry is not None:
                yield open_entry
            open_entry = Entry(block, numbers[block.path])
        elif block.level in ("article", "section"):
            entry = Entry(block, numbers[block.path])
            if open_entry is None or places.annex_name(block.path) != places.annex_name(open_entry.block.path):
                if open_entry is not None:
                    yield open_entry
                    open_entry = None
                yield entry
            else:
                open_entry.inside.append(entry)
    if open_entry is not None:
        yield open_entry
