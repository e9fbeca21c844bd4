"""Slips of fingers, keyboards and scanners in words that name places, put right for reading; other words stay."""

import itertools
import re

from nlp.text import fold

_WORDS = {"dieu": "điều", "khoan": "khoản", "chuong": "chương", "diem": "điểm"}
# How Telex writes the vowels and the mark of each word before the keyboard joins them.
_TELEX = {
    "điều": (("d", "dd"), ("i",), ("e", "ee"), ("u",), "f"),
    "khoản": (("kh",), ("o",), ("a",), ("n",), "r"),
    "điểm": (("d", "dd"), ("i",), ("e", "ee"), ("m",), "r"),
    "chương": (("ch",), ("uo", "uow", "uwo", "uwow"), ("n",), ("g",), ""),
    "mục": (("m",), ("u",), ("c",), (), "j"),
}
_TELEX_TURNED = {"dieeuf": "điều", "ddieeuf": "điều", "khoanr": "khoản", "khoarn": "khoản"}
_SEEN = {"koan": "khoản", "chuog": "chương", "dlieu": "điều", "dleu": "điều"}

_BEFORE_KEY = r"(?=[\s._]*(?:\d|[lI]\d|[a-zđ](?![^\W\d_])))"
_WORD = re.compile(rf"(?<![^\W\d_])[^\W\d_]{{4,10}}{_BEFORE_KEY}")
_DIALECT = re.compile(rf"(?<![^\W\d_])[đĐ][iìíỉ]u{_BEFORE_KEY}")
_BROKEN = re.compile(r"(?<![^\W\d_])(?:[đĐ]\s?[iI]\s?[ềỀêÊ]\s?[uU]|[kK]\s?[hH]\s?[oO]\s?[ảẢ]\s?[nN])(?=\s*\d)")
_MISREAD = re.compile(
    r"(?i:(?<![^\W\d_])(điều|khoản|dieu|khoan)\s*)([lI]\d{1,2}|\d{1,2}[lIOo]|[lI]l|[lI][oO])(?![\w.])"
)
# "Điều17vàĐiều18", "III2a"
_STUCK = re.compile(r"(?<=\d)(và|va)(?=[ĐđDd][iIìÌ]?[eêềEÊỀ]?)")
_ROMAN_STUCK = re.compile(r"(?<![\w./])([IVX]{2,4})(\d{1,2})(?:([a-zđ]))?(?![\w])")
# "khoản 1 của điều 10 và của điều 11", and a comma that a voice said
_OF_BOTH = re.compile(r"(?<=\d)(\s+(?:và|va))\s+(?:của|cua)\s+(?:điều|dieu)(?=\s+\d)", re.IGNORECASE)
_COMMA_SAID = re.compile(r"\s+ph[ẩả]y\s+(?=(?:điều|khoản|điểm|chương|mục|phụ lục)\s)")
_BLANKS = re.compile(r"\s{2,}")
_ADDRESS = re.compile(r"(?<![^\s])[^\s@]{1,64}@\S+|https?://\S+")
_DIGITS = str.maketrans("lIOo", "1100")
_LETTERS = str.maketrans("Ðð", "Đđ")  # the letter of Iceland looks the same
_ROMAN_ALONE = re.compile(
    r"\s*([IVX]{1,5}|i{2,3}|i[vx]|vi{2,3}|vi(?=\.))[\s./,-]{1,4}(\d{1,2})(?:[\s./,-]{0,3}([a-zđ]))?[\s.?!]*"
)


def _slips(word: str) -> set[str]:
    """The word with two letters in turned order, or one typed twice."""
    turned = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    return turned | {word[:at] + word[at] + word[at:] for at in range(len(word))}


def _telex(parts: tuple[tuple[str, ...], ...], mark: str) -> set[str]:
    """The word as keys are struck, the mark behind any letter after the first."""
    found = set()
    for letters in itertools.product(*(part for part in parts if part)):
        found |= {"".join([*letters[:at], mark, *letters[at:]]) for at in range(2, len(letters) + 1)}
    return found


def _table() -> dict[str, str]:
    table = {slip: right for word, right in (_TELEX_TURNED | _WORDS).items() for slip in _slips(word)}
    table |= {typed: right for right, (*parts, mark) in _TELEX.items() for typed in _telex(tuple(parts), mark)}
    return {typed: right for typed, right in (table | _SEEN).items() if typed not in _WORDS}


_RIGHT = _table()


def mend(text: str) -> str:
    """The text with mistyped words for places written rightly before a number or letter, and blanks made one.

    >>> mend("dieeuf 5 khaorn 2"), mend("Điều l2"), mend("ii.2"), mend("đều 5")
    ('điều 5 khoản 2', 'Điều 12', 'II.2', 'đều 5')
    """
    text = _BLANKS.sub(lambda found: "\n" if "\n" in found[0] else " ", text)
    if alone := _ROMAN_ALONE.fullmatch(text):
        return f"{alone[1].upper()}.{alone[2]}{f'.{alone[3]}' if alone[3] else ''}"
    text = _BROKEN.sub(lambda found: "".join(found[0].split()), _ADDRESS.sub(" ", text.translate(_LETTERS)))
    text = _OF_BOTH.sub(r"\1", _COMMA_SAID.sub(", ", text))
    text = _WORD.sub(lambda found: _RIGHT.get(fold(found[0]), found[0]), _DIALECT.sub("điều", text))
    text = _ROMAN_STUCK.sub(lambda found: ".".join(filter(None, found.groups())), _STUCK.sub(r" \1 ", text))
    return _MISREAD.sub(lambda found: found[0][: -len(found[2])] + found[2].translate(_DIGITS), text)
