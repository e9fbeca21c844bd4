"""Calendar days in the text of a portal: "từ ngày … đến ngày …", "hết hạn dd/mm/yyyy"; reads no clock."""

import re
from calendar import monthrange
from collections.abc import Sequence
from functools import lru_cache

from nlp.portals.entries import Day
from nlp.text import fold, normalise

# What portals write around their days; ``{posted}`` and ``{closes}`` stand for a day. Marks do not matter, words in
# round brackets may be missing, and "ngày" or an hour before a day is understood by itself. Asked in this order.
PHRASES = (
    "từ {posted} đến (hết) {closes}",
    "{posted} đến (hết) {closes}",
    "hết hạn (góp ý) (vào) {closes}",
    "(ngày) kết thúc {closes}",
    "hạn (cuối) (nhận) (gửi) (lấy ý kiến) (góp ý) (là) {closes}",
    "(gửi) trước {closes}",
    "đến hết {closes}",
    "(ngày) bắt đầu {posted}",
    "(ngày) đăng (tải) {posted}",
    "(ngày) cập nhật {posted}",
)
PLACES = ("posted", "closes")
_HOUR = r"(?:\d{1,2}\s*(?:h|:|gio)\s*(?:\d{2}\s*(?:phut)?)?\s*,?\s*)?"
_DAY = (
    r"(?:(?P<{0}d>\d{{1,2}})\s?[/.-]\s?(?P<{0}m>\d{{1,2}})\s?[/.-]\s?(?P<{0}y>\d{{4}})(?!\d)"
    r"|(?P<{0}d2>\d{{1,2}}) thang (?P<{0}m2>\d{{1,2}}) nam (?P<{0}y2>\d{{4}})(?!\d)"
    r"|(?P<{0}y3>\d{{4}})-(?P<{0}m3>\d{{2}})-(?P<{0}d3>\d{{2}})(?!\d))"
)
_GAP = r"[\s:;,.()\[\]–-]{0,4}"
_ANY = re.compile(r"(?<!\d)" + _DAY.format("x"))
_PIECE = re.compile(r"\([^()]*\)|\S+")
_LONGEST = 20_000  # characters of text that are searched


def days(text: str) -> list[Day]:
    """Every day that a text holds, in its order.

    >>> days("05/11/2026 - 5 tháng 12 năm 2026"), days("ngày 31/02/2026")
    ([(2026, 11, 5), (2026, 12, 5)], [])
    """
    found = (_day_of(match, "x") for match in _ANY.finditer(_searched(text)))
    return [day for day in found if day is not None]


def window(text: str, phrases: Sequence[str] = ()) -> tuple[Day | None, Day | None]:
    """(posted, closes) as a text says them; a portal's own ``phrases`` are asked before ``PHRASES``.

    >>> window("Lấy ý kiến từ ngày 01/11/2026 đến hết ngày 30/12/2026")
    ((2026, 11, 1), (2026, 12, 30))
    """
    found: dict[str, Day | None] = dict.fromkeys(PLACES)
    searched = _searched(text)
    for phrase in (*phrases, *PHRASES):
        for match in pattern(phrase).finditer(searched):
            days = {place: _day_of(match, place) for place in PLACES if f"{{{place}}}" in phrase}
            if all(days.values()):
                found |= {place: found[place] or day for place, day in days.items()}
                break
    return found["posted"], found["closes"]


@lru_cache(maxsize=500)
def pattern(phrase: str) -> re.Pattern[str]:
    """The expression that finds a phrase in folded text. Raises ValueError with what is wrong with the phrase."""
    pieces = _PIECE.findall(phrase)
    places = [piece for piece in pieces if "{" in piece or "}" in piece]
    known = [f"{{{place}}}" for place in PLACES]
    if not places or len(set(places)) != len(places) or any(place not in known for place in places):
        raise ValueError("a phrase holds {posted} or {closes}, each at most once, as words of their own")
    made = ""
    for piece in pieces:
        if piece in known:
            made += _HOUR + r"(?:ngay\s*)?" + _DAY.format(piece.strip("{}")) + _GAP
        else:
            words = _GAP.join(re.escape(word) for word in fold(piece.strip("()")).split()) + _GAP
            made += f"(?:{words})?" if piece.startswith("(") else words
    return re.compile(rf"(?<!\w){made}")


def _searched(text: str) -> str:
    return fold(normalise(text[:_LONGEST]))


def _day_of(match: re.Match[str], place: str) -> Day | None:
    found = match.groupdict()
    for form in ("", "2", "3"):
        year, month, day = (int(found[f"{place}{part}{form}"] or 0) for part in "ymd")
        if year and 1 <= month <= 12 and 1990 <= year <= 2100 and 1 <= day <= monthrange(year, month)[1]:
            return year, month, day
    return None
