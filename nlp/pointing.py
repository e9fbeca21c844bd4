"""How people point at places: words such as "k2 đ4" or "mục III.2" become chains of levels; no draft is known here."""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nlp.levels import RANKS, Unit, joined_ranges, plain, units_in
from nlp.numbering import LAST

_MOST_TOGETHER = 40  # levels named in one breath: more is no reference but a jumble
_WIDEST_LINK = 60  # characters between two levels of one place
_OF = r"(?:(?:cua|thuoc|tai|o|nam|trong(?:\s+[dđ]o(?:\s+co)?)?|of|in|cac|nhung|cai|cu\s+the(?:\s+la)?)\s+)*"
_TIGHT = re.compile(rf"[\s./\-–>=?!)\[\]\"'”’_*\\…]*{_OF}")
_BRACKET = re.compile(r"\s*\(\s*")
# "khoản 2 quy định tại Điều 5", "bổ sung khoản 5 vào điều 4"; and "điều 5 có khoản 2", "Điều 8, từ khoản 1"
_OUTWARD = re.compile(
    rf"\s*,?\s*(?:(?:[dđ]uoc\s+)?(?:quy\s+[dđ]inh|neu|ghi|noi|[dđ]e\s+cap)\s+(?=tai|o|trong)|(?:theo|ben|vao)\s+){_OF}"
)
_INWARD = re.compile(rf"\s*[,:]?\s*(?:(?:co|gom|bao\s+gom|cho|tu|ca|ngay)\s+){_OF}")
_COMMA = re.compile(rf"\s*[)\"'”’]?\s*[,(:]\s*{_OF}")
_ROAD = re.compile(r"\s+(?:tren\s+(?:ban\s+[dđ]o|[dđ]uong)|[dđ]uong|truong|tuyen|nga)(?!\w)")
_FROM = re.compile(r"\s*,?\s*tu\s+")
_CONJUNCTION = re.compile(
    r"\s*(?:,?\s*(?:va|hoac|hay|voi|cung|lan|and|or)|[;&+])\s*(?:cac\s+|nhung\s+|ca\s+)?(?:tai\s+)?"
)


@dataclass(frozen=True, slots=True)
class Chain:
    """The levels of one place, outermost first: Điều 4, khoản 2."""

    units: tuple[Unit, ...]
    group: int

    @property
    def inner(self) -> Unit:
        """The most exact level named."""
        return self.units[-1]

    def has(self, level: str) -> bool:
        """Whether this level is named."""
        return any(unit.level == level for unit in self.units)


@dataclass(frozen=True, slots=True)
class Group:
    """Places named in one breath ("khoản 1 Điều 4 và Điều 5"): ``start`` and ``end`` in the text."""

    chains: tuple[Chain, ...]
    start: int
    end: int


def groups(text: str) -> list[Group]:
    """All places that ``text`` names, in the order of the text."""
    composed = unicodedata.normalize("NFC", text)
    bare = plain(text)
    found = joined_ranges(bare, list(units_in(composed, bare)))
    result: list[Group] = []
    for number, together in enumerate(_together(bare, found)):
        kept = _meant(together)
        if kept and not _is_on_a_map(bare, kept):
            result.append(Group(tuple(_chains(bare, kept, number)), kept[0].start, kept[-1].end))
    return result


def _is_on_a_map(bare: str, units: Sequence[Unit]) -> bool:
    """Whether points alone are points of a road: "điểm A đến điểm B đường Lê Lợi"."""
    return all(unit.level == "diem" for unit in units) and _ROAD.match(bare, units[-1].end) is not None


def _together(bare: str, units: Sequence[Unit]) -> Iterator[list[Unit]]:
    current: list[Unit] = []
    for unit in units:
        if current and (len(current) == _MOST_TOGETHER or _looseness(bare, current[-1], unit) is None):
            yield current
            current = []
        current.append(unit)
    if current:
        yield current


def _looseness(bare: str, left: Unit, right: Unit) -> int | None:
    """0: side by side, 1: with a comma, 2: with "và"; None: other words stand between."""
    if right.start <= left.end:
        return 0
    if right.start - left.end > _WIDEST_LINK:
        return None
    if _BRACKET.fullmatch(bare, left.end, right.start) and bare[right.end :].lstrip()[:1] == ")":
        return 0
    outward = RANKS[left.level] > RANKS[right.level]
    if _is_next_remark(bare, left, right, outward=outward):
        return None
    for looseness, pattern in enumerate((_TIGHT, _COMMA, _CONJUNCTION)):
        if pattern.fullmatch(bare, left.end, right.start):
            return looseness
    linked = left.level != right.level and (_OUTWARD if outward else _INWARD).fullmatch(bare, left.end, right.start)
    return 0 if linked else None


def _is_next_remark(bare: str, left: Unit, right: Unit, *, outward: bool) -> bool:
    """ "Đ18: xem lại K2. Đ20: bỏ", "Mục 1 Chương III từ Điều 14 đến Điều 16"."""
    if outward and "." in bare[left.end : right.start] and bare[right.end : right.end + 1] == ":":
        return True
    several = left.level in {"muc", "chuong"} and right.level == "dieu" and len(right.keys) > 1
    return several and _FROM.fullmatch(bare, left.end, right.start) is not None


def _meant(units: Sequence[Unit]) -> list[Unit]:
    """The units without chance hits: "k 2" for "không 2", "điểm 8" for a mark at school."""
    units = _reread(units)
    levels = {unit.level for unit in units}
    alone = len(units) == 1
    return [
        unit
        for unit in units
        if not (unit.spaced and alone)
        and not (unit.vague and all(other.vague for other in units))
        and not (
            unit.level == "diem"
            and unit.keys[0][0].isdigit()
            and not levels & {"muc", "la-ma", "phan", "khoan", "dieu"}
        )
        and not (unit.level == "diem" and alone and unit.keys[0] in {"o", "y"})
    ]


def _reread(units: Sequence[Unit]) -> Sequence[Unit]:
    """The units with "mục 2 điều 4", "ý 2 khoản 1" read as the levels an article has."""
    levels = {unit.level for unit in units if not unit.vague}
    if levels & {"la-ma", "phan"} and sum(unit.level == "diem" for unit in units) > 1:
        return [
            replace(unit, level="khoan") if unit.level == "diem" and unit.keys[0].isdigit() else unit for unit in units
        ]
    if "dieu" not in levels or levels & {"chuong", "la-ma", "annex"}:
        return units
    below = "diem" if "khoan" in levels else "khoan"
    lettered = any(unit.level == "diem" and not unit.vague and not unit.keys[0].isdigit() for unit in units)
    return [
        replace(unit, level="diem" if not unit.keys[0][0].isdigit() else below)
        if unit.keys[0] != LAST and (unit.vague or (unit.level in {"muc", "phan"} and not levels >= {"muc", "phan"}))
        else unit
        for unit in units
        if not (lettered and unit.vague and unit.keys[0].isdigit() and below == "diem")  # "tiết 1 điểm a"
    ]


def _chains(bare: str, units: Sequence[Unit], group: int) -> list[Chain]:
    gaps = [_looseness(bare, left, right) or 0 for left, right in itertools.pairwise(units)]
    outward = len(units) > 1 and RANKS[units[0].level] > RANKS[units[1].level]
    above = [_above(units, gaps, at, outward=outward) for at in range(len(units))]
    above = [_through_article(units, above, at) for at in range(len(units))]
    chains = []
    for at, unit in enumerate(units):
        if at in above or _only_says_where(units, gaps, above, at):
            continue
        chain, higher = [unit], above[at]
        while higher is not None:
            chain.insert(0, units[higher])
            higher = above[higher]
        chains.append(Chain(tuple(chain), group))
    return chains


def _through_article(units: Sequence[Unit], above: Sequence[int | None], at: int) -> int | None:
    """What holds a unit, with a clause further off seen: "điểm a điều 5 khoản 1", "điều 5 điểm a khoản 1"."""
    article = above[at]
    if units[at].level != "diem" or article is None or units[article].level not in {"dieu", "phan", "la-ma"}:
        return article
    step = 1 if article > at else -1
    for clause in (article + step, at - step):
        if 0 <= clause < len(units) and units[clause].level in {"khoan", "muc"} and above[clause] == article:
            return clause
    return article


def _only_says_where(units: Sequence[Unit], gaps: Sequence[int], above: Sequence[int | None], at: int) -> bool:
    """Whether a section only says where the article beside it stands: "mục 1 chương III, điều 14"."""
    if units[at].level not in {"muc", "tieu-muc"} or above[at] is None or max(gaps) > 1:
        return False
    return any(unit.level == "dieu" and above[other] == above[at] for other, unit in enumerate(units))


def _above(units: Sequence[Unit], gaps: Sequence[int], at: int, *, outward: bool) -> int | None:
    """The index of the unit that holds unit ``at``: the nearer in writing, on either side of it."""
    sides = []
    for step in (1, -1):
        loosest, other = 0, at + step
        while 0 <= other < len(units):
            gap = gaps[min(other, other - step)]
            loosest = max(loosest, gap)
            if _begins_anew(units, at, other, loosest):
                break
            if RANKS[units[other].level] < RANKS[units[at].level] and gap < 2:
                sides.append((loosest, step != (1 if outward else -1), other))
                break
            other += step
    return min(sides)[2] if sides else None


def _begins_anew(units: Sequence[Unit], at: int, other: int, loosest: int) -> bool:
    """Whether an annex behind a comma is one more place, not what holds the articles: "Đ3, Đ7 k2, PL 2"."""
    if units[other].level != "annex" or units[at].level != "dieu" or other < at or not loosest:
        return False
    return sum(unit.level == "dieu" for unit in units) > 1
