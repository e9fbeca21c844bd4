"""What a draft changes: its scope, what it amends, the headings of a plan's tasks; whom that touches is elsewhere."""

import re
from collections.abc import Iterator

from nlp.drafts.card.wording import CardLine, Text, cut, is_annexed, listed, name_of, sentences, trimmed
from nlp.drafts.tree import Provision
from nlp.text import fold

_SCOPE = re.compile(r"\bpham vi(?:,? (?:va )?doi tuong)?(?: va nguyen tac)? (?:dieu chinh|ap dung)|\bpham vi\W*$")
_SAYS = re.compile(
    r"\bnày (?:thí điểm )?(?:quy định|điều chỉnh|xác định|hướng dẫn|ban hành)|^\W*Phạm vi", re.IGNORECASE
)
_LABEL = re.compile(r"^\W*Phạm vi (?:điều chỉnh|áp dụng)\s*[:.–-]\s*", re.IGNORECASE)
_BEGINS = re.compile(r"^[^.;:]{3,40} này (?:thí điểm )?(?:quy định|điều chỉnh)\b")
_AMENDS = re.compile(r"^(?:sua doi|bo sung|bai bo|thay the|dieu chinh mot so)\b")
_TASKS = re.compile(r"\b(?:nhiem vu|noi dung|giai phap|chinh sach)\b")
_TASKS_OF_ARTICLE = re.compile(
    r"^(?:cac )?(?:nhiem vu,? (?:va )?giai phap|noi dung thi diem|(?:co che, )?chinh sach thi diem)"
)
_NOT_TASKS = re.compile(r"\b(?:phan cong|to chuc|kinh phi|quyen han)\b")
_AIM = re.compile(r"\bmuc (?:dich|tieu)\b")
_PUTS = re.compile(r"^(?:Ban hành|Phê duyệt|Quy định|Thông qua|Sửa đổi|Bổ sung|Bãi bỏ|Công bố|Điều chỉnh|Thí điểm)\b")
_MONEY = re.compile(
    r"\bmuc (?:gia|thu|phi|ho tro|chi|tro cap|huong|phat|giam|dong)|\b(?:chinh sach ho tro|gia dich vu)\b"
)


def what(text: Text) -> CardLine | None:
    """What the draft changes; None when it says so nowhere plainly."""
    for reader in (_scope, _amendments, _tasks, _aim, _opening, _money):
        for line in reader(text):
            return line
    return None


def _scope(text: Text) -> Iterator[CardLine]:
    for article in text.headed(_SCOPE, plans=False):
        own = sentences(article.text)
        if own and not own[0].endswith(":"):
            yield _line(_LABEL.sub("", own[0]), article)
            continue
        clauses = [part for part in text.inside(article) if _SAYS.search(part.text[:160])]
        if clauses:
            yield from _clause(text, clauses[0])
        elif items := text.items(article):
            yield CardLine("what", listed(items), article.path)
    for article in [part for part in text.by_substance if part.kind == "dieu"][:3]:
        own = sentences(article.text)
        if own and _BEGINS.match(own[0]) and not own[0].endswith(":"):
            yield _line(own[0], article)


def _clause(text: Text, clause: Provision) -> Iterator[CardLine]:
    own = sentences(_LABEL.sub("", clause.text))
    items = text.items(clause)
    if own and own[0].endswith(":") and items:
        yield CardLine("what", cut(f"{own[0]} {listed(items)}"), clause.path)
    elif own:
        yield _line(own[0], clause)
    elif items:
        yield CardLine("what", listed(items), clause.path)


def _amendments(text: Text) -> Iterator[CardLine]:
    articles = [part for part in text.by_substance if part.kind == "dieu"]
    for part in articles[:3]:
        words = part.heading or next(iter(sentences(part.text)), "")
        if _AMENDS.search(fold(words)):
            lead = re.sub(r"\s+như sau\s*:?\s*$", "", words).rstrip(" :;")
            items = [re.sub(r"\s+như sau\Z", "", one) for one in text.items(part)]
            room = 200 - len(lead) - 2
            tail = f": {listed(items, room)}" if items and room > 40 else ""
            yield CardLine("what", cut(f"{lead}{tail}"), part.path)


def _tasks(text: Text) -> Iterator[CardLine]:
    """The headings under a plan's tasks, where most points have one."""
    for section in text.by_substance:
        title = fold(name_of(section))
        plan = section.kind == "la-ma" and _TASKS.search(title) and not _NOT_TASKS.search(title)
        if plan or (section.kind == "dieu" and _TASKS_OF_ARTICLE.search(title)):
            points = text.inside(section)
            named = name_of if section.kind == "la-ma" else _first_words
            names = [trimmed(named(point)) for point in points if named(point)]
            if len(names) >= 2 and len(names) * 2 > len(points):
                yield CardLine("what", listed(names), section.path)


def _first_words(point: Provision) -> str:
    return point.heading or next(iter(sentences(point.text)), "")


def _aim(text: Text) -> Iterator[CardLine]:
    for section in text.headed(_AIM):
        if section.kind in ("so", "chu") or (section.kind == "la-ma" and not _has_aim_inside(text, section)):
            own = sentences(section.text) if section.text != name_of(section) else []
            said = own or text.items(section)
            if said:
                yield _line(said[0], section)


def _has_aim_inside(text: Text, section: Provision) -> bool:
    return any(_AIM.search(fold(name_of(inner))) for inner in text.inside(section))


def _opening(text: Text) -> Iterator[CardLine]:
    """Điều 1 of a decision or resolution whose articles have no headings: what it puts in force."""
    main = [part for part in text.parts if part.kind == "dieu" and not is_annexed(part)]
    for article in main[:1]:
        for part in (article, *text.inside(article)[:1]):
            own = sentences(part.text)
            if own and _PUTS.match(own[0]):
                items = text.items(part)
                words = f"{own[0]} {listed(items)}" if own[0].endswith(":") and items else own[0]
                yield _line(words, part)


def _money(text: Text) -> Iterator[CardLine]:
    """The headings of the articles that set rates, fees or support are too many places for one citation: the first."""
    for article in text.headed(_MONEY, plans=False):
        said = sentences(article.text) or text.items(article)
        if said:
            yield _line(f"{article.heading}: {said[0]}", article)


def _line(words: str, part: Provision) -> CardLine:
    return CardLine("what", cut(words.rstrip(" ;:")), part.path)
