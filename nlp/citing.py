"""Which document a place belongs to: this draft, its annexed text, or another law; no paths are known here."""

import re
from typing import Literal

from nlp.levels import plain

Document = Literal["", "main", "annexed", "other"]

# Words after "luật", "nghị định" … that go on with the sentence instead of naming a law.
_SENTENCE = (
    r"(?:nay|do|tren|moi|la|thi|nen|can|phai|co|khong|chua|con|cung|da|dang|se|ve|va|hoac|hay|voi|vi|neu|de|cho|ma|qua|rat"
    r"|duoc|bi|ghi|neu|quy|yeu|viet|noi|tai|o|trong|cua|nhu|lai|chi|khi|sao|gi|mau|trai|vuong|kho|thieu|theo|toi|ong|ba"
    r"|nham|can|hien|sua|bo|them|nguoi|du|draft|su|phap|le)"
)
# Names of laws that begin like such a word.
_NAME = (
    r"(?:can\s+bo|thi\s+(?:dua|hanh)|nguoi\s+(?:khuyet|cao|lao)|quy\s+hoach|hien\s+mau|ban\s+hanh|du\s+tru|cho\s+vay"
    r"|toi\s+pham|sua\s+doi|nha\s+o|to\s+(?:chuc|tung|cao)|can\s+cuoc|du\s+lich|de\s+dieu|do\s+dac|trong\s+trot"
    r"|co\s+yeu|kho\s+bac)"
)
_OWN = r"(?:du\s+thao\s+)"
_LAW = (
    r"(?:bo\s+luat|(?<!phap )(?<!ky )luat|phap\s+lenh|hien\s+phap|nghi\s+dinh|thong\s+tu(?:\s+lien\s+tich)?"
    r"|cong\s+uoc|hiep\s+dinh"
    r"|law|decree|circular)"
)
# Told apart from "nội dung", "thủ tục" and "quy định" by the number behind them.
_SHORT = r"(?:nd|tt(?:lt)?|qd|nq|vbhn)"
_PAPER = r"(?:nghi\s+quyet|quyet\s+dinh|chi\s+thi|quy\s+dinh|quy\s+che|ke\s+hoach|de\s+an|dieu\s+le|chuong\s+trinh)"
_DECIDED = r"(?:nghi\s+quyet|quyet\s+dinh|chi\s+thi)"
_COUNTED = r"\s*(?:ngay|thang|trieu|nghin|dong|lan|nguoi|ho|xa)(?!\w)"  # "quyết định 30 ngày một lần"
_NUMBERED = r"(?:\s+so)?\s*:?\s*\d+[\w]*\s*[/-]\s*[\w/.-]*\w"
_LINK = r"\s*(?:,\s*)?\(?(?:(?:cua|trong|tai|theo|thuoc|o|of|in|ban\s+hanh\s+kem\s+theo|kem\s+theo)\s+)?(?:cac\s+)?"

_NUMBER_AFTER = re.compile(
    rf"{_LINK}(?:(?:{_LAW}|{_PAPER}|{_SHORT}){_NUMBERED}|(?:{_LAW}|{_DECIDED})\s+(?:so\s+)?\d{{1,3}}(?!\w|{_COUNTED}))"
)
_SHORT_AFTER = re.compile(rf"{_LINK}{_SHORT}(?:-cp)?\s*(?:so\s+)?\d{{2,3}}(?!\w|[.,]\d)")
_SHORT_BEFORE = re.compile(rf"(?<!\w){_SHORT}(?:-cp)?\s*(?:so\s+)?\d{{2,3}}{_LINK}$")
# "BLDS", "BLTTHS"; "LĐĐ", "LBVMT" have no vowel to be a word with. LĐTBXH and LĐLĐ are offices.
_INITIALS = r"(?:[Bb][Ll](?:[A-ZĐ]{2,4}|ds|hs|l[dđ]|ttds|tths)|L(?!Đ(?:TB|LĐ))[BCDĐGHKLMNPQRSTVX]{2,6})(?!\w)"
_INITIALS_AFTER = re.compile(rf"\s*,?\s*\(?(?:(?:của|trong|tại|theo|thuộc|cua|trong|tai)\s+)?{_INITIALS}")
_INITIALS_BEFORE = re.compile(rf"(?<!\w){_INITIALS}(?:\s+(?:năm\s+)?\d{{4}})?\s*,?\s*\(?(?:(?:tại|ở|tai)\s+)?$")
# "điều 5 luật hiện hành", "theo quy định cũ, điều 5"
_FORMER = rf"(?:{_LAW}|{_PAPER})\s+(?:hien\s+hanh|cu|truoc\s+day|dang\s+ap\s+dung)(?!\w)"
# "nghị định của Chính phủ", "nghị định về hóa đơn", "báo cáo số 12"
_OFFICIAL = r"(?:nghi\s+dinh|thong\s+tu)\s+(?:cua\s+(?:chinh\s+phu|bo|thu\s+tuong)|ve)(?!\w)"
_LETTER_BEFORE = re.compile(
    r"(?<!\w)(?:cong\s+van|bao\s+cao|to\s+trinh|huong\s+dan|ket\s+luan|thong\s+bao)\s+so\s+\d[\w/.-]*"
    rf"(?:\s+cua\s+[^\W\d_]+){{0,1}}{_LINK}$"
)
# "Luật Thuế đã quy định ở khoản 2", "Thông tư 78 có Điều 6"
_VERB = re.compile(
    r"(?:\s*,)?(?:\s+(?:da|cung|cu\s+the))*\s+(?:(?:co\s+)?(?:quy\s+dinh|neu|ghi)(?:\s+ro)?(?:\s+(?:tai|o|trong))?|co)\s+$"
)
_WORD_OF_NUMBER = r"(?:mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|muoi|tram|linh|le)"
_SPELLED_BEFORE = re.compile(
    rf"(?:nghi\s+dinh|thong\s+tu|nghi\s+quyet|quyet\s+dinh)(?:\s+so)?(?:\s+{_WORD_OF_NUMBER}){{1,6}}{_LINK}$"
)
_IN_PASSING = re.compile(r"\s*\(\s*theo\s")  # "Điều 33 (theo Luật Dược)"
_FORMER_AFTER = re.compile(_LINK + _FORMER)
_FORMER_BEFORE = re.compile(rf"(?<!\w){_FORMER}{_LINK}$")
_LAW_AFTER = re.compile(rf"{_LINK}(?P<law>{_LAW})\s+(?:(?={_NAME}(?!\w))|(?!{_SENTENCE}(?!\w)))(?=[^\W\d_])")
_CONSTITUTION = re.compile(
    rf"{_LINK}(?:hien\s+phap|constitution|(?:quy\s+chuan\s+|tieu\s+chuan\s+)?(?:qcvn|tcvn)|cong\s+uoc|hiep\s+dinh)(?!\w)"
)
_PAPER_AFTER = re.compile(
    rf"{_LINK}(?P<own>{_OWN})?(?P<paper>{_PAPER}|{_LAW}|du\s+thao)(?P<this>\s+nay(?!\w))?(?P<rest>\s*(?:$|[.,;:!?)\n]|(?:va|voi|hay|hoac)(?!\w))?)"
)
_NUMBER_BEFORE = re.compile(
    rf"(?:(?:{_LAW}|{_PAPER}|(?<!\w){_SHORT}){_NUMBERED}|(?:{_LAW}|nghi\s+quyet|quyet\s+dinh)\s+(?:so\s+)?\d{{1,3}})"
    rf"(?:\s+(?:ngay\s+[\d/.-]+|nam\s+\d{{4}}))?{_LINK}$"
)
_LAW_BEFORE = re.compile(
    rf"(?P<own>{_OWN})?(?<!\w){_LAW}\s+(?:(?={_NAME}(?!\w))|(?!{_SENTENCE}(?!\w)))(?P<name>[^\W\d_]+(?:\s+[^\W\d_]+){{0,6}})(?:\s+(?:nam\s+)?\d{{4}})?{_LINK}$"
)
_LAW_IN_ENGLISH = re.compile(
    r"\s+of\s+(?:the\s+)?(?!draft|this)(?:[a-z]+\s+){1,5}?(?:law|decree|code|act|circular)(?!\w)"
)
# What says that a place is one of this draft, whatever law was named before it.
_HERE_AFTER = re.compile(r"\s*,?\s*\(?(?:(?:cua|trong|tai|o)\s+)?(?:ban\s+)?(?:du\s+thao|nay(?!\w))")
_PAPER_BEFORE = re.compile(
    rf"(?:^\s*|(?<!\w)(?:du\s+thao|tai|trong|cua|o|ve)\s+)(?P<paper>{_PAPER}|{_LAW})"
    r"(?:\s+nay|\s+kem\s+theo)?\s*[,:(]?\s*(?:tai\s+)?$"
)
_OTHERS_AFTER = (
    _LAW_IN_ENGLISH,
    re.compile(_LINK + _OFFICIAL),
    _NUMBER_AFTER,
    _SHORT_AFTER,
    _CONSTITUTION,
    _FORMER_AFTER,
    _LAW_AFTER,
)
_OTHERS_BEFORE = (_LETTER_BEFORE, _NUMBER_BEFORE, _SHORT_BEFORE, _FORMER_BEFORE, _SPELLED_BEFORE)
_STOPS = re.compile(r"(?<!\w)(?:nay|thi|nen|can|phai|khong|chua|cua|va|la|o|tai|trong|sua|da\s+(?:co|duoc|quy))(?!\w)")
_NAMED = re.compile(_NAME)
_MAIN = ("nghi quyet", "quyet dinh", "luat", "bo luat", "phap lenh", "nghi dinh", "thong tu", "chi thi")
_MEDICINE = re.compile(r"[Dd]ược(?!\w)")  # "Luật Dược" is no "luật được"
_CAPITAL = re.compile(rf"{_LINK}{_LAW}\s+")
_REACH = 120  # characters before a place in which the name of a law may stand


def bare_text(text: str) -> str:
    """The form of a text in which `document` looks, letter for letter."""
    return plain(_MEDICINE.sub("duok", text)).replace("đ", "d")


def document(text: str, bare: str, start: int, end: int) -> Document:
    """The document that the place at ``start`` to ``end`` of composed ``text`` belongs to; "" when unsaid.

    ``bare`` is its `bare_text`, made once for all places.

    >>> [document(text, bare_text(text), 0, 6) for text in ("Điều 4 Luật Đất đai", "Điều 4 của Quy định")]
    ['other', 'annexed']
    """
    if _HERE_AFTER.match(bare, end) or _IN_PASSING.match(bare, end):
        return _own(text, bare, start, end)
    before = _VERB.sub(" ", bare[max(0, start - _REACH) : start])
    if any(pattern.match(bare, end) for pattern in _OTHERS_AFTER) or _INITIALS_AFTER.match(text, end):
        return "other"
    if (named := _CAPITAL.match(bare, end)) and text[named.end() : named.end() + 2].istitle():
        return "other"  # "Luật Trồng trọt"
    if any(pattern.search(before) for pattern in _OTHERS_BEFORE) or _is_law_before(before):
        return "other"
    if _INITIALS_BEFORE.search(text, max(0, start - _REACH), start):
        return "other"
    return _own(text, bare, start, end)


def _is_law_before(before: str) -> bool:
    """Whether the name of a law leads up to the place: "Luật Đất đai, Điều 4"."""
    found = _LAW_BEFORE.search(before)
    return found is not None and not found["own"] and not _STOPS.search(_NAMED.sub("", found["name"]))


def _own(text: str, bare: str, start: int, end: int) -> Document:
    found = _PAPER_AFTER.match(bare, end)
    if found is None:
        before = _PAPER_BEFORE.search(bare, max(0, start - _REACH), start)
        return _part(" ".join(before["paper"].split())) if before else ""
    paper = " ".join(found["paper"].split())
    linked = bare[end : found.start("paper")].strip(" ,(") != ""
    named = text[found.start("paper")].isupper()
    if paper == "du thao":
        return ""
    if not (linked or named or found["this"] or found["rest"].strip() or found.end() == len(bare)):
        return ""  # "điều 3 quy định mức phạt": a verb
    return _part(paper)


def _part(paper: str) -> Document:
    return "main" if paper in _MAIN else "annexed"
