"""From when a draft counts: its own sentence on taking effect, a plan's time; no date is computed."""

import re
from collections.abc import Iterator

from nlp.drafts.card.wording import CardLine, Text, cut, listed, name_of, sentences, trimmed
from nlp.drafts.tree import Provision
from nlp.text import fold

_WHEN = r"(?:kể\s+từ|từ|sau|vào\s+ngày|ngày|trước)\b"
_EFFECT = re.compile(
    rf"\b(?:này|luật|hành\s+này)\b[^.;]{{0,60}}?\b(?:có hiệu lực|có giá trị)(?: thi hành| áp dụng| pháp luật)?"
    rf"(?: thi hành)?[\s,]*{_WHEN}",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\bhết hiệu lực\b|\bbãi bỏ\b|\bthay thế\b", re.IGNORECASE)
_PLAINLY = re.compile(
    r"^\W*(?:Bộ luật|Luật|Pháp lệnh|Nghị \w+|Thông tư|Quyết định|Quy \w+|Kế hoạch|Đề án) này có ", re.IGNORECASE
)
_BEGINS = re.compile(r"^\W*[^.;]{0,60}\bnày (?:có hiệu lực|có giá trị)", re.IGNORECASE)
_HEADING = re.compile(r"\bhieu luc\b|\bdieu khoan thi hanh\b|\bto chuc thuc hien\b|\btrach nhiem thi hanh\b")
_TIME = re.compile(
    r"\bthoi (?:gian|han) (?:thuc hien|to chuc|trien khai|ap dung|tien hanh)\b|\bthoi gian\W*$|\btien do\b"
)
_TIME_SAID = re.compile(r"^\W*Thời (?:gian|hạn|điểm) (?:thực hiện|áp dụng|triển khai|tổ chức)\s*:?\s+\S", re.IGNORECASE)
_UNTIL = re.compile(r"^(?:den|het|truoc|giai doan|tu|trong)\b.*\b(?:nam|thang|ngay|quy)?\s*\d{4}")
_AIMS = re.compile(r"\bmuc tieu\b|\bchi tieu\b")
_REFERS = re.compile(r"\bkhoản ((?:\d+)(?:(?:,| và| hoặc) (?:khoản )?\d+)*) Điều này", re.IGNORECASE)


def when(text: Text) -> CardLine | None:
    """From when the draft counts, in its own words; None when it does not say."""
    for reader in (_effect, _time, _said_in_passing, _milestones):
        for line in reader(text):
            return line
    return None


def _effect(text: Text) -> Iterator[CardLine]:
    """The sentence on taking effect, those first that begin with it, in an article named after it, nearer the end."""
    found: list[tuple[int, int, str, Provision]] = []
    for at, part in enumerate(text.parts):
        for words in sentences(part.text):
            hit = _EFFECT.search(words)
            if hit is None or _ENDS.search(words[: hit.end()]):
                continue
            begins = (2 if _BEGINS.match(words) else 0) + (2 if _PLAINLY.match(words) else 0)
            if begins or hit.start() < 40:
                found.append((begins + _under_heading(text, part), at, words, part))
    if found:
        _, _, words, part = max(found, key=lambda one: one[:2])
        yield _with_exceptions(text, part, words)


def _under_heading(text: Text, part: Provision) -> int:
    holder = part if part.heading else text.above(part)
    return 1 if holder is not None and _HEADING.search(fold(holder.heading)) else 0


def _with_exceptions(text: Text, part: Provision, words: str) -> CardLine:
    """The sentence; where it excepts another clause of its article and both fit, both, citing the article."""
    article = text.above(part)
    refers = _REFERS.search(words)
    if refers and article is not None and part.kind == "khoan":
        wanted = set(re.findall(r"\d+", refers[1]))
        clauses = [p for p in text.inside(article) if p.kind == "khoan" and p.path.rsplit("-", 1)[-1] in wanted]
        said = [words, *(first for clause in clauses if (first := next(iter(sentences(clause.text)), "")))]
        if len(" ".join(said)) <= 200 and len(said) > 1:
            return CardLine("when", " ".join(said), article.path)
    return CardLine("when", cut(words), part.path)


def _time(text: Text) -> Iterator[CardLine]:
    for part in text.headed(_TIME):
        own = sentences(part.text) if part.text != name_of(part) or part.heading else []
        said = [trimmed(words) for words in own] or text.items(part)
        if said:
            yield CardLine("when", listed(said), part.path)


def _said_in_passing(text: Text) -> Iterator[CardLine]:
    """ "Thời gian thực hiện: từ năm 2026 đến năm 2030" said by a point of its own, outside the tasks."""
    for part in text.by_substance:
        depth = part.path.count("/")
        for words in sentences(part.text)[:1]:
            if _TIME_SAID.match(words) and depth <= 2 and re.search(r"\d{4}|năm học|tháng|ngày", words):
                yield CardLine("when", cut(words), part.path)


def _milestones(text: Text) -> Iterator[CardLine]:
    """The dates by which a plan's aims are set, where all of them are dates."""
    for section in text.by_substance:
        points = text.inside(section)
        names = [trimmed(name_of(point)) for point in points]
        aims = section.kind in ("la-ma", "so") and _AIMS.search(fold(name_of(section)))
        if aims and len(points) > 1 and all(_UNTIL.search(fold(name)) for name in names):
            yield CardLine("when", listed(names), section.path)
