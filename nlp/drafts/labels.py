"""Kinds of provisions by rank, and their labels as keys, as path steps and as the mark that stands in the text."""

import re

from nlp.drafts import markers
from nlp.drafts.markers import ALPHABET
from nlp.text import fold

# Which kind may stand under which: a provision belongs under the nearest one of a smaller rank.
RANKS = {
    "phan": 0, "chuong": 1, "muc": 2, "tieu-muc": 3, "dieu": 4, "la-ma": 5, "khoan": 6, "so": 6, "diem": 7, "chu": 7,
    "gach": 8,
}  # fmt: skip
_NAMES = {
    "phan": "Phần", "chuong": "Chương", "muc": "Mục", "tieu-muc": "Tiểu mục", "dieu": "Điều", "la-ma": "Mục",
    "khoan": "khoản", "diem": "điểm", "so": "", "chu": "", "gach": "gạch đầu dòng",
}  # fmt: skip
_LETTERED = ("diem", "chu")
_ROMAN = ("la-ma", "chuong")
_LONGEST_STEP = 10  # characters of a key in a path, which must stay short and fit its column
_MARKED = {"khoan": "number", "so": "number", "diem": "letter", "chu": "letter", "la-ma": "roman", "gach": "dash"}
_NUMERALS = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def rank(kind: str) -> int:
    """How deep a kind stands: 0 for Phần, 8 for a dash; an unknown kind stands deepest."""
    return RANKS.get(kind, len(RANKS))


def key_of(kind: str, label: str) -> str:
    """What is counted of a label.

    >>> key_of("khoan", "khoản 2"), key_of("dieu", "Điều 12a"), key_of("chuong", "Chương II"), key_of("diem", "điểm đ")
    ('2', '12a', '2', 'đ')
    """
    read = markers.read(label) if kind in ("phan", "chuong", "muc", "tieu-muc", "dieu") else ()
    if read and read[0].kind == kind and not read[0].rest:
        return read[0].key
    written = _without_name(kind, label)
    if kind in _ROMAN and (value := markers.roman_value(written)):
        return str(value)
    return written.lower()


def label_of(kind: str, written: str) -> str:
    """The label for what an officer typed: a bare key gets its name, a whole label stays.

    >>> label_of("khoan", "2."), label_of("dieu", "Điều 5a"), label_of("diem", "đ)"), label_of("chuong", "iv")
    ('khoản 2', 'Điều 5a', 'điểm đ', 'Chương IV')
    """
    key = _without_name(kind, " ".join(written.split()))
    if kind in ("chuong", "la-ma") and markers.roman_value(key.upper()):
        key = key.upper()
    return f"{_NAMES.get(kind, '')} {key}".strip()


def mark(kind: str, label: str) -> str:
    """How a label stands in the text of a draft, so that it can become text again.

    >>> mark("khoan", "khoản 2"), mark("diem", "điểm đ"), mark("dieu", "Điều 4"), mark("gach", "gạch đầu dòng 1")
    ('2.', 'đ)', 'Điều 4.', '-')
    """
    if kind == "gach":
        return "-"
    if kind in ("khoan", "diem", "so", "chu", "la-ma"):
        return f"{_without_name(kind, label)}{')' if kind in _LETTERED else '.'}"
    return f"{label}." if kind == "dieu" else label


def step(kind: str, label: str) -> str:
    """The last part of a path.

    >>> step("diem", "điểm đ"), step("dieu", "Điều 5"), step("khoan", "khoản mới thêm vào")
    ('diem-đ', 'dieu-5', 'khoan-moi-them-v')
    """
    key = key_of(kind, label)
    plain = key if re.fullmatch(r"\d{1,3}[a-zđ]?|[a-zđ]\d?", key) else fold(key)
    slug = re.sub(r"[\W_]+", "-", plain)[:_LONGEST_STEP].strip("-")
    return f"{kind}-{slug}" if slug else kind


def opening(kind: str, text: str) -> tuple[str, str] | None:
    """Key and rest of a text that opens a provision of this kind; None when it opens none.

    >>> opening("khoan", "2. Hộ nghèo được miễn"), opening("diem", "2. Hộ nghèo")
    (('2', 'Hộ nghèo được miễn'), None)
    """
    first, _, more = text.partition("\n")
    wanted = _MARKED.get(kind, kind)
    for found in markers.read(first):
        if found.kind == wanted and (found.rest or more):
            written = found.label if kind in ("phan", "chuong", "muc", "tieu-muc", "dieu") else found.key
            written = found.label.removeprefix("Mục ") if kind == "la-ma" else written
            return written, "\n".join(part for part in (found.rest, more) if part)
    return None


def kind_opened(text: str) -> str:
    """The kind of provision that a text opens by its looks, "" for none; for proposing, not for deciding.

    >>> kind_opened("2. Hộ nghèo"), kind_opened("đ) Hộ nghèo"), kind_opened("Hộ nghèo")
    ('khoan', 'diem', '')
    """
    kinds = {"number": "khoan", "letter": "diem", "roman": "la-ma", "dash": "gach", "capital": ""}
    for found in markers.read(text.partition("\n")[0])[:1]:
        return kinds.get(found.kind, found.kind)
    return ""


def following(kind: str, key: str) -> str:
    """The key behind ``key``; the first one when it is empty or cannot be counted on.

    >>> following("khoan", "2"), following("diem", "d"), following("diem", ""), following("la-ma", "3")
    ('3', 'đ', 'a', 'IV')
    """
    if kind in _LETTERED:
        place = ALPHABET.find(key[:1]) + 1 if key else 0
        return ALPHABET[place] if place < len(ALPHABET) else f"{key}1"
    digits = re.match(r"\d+", key)
    number = int(digits[0]) + 1 if digits else 1
    return _roman(number) if kind in _ROMAN else str(number)


def suits(kind: str, key: str) -> bool:
    """Whether a key can count provisions of this kind as it is.

    >>> suits("dieu", "2"), suits("diem", "2"), suits("chu", "b")
    (True, False, True)
    """
    if kind in _LETTERED:
        return re.fullmatch(r"[a-zđ]\d?", key) is not None
    return re.fullmatch(r"\d{1,3}[a-zđ]?", key) is not None


def _without_name(kind: str, label: str) -> str:
    name = _NAMES.get(kind, "")
    if name and label.lower().startswith(f"{name.lower()} "):
        label = label[len(name) + 1 :]
    return label.strip().rstrip(".):/-–").strip()


def _roman(number: int) -> str:
    written = ""
    for value, letters in _NUMERALS:
        while number >= value:
            written, number = written + letters, number - value
    return written
