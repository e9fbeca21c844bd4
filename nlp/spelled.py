"""Ordinals written in words ("hai mươi mốt", "hăm ba", "một trăm linh năm") as values; sums of money are `numbers`'."""

import re
from collections.abc import Iterator

_VALUES = {
    "nhat": 1, "nhi": 2, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
_MARKED = frozenset(
    (
        "nhất", "nhì", "một", "mốt", "hai", "ba", "tư", "bốn", "năm", "lăm", "sáu", "bảy", "bẩy", "tám", "chín", "mười",
        "mươi", "hăm", "trăm", "linh", "lẻ",
    )
)  # fmt: skip
_UNIT = "(?:mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin)"
_BELOW_HUNDRED = rf"(?:(?P<tens>{_UNIT})\s+)?muoi(?:\s+(?P<unit>{_UNIT}))?"
# The longest reading first: "hai mươi lăm" before "hai".
_READINGS = (
    re.compile(rf"(?P<hundreds>{_UNIT})\s+tram\s+{_BELOW_HUNDRED}(?!\w)"),
    re.compile(rf"(?P<hundreds>{_UNIT})\s+tram(?:\s+(?:linh|le)\s+(?P<unit>{_UNIT}))?(?!\w)"),
    re.compile(rf"{_BELOW_HUNDRED}(?!\w)"),
    re.compile(rf"(?P<twenties>ham)\s+(?P<unit>{_UNIT})(?!\w)"),
    re.compile(rf"(?P<tens>{_UNIT})\s+(?P<unit>mot|hai|ba|bon|tu|lam|sau|bay|tam|chin)(?!\w)"),
    re.compile(r"(?P<unit>nhat|nhi|mot|hai|ba|tu|bon|nam|sau|bay|tam|chin)(?!\w)"),
)


def readings(bare: str, at: int) -> Iterator[tuple[int, int]]:
    """The values that words at ``at`` may be, the longest first, each with where it ends.

    ``bare`` is `nlp.levels.plain`.

    >>> [list(readings(text, 0)) for text in ("hai muoi mot", "ham ba", "muoi nguoi", "mot tram linh nam")]
    [[(21, 12), (2, 3)], [(23, 6)], [(10, 4)], [(105, 17), (1, 3)]]
    """
    for pattern in _READINGS:
        if found := pattern.match(bare, at):
            yield _value(found), found.end()


def is_marked(text: str) -> bool:
    """Whether every word is written with the marks of a number: "sáu", not "sau"; "hai mốt", not "hai một".

    >>> is_marked("hai mươi tư"), is_marked("sau"), is_marked("hai một")
    (True, False, False)
    """
    words = text.lower().split()
    return _MARKED.issuperset(words) and (len(words) == 1 or words[-1] != "một" or words[-2] in {"mươi", "mười"})


def _value(found: re.Match[str]) -> int:
    said = found.groupdict()
    hundreds, tens, unit = (_VALUES.get(said.get(name) or "", 0) for name in ("hundreds", "tens", "unit"))
    if said.get("twenties"):
        return 20 + unit
    ten = "muoi" in found[0].split()
    return 100 * hundreds + 10 * (tens or int(ten)) + unit
