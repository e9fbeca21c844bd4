"""The words that open a level ("khoản", "đ.", "ý") and the keys after them: digits, words, roman numbers, letters.

Texts come twice: composed as typed, and `nlp.levels.plain`. Which levels belong together is `nlp.pointing`'s.
"""

import re

from nlp import spelled
from nlp.drafts.markers import roman_value
from nlp.quantities import is_measure

KEYWORD = re.compile(
    r"(?<![^\W\d_])(?:(?P<phan>phan|part)|(?P<chuong>chuong|chapter|chg|ch(?=[\s.:]*[\divx]))|(?P<tieu_muc>tieu\s+muc)"
    r"|(?P<muc>muc|section)|(?P<dieu>[dđ]ieu|articles?|art|[dđ](?=[\s.:]*\d))"
    r"|(?P<khoan>khoan(?!g)|clauses?|cl(?=[\s.]*\d)|para(?:graphs?)?|k(?=[\s.:]*\d))|(?P<diem>[dđ]iem|points?)"
    r"|(?P<doan>[dđ]oan|y|kh(?=[\s.:]*\d)|tiet|item|khoang(?=\s*\d)|nhiem\s+vu|giai\s+phap"
    r"|so(?=\s+\d{1,2}\s+(?:cua\s+|trong\s+)?(?:phu\s+luc|pl|(?:muc|phan)\s+[\divx]))"
    r"|noi\s+dung(?=\s+(?:thu\s+|so\s+)?\d))"
    r"|(?P<gach>gach(?:\s+[dđ]au\s+dong)?)|(?P<annex>phu\s+luc|pl|annex|appendix|bieu\s+mau|mau))"
    r"(?P<gap>[\s_]*(?:\.|:|so(?!\w)|thu(?!\w)|nho(?!\w)|-(?=\d)|tu(?=\s+\d+\s*(?:[dđ]en|toi|-)))?\s*[*(\"'“‘]?)(?=[^\W_])"
)
NUMBER = re.compile(r"(\d{1,3})([a-zđ](?![^\W_]|[.:]\s*\d))?(?!\d|[.,]\d{3})")
ROMAN = re.compile(r"([ivxl]{1,6})(?!\w)")
# What goes on after "điều bốn" in a sentence.
_SAYS = re.compile(
    r"\s+(?:nen|thi|qua|chua|can|phai|khong|ko|k|cua|quy\s+[dđ]inh|[dđ]e\s+nghi|rat|bi|[dđ]uoc|va|theo|la|co|con|ghi|neu"
    r"|viet|trong|voi|dong|cot|trang|bang|deu|cung|giong|sai|trung(?!\s+(?:tam|uong|hoc|binh))|mau\s+thuan"
    r"|[dđ]a|du\s+thao|(?:toi|em|con|chung\s+toi)\s+(?:ung\s+ho|[dđ]ong\s+y|phan\s+[dđ]oi|nhat\s+tri|tan\s+thanh|khong|chua)"
    r"|noi\s+(?:ve|la|rang|[dđ]en|toi|dai|long|ro|chung)"
    r"|(?:nha|nhe|a|ha|hen|[dđ]i|luon|roi|ay|vay)(?=\s*(?:$|[.,;!?]))"
    r"|(?:cho\s+)?(?:[dđ]en|toi)(?=\s+(?:[dđ]ieu|khoan|chuong|het)\s)|[dđ]en\s+het)(?!\w)"
)
# "điều tám hai tháng một lần": the next number counts something
_MULTIPLIED = re.compile(r"\s+(?:tram|nghin|ngan|trieu|ty|phan\s+tram)(?!\w)")
_OTHER_THINGS = re.compile(r"\s+(?:[dđ]ieu|khoan|[dđ]iem|chuong)\s+(?:khac|nua|con\s+lai|tren|duoi|nay)(?!\w)")
_PUT_IN = re.compile(r"\s+(?P<letter>[a-c])(?=\s+(?:moi|khoan|[dđ]iem)(?!\w))")
# "điều thứ nhất tôi muốn nói"
_SPEAKS = re.compile(r"\s+(?:ma\s+)?(?:toi|em|minh|con|chau|chung\s+(?:toi|em))(?!\w)")
_YEAR = re.compile(r"\s+(?:ngoái|nay|sau|tới|trước|số|\d)", re.IGNORECASE)
_LETTER_NAMES = {"bê": "b", "bờ": "b", "xê": "c", "cờ": "c", "dê": "d", "dờ": "d", "đê": "đ", "đờ": "đ", "giê": "g"}
_SHORT_WORD = re.compile(r"[dđk][.\s]*\d")  # "góp ý Đ.11"
_LETTER_NAME = re.compile(r"[^\W\d_]{2,3}(?!\w)")
LAST = "cuoi"  # the key of "khoản cuối": which number that is, only the draft tells
_EDGE = re.compile(r"(?:[dđ]au(?:\s+tien)?(?!\s+tu)|(?P<last>cuoi(?:\s+cung)?))(?!\w)")
LETTER = re.compile(r"(dd|[a-zđ])(?!\w)")
_BLANKS = re.compile(r"\s*")
ENDS_WORD = re.compile(r"\s*(?:$|[.,;:!?)\n])")


def key_at(text: str, bare: str, at: int, level: str, *, thu: bool, chained: bool = False) -> tuple[str, int] | None:
    """The key that stands at ``at`` and where it ends; ``chained``: right behind another level ("điều 5 khoản hai")."""
    if number := NUMBER.match(bare, at):
        return str(int(number[1])) + (number[2] or ""), number.end()
    if in_words := _spelled(text, bare, at, thu=thu, chained=chained or level == "chuong", article=level == "dieu"):
        return in_words
    if level not in {"diem", "gach"} and (roman := ROMAN.match(bare, at)):
        written = text[at : roman.end()]
        sure = written.isascii() and _is_roman(text, bare, roman, level)
        if sure and (value := roman_value(written.upper())):
            return str(value), roman.end()
    if level in {"khoan", "diem", "chuong"} and (edge := _EDGE.match(bare, at)):
        return LAST if edge["last"] else "a" if level == "diem" else "1", edge.end()
    if level == "khoan" and chained:  # "mục II điểm 2 khoản b"
        letter = _lettered(text, bare, at, "diem", chained=True)
        return letter if letter and ENDS_WORD.match(bare, letter[1]) else None
    return _lettered(text, bare, at, level, chained=chained) if level in {"diem", "phan", "muc"} else None


def _lettered(text: str, bare: str, at: int, level: str, *, chained: bool) -> tuple[str, int] | None:
    """A letter as a key, or its name beside a clause: "điểm bê khoản hai"."""
    name = _LETTER_NAME.match(bare, at) if level == "diem" else None
    beside = name and (chained or KEYWORD.match(bare, name.end() + 1))
    if name and beside and (told := _LETTER_NAMES.get(text[at : name.end()].lower())):
        return told, name.end()
    letter = None if _SHORT_WORD.match(bare, at) else LETTER.match(bare, at)
    written = text[at : letter.end()].lower() if letter else ""
    if letter and written == letter[1] and (level == "diem" or written in "abcdefgh"):
        return ("đ" if written == "dd" else written), letter.end()
    return None


def _is_roman(text: str, bare: str, roman: re.Match[str], level: str) -> bool:
    """Whether letters are a roman number rather than a word: "điều vi phạm", "ĐIỀU VI PHẠM"."""
    written = text[roman.start() : roman.end()]
    ends = ENDS_WORD.match(bare, roman.end()) is not None or KEYWORD.match(bare, roman.end() + 1) is not None
    if level not in {"dieu", "khoan"}:
        return written.isupper() or written not in {"vi", "v", "x", "l"} or ends
    if written.isupper():
        return ends or not text[roman.end() :].lstrip()[:2].isupper()
    return len(written) > 1 and "l" not in written and ends


def series_at(text: str, bare: str, at: int, level: str) -> tuple[tuple[str, ...], int] | None:
    """Keys said one after another, "khoản một hai ba điều chín"; None where they are one number or count things."""
    values, end = spelled.series(text, bare, at, pairs=level in {"khoan", "annex"})
    if not values or is_measure(text, end) or _MULTIPLIED.match(bare, end):
        return None
    sure = ENDS_WORD.match(bare, end) or KEYWORD.match(bare, end + 1) or _SAYS.match(bare, end)
    return (tuple(map(str, values)), end) if sure or level == "annex" or min(values) > 9 else None


def further_at(text: str, bare: str, at: int, before: int) -> tuple[str, int] | None:
    """A number in words that goes on with a list: "điều mười hai và mười ba"."""
    found = _spelled(text, bare, at, thu=False, chained=False)
    if found and int(found[0]) > before and not _OTHER_THINGS.match(bare, found[1]):
        return found
    return None


def _spelled(
    text: str, bare: str, at: int, *, thu: bool, chained: bool, article: bool = False
) -> tuple[str, int] | None:
    """A number written in words: "tư", "mười hai", "hai mươi lăm"; only where nothing else may be meant."""
    marked = not text[max(0, at - 6) : at].isascii()  # "điều sau": who marks the word before marks "sáu" too
    for value, end in spelled.readings(bare, at):
        written = text[at:end]
        if (marked and not spelled.is_marked(written)) or (written.lower() == "sau" and not thu):
            continue
        if spelled.is_cut(text, at, end) or ((chained or article) and _runs_on(text, bare, value, at, end)):
            continue
        if ENDS_WORD.match(bare, end) or KEYWORD.match(bare, end + 1):
            return str(value), end
        if thu:
            return None if _SPEAKS.match(bare, end) else (str(value), end)
        if (put_in := _PUT_IN.match(bare, end)) and marked:
            return f"{value}{put_in['letter']}", put_in.end()
        pair = marked and value > 20 and not spelled.is_about(value)
        several = value > 10 and ("uoi" in bare[at:end] or pair)
        sure = several or (chained and not _YEAR.match(text, end))
        counted = (chained or article) and _amount(text, bare, end)
        if counted or _SAYS.match(bare, end) or (sure and not is_measure(text, end)):
            return str(value), end
        return None  # "hai mươi người" is not "hai" either
    return None


def _runs_on(text: str, bare: str, value: int, at: int, end: int) -> bool:
    """Whether the last word of a number counts what follows: "điều hai mươi hai trăm triệu", "điều tám hai tháng"."""
    words = bare[at:end].split()
    if len(words) < 2 or words[-1] == "muoi":
        return False
    if _MULTIPLIED.match(bare, end) or (words[-1] == "nam" and is_measure(text, end)):
        return True  # five behind "mươi" is "lăm"
    return len(words) == 2 and "muoi" not in words and not spelled.is_about(value) and is_measure(text, end)


def _amount(text: str, bare: str, at: int) -> bool:
    """Whether a number in words that counts something stands at ``at``: "năm triệu", "mười phần trăm"."""
    if bare[at : at + 1] != " ":
        return False
    for _, end in spelled.readings(bare, at + 1):
        year = bare.startswith("nam ", at + 1) and end > at + 4  # "điều ba năm một lần"
        return _MULTIPLIED.match(bare, end) is not None or (not year and is_measure(text, end))
    return False


def opens(bare: str, at: int) -> bool:
    """Whether another level begins here ("k2 đ4", "khoản 2 d4")."""
    blanks = _BLANKS.match(bare, at)
    found = KEYWORD.match(bare, blanks.end() if blanks else at)
    return found is not None and bare[found.end()].isdigit()
