"""Finding and masking numbers and addresses that identify a person in a text; names and meaning are not read."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from nlp.text import INVISIBLE

# All patterns read the shadow of a text: lower case, no diacritics, ASCII digits, nothing invisible.
_GAP = r"[^\d\n\[\]]{0,25}?"  # what may stand between "số tài khoản" and its number; never a mask
_SEP = r"[ .\-–·()]{0,2}"  # how people space the digits of one number


def _digits(least: int, most: int) -> str:
    return rf"(?:\d{_SEP}){{{least - 1},{most - 1}}}\d"


# Words that announce a number.
_ID_WORDS = r"\b(?:cccd|cmnd|cmtnd|cmt|can cuoc|chung minh|dinh danh|id card|id number)"
_BANK_WORDS = (
    r"\b(?:stk|so tai khoan|tai khoan|tk|account|vietcombank|vcb|vietinbank|bidv|agribank|techcombank|tcb"
    r"|mb ?bank|sacombank|vpbank|tpbank|acb)\b"
)
_INSURANCE_WORDS = r"\b(?:bhxh|bhyt|so bao hiem|ma bao hiem|the bao hiem|bao hiem xa hoi|bao hiem y te|insurance)\b"
_PHONE_WORDS = r"\b(?:sdt|so dien thoai|dien thoai|dt|zalo|hotline|phone|call)\b"
_ABROAD = r"(?:\+|00)?84"  # the country's code, as dialled or written

# What each mask says, whether a word names the number, the pattern (its group "number", or all of it, is masked),
# and why it looks like this. Earlier lines win; a named number also wins over USUALLY_LEFT.
PATTERNS: tuple[tuple[str, bool, str], ...] = (
    # name@host, also with a space or "(at)" to fool programs; lengths are bounded to keep the search linear.
    (
        "thư điện tử",
        True,
        r"(?<![\w.+\-])[\w.+\-]{1,64} ?(?:@|\(at\)|\[at\]) ?[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,4}",
    ),
    # Announced by words: 9 digits (chứng minh nhân dân, until 2024) or 12 (căn cước).
    ("số định danh", True, rf"{_ID_WORDS}{_GAP}(?P<number>{_digits(9, 12)})(?!\d)"),
    # Accounts have no common form (6 to 19 digits), so only a word or a bank's name before it tells.
    ("số tài khoản", True, rf"{_BANK_WORDS}{_GAP}(?P<number>{_digits(6, 19)})(?!\d)"),
    # Health insurance card: two letters and 13 digits; social insurance code: 10 digits after its name.
    ("mã bảo hiểm", True, rf"(?<![a-z])[a-z]{{2}}{_SEP}{_digits(13, 13)}(?!\d)"),
    ("mã bảo hiểm", True, rf"{_INSURANCE_WORDS}{_GAP}(?P<number>{_digits(10, 15)})(?!\d)"),
    # A telephone number that is written oddly (a digit too few, brackets) but announced.
    ("số điện thoại", True, rf"{_PHONE_WORDS}{_GAP}(?P<number>\(?\+?{_digits(8, 13)})(?!\d)"),
    # Mobile: 03 05 07 08 09 and 8 digits; with 0, the letter o, +84, 84 or 0084, brackets and spaces.
    ("số điện thoại", False, rf"(?<!\d)\(?(?:{_ABROAD}{_SEP}0?|[0o]){_SEP}[35789]{_SEP}{_digits(8, 8)}(?!\d)"),
    # Land line: 02, one or two digits of the province, and 7 or 8 digits.
    ("số điện thoại", False, rf"(?<!\d)\(?(?:{_ABROAD}{_SEP}0?|0){_SEP}2{_SEP}{_digits(8, 9)}(?!\d)"),
    # Căn cước without a word: 12 digits, the first is 0 (province codes 001 to 096), also in groups.
    ("số định danh", False, rf"(?<!\d)0{_SEP}{_digits(11, 11)}(?!\d)"),
    # Plates: 29A-123.45, 59-X1 123.45, 30E 12345; the old four digits need the hyphen: "12a 2025" is a point.
    ("biển số xe", False, r"(?<![a-z\d])[1-9]\d ?[-.]? ?[a-z]{1,2}\d? ?[-. ]? ?\d{3}[. ]?\d{2}(?!\d)"),
    ("biển số xe", False, r"(?<![a-z\d/])[1-9]\d[a-z]{1,2}\d?-\d{4}(?!\d)"),
    # Passport: a letter and 7 or 8 digits.
    ("số hộ chiếu", False, r"(?<![a-z\d/\-.])[a-z]\d{7,8}(?!\d)"),
    # Any other unbroken run of nine digits or more is a number of somebody (tax code, card, an old CMND).
    ("dãy số", False, r"(?<!\d)\d{9,}(?:-\d{3})?(?!\d)"),
)

_UNIT = r"(?:dong(?! [a-z])|d(?![a-z])|vnd|usd|trieu|ty\b|ti\b|nghin|ngan\b|%|m2|ha\b|kwh|nguoi)"
# What looks like the above and is not: numbers of law and of everyday.
ALWAYS_LEFT = (
    r"(?<!\d)\d{1,5}/(?:\d{4}/)?[a-z][a-z\d]*(?:-[a-z]+)*",  # 131/2025/NĐ-CP, 45/QĐ-UBND
    r"(?<!\d)\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?(?:19|20)\d{2}(?!\d)",  # 01/07/2025
    r"(?<!\d)(?:19|20)\d{2}-\d{2}-\d{2}(?!\d)",  # 2025-07-01
    r"(?<!\d)(?:19|20)\d{2}(?:[ ,\-–]{1,3}(?:19|20)\d{2}){1,9}(?!\d)",  # 2021-2030
    rf"(?<!\d)[1-9]\d{{0,2}}(?:[.,]\d{{3}}){{1,6}} ?{_UNIT}",  # 1.500.000 đồng
)
USUALLY_LEFT = (
    rf"(?<!\d)[1-9]\d{{0,14}} ?{_UNIT}",  # 1500000 đồng; "đồng ý" and "Đồng Nai" are no currency
    r"(?<!\d)[1-9]\d{0,3}0{6,12}(?!\d)",  # 500000000: a round sum
)
_PATTERNS = tuple((kind, named, re.compile(pattern)) for kind, named, pattern in PATTERNS)
_ALWAYS_LEFT, _USUALLY_LEFT = re.compile("|".join(ALWAYS_LEFT)), re.compile("|".join(USUALLY_LEFT))
_SKIPPED = re.compile(f"[{INVISIBLE}]")
_COVER = "]"  # stands in the shadow for what is found already; no pattern reaches across it
# No pattern fits where these see nothing: the shortest number is a plate's, of six digits; "(at)" holds no space.
_LEAST_DIGITS = 6
_DIGIT, _AT = re.compile(r"\d"), re.compile(r"@|[(\[][^()\[\] ]*[)\]]")
LABELS = tuple(dict.fromkeys(f"[{kind}]" for kind, _, _ in PATTERNS))


@dataclass(frozen=True)
class Span:
    """A place text[start:end] that identifies somebody, and what it is ("số điện thoại", "biển số xe", ...)."""

    start: int
    end: int
    kind: str


def find(text: str) -> tuple[Span, ...]:
    """All places of `text` that identify a person by a number or an address, in order, never overlapping."""
    if _harmless(text):
        return ()
    shadow, places = _shadow(text)
    found: list[tuple[int, int, str]] = []
    # Again until nothing new: what one number hid from another's pattern shows once the first is covered.
    while news := _pass(shadow):
        found.extend(news)
        for start, end, _ in news:
            shadow = shadow[:start] + _COVER * (end - start) + shadow[end:]
    return tuple(Span(places[start], places[end - 1] + 1, kind) for start, end, kind in sorted(found))


def mask(text: str) -> str:
    """The text with every place of `find` replaced by what stood there, such as "[số điện thoại]".

    Numbers of law, dates, sums and percentages stay. Masking a masked text changes nothing.

    >>> mask("Gọi tôi 0912 345 678, theo Nghị định 131/2025/NĐ-CP")
    'Gọi tôi [số điện thoại], theo Nghị định 131/2025/NĐ-CP'
    """
    pieces, position = [], 0
    for span in find(text):
        pieces += [text[position : span.start], f"[{span.kind}]"]
        position = span.end
    return "".join((*pieces, text[position:]))


def _harmless(text: str) -> bool:
    """Whether one quick look already tells that nothing will be found: so it is with most comments."""
    return len(_DIGIT.findall(text)) < _LEAST_DIGITS and _AT.search(text) is None


def _pass(shadow: str) -> list[tuple[int, int, str]]:
    """What one reading finds: for every pattern in turn, its places that touch nothing found or left alone."""
    met = [(kind, named, *place) for kind, named, pattern in _PATTERNS for place in _places(pattern, shadow)]
    if not met:
        return []
    always, usually = _covered(_ALWAYS_LEFT, shadow), _covered(_USUALLY_LEFT, shadow)
    found = []
    for kind, named, start, end in met:
        if not any(always[start:end]) and (named or not any(usually[start:end])):
            always[start:end] = b"\1" * (end - start)
            found.append((start, end, kind))
    return found


def _covered(pattern: re.Pattern[str], shadow: str) -> bytearray:
    covered = bytearray(len(shadow))
    for match in pattern.finditer(shadow):
        covered[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return covered


def _places(pattern: re.Pattern[str], shadow: str) -> Iterator[tuple[int, int]]:
    group = "number" if "number" in pattern.groupindex else 0
    for match in pattern.finditer(shadow):
        yield match.span(group)


def _shadow(text: str) -> tuple[str, list[int]]:
    """The text as the patterns read it, and for each of its characters the place in the original."""
    chars, places = [], []
    for place, char in enumerate(text):
        if shade := _shade(char):
            chars.append(shade)
            places.append(place)
    return "".join(chars), places


@lru_cache(maxsize=4096)
def _shade(char: str) -> str:
    """One character without case, marks and script of digits; empty for marks and invisible characters."""
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if unicodedata.combining(char) or _SKIPPED.match(char):
        return ""
    if char in "\u00a0\u2007\u2009\u202f":
        return " "
    base = unicodedata.normalize("NFD", char.lower())[0]
    return "d" if base == "đ" else base
