"""Which lines stand inside quotation marks: an amended clause is content of the clause that amends it."""

import re

_ENDS_QUOTED = re.compile(r"”[\s.;,]*$")
# A quotation that starts in the middle of a line is a name or a term; it may wrap, but not for long.
_TERM_LINES = 3


def inside(texts: list[str]) -> tuple[list[bool], list[int]]:
    """For each line, whether it begins inside an open quotation; and the lines whose quotation never closes.

    >>> inside(["1. Sửa đổi như sau:", "“Điều 5. Tên", "1. Nội dung.”.", "2. Bãi bỏ Điều 6."])
    ([False, False, True, False], [])
    """
    steps = [_step(text) for text in texts]
    flags = [False] * len(texts)
    open_ended: list[int] = []
    at = 0
    while at < len(texts):
        depth = _unclosed(texts[at], steps[at])
        if depth <= 0:
            at += 1
            continue
        end, sure = _closing_line(texts, steps, at, depth)
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


def _closing_line(texts: list[str], steps: list[int], start: int, depth: int) -> tuple[int, bool]:
    """The line that closes the quotation opened on ``start``, and whether the marks add up."""
    opens_line = texts[start][:1] in {"“", '"'}
    stop = len(texts) if opens_line else min(len(texts), start + 1 + _TERM_LINES)
    straight = texts[start].startswith('"')
    for at in range(start + 1, stop):
        if straight:
            if texts[at].count('"') % 2:
                return at, True
            continue
        depth += steps[at]
        if depth <= 0:
            return at, True
    if opens_line and not straight:
        for at in range(start + 1, stop):
            if _ENDS_QUOTED.search(texts[at]):
                return at, False
    return start, False
