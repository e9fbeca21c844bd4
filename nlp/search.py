"""Words to look for and how well a text answers them, with or without diacritics; no database is asked here."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.levels import plain
from nlp.text import bare_spelling, normalise

# Words that say nothing of what is looked for; "co" and "khong" turn a rule around, but every rule has them.
_EMPTY = frozenset(
    {
        "la", "va", "cua", "cho", "co", "cac", "nhung", "thi", "o", "the", "nao", "toi", "muon", "tim", "ve", "trong",
        "voi", "duoc", "bi", "ma", "hay", "hoac", "mot", "nay", "do", "gi", "ai", "khi", "neu", "tai", "theo", "den",
        "tu", "ra", "vao", "da", "dang", "se", "phai", "con", "cung", "rat", "qua", "khong",
    }
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 12
_REACH = 70  # characters of an excerpt on each side of what was found


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: ``words`` as they are kept for search, ``typed`` the same as somebody wrote them."""

    words: tuple[str, ...]
    typed: tuple[str, ...]

    @property
    def phrase(self) -> str:
        """All words side by side."""
        return " ".join(self.words)


def folded(text: str) -> str:
    """The words of a text as they are kept for search, between blanks, so that " word " finds whole words.

    >>> folded("Mức hỗ trợ: 25.000 đồng (Kỹ thuật)")
    ' muc ho tro 25 000 dong ki thuat '
    """
    return f" {' '.join(map(bare_spelling, _words(text)))} "


def query(text: str) -> Query:
    """The words worth looking for, each once; all of them when there is nothing but small words."""
    words = _words(text)
    telling = [word for word in words if bare_spelling(word) not in _EMPTY] or words
    kept = list(dict.fromkeys(telling))[:_MOST_WORDS]
    return Query(tuple(map(bare_spelling, kept)), tuple(kept))


def score(wanted: Query, heading: str, text: str) -> float:
    """How well a provision answers: share of the words first, then side by side, in the heading, and as typed.

    >>> wanted = query("hộ nghèo")
    >>> score(wanted, "", "Hộ nghèo được miễn") > score(wanted, "", "Hộ gia đình") > score(wanted, "", "Hiệu lực")
    True
    """
    words, headed = folded(f"{heading}\n{text}"), folded(heading)
    found = [number for number, word in enumerate(wanted.words) if f" {word} " in words]
    if not found:
        return 0.0
    as_written = set(_words(f"{heading}\n{text}"))
    same_marks = sum(wanted.typed[number] in as_written for number in found)
    points = 10.0 * len(found) / len(wanted.words) + 2.0 * same_marks / len(wanted.words)
    if len(wanted.words) > 1 and f" {wanted.phrase} " in words:
        points += 4.0
    points += 3.0 * sum(f" {word} " in headed for word in wanted.words) / len(wanted.words)
    return points + 1.0 / (1 + len(words) / 400)


def answers(wanted: Query, heading: str, text: str) -> bool:
    """Whether the marks fit: "thuế" typed with its marks is not "thuê"; without marks both are meant."""
    as_written = _words(f"{heading}\n{text}")
    return all(
        word.isascii() or word in as_written or bare_spelling(word) not in map(bare_spelling, as_written)
        for word in wanted.typed
    )


def excerpt(wanted: Query, text: str) -> str:
    """The piece of ``text`` around the first thing found, cut at words."""
    line = " ".join(normalise(text).split())
    if len(line) <= 2 * _REACH:
        return line
    at = _place(wanted, line)
    start, end = max(0, at - _REACH // 2), min(len(line), at + _REACH + _REACH // 2)
    if start:
        start = line.find(" ", start) + 1
    if end < len(line):
        end = line.rfind(" ", start, end)
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"


def best(scored: Sequence[tuple[float, bool]], limit: int) -> list[int]:
    """The places of the best: those whose marks fit before and instead of the others, higher scores first."""
    fitting = [number for number, (points, fits) in enumerate(scored) if fits and points]
    chosen = fitting or [number for number, (points, _) in enumerate(scored) if points]
    return sorted(chosen, key=lambda number: -scored[number][0])[:limit]


def _place(wanted: Query, line: str) -> int:
    bare = plain(line).replace("đ", "d")
    phrase = r"\W+".join(map(_spellings, wanted.words))
    found = re.search(rf"(?<!\w){phrase}(?!\w)", bare) if wanted.words else None
    for word in () if found else wanted.words:
        found = re.search(rf"(?<!\w){_spellings(word)}(?!\w)", bare)
        if found:
            break
    return found.start() if found else 0


def _spellings(word: str) -> str:
    return f"{re.escape(word[:-1])}[iy]" if word.endswith("i") else re.escape(word)


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", normalise(text)).lower())
