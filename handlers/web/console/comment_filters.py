"""The filters above a list of comments, each choice with how many it would leave; what they select is services'."""

from dataclasses import dataclass
from urllib.parse import parse_qs

from nlp.lexicon.kinds import KINDS
from services.exports import words
from services.i18n import Translate
from services.review.listing import Listing
from services.review.views import BANDS, REVIEWED
from storage.queries.comments import NO_TOPIC


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter and how many comments it would leave."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter by its name in the address, with the choice made (empty: none) and the choices there are."""

    name: str
    label: str
    chosen: str
    choices: tuple[Choice, ...]


def choices(listed: Listing, t: Translate, language: str) -> list[Filter]:
    """Every filter; a choice that would leave nothing is offered only where it was made."""
    counts = listed.counts
    bands = {**words.bands(t), NO_TOPIC: t("Chưa có chủ đề")}
    reviewed = {"no": t("Chưa ai xem"), "yes": t("Đã xem")}
    most_first = sorted(counts.topics, key=lambda code: (-counts.topics[code], code))
    chosen = listed.view.wanted.topic
    topics = [*most_first, *([chosen] if chosen and chosen not in counts.topics else [])]
    rows: list[tuple[str, str, list[Choice]]] = [
        ("topic", t("Chủ đề"), [Choice(c, words.topic(c, language), counts.topics.get(c, 0)) for c in topics]),
        ("article", t("Điều khoản"), _articles(listed, t)),
        ("band", t("Mức chắc chắn"), [Choice(b, bands[b], counts.bands.get(b, 0)) for b in BANDS]),
        ("kind", t("Loại"), [Choice(k, words.kind(k, t), counts.kinds.get(k, 0)) for k in KINDS]),
        ("reviewed", t("Cán bộ đã xem"), [Choice(w, reviewed[w], counts.reviewed[REVIEWED[w]]) for w in reviewed]),
    ]
    said = parse_qs(listed.view.query())
    return [_filter(name, label, next(iter(said.get(name, ())), ""), offered) for name, label, offered in rows]


def _filter(name: str, label: str, chosen: str, offered: list[Choice]) -> Filter:
    return Filter(name, label, chosen, tuple(one for one in offered if one.count or one.value == chosen))


def _articles(listed: Listing, t: Translate) -> list[Choice]:
    chosen = listed.view.wanted.article
    found = [
        Choice(one.value, words.shorten(f"{words.place(one.label, t)} {one.heading}".strip(), 60), one.count)
        for one in listed.articles
    ]
    if chosen and chosen not in {one.value for one in found}:
        found.append(Choice(chosen, chosen, 0))
    return found
