"""Normal forms of Vietnamese text: what counts as equal for look-up; no meaning is read here."""

import re
import unicodedata
from functools import lru_cache

# Control characters (newline and tab stay) and characters without width: pasted along, never meant.
INVISIBLE = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
)
MARKS = r"\u0300-\u036f"

_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_LINE_END = re.compile(r"\r\n?|\u2028|\u2029|\x85")
_SPACES = re.compile(r"\s+")
_NOT_WORDS = re.compile(r"[\W_]+")
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
# Two accepted spellings of one syllable: kỹ and kĩ, lý and lí, quy and qui.
_FINAL_Y = re.compile(r"(h|k|l|m|s|t|qu)y")


def normalise(text: str) -> str:
    """The text as it is kept for reading: NFC, one kind of line end, nothing invisible.

    >>> normalise("Đồng\\u200b ý\\r\\n")
    'Đồng ý\\n'
    """
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", _LINE_END.sub("\n", text)))


def fold(text: str) -> str:
    """The accent-free form used for look-up: lower case, no marks, đ as d, single spaces.

    >>> fold("  Đồng Ý ")
    'dong y'
    """
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _SPACES.sub(" ", bare).strip()


def has_words(text: str) -> bool:
    """Whether somebody wrote something: False for blanks, punctuation or emoji alone.

    >>> has_words("👍 !!!"), has_words("ok")
    (False, True)
    """
    return any(char.isalnum() for char in text)


def distinct_key(text: str) -> str:
    """What counts as the same text in the third number (people, messages, distinct texts).

    Folded, with punctuation, emoji and spacing dropped; empty when `has_words` is False.

    >>> distinct_key("Tôi KHÔNG đồng ý!!!") == distinct_key("toi khong dong y")
    True
    """
    return _NOT_WORDS.sub(" ", fold(normalise(text))).strip()


@lru_cache(maxsize=20_000)
def spelling(syllable: str) -> str:
    """One key for every accepted spelling of an accented syllable: the tone stands last, final y is i.

    >>> spelling("hoà") == spelling("hòa"), spelling("Kỹ") == spelling("kĩ"), spelling("thuế") == spelling("thuê")
    (True, True, False)
    """
    if syllable.isascii():
        return _one_y(_INVISIBLE.sub("", syllable).lower())
    parts = unicodedata.normalize("NFD", _INVISIBLE.sub("", syllable).lower())
    tones = _TONE.findall(parts)
    return _one_y(_TONE.sub("", parts)) + (tones[-1] if tones else "")


@lru_cache(maxsize=20_000)
def bare_spelling(syllable: str) -> str:
    """The key of `spelling` for a syllable typed without marks.

    >>> bare_spelling("Kỹ"), bare_spelling("đất")
    ('ki', 'dat')
    """
    return _one_y(fold(_INVISIBLE.sub("", syllable)))


def _one_y(letters: str) -> str:
    return letters[:-1] + "i" if _FINAL_Y.fullmatch(letters) else letters
