"""Numbers and words that only look like places in a text: amounts, measures, "danh mục", "tài khoản"."""

import re

from nlp.text import fold

_MONEY = ("triệu", "tỷ", "tỉ", "đồng", "nghìn", "ngàn", "ngìn", "trăm", "vnđ", "vnd", "usd", "k", "đ", "tr")
_MEASURES = (
    *_MONEY, "ngày", "tháng", "năm", "tuổi", "người", "lần", "km", "m", "m2", "mét", "ha", "kg", "tấn", "giờ", "phút",
    "giây", "hộ", "con", "cái", "tuần", "quý", "cấp", "lớp", "xã", "tỉnh", "lúc", "việc", "thứ", "tiếng",
)  # fmt: skip
# Words after which the one before is no unit: "đồng ý", "tỷ lệ", "ngân sách", "quy định", "hồ sơ" typed bare.
_NO_UNIT = {
    "đồng": "ý tình bào bộ thời hành loạt nhất", "tỷ": "lệ giá trọng suất", "tỉ": "lệ giá trọng suất",
    "năm": "trong", "lần": "lượt", "con": "số đường em cháu", "cấp": "phép giấy độ bách nhật xã tỉnh huyện",
    "tỉnh": "cần nên phải", "người": "dân lao", "ngày": "càng", "quý": "vị", "cái": "này đó",
}  # fmt: skip
_NO_BARE_UNIT = {
    "dong": "y tinh bao bo thoi hanh loat nhat gop phi tien cua vat ruc", "ty": "le gia trong suat le",
    "ngan": "sach hang khoan kho chan cam gon", "tram": "y xa thu dien bom bts",
    "quy": "dinh che hoach trinh mo dat vi",
    "ho": "so tro khau tich", "cap": "phep giay do bach nhat xa tinh huyen nuoc", "lan": "luot chiem tranh",
    "tinh": "chat trang hinh toan den thue can nen phai", "nam": "trong",
    "con": "lai nhieu thieu chua so duong em mo qua",
    "nguoi": "dan lao", "ngay": "cang", "thu": "phi tien nhap tuc hoi gom", "xa": "hoi phuong", "viec": "nay lam",
}  # fmt: skip
_WORD = re.compile(r"\s*(%|/\s*\d|[^\W_]+)(?:\s+([^\W\d_]+))?")
_MONEY_BARE = frozenset(fold(word) for word in _MONEY)
_MEASURES_BARE = frozenset(fold(word) for word in _MEASURES)

# The word before that makes one thing with the keyword: "tài khoản 4", "danh mục 5", "địa điểm a".
_ONE_WORD = {
    "khoan": {"tài", "điều", "ngân", "bưu", "bài", "trái"},
    "muc": {"danh", "hạng", "chuyên", "thư", "hang"},
    "diem": {"đặc", "địa", "thời", "quan", "yếu", "ưu", "nhược", "trọng", "khuyết", "chấm", "trạm", "tâm", "cực", "tụ",
             "bưu", "dac", "dia", "uu", "nhuoc"},
    "phan": {"học", "thành", "cổ", "một", "hai", "ba", "bốn", "hoc", "thanh", "mot"},
    "chuong": {"văn", "hiến"},
    "doan": {"chi", "thời", "thoi", "công", "tập", "giai", "quân", "cong", "tap", "khúc", "phái", "sư"},
}  # fmt: skip
# "đường D5", "lô K4": things with a letter and a number of their own.
_NUMBERED_THINGS = frozenset(
    (
        "đường", "duong", "tuyến", "tuyen", "lô", "lo", "khu", "phố", "thuốc", "thuoc", "hẻm", "ngõ", "nhà", "toà",
        "tòa", "dãy", "day", "block", "ktx", "căn", "xe", "trạm", "tram", "phòng", "phong", "bến", "hầm", "cầu",
    )
)  # fmt: skip
_ABOUT = re.compile(r"[\s-]+\d(?!\d)(?=\s*[^\W\d_])")
_INITIAL = re.compile(r"[dđk][\s.]?\d", re.IGNORECASE)
_OF_ARTICLE = re.compile(r"khoản\s+\d+[a-zđ]?\s*,?\s*(?:của\s+|tại\s+)?[đd](?:iều|ieu|\.?\s*\d)", re.IGNORECASE)
_SPANS = ("ngày", "tháng", "năm", "tuần", "giờ", "phút", "km", "mét", "m2", "tuổi", "kỳ", "đợt", "tiếng")
_SPANS_BARE = frozenset(fold(word) for word in _SPANS)
_KEYWORD_OF_MANY = re.compile(
    r"\s*(?:khoản|khoan|điểm|diem|mục|muc)\s+(?!\d|thứ|số|một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín)", re.IGNORECASE
)
_MANY = re.compile(r"(?:\d|(?<![^\W_])(?:nhiều|nhieu|một|mot|vài|vai|mấy|may|lắm|lam))\s+$")
_MANY_IN_WORDS = re.compile(r"(?<![^\W_])(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s+$")
_FAMILY = re.compile(r"\s+(?:vợ\s+chồng|vo\s+chong|(?:mẹ|cha|bố|bà)\s+con|đứa)(?!\w)", re.IGNORECASE)
_BEFORE = re.compile(r"([^\W\d_]+)\s+$")


def is_money(text: str, at: int) -> bool:
    """Whether what stands at ``at`` makes the number before it a sum of money.

    >>> [is_money(text, 7) for text in ("khoản 2 triệu", "khoản 2 đồng ý", "khoản 2 k rõ", "khoản 2k")]
    [True, False, False, True]
    """
    return _is_unit(text, at, _MONEY, _MONEY_BARE)


def is_measure(text: str, at: int) -> bool:
    """Whether what stands at ``at`` makes the number before it a measure of anything.

    >>> [is_measure(text, 9) for text in ("điều 3, 5 người", "điều 3, 5 quy định", "dieu 3, 5 quy dinh")]
    [True, False, False]
    """
    return _is_unit(text, at, _MEASURES, _MEASURES_BARE)


def makes_one_word(text: str, start: int, level: str) -> bool:
    """Whether the word before ``start`` and the keyword there are one thing that is no place.

    >>> makes_one_word("tài khoản 4", 4, "khoan"), makes_one_word("tại khoản 4", 4, "khoan")
    (True, False)
    """
    before = _BEFORE.search(text, max(0, start - 12), start)
    word = before[1].lower() if before else ""
    if word in _NUMBERED_THINGS and _INITIAL.match(text, start):
        return True
    if word in {"chuyển", "chuyen"}:  # to pay by transfer, or to move a clause
        return level == "khoan" and _OF_ARTICLE.match(text, start) is None
    if level == "phan" and text[:start].rstrip()[-1:].isdigit():
        return True  # "1 phần 4"
    return word in _ONE_WORD.get(level, ())


def is_span(text: str, at: int) -> bool:
    """Whether what stands at ``at`` makes the number before it a time or a length: "khoản 5 ngày", "khoản 5-6 tiếng".

    >>> [is_span(text, 7) for text in ("khoản 5 ngày", "khoản 1tuần", "khoản 5 người")]
    [True, True, False]
    """
    further = _ABOUT.match(text, at)
    return _is_unit(text, further.end() if further else at, _SPANS, _SPANS_BARE)


def counts_things(text: str, start: int, after: int) -> bool:
    """Whether "điều" at ``start`` is a thing among many: "nhiều điều 1 lúc", "20 điều 4 năm", "hai điều một là"."""
    before = text[max(0, start - 10) : start].lower()
    if _FAMILY.match(text, after) or (_MANY_IN_WORDS.search(before) and text[after - 1].isalpha()):
        return True
    many = _MANY.search(before) is not None
    return many and (is_measure(text, after) or _KEYWORD_OF_MANY.match(text, after) is not None)


def _is_unit(text: str, at: int, units: tuple[str, ...], bare_units: frozenset[str]) -> bool:
    found = _WORD.match(text, at)
    if found is None:
        return False
    word, following = found[1].lower(), (found[2] or "").lower()
    if word[0] in "%/":
        return word[0] == "%" or "ngày" in units
    if word in {"k", "đ", "d", "m", "tr"} and found.start(1) > at and (following or text.startswith("/c", found.end())):
        return False  # "khoản 2 k rõ": không; "đ/c": đồng chí
    if word == "thu" and not text.isascii():
        return False  # who marks other words marks "thứ" too
    if not word.isascii():
        return word in units and following not in _NO_UNIT.get(word, "").split()
    return word in bare_units - {"d"} and fold(following) not in _NO_BARE_UNIT.get(word, "").split()
