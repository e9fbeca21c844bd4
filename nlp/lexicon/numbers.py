"""Numbers as people write them ("24.000", "hai mươi tư ngàn", "450k", "bảy giờ rưỡi"), read as values; nothing else."""

import re
from collections.abc import Sequence

# Keys as nlp.text.bare_spelling makes them: "tỷ" and "tỉ" are "ti".
_DIGITS = {
    "khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9, "muoi": 10,
}  # fmt: skip
_SCALES = {"tram": 100, "nghin": 1_000, "ngan": 1_000, "k": 1_000, "trieu": 1_000_000, "cu": 1_000_000, "ti": 10**9}
# A number word alone is one only before what is counted: "ba" is also a grandmother, "nam" a year.
_COUNTED = frozenset(
    {
        "gio", "phut", "ngay", "thang", "nam", "tuan", "lan", "nguoi", "loai", "met", "ha", "hec", "tuoi", "buoi",
        "phan", "dong", "be", "may", "muc", "khoan", "xe", "ho", "cay", "luot", "khoa", "to", "trang", "quy", "lop",
    }
)  # fmt: skip
_NUMERAL = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d+(?:,\d+)?")
_LONGEST = 15  # digits


def numeral(text: str) -> int | None:
    """The value of a run of digits, dots between thousands left out; None for other text.

    >>> numeral("24.000"), numeral("05"), numeral("1,5"), numeral("a")
    (24000, 5, 1, None)
    """
    if len(text) > _LONGEST or not _NUMERAL.fullmatch(text):
        return None
    whole = text.split(",", maxsplit=1)[0] if re.fullmatch(r"\d+,\d{1,2}", text) else text
    return int(re.sub(r"[.,]", "", whole))


def values(words: Sequence[str]) -> list[int]:
    """The values in a text, given its words without marks in order.

    >>> values("hai muoi tu ngan".split()), values(["450", "ngan"]), values("bay gio ruoi".split())
    ([24000], [450000], [7, 30])
    >>> values("ba toi nam nay".split()), values("hai trieu ruoi".split()), values("mot tram ruoi nghin".split())
    ([], [2500000], [150000])
    """
    found: list[int] = []
    at = 0
    while at < len(words):
        word = words[at]
        if word not in _DIGITS and not word[:1].isdigit():
            if word == "ruoi" and found and words[at - 1] == "gio":
                found.append(30)
            at += 1
            continue
        value, end = _read(words, at)
        if value is None:
            at += 1
            continue
        found.append(value)
        at = end
    return found


def _read(words: Sequence[str], at: int) -> tuple[int | None, int]:
    """The value that begins at ``at``, if one does, and where it ends."""
    total = small = 0
    scale = 1
    start, digits = at, False
    while at < len(words):
        word = words[at]
        value = numeral(word)
        if value is not None and at == start:
            small, digits = value, True
        elif word in _SCALES and at > start:
            scale = _SCALES[word]
            total, small = (total + small * scale, 0) if scale > 100 else (total, small * 100)
        elif word == "ruoi" and scale > 1:
            total += scale // 2 if not small else 50
            at += 1
            if at < len(words) and words[at] in ("nghin", "ngan") and scale == 100:
                return (small + total) * 1_000, at + 1
            break
        elif word in _DIGITS and not digits:
            if total and not _goes_on(words, at + 1):
                break  # "hai lăm nghìn một tháng"
            small = _joined(small, _DIGITS[word], first=at == start)
        else:
            break
        at += 1
    alone = at == start + 1 and not digits
    if at == start or (alone and not (at < len(words) and words[at] in _COUNTED)):
        return None, at
    return total + small, at


def _goes_on(words: Sequence[str], at: int) -> bool:
    return at < len(words) and (words[at] in _SCALES or words[at] in _DIGITS)


def _joined(small: int, digit: int, *, first: bool) -> int:
    """Another digit word behind those read: "hai mươi" is 20, "hai mươi tư" 24, "mười lăm" 15, "bảy lăm" 75."""
    if first:
        return digit
    if digit == 10:
        return small // 10 * 10 + small % 10 * 10 if small < 10 else small
    return small * 10 + digit if 0 < small < 10 else small + digit
