"""Ordinals written in words ("hai mươi mốt", "hăm ba", "một trăm linh năm") as values; sums of money are `numbers`'."""

import itertools
import re
from collections.abc import Iterator

_VALUES = {
    "nhat": 1, "nhi": 2, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
_CUT = re.compile(r"\s+(?:mươi|muoi)(?!\w)")
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
    re.compile(rf"(?P<tens>{_UNIT})\s+muoi(?!\w)"),
    re.compile(rf"(?P<twenties>ham)\s+(?P<unit>{_UNIT})(?!\w)"),
    re.compile(rf"(?P<tens>{_UNIT})\s+(?P<unit>mot|hai|ba|bon|tu|lam|sau|bay|tam|chin)(?!\w)"),
    re.compile(r"(?P<unit>nhat|nhi|mot|hai|ba|tu|bon|nam|sau|bay|tam|chin)(?!\w)"),
)


def readings(bare: str, at: int) -> Iterator[tuple[int, int]]:
    """The values that words at ``at`` may be, the longest first, each with where it ends.

    ``bare`` is `nlp.levels.plain`.

    >>> [list(readings(text, 0)) for text in ("hai muoi mot", "ham ba", "muoi nguoi", "mot tram linh nam")]
    [[(21, 12), (20, 8), (2, 3)], [(23, 6)], [(10, 4)], [(105, 17), (1, 3)]]
    """
    ends: set[int] = set()
    for pattern in _READINGS:
        found = pattern.match(bare, at)
        if found and found.end() not in ends:
            ends.add(found.end())
            yield _value(found), found.end()


def series(text: str, bare: str, at: int, *, pairs: bool) -> tuple[list[int], int]:
    """Numbers said one after another at ``at``, rising, and where they end: "một hai ba", "mười một mười hai".

    Two alone ("ba bốn") are a series where ``pairs`` says so, and one number (34) elsewhere; no series is empty.

    >>> [series(said, said, 0, pairs=False)[0] for said in ("mot hai ba", "muoi mot muoi hai", "ba bon")]
    [[1, 2, 3], [11, 12], []]
    """
    for single in (True, False):
        values, end = _run(text, bare, at, single=single)
        rising = all(left < right for left, right in itertools.pairwise(values))
        enough = len(values) > 2 or (len(values) == 2 and (not single or (pairs and values[1] == values[0] + 1)))
        if rising and enough and not _CUT.match(bare, end):
            return values, end
    return [], at


def _run(text: str, bare: str, at: int, *, single: bool) -> tuple[list[int], int]:
    values: list[int] = []
    begins = end = at
    while True:
        said = [(value, stop) for value, stop in readings(bare, begins) if not single or value < 10]
        said = [one for one in said if text.isascii() or is_marked(text[begins : one[1]])]
        if not said or (single and bare[begins : said[-1][1]] in {"nhat", "nhi"}):
            return values, end
        value, end = said[-1] if single else said[0]
        values.append(value)
        begins = end + 1
        if bare[end:begins] != " ":
            return values, end


def is_cut(text: str, at: int, end: int) -> bool:
    """Whether a reading from ``at`` to ``end`` takes the first word of the next number: "bốn ba" of "bốn ba mươi"."""
    found = _CUT.match(text[end : end + 12].lower())
    return found is not None and (not found[0].isascii() or "muoi" not in text[at:end])


def is_about(value: int) -> bool:
    """Whether two numbers beside each other say about how many: "hai ba (người)", read as 23."""
    return value < 100 and value % 10 == value // 10 + 1


def is_marked(text: str) -> bool:
    """Whether every word is written with the marks of a number: "sáu", not "sau"; "hai mốt", not "hai một".

    >>> is_marked("hai mươi tư"), is_marked("sau"), is_marked("hai một")
    (True, False, False)
    """
    words = text.lower().split()
    if "mười" in words[1:] and words[words.index("mười", 1) - 1] != "trăm":
        return False  # "sáu mười phần trăm"
    return _MARKED.issuperset(words) and (len(words) == 1 or words[-1] != "một" or words[-2] in {"mươi", "mười"})


def _value(found: re.Match[str]) -> int:
    said = found.groupdict()
    hundreds, tens, unit = (_VALUES.get(said.get(name) or "", 0) for name in ("hundreds", "tens", "unit"))
    if said.get("twenties"):
        return 20 + unit
    ten = "muoi" in found[0].split()
    return 100 * hundreds + 10 * (tens or int(ten)) + unit
