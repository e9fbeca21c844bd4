"""What the restorer takes for a Vietnamese syllable and how it spells it; no weights here."""

import re
import unicodedata
from functools import lru_cache

from nlp.text import fold

BREAK, NUMBER = "", "#"  # where a sentence breaks off, and any number
# Shortened words with a đ that mean nothing else without it: được, quyết định, Hội đồng nhân dân, đăng ký …
ABBREVIATIONS = frozenset(("đc", "qđ", "hđnd", "đk", "đkkd", "cqđp", "cđs", "sđt", "bđs", "qsdđ", "đbqh"))
# English words that have the shape of a Vietnamese syllable.
ENGLISH_TOO = frozenset((
    "a", "am", "an", "at", "be", "but", "by", "can", "do", "done", "get", "go", "he", "her", "him",
    "hot", "i", "in", "is", "it", "made", "man", "me", "men", "met", "my", "no", "not", "on", "one",
    "or", "out", "pin", "pen", "put", "run", "so", "sun", "the", "them", "then", "they", "tin", "to", "too",
    "top", "up", "us", "we", "win", "with", "you",
))  # fmt: skip
_PIECE = re.compile(r"[^\W\d_]+|\d+|[.!?;:\n]")
_SHAPE = re.compile(r"(?:ngh|ng|nh|th|tr|ch|kh|ph|gh|gi|qu|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# hoà, khoẻ, thuỷ are spelt hòa, khỏe, thủy here, so that both count as one syllable.
_OLDER = {
    unicodedata.normalize("NFC", vowels + tone): unicodedata.normalize("NFC", vowels[0] + tone + vowels[1])
    for vowels in ("oa", "oe", "uy")
    for tone in _TONES
}
_NEWER_SPELLING = re.compile(rf"(?<!q)({'|'.join(_OLDER)})(?![^\W\d_])")

bare = lru_cache(maxsize=20_000)(fold)


def is_syllable(letters: str) -> bool:
    """Whether letters without marks have the shape of a Vietnamese syllable.

    >>> is_syllable("nghieng"), is_syllable("please")
    (True, False)
    """
    return _SHAPE.fullmatch(letters) is not None


def one_spelling(text: str) -> str:
    """The text composed and in lower case, its tone marks where most people put them.

    >>> one_spelling("Hoà, thuỷ, quý, hoàn")
    'hòa, thủy, quý, hoàn'
    """
    return _NEWER_SPELLING.sub(lambda found: _OLDER[found[1]], unicodedata.normalize("NFC", text).lower())


def pieces(text: str) -> list[str]:
    """The syllables of a text in `one_spelling`, with NUMBER for numbers and BREAK where a sentence ends.

    >>> pieces("Điều 5. Mức phí, lệ phí")
    ['điều', '#', '', 'mức', 'phí', 'lệ', 'phí']
    """
    return [as_piece(piece) for piece in pieces_as_written(text)]


def pieces_as_written(text: str) -> list[str]:
    """The pieces of a text before they are spelt one way, for whoever has very many of them; `as_piece` does the rest.

    >>> pieces_as_written("Điều 5. Hoà")
    ['Điều', '5', '.', 'Hoà']
    """
    return _PIECE.findall(unicodedata.normalize("NFC", text))


def as_piece(written: str) -> str:
    """What a piece is for the restorer: a syllable in `one_spelling`, NUMBER or BREAK.

    >>> [as_piece(written) for written in ("Hoà", "5", ".")]
    ['hòa', '#', '']
    """
    return one_spelling(written) if written[0].isalpha() else NUMBER if written[0].isdigit() else BREAK
