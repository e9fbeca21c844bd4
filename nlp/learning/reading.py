"""What a model sees of a text: every word twice, accented and bare, alone and with its neighbours; no weights here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

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


class Word(NamedTuple):
    """A word (or a number, or a sign) of a text, read from [start, end), in both its spellings."""

    start: int
    end: int
    accented: str
    bare: str


def split(text: str) -> list[Word]:
    """The words of the part of a text that is read."""
    return [Word(*found.span(), *_keys(found.group())) for found in _WORD.finditer(text[:READ_LIMIT])]


def see(text: str, title: str = "") -> Seen:
    """The features of a text; the words of `title` count as words of it but have no place in it.

    >>> [one for one in see("Đi xa").features if one[0] in "ab"]
    ['ađi', 'bdi', 'axa', 'bxa', 'ađi xa', 'bdi xa']
    """
    words = split(text)
    features, spans = _grams(words)
    features += frame([word.bare for word in words])
    if title:
        features += _grams(split(title))[0]
    return Seen(features, spans)


@lru_cache(maxsize=50_000)
def _keys(word: str) -> tuple[str, str]:
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


def frame(bare: Sequence[str]) -> list[str]:
    """How long the text is, how it begins and how it ends: in a short comment that says what it is meant as."""
    found = [f"n{min(len(bare), 12)}", f"l{sum(len(bare) >= step for step in LENGTH_STEPS)}"]
    if bare:
        found += (f"f{bare[0]}", f"f{' '.join(bare[:2])}", f"e{bare[-1]}", f"e{' '.join(bare[-2:])}")
    return found
