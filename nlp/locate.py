"""From the plain ways people point ("k2 đ4", "muc III.2") to one provision; finding by meaning comes later."""

import re
from collections.abc import Iterable

from nlp.text import fold

_ARTICLE = re.compile(r"\b(?:dieu|d)\s*\.?\s*(\d+[a-z]?)\b")
_CLAUSE = re.compile(r"\b(?:khoan|k)\s*\.?\s*(\d+[a-z]?)\b")
_POINT = re.compile(r"\b(?:diem)\s+([a-z])\b")
_POINT_DD = re.compile(r"\bđiểm\s+đ\b|\bdiem\s+đ\b", re.IGNORECASE)
_SECTION = re.compile(r"\b(?:muc|phan)\s+([ivx]+)\b(?:\s*[.,/]?\s*(?:so\s*|muc\s*|y\s*)?(\d+))?")


def paths_meant(text: str) -> list[str]:
    """The endings of provision paths that ``text`` may mean, the most exact first; empty when it points nowhere.

    >>> paths_meant("khoản 2 điều 4")
    ['dieu-4/khoan-2', 'dieu-4']
    >>> paths_meant("muc III.2")
    ['la-ma-3/so-2', 'la-ma-3']
    """
    folded = fold(text)
    article, clause = _ARTICLE.search(folded), _CLAUSE.search(folded)
    if article:
        path = f"dieu-{article[1]}"
        paths = [path]
        if clause:
            paths.insert(0, f"{path}/khoan-{clause[1]}")
        letter = "đ" if _POINT_DD.search(text) else (_POINT.search(folded) or ["", ""])[1]
        if letter:
            paths.insert(0, f"{paths[0]}/diem-{letter}")
        return paths
    section = _SECTION.search(folded)
    if section:
        path = f"la-ma-{_roman(section[1])}"
        return [f"{path}/so-{section[2]}", path] if section[2] else [path]
    return []


def find(text: str, paths: Iterable[str]) -> str | None:
    """The one path among ``paths`` that ``text`` points at.

    Where a decision and its annex both have the article, the annexed text is meant: it is the one with substance.
    """
    known = list(paths)
    for meant in paths_meant(text):
        hits = [path for path in known if path == meant or path.endswith(f"/{meant}")]
        if hits:
            return next((hit for hit in hits if hit != meant), hits[0])
    return None


def _roman(numeral: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
