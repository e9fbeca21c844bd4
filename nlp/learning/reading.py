"""What a model sees of a text: every word twice, accented and bare, alone and with its neighbours; no weights here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from nlp.text import INVISIBLE, MARKS, bare_spelling, normalise, spelling

READ_LIMIT = 20_000  # characters; a longer text is read by its beginning
LENGTH_STEPS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 50, 100)

_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{MARKS}{INVISIBLE}])*|\d+|[^\w\s]")
_DRAWN_OUT = re.compile(r"(\D)\1{2,}")  # "quáááá" is "quá"
_FEW_DIGITS = 2  # a longer number is seen by its length only: "25000" and "30000" say the same

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """The features of a text; the first of them are words, each read from the characters spans[i] = [start, end)."""

    features: Sequence[str]
    spans: Sequence[Span]

    @property
    def words(self) -> int:
        """How many of the features are words and groups of words of the text itself."""
        return len(self.spans)


Word = tuple[int, int, str, str]  # [start, end), the accented and the bare spelling


def tokens(text: str) -> list[re.Match[str]]:
    """The words, numbers and signs of the part of a text that is read, as they are typed."""
    return list(_WORD.finditer(text[:READ_LIMIT]))


def see(text: str, title: str = "") -> Seen:
    """The features of a text; the words of `title` count as words of it but have no place in it.

    >>> [one for one in see("Đi xa").features if one[0] in "ab"]
    ['ađi', 'bdi', 'axa', 'bxa', 'ađi xa', 'bdi xa']
    """
    words = _words(text)
    features, spans = _grams(words)
    features += frame(len(words), [word[3] for word in words[:2]], [word[3] for word in words[-2:]])
    if title:
        features += _grams(_words(title))[0]
    return Seen(features, spans)


def _words(text: str) -> list[Word]:
    return [(*found.span(), *keys(found.group())) for found in tokens(text)]


@lru_cache(maxsize=50_000)
def keys(word: str) -> tuple[str, str]:
    """A word's accented and its bare spelling; a long number's length."""
    if word[0].isdigit():
        shape = word if len(word) <= _FEW_DIGITS else f"#{min(len(word), 9)}"
        return shape, shape
    plain = _DRAWN_OUT.sub(r"\1", normalise(word).lower())
    return spelling(plain), bare_spelling(plain)


def _grams(words: Sequence[Word]) -> tuple[list[str], list[Span]]:
    features: list[str] = []
    spans: list[Span] = []
    for start, end, accented, bare in words:
        features += ("a" + accented, "b" + bare)
        spans += ((start, end), (start, end))
    for (start, _, accented, bare), (_, end, accented2, bare2) in pairwise(words):
        features += (f"a{accented} {accented2}", f"b{bare} {bare2}")
        spans += ((start, end), (start, end))
    for (start, _, _, bare), (_, _, _, bare2), (_, end, _, bare3) in zip(words, words[1:], words[2:], strict=False):
        features.append(f"b{bare} {bare2} {bare3}")
        spans.append((start, end))
    return features, spans


def frame(count: int, first: Sequence[str], last: Sequence[str]) -> list[str]:
    """How long the text is, how it begins and how it ends: in a short comment that says what it is meant as.

    `first` and `last` are its first and last two words (one, of a text of one word), bare.
    """
    found = [f"n{min(count, 12)}", f"l{sum(count >= step for step in LENGTH_STEPS)}"]
    if count:
        found += (f"f{first[0]}", f"f{' '.join(first)}", f"e{last[-1]}", f"e{' '.join(last)}")
    return found
