"""Which lines stand inside quotation marks: an amended clause is content of the clause that amends it."""

import re
from bisect import bisect_right
from itertools import accumulate

_ENDS_QUOTED = re.compile(r"”[\s.;,]*$")
# A quotation that starts in the middle of a line is a name or a term; it may wrap, but not for long.
_TERM_LINES = 3


def inside(texts: list[str]) -> tuple[list[bool], list[int]]:
    """For each line, whether it begins inside an open quotation; and the lines whose quotation never closes.

    >>> inside(["1. Sửa đổi như sau:", "“Điều 5. Tên", "1. Nội dung.”.", "2. Bãi bỏ Điều 6."])
    ([False, False, True, False], [])
    """
    marks = _Marks(texts)
    flags = [False] * len(texts)
    open_ended: list[int] = []
    at = 0
    while at < len(texts):
        depth = _unclosed(texts[at], marks.steps[at])
        if depth <= 0:
            at += 1
            continue
        end, sure = marks.closing_line(at, depth)
        if not sure:
            open_ended.append(at)
        for inner in range(at + 1, end + 1):
            flags[inner] = True
        at = end + 1
    return flags, open_ended


def _step(text: str) -> int:
    """How many more quotations a line opens than it closes; straight marks count when they are odd."""
    curly = text.count("“") - text.count("”")
    if curly or text.count('"') % 2 == 0:
        return curly
    return 1 if text.startswith('"') else 0


def _unclosed(text: str, step: int) -> int:
    """Quotations still open at the end of the line (closers before the first opener do not count)."""
    first = text.find("“")
    if first < 0:
        return max(step, 0)
    tail = text[first:]
    return tail.count("“") - tail.count("”")


class _Marks:
    """The quotation marks of all lines, summed up so that a search never runs to the end in vain."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self.steps = [_step(text) for text in texts]
        self._sums = list(accumulate(self.steps))
        lowest = accumulate(reversed(self._sums), min)
        self._lowest_from = [*reversed(list(lowest)), len(texts)]
        self._ends_quoted = [at for at, text in enumerate(texts) if _ENDS_QUOTED.search(text[-20:])]
        self._odd = [at for at, text in enumerate(texts) if text.count('"') % 2]

    def closing_line(self, start: int, depth: int) -> tuple[int, bool]:
        """The line that closes the quotation opened on ``start``, and whether the marks add up."""
        opening = '"' if self._texts[start].startswith('"') else _opening(self._texts[start])
        last = len(self._texts) - 1 if opening else min(start + _TERM_LINES, len(self._texts) - 1)
        if opening == '"':
            end = _next(self._odd, start)
            return (end, True) if end is not None else (start, False)
        end = self._balanced(start, last, self._sums[start] - depth)
        if end is not None:
            return end, True
        end = _next(self._ends_quoted, start) if opening == "“" else None
        return (start if end is None else end), False

    def _balanced(self, start: int, last: int, wanted: int) -> int | None:
        if self._lowest_from[start + 1] > wanted:
            return None
        return next((at for at in range(start + 1, last + 1) if self._sums[at] <= wanted), None)


def _opening(text: str) -> str:
    """“ when the quotation left open on the line is a passage: it begins the line or follows a colon."""
    depth, at = 0, len(text) - 1
    while at >= 0 and depth <= 0:  # back to the mark that was never closed
        depth += {"“": 1, "”": -1}.get(text[at], 0)
        at -= 1
    before = text[: at + 1].rstrip()
    return "“" if not before or before.endswith(":") else ""


def _next(places: list[int], after: int) -> int | None:
    found = bisect_right(places, after)
    return places[found] if found < len(places) else None
