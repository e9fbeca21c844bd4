"""Who a draft touches: its own list of those it applies to; what they must do is elsewhere."""

import re

from nlp.drafts.card.naming import names_people
from nlp.drafts.card.wording import CardLine, Text, cut, listed, sentences, trimmed
from nlp.drafts.tree import Provision
from nlp.text import fold

_SUBJECTS = re.compile(
    r"\bdoi tuong(?:,? (?:va )?pham vi)?(?: va nguyen tac)? (?:ap dung|dieu chinh|thu huong|ho tro|duoc ho tro|huong)"
    r"|\bdoi tuong, pham vi|\bdoi tuong\W*$|^nguoi nop (?:thue|phi|le phi)\W*$"
)
_MIXED = re.compile(r"\bpham vi\b")
_THIS = (
    r"(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết|Nghị định|Thông tư(?: liên tịch)?|Quyết định|Quy định|Quy chế|Kế hoạch|"
    r"Đề án|Chính sách|Điều lệ|Chỉ thị|Văn bản|Bản (?:quy định|quy chế))"
)
_APPLIES = re.compile(
    rf"^(?:\W*(?:Đối tượng (?:áp dụng|điều chỉnh))[^:]{{0,60}}:\s*)?"
    rf"(?:{_THIS}(?: thí điểm)?(?: này)?(?: được| có hiệu lực)? áp dụng (?:đối với|cho|với)\s*:?\s*)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\W*Đối tượng (?:áp dụng|điều chỉnh|thụ hưởng)\s*[:.–-]?\s*", re.IGNORECASE)
_NOT = re.compile(r"không áp dụng|không thuộc (?:đối tượng|phạm vi)", re.IGNORECASE)
_ASIDE = re.compile(r"^\W*(?:Trường hợp|Căn cứ|Nếu|Việc|Riêng|Khi|Chính phủ)\b")
_INTRODUCES = re.compile(r":\s*$")


def who(text: Text) -> CardLine | None:
    """Whom the draft touches, from the list of those it applies to; None when it has none."""
    for article in text.headed(_SUBJECTS):
        mixed = bool(_MIXED.search(fold(article.heading)))
        line = _mixed(text, article) if mixed else _list_of(text, article)
        if line is not None:
            return line
    for part in text.by_substance:
        if part.kind in ("dieu", "khoan") and _said_plainly(text, part):
            return _list_of(text, part)
    return None


def _said_plainly(text: Text, part: Provision) -> bool:
    """An article without such a heading that begins "Luật này áp dụng đối với …"."""
    said = _APPLIES.match(part.text)
    return said is not None and bool(part.text[said.end() :].strip() or text.inside(part))


def _mixed(text: Text, article: Provision) -> CardLine | None:
    """The clause or sentence on subjects in an article that also says what is regulated."""
    for words in sentences(article.text):
        if (_APPLIES.match(words) or _LABEL.match(words)) and not _NOT.search(words) and not _INTRODUCES.search(words):
            return CardLine("who", cut(_bare(words)), article.path)
    for clause in text.inside(article):
        if (_APPLIES.match(clause.text) or _LABEL.match(clause.text)) and not _NOT.search(clause.text[:60]):
            return _list_of(text, clause)
    for clause in text.inside(article):
        if "đối tượng" in clause.heading.lower():
            return _list_of(text, clause)
    return None


def _list_of(text: Text, part: Provision) -> CardLine | None:
    own = [words for words in sentences(part.text) if not _NOT.search(words)]
    items = [_bare(words) for words in own if not _INTRODUCES.search(words)]
    items += [_bare(words) for words in text.items(part) if not (_NOT.search(words) or _ASIDE.match(words))]
    items = [words for words in items if words]
    if not items:
        return None
    first = [names_people(words) for words in items]
    return CardLine("who", listed(items, first=first), part.path)


def _bare(words: str) -> str:
    """Words without "Luật này áp dụng đối với", unless only a reference to another place would be left."""
    bare = trimmed(_LABEL.sub("", _APPLIES.sub("", words)))
    return trimmed(words) if fold(bare).startswith("theo quy dinh") else bare
