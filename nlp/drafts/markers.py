"""What a line begins with: "Điều 4.", "2.", "đ)", "III.", "-"; whether it counts is ``structure``'s question."""

import re
from dataclasses import dataclass

# Points are lettered with the Vietnamese alphabet: no f, j, w, z (law_and_practice R7).
ALPHABET = "abcdđeghiklmnopqrstuvxy"
# Word's automatic letters and some drafters follow the Latin one; both keep this order.
LETTERS = "abcdđefghijklmnopqrstuvwxyz"

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN = re.compile(r"^(?=[IVXLC])(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$")
_ORDINALS = {
    "nhất": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip

_LEVELS = (
    ("tieu-muc", "Tiểu mục", re.compile(r"^(?:Tiểu mục|TIỂU MỤC|Tiểu Mục)\s+(\d{1,2}|[IVX]+)(?!\w)(.*)$")),
    ("muc", "Mục", re.compile(r"^(?:Mục|MỤC)\s+(\d{1,2}[a-zđ]?|[IVXL]+|[A-H])(?!\w)(.*)$")),
    ("chuong", "Chương", re.compile(r"^(?:Ch[ưu][ơo]ng|CH[ƯU][ƠO]NG)\s+(\d{1,2}[a-zđ]?|[IVXL]+[a-zđ]?)(?!\w)(.*)$")),
    (
        "phan",
        "Phần",
        re.compile(
            r"^(?:Phần|PHẦN)\s+((?:thứ|THỨ|Thứ)\s+(?:mười một|mười hai|MƯỜI MỘT|MƯỜI HAI|\w+)|\d{1,2}|[IVX]+|[A-H])"
            r"(?!\w)(.*)$"
        ),
    ),
)
_ARTICLE = re.compile(r"^(?:Điều|ĐIỀU)\s+(\d{1,3})([a-zđ]?)(?!\w)\s*(.*)$")
# What OCR makes of "Điều 1.": marks confused, l or I for 1, O for 0; only a full stop and the sequence speak for it.
_ARTICLE_BY_OCR = re.compile(r"^(?:[ĐD]i[êềểếễệeèẻ]u|[ĐD]I[ÊỀỂẾỄỆEÈẺ]U)\s+([\dlIO]{1,3})\s?[.:]\s*(.*)$")
_DIGITS = str.maketrans("lIO", "110")
_NUMBER = re.compile(r"^(?:Khoản\s+)?(\d{1,3})([a-zđ]?)\s?(?:\.(?!\d)|/(?=\s))\s*(.*)$")
# In consolidated texts the number of a footnote sticks to the number of the clause: "2.6 Lấy mẫu …".
_FOOTNOTED = re.compile(r"^(\d{1,2})\.\[?\d{1,2}\]?\s+(?=[^\W\d_])(.*)$")
# Before the 1990s: "1- Hội đồng …", "1) Hội đồng …".
_OLD_NUMBER = re.compile(r"^(\d{1,2})\s?([-–)])\s?(?=[^\W\d_])(.*)$")
_LETTER = re.compile(r"^([a-zđ])(\d?)\s?(?:\)|[./](?=\s))\s*(.*)$")
_ROMAN_ITEM = re.compile(r"^([IVXLC]{1,6})\s?[./:)–-]\s*(\S.*)$")
_CAPITAL_ITEM = re.compile(r"^([A-H])\s?[.)–-]\s+(\S.*)$")
_DASH = re.compile(r"^[-–—•]\s*([^\s–—•-].*)$")
_REFERENCE = re.compile(
    r"^(?:(?:bộ )?luật|nghị (?:định|quyết)|thông tư|quyết định|pháp lệnh|hiến pháp|quy (?:chế|định) (?:này|tại)"
    r"|của|và|hoặc|như sau|này|nêu|trên|phụ lục|chương|mục|điều|khoản|điểm|được|thì|ban hành|kèm theo|đến|tại)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Marker:
    """The beginning of a provision.

    ``kind`` is phan, chuong, muc, tieu-muc, dieu, roman, capital, number, letter or dash; ``key`` goes into
    paths ("4", "12a", "đ"); ``value`` counts; ``firm`` is False when only the place in the sequence can tell
    it from a cross reference ("Điều 5 Luật Đê điều"); ``sign`` is what stands behind an old number ("1-").
    """

    kind: str
    key: str
    value: int
    label: str
    rest: str
    firm: bool = True
    sign: str = "."


def roman_value(text: str) -> int:
    """The value of a roman number up to 399, 0 when it is none.

    >>> roman_value("XIV"), roman_value("IIX")
    (14, 0)
    """
    if not _ROMAN.match(text):
        return 0
    values = [_ROMAN_VALUES[char] for char in text]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def is_upper(text: str) -> bool:
    """Whether a line is written in capitals (headings are).

    >>> is_upper("QUY ĐỊNH CHUNG"), is_upper("Quy định chung")
    (True, False)
    """
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 1 and all(char.isupper() for char in letters)


def letter_index(letter: str) -> int:
    """Place of a letter in the order drafters use, from 0."""
    return LETTERS.index(letter)


def read(text: str) -> tuple[Marker, ...]:
    """What the line may begin with, likeliest first; empty for ordinary text.

    >>> [(m.kind, m.key, m.rest) for m in read("đ) Lãnh đạo hội;")]
    [('letter', 'đ', 'Lãnh đạo hội;')]
    >>> read("điều 2 của luật này")
    ()
    """
    found = _article(text) or _level(text)
    if found:
        return (found,)
    if found := _number(text):
        return (found,)
    if match := _LETTER.match(text):
        letter, digit, rest = match.groups()
        return (Marker("letter", letter + digit, letter_index(letter), letter + digit, rest),)
    if match := _DASH.match(text):
        return (Marker("dash", "", 0, "-", match[1]),)
    return _plan_heading(text)


def _number(text: str) -> Marker | None:
    if match := _NUMBER.match(text):
        number, suffix, rest = match.groups()
        return Marker("number", str(int(number)) + suffix, int(number), number + suffix, rest)
    if (match := _FOOTNOTED.match(text)) and match[2][0].isupper():
        number, rest = match.groups()
        return Marker("number", str(int(number)), int(number), number, text[len(number) + 1 :], firm=False)
    if (match := _OLD_NUMBER.match(text)) and match[3][0].isupper():
        number, sign, rest = match.groups()
        sign = ")" if sign == ")" else "-"
        return Marker("number", str(int(number)), int(number), number, rest, firm=False, sign=sign)
    return None


def _article(text: str) -> Marker | None:
    match = _ARTICLE.match(text)
    if match is None:
        return _article_by_ocr(text)
    number, suffix, rest = match.groups()
    key = str(int(number)) + suffix
    punctuated = re.match(r"^(?:[.:]+|[–—-](?!\s?\d))\s*(.*)$", rest)
    if punctuated:
        return Marker("dieu", key, int(number), f"Điều {key}", punctuated[1])
    if not rest:
        return Marker("dieu", key, int(number), f"Điều {key}", "")
    if rest[0].isupper():
        return Marker("dieu", key, int(number), f"Điều {key}", rest, firm=False)
    return None


def _article_by_ocr(text: str) -> Marker | None:
    match = _ARTICLE_BY_OCR.match(text)
    if match is None or not (number := int(match[1].translate(_DIGITS))):
        return None
    return Marker("dieu", str(number), number, f"Điều {number}", match[2], firm=False)


def _level(text: str) -> Marker | None:
    for kind, name, pattern in _LEVELS:
        match = pattern.match(text)
        if match is None:
            continue
        written, tail = match[1], match[2].strip()
        key, value = _level_number(written)
        if not value:
            return None
        rest = re.sub(r"^[.:–—-]+\s*", "", tail)
        firm = not tail or rest != tail or is_upper(rest)
        if not firm and (not rest[0].isupper() or _REFERENCE.match(rest)):
            return None
        return Marker(kind, key, value, f"{name} {_written(written)}", rest, firm)
    return None


def _level_number(written: str) -> tuple[str, int]:
    """The path key and the value of "II", "3", "thứ hai", "A", "IIa"."""
    low = written.lower()
    if low.startswith("thứ "):
        value = _ORDINALS.get(low.removeprefix("thứ ").strip(), 0)
        return str(value), value
    match = re.match(r"^(\d+|[IVXLC]+)([a-zđ]?)$", written)
    if match:
        value = int(match[1]) if match[1].isdigit() else roman_value(match[1])
        return str(value) + match[2], value
    return low, ord(low[0]) - ord("a") + 1


def _written(number: str) -> str:
    return number.lower() if number.lower().startswith("thứ ") else number


def _plan_heading(text: str) -> tuple[Marker, ...]:
    found: list[Marker] = []
    if (match := _ROMAN_ITEM.match(text)) and (value := roman_value(match[1])):
        found.append(Marker("roman", str(value), value, f"Mục {match[1]}", match[2]))
    if (match := _CAPITAL_ITEM.match(text)) and is_upper(match[2]):
        letter = match[1].lower()
        found.append(Marker("capital", letter, ord(letter) - ord("a") + 1, f"Phần {match[1]}", match[2]))
    return tuple(found)
