"""The words that open a level ("khoản", "đ.", "ý") and the keys after them: digits, words, roman numbers, letters.

Texts come twice: composed as typed, and `nlp.pointing.plain`. Which levels belong together is `nlp.pointing`'s.
"""

import re

from nlp.drafts.markers import roman_value

KEYWORD = re.compile(
    r"(?<![^\W\d_])(?:(?P<phan>phan|part)|(?P<chuong>chuong|chapter|ch)|(?P<tieu_muc>tieu\s+muc)|(?P<muc>muc|section)"
    r"|(?P<dieu>[dđ]ieu|article|art|[dđ](?=[\s.:]*\d))|(?P<khoan>khoan|clause|para(?:graph)?|k(?=[\s.:]*\d))|(?P<diem>[dđ]iem|point)"
    r"|(?P<doan>[dđ]oan|y|kh(?=[\s.:]*\d))|(?P<gach>gach(?:\s+[dđ]au\s+dong)?)|(?P<annex>phu\s+luc|pl|annex|appendix|bieu\s+mau|mau))"
    r"(?P<gap>\s*(?:\.|:|so(?!\w)|thu(?!\w))?\s*[(\"'“‘]?)(?=[\w])"
)
NUMBER = re.compile(r"(\d{1,3})([a-zđ](?![^\W_]|[.:]\s*\d))?(?!\d|[.,]\d{3})")
_WORD_NUMBER = re.compile(r"(nhat|mot|hai|ba|tu|bon|nam|sau|bay|tam|chin|muoi)(?!\w)")
_WORDS = {
    "nhat": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9, "muoi": 10,
}  # fmt: skip
_TENS = re.compile(
    r"(?:(hai|ba|bon|nam|sau|bay|tam|chin)\s+)?muoi(?:\s+(mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin))?(?!\w)"
)
ROMAN = re.compile(r"([ivxl]{1,6})(?!\w)")
_SPELLED = frozenset(
    ("nhất", "một", "mốt", "hai", "ba", "tư", "bốn", "năm", "lăm", "sáu", "bảy", "bẩy", "tám", "chín", "mười", "mươi")
)
# What goes on after "điều bốn" in a sentence.
_SAYS = re.compile(
    r"\s+(?:nen|thi|qua|chua|can|phai|khong|ko|k|cua|quy\s+[dđ]inh|[dđ]e\s+nghi|rat|bi|[dđ]uoc|va|theo)(?!\w)"
)
LETTER = re.compile(r"(dd|[a-zđ])(?!\w)")
_BLANKS = re.compile(r"\s*")
ENDS_WORD = re.compile(r"\s*(?:$|[.,;:!?)\n])")


def key_at(text: str, bare: str, at: int, level: str, *, thu: bool) -> tuple[str, int] | None:
    """The key that stands at ``at`` and where it ends."""
    if number := NUMBER.match(bare, at):
        return str(int(number[1])) + (number[2] or ""), number.end()
    if spelled := _spelled(text, bare, at, thu=thu):
        return spelled
    if level not in {"diem", "gach"} and (roman := ROMAN.match(bare, at)):
        written = text[at : roman.end()]
        sure = written.isascii() and _is_roman(text, bare, roman, level)
        if sure and (value := roman_value(written.upper())):
            return str(value), roman.end()
    if level in {"diem", "phan", "muc"} and (letter := LETTER.match(bare, at)):
        written = text[at : letter.end()].lower()
        if written == letter[1] and (level == "diem" or written in "abcdefgh"):
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


def _spelled(text: str, bare: str, at: int, *, thu: bool) -> tuple[str, int] | None:
    """A number written in words: "tư", "mười hai", "hai mươi lăm"; only where nothing else may be meant."""
    marked = not text[max(0, at - 6) : at].isascii()  # "điều sau": who marks the word before marks "sáu" too
    for found in (_TENS.match(bare, at), _WORD_NUMBER.match(bare, at)):
        if found is None or (marked and not _SPELLED.issuperset(text[at : found.end()].lower().split())):
            continue
        word = None if found.re is _TENS else found
        if word and word[1] == "sau" and not thu and text[at : word.end()].isascii():
            continue
        says = _SAYS.match(bare, found.end())
        if thu or says or ENDS_WORD.match(bare, found.end()) or KEYWORD.match(bare, found.end() + 1):
            if found is word:
                return str(_WORDS[found[1]]), found.end()
            return str(10 * (_WORDS[found[1]] if found[1] else 1) + (_WORDS[found[2]] if found[2] else 0)), found.end()
    return None


def opens(bare: str, at: int) -> bool:
    """Whether another level begins here ("k2 đ4", "khoản 2 d4")."""
    blanks = _BLANKS.match(bare, at)
    found = KEYWORD.match(bare, blanks.end() if blanks else at)
    return found is not None and bare[found.end()].isdigit()
