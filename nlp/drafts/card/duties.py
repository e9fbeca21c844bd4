"""What people must do: duties and prohibitions that a draft addresses to them; agencies' own duties are left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.drafts.card.naming import begins_with_people, names_agency, names_people
from nlp.drafts.card.wording import LIMIT, CardLine, Text, cut, listed, sentences
from nlp.drafts.tree import Provision
from nlp.text import fold

_DUTY = re.compile(r"\b(?:trach nhiem|nghia vu|cam ket)\b")
_DUTY_OF = re.compile(r"\b(?:trach nhiem|nghia vu)(?: va quyen(?: loi)?)? cua (?P<whose>.+)")
_RIGHTS_FIRST = re.compile(r"^\W*(?:quyen|vai tro)\b")
_DUTIES_ALONE = re.compile(r"^.{0,50}(?<!quyen va )(?<!quyen, )\bnghia vu\b(?!.{0,30}(?:do|theo) )")
_EMPTY = re.compile(r"quyền và nghĩa vụ|nghĩa vụ khác|do (?:điều lệ|pháp luật)", re.IGNORECASE)
_FORBIDDEN = re.compile(r"\b(?:nghiem cam|bi cam|khong duoc lam|khong duoc thuc hien)\b")
_NO_DUTY = r"(?! (?:hưởng|hỗ trợ|trừ|tính|bồi|khấu trừ|trợ cấp|hoàn|giảm|miễn)\b)"  # what one does not get
_MODAL = re.compile(
    r"\b(?P<modal>có (?:trách nhiệm|nghĩa vụ|bổn phận)"
    r"|(?<!không )(?<!chưa )(?<!chẳng )phải(?! (?:là|do|chi|thu|được|tái)\b)"
    rf"|không được{_NO_DUTY}|bắt buộc phải|nghiêm cấm|cấm)\b",
    re.IGNORECASE,
)
_BANNED = r"(?:đốt|vứt|đổ|xả|bán|sử dụng|dùng|lấn|săn|chở|nuôi|thả|kinh doanh|quảng cáo)"
_BARE_BAN = re.compile(rf"^\W*Không {_BANNED}\b")
_OFFICIAL = re.compile(r"\b(?:kinh phí|ngân sách|trụ sở|cán bộ|công chức|biên chế|Kế hoạch này)\b")
_IF = re.compile(r"^\W*(?:Trường hợp|Nếu|Khi|Trong trường hợp)\b")
_POINTS_AWAY = re.compile(r"\b(?:theo quy định tại|quy định tại) (?:điểm|khoản|Điều)\b", re.IGNORECASE)
_SUBJECT = 90  # characters before the modal in which those addressed are named
_ORDER = ("dieu", "khoan", "diem", "so", "chu", "gach")


@dataclass(frozen=True, slots=True)
class _Found:
    score: float
    line: CardLine


def must(text: Text) -> CardLine | None:
    """The duty that most concerns people, in the draft's own words; None when it has none for them."""
    found = [*_articles(text), *_sentences(text)]
    if not found:
        return None
    return max(found, key=lambda one: one.score).line


def _articles(text: Text) -> Iterator[_Found]:
    """Articles named after a duty of people or after what is forbidden."""
    for article in text.headed(_FORBIDDEN):
        if names_agency(article.heading):
            continue
        if line := _whole(text, article, f"{article.heading}: "):
            yield _Found(4.0, line)
    for article in text.headed(_DUTY):
        whose = _owner(text, article)
        if not names_people(whose) or names_agency(whose):
            continue
        near = (
            -1.5
            if names_agency(_first(text, article))
            else 0.5
            if begins_with_people(whose) and not whose.startswith("to chuc")
            else 0.0
        )
        if _RIGHTS_FIRST.match(fold(article.heading)):
            duties = [part for part in text.inside(article) if _DUTIES_ALONE.match(fold(part.heading or part.text))]
            if duties and (line := _whole(text, duties[0])):
                yield _Found(5.0 + near, line)
        elif (line := _whole(text, article)) and not _EMPTY.search(line.text):
            yield _Found(5.2 + near, line)


def _nearness(whose: str, first: str) -> float:
    """What the article is worth more for people themselves, less where it goes on with agencies."""
    if names_agency(first):
        return -1.5
    return 0.5 if begins_with_people(whose) and not whose.startswith("to chuc") else 0.0


def _first(text: Text, article: Provision) -> str:
    return next(iter([*sentences(article.text), *text.items(article)]), "")[:60]


def _owner(text: Text, article: Provision) -> str:
    """Whose duty the article is, by its own heading or by that of its chapter; folded, empty when neither says."""
    holder: Provision | None = article
    while holder is not None:
        if named := _DUTY_OF.search(fold(holder.heading)):
            return str(named["whose"])
        holder = text.above(holder)
    return ""


def _whole(text: Text, part: Provision, named: str = "") -> CardLine | None:
    """What a provision and those in it say, as one line behind the words ``named``."""
    own = [words for words in sentences(part.text) if not words.endswith(":")]
    items = text.items(part)
    said = [words.rstrip(" ;.:") for words in [*own, *items]]
    lead = next((words for words in sentences(part.text) if words.endswith(":")), "")
    if lead and items and not named and (names_people(lead) or _MODAL.search(lead)):
        return CardLine("must", cut(f"{lead} {listed(items, max(60, LIMIT - len(lead) - 1))}"), part.path)
    return CardLine("must", cut(named + listed(said, max(60, LIMIT - len(named)))), part.path) if said else None


def _sentences(text: Text) -> Iterator[_Found]:
    """Single sentences that say whom they bind; the plainest and shortest are worth most."""
    for at, part in enumerate(text.by_substance):
        if part.kind not in _ORDER:
            continue
        for words in sentences(part.text):
            score = _worth(words)
            if score:
                yield _Found(score - at / 100_000, _sentence(text, part, words))


def _sentence(text: Text, part: Provision, words: str) -> CardLine:
    items = text.items(part) if words.endswith(":") else []
    said = f"{words} {listed(items, max(60, LIMIT - len(words) - 1))}" if items else words.rstrip(" ;")
    return CardLine("must", cut(said), part.path)


def _worth(words: str) -> float:
    hit = _MODAL.search(words)
    if hit is None:
        return 3.0 if _BARE_BAN.match(words) and len(words) <= 200 and not _OFFICIAL.search(words) else 0.0
    subject = words[: hit.start()]
    if hit["modal"].lower() in ("nghiêm cấm", "cấm"):
        return 3.0 if not subject.strip() else 0.0
    if len(subject) > _SUBJECT or len(subject.split()) < 2 or not begins_with_people(subject) or _IF.match(words):
        return 0.0
    score = 3.2
    score += 0.6 if not names_agency(subject) else -1.5
    score += 0.4 if len(words) <= 200 else 0.0
    score += 0.3 if len(subject) <= 45 else 0.0
    return score - (0.6 if _POINTS_AWAY.search(words) else 0.0)
