"""Pages set in two columns: the left one is read before the right one, whatever order the file draws them in."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

# Where the gutter may stand, as shares of the page's width.
_GUTTER = range(35, 66)
# Fewer lines than this on a side are a masthead or a signature.
_LEAST_LINES = 8
# Lines of text fill their column; cells of a table do not.
_FILLED = 0.6
# Headlines and page numbers may cross the gutter; if more do, there is none.
_CROSSING = 0.25
# Points: a wider gap than this is no space between words.
_SPACE = 8.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page in points; ``top`` counts upwards, as PDF does."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True)
class _Row:
    """The boxes of one line; ``spans`` are its stretches of text without a wide gap."""

    boxes: list[Box]
    bottom: float
    top: float

    def spans(self) -> list[tuple[float, float]]:
        found: list[tuple[float, float]] = []
        for box in sorted(self.boxes, key=lambda one: one.left):
            if found and box.left - found[-1][1] < _SPACE:
                found[-1] = (found[-1][0], max(found[-1][1], box.right))
            else:
                found.append((box.left, box.right))
        return found


def lines(textpage: Any, width: float) -> list[str]:
    """The lines of a page in two columns, in reading order; empty when the page has one column."""
    boxes = [Box(*textpage.get_rect(index)) for index in range(textpage.count_rects())]
    found: list[str] = []
    for region in regions(boxes, width):
        found += textpage.get_text_bounded(region.left, region.bottom, region.right, region.top).splitlines()
    return found


def regions(boxes: list[Box], width: float) -> list[Box]:
    """Parts of a page in reading order when its text stands in two columns, else none.

    Lines across both columns (a headline) part the page: what stands above them comes before them.
    """
    rows = [(row, row.spans()) for row in _rows(boxes)]
    gutter = _gutter([spans for _, spans in rows], width)
    if gutter is None:
        return []
    found = []
    for across, group in groupby(rows, key=lambda one: _crosses(one[1], gutter)):
        part = [row for row, _ in group]
        bottom, top = min(row.bottom for row in part), max(row.top for row in part)
        places = [(0.0, width)] if across else [(0.0, gutter), (gutter, width)]
        found += [Box(left, bottom, right, top) for left, right in places]
    return found


def _rows(boxes: list[Box]) -> list[_Row]:
    """Boxes whose middles stand at one height are one line; from top to bottom."""
    rows: list[_Row] = []
    for box in sorted(boxes, key=lambda one: -(one.top + one.bottom)):
        if rows and (box.top + box.bottom) / 2 > rows[-1].bottom:
            row = rows[-1]
            row.boxes.append(box)
            row.bottom, row.top = max(row.bottom, box.bottom), max(row.top, box.top)
        else:
            rows.append(_Row([box], box.bottom, box.top))
    for row in rows:
        row.bottom = min(box.bottom for box in row.boxes)
    return rows


def _gutter(rows: list[list[tuple[float, float]]], width: float) -> float | None:
    """Where a gutter stands that hardly any line crosses and that full columns stand beside."""
    if len(rows) < _LEAST_LINES:
        return None
    places = [width * share / 100 for share in _GUTTER]
    place = min(places, key=lambda x: (sum(_crosses(spans, x) for spans in rows), abs(x - width / 2)))
    apart = [spans for spans in rows if not _crosses(spans, place)]
    left = [(spans[0][0], max(end for _, end in spans if end <= place)) for spans in apart if spans[0][1] <= place]
    right = [
        (min(begin for begin, _ in spans if begin >= place), spans[-1][1]) for spans in apart if spans[-1][0] >= place
    ]
    if min(len(left), len(right)) < _LEAST_LINES or len(rows) - len(apart) > len(rows) * _CROSSING:
        return None
    return place if _is_filled(left) and _is_filled(right) else None


def _crosses(spans: list[tuple[float, float]], x: float) -> bool:
    return any(left < x < right for left, right in spans)


def _is_filled(side: list[tuple[float, float]]) -> bool:
    """Whether most lines are nearly as wide as the column."""
    column = max(right for _, right in side) - min(left for left, _ in side)
    widths = sorted(right - left for left, right in side)
    return widths[len(widths) // 3] >= column * _FILLED
