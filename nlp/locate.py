"""From the plain ways people point ("k2 đ4", "mục III.2") to provisions of a draft; nearness is `resembling`'s."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nlp import citing, mistyping, pointing
from nlp.citing import Document
from nlp.levels import RANKS, Unit
from nlp.numbering import LAST
from nlp.pointing import Chain

_STEP = re.compile(r"(?:dieu|khoan|diem|phan|chuong|muc|tieu-muc|la-ma|so|chu|gach)-")
_SENTENCE_END = re.compile(r"[.!?\n]")
_THIS_ARTICLE = re.compile(r"\s*,?\s*(?:(?:cua|tai)\s+)?dieu\s+(?:nay|do)(?!\w)")
_SUMS = re.compile(r"(?<!\w)(?:\d|hai|ba|bon|nam)\s+khoan\s*[,:;]\s*khoan(?!\w)")
_SETTING = re.compile(r"(?<!\w)(?:tai|o|trong)\s+$")
_TOLD_APART = re.compile(r"[.!?\n]|(?<!\w)(?:nhung|nhat\s+la|dac\s+biet|rieng|con|tuy)(?!\w)")
_SUFFIXED = re.compile(r"(\d+)([a-zđ])")
_LOOSE = ("phu-luc", "mau", "bieu-mau")  # annexes that are seldom meant when none is named

LONGEST = 20_000  # characters read of a text
_MOST_PLACES = 200  # that one chain of lists may mean

SURE, OF_TWO_TEXTS, CARRIED, OUTER_ONLY = 1.0, 0.9, 0.8, 0.5


@dataclass(frozen=True, slots=True)
class Located:
    """A provision that a text points at; ``score`` is 1 for a plain reference, less the more was guessed."""

    path: str
    score: float


def locate(text: str, paths: Iterable[str]) -> list[Located]:
    """Every provision among ``paths`` that ``text`` points at, in the order of the text; other laws are left out.

    A place that may be several ("khoản 4" alone) gives them all, each with its share of the score.

    >>> locate("k2 đ4 và Điều 5 Luật Đất đai", ["dieu-4", "dieu-4/khoan-2", "dieu-5"])
    []
    >>> locate("k2 đ4", ["dieu-4", "dieu-4/khoan-2", "dieu-5"])
    [Located(path='dieu-4/khoan-2', score=1.0)]
    """
    shelf = _Shelf(list(paths))
    composed = mistyping.mend(unicodedata.normalize("NFC", text)[:LONGEST])
    found: dict[str, float] = {}
    for units, of, carried in _spoken_of(composed):
        if of == "other":
            continue
        for path, share in shelf.matches(units, of):
            if not (carried and any(one == path or one.startswith(f"{path}/") for one in found)):
                found[path] = max(found.get(path, 0.0), round(share * (CARRIED if carried else SURE), 4))
    return [Located(path, score) for path, score in found.items()]


def best(found: Sequence[Located]) -> Located | None:
    """The first reference, or the more exact one inside it; None when there is none."""
    chosen: Located | None = None
    for one in found:
        if chosen is None or (one.path.startswith(f"{chosen.path}/") and one.score >= CARRIED):
            chosen = one
    return chosen


def find(text: str, paths: Iterable[str]) -> str | None:
    """The one path among ``paths`` that ``text`` points at.

    Where a decision and its annex both have the article, the annexed text is meant: it is the one with substance.
    """
    found = best(locate(text, paths))
    return found.path if found else None


def paths_meant(text: str) -> list[str]:
    """The endings of provision paths that ``text`` may mean, the most exact first; empty when it points nowhere.

    >>> paths_meant("khoản 2 điều 4")
    ['dieu-4/khoan-2', 'dieu-4']
    >>> paths_meant("mục III.2")
    ['la-ma-3/so-2', 'la-ma-3']
    """
    meant: list[str] = []
    for group in pointing.groups(mistyping.mend(unicodedata.normalize("NFC", text))):
        for chain in group.chains:
            plan = chain.has("la-ma")
            steps = [_steps(unit, unit.keys[0], plan=plan)[0] for unit in _without_containers(chain.units)]
            meant += ["/".join(steps[:length]) for length in range(len(steps), 0, -1)]
    return list(dict.fromkeys(meant))


def _spoken_of(text: str) -> list[tuple[tuple[Unit, ...], Document, bool]]:
    """The levels of every place named, whole: with its document, and whether outer ones come from a place beside it."""
    bare = citing.bare_text(text)
    spoken: list[tuple[tuple[Unit, ...], Document, bool]] = []
    said: tuple[Unit, ...] = ()  # the place spoken of last: "nhất là khoản 2" goes on with it
    said_of: Document = ""
    sums = _SUMS.search(bare)
    counted_from = sums.start() if sums else len(bare)
    for group in pointing.groups(text):
        document = citing.document(text, bare, group.start, group.end)
        for chain in group.chains:
            above = _carried(said, chain) if not document else ()
            if not above and _is_of_none(bare, chain, group.end, counted_from):
                continue
            if above and spoken and _says_only_where(bare, spoken[-1], chain):
                spoken.pop()
            units, of = ((*above, *chain.units), said_of) if above else (chain.units, document)
            if not said and chain.has("dieu") and chain.has("khoan"):
                spoken = [_foretold(bare, one, units, of) for one in spoken]
            if above or chain.has("dieu") or chain.has("la-ma") or chain.has("chuong"):
                said, said_of = units, of
            spoken.append((units, of, bool(above)))
    return spoken


def _is_of_none(bare: str, chain: Chain, end: int, counted_from: int) -> bool:
    """Whether a clause has no article to look for: "khoản 1 Điều này", "đóng 2 khoản, khoản 1 là rác"."""
    first = chain.units[0]
    if first.level not in {"khoan", "diem"}:
        return False
    return _THIS_ARTICLE.match(bare, end) is not None or counted_from <= first.start


def _says_only_where(bare: str, before: tuple[tuple[Unit, ...], Document, bool], chain: Chain) -> bool:
    """Whether the article just said is but the setting of a clause: "tại Điều 31 đề nghị sửa khoản 1"."""
    (article, *inner), _, carried = before
    if carried or inner or article.level != "dieu" or len(article.keys) > 1:
        return False
    between = bare[article.end : chain.units[0].start]
    return _SETTING.search(bare, max(0, article.start - 12), article.start) is not None and not _TOLD_APART.search(
        between
    )


def _foretold(
    bare: str, before: tuple[tuple[Unit, ...], Document, bool], units: tuple[Unit, ...], of: Document
) -> tuple[tuple[Unit, ...], Document, bool]:
    """A clause without an article takes that of the next clause: "bỏ khoản 3, sửa khoản 4 Điều 27"."""
    named = before[0]
    if named[0].level != "khoan" or _SENTENCE_END.search(bare, named[-1].end, min(unit.start for unit in units)):
        return before
    return (*(unit for unit in units if RANKS[unit.level] < RANKS["khoan"]), *named), of, True


def _carried(said: Sequence[Unit], chain: Chain) -> tuple[Unit, ...]:
    """The outer levels of the place spoken of last that ``chain`` goes on with; none where it stands by itself."""
    outermost = chain.units[0].level
    holder = {"khoan": ("dieu", "la-ma"), "diem": ("dieu", "la-ma"), "gach": ("dieu", "la-ma"), "muc": ("chuong",)}
    above = tuple(unit for unit in said if RANKS[unit.level] < RANKS[outermost])
    return above if any(unit.level in holder.get(outermost, ()) for unit in above) else ()


def _without_containers(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Chapters say nothing more once the article is named: articles count on through them."""
    if any(unit.level == "dieu" for unit in units):
        return tuple(unit for unit in units if unit.level not in {"phan", "chuong", "muc", "tieu-muc"})
    return tuple(units)


def _steps(unit: Unit, key: str, *, plan: bool = False) -> list[str]:
    """The last parts of a path that a unit may be, the likeliest first."""
    level = unit.level
    if level == "annex":
        return [f"{unit.word}-{key}", f"{unit.word}-so-{key}", f"{unit.word}-0{key}"]
    letters = ["d", "đ"] if key == "d" else [key]
    if level == "diem" and not key[0].isdigit():
        return [f"{kind}-{letter}" for letter in letters for kind in ("diem", "chu")]
    kinds = {
        "khoan": ("so", "khoan") if plan else ("khoan", "so"),
        "diem": ("so", "khoan", "diem"),
        "la-ma": ("la-ma", "muc"),
        "muc": ("so", "muc") if plan else ("muc", "la-ma", "so", "chu"),
        "phan": ("phan", "la-ma", "so"),
        "tieu-muc": ("so", "tieu-muc") if plan else ("tieu-muc",),
    }.get(level, (level,))
    return [f"{kind}-{key}" for kind in kinds]


class _Shelf:
    """The paths of one draft, ready to be matched."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._split = {path: path.split("/") for path in paths}
        self._annex = {path: "" if _STEP.match(steps[0]) else steps[0] for path, steps in self._split.items()}
        self._by_end: dict[str, list[str]] = {}
        for path, steps in self._split.items():
            self._by_end.setdefault(steps[-1], []).append(path)

    def matches(self, units: Sequence[Unit], document: Document) -> list[tuple[str, float]]:
        """The paths a chain of units may mean, with scores; its outer part when there is no such inner one."""
        kept = [self._to_the_end(unit) for unit in _without_containers(units)]
        found: list[tuple[str, float]] = []
        for keys in _products(kept):
            found += self._one(kept, self._counted(kept, keys), document)
        if found or len(kept) < 2:
            return found
        return [(path, round(share * OUTER_ONLY, 4)) for path, share in self.matches(kept[:-1], document)]

    def _to_the_end(self, unit: Unit) -> Unit:
        """ "điều 36 đến hết" with the numbers of the articles that follow in this draft."""
        if len(unit.keys) < 2 or unit.keys[-1] != LAST:
            return unit
        first = int(re.sub(r"\D", "", unit.keys[-2]))
        told = (ending.removeprefix(f"{unit.level}-") for ending in self._by_end)
        rest = sorted({int(key) for key in told if key.isdecimal() and int(key) > first})
        return replace(unit, keys=(*unit.keys[:-1], *map(str, rest)))

    def _counted(self, units: Sequence[Unit], keys: Sequence[str]) -> tuple[str, ...]:
        """The keys with "khoản cuối" as the number it has in this draft."""
        told: list[str] = []
        for unit, key in zip(units, keys, strict=True):
            if key == LAST:
                outer = [_steps(above, outer_key) for above, outer_key in zip(units, told, strict=False)]
                ends = (steps[-1].split("-") for steps in self._split.values() if _holds(steps[:-1], outer))
                last = [end[1] for end in ends if end[0] == unit.level and len(end) == 2]
                told.append(last[-1] if last else key)
            else:
                told.append(key)
        return tuple(told)

    def _one(self, units: Sequence[Unit], keys: Sequence[str], document: Document) -> list[tuple[str, float]]:
        plan = any(unit.level in {"la-ma", "phan"} for unit in units)
        wanted = [_steps(unit, key, plan=plan) for unit, key in zip(units, keys, strict=True)]
        if len(units) == 1 and units[0].level == "phan":
            wanted = [wanted[0][:2]]  # "phần 5" alone is no number in an annex
        section = units[-1].level == "muc"
        hits = self._hits(wanted, section=section) or self._hits(_split_suffix(wanted, keys), section=False)
        if not hits and units[-1].level == "annex":
            hits = self._under(wanted[-1])[:1]
        return self._weighed(self._of(hits, document))

    def _hits(self, wanted: Sequence[Sequence[str]], *, section: bool) -> list[str]:
        """All paths that end in the innermost wish and hold the others in order.

        The likelier reading excludes the others, but a plain "mục 3" (``section``) is section III as well as point 3.
        """
        if not wanted:
            return []
        found: list[str] = []
        for ending in wanted[-1]:
            hits = [path for path in self._by_end.get(ending, ()) if _holds(self._split[path][:-1], wanted[:-1])]
            found += hits
            if hits and not (section and ending.startswith("la-ma-")):
                break
        return found

    def _under(self, names: Sequence[str]) -> list[str]:
        return [path for path, annex in self._annex.items() if annex in names]

    def _of(self, hits: Sequence[str], document: Document) -> list[str]:
        """The hits in the document that was named, when there are any."""
        if document == "main":
            return [path for path in hits if not self._annex[path]] or list(hits)
        if document == "annexed":
            return [path for path in hits if self._annex[path]] or list(hits)
        return list(hits)

    def _weighed(self, hits: Sequence[str]) -> list[tuple[str, float]]:
        if len(hits) < 2:
            return [(path, SURE) for path in hits]
        rest = {path.removeprefix(f"{self._annex[path]}/") for path in hits}
        if len(rest) == 1:
            return [(min(hits, key=self._substance), OF_TWO_TEXTS)]
        return [(path, round(1 / len(hits), 4)) for path in hits]

    def _substance(self, path: str) -> int:
        annex = self._annex[path]
        return 1 if not annex else 2 if annex.startswith(_LOOSE) else 0


def _products(units: Sequence[Unit]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [()]
    for unit in units:
        found = [(*keys, key) for keys in found for key in unit.keys][:_MOST_PLACES]
    return found


def _split_suffix(wanted: Sequence[Sequence[str]], keys: Sequence[str]) -> list[Sequence[str]]:
    """ "điều 4a" as Điều 4 điểm a, "k2a" as khoản 2 điểm a, where there is no number with a letter."""
    match = _SUFFIXED.fullmatch(keys[-1])
    if match is None:
        return []
    bare = [step.removesuffix(match[2]) for step in wanted[-1]]
    return [*wanted[:-1], bare, [f"diem-{match[2]}", f"chu-{match[2]}"]]


def _holds(steps: Sequence[str], wanted: Sequence[Sequence[str]]) -> bool:
    """Whether ``steps`` hold one step of every wish, in order."""
    at = 0
    for wish in wanted:
        while at < len(steps) and steps[at] not in wish:
            at += 1
        if at == len(steps):
            return False
        at += 1
    return True
