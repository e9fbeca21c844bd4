"""The outline and the lines of a file as a page shows them side by side, each problem at its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nlp.drafts import corrections, edits
from nlp.drafts.kinds import ANNEXED
from nlp.drafts.tree import Annex, Problem, Provision
from services.drafts import outline, places
from services.drafts.outline import Bench
from services.i18n import N_, Translate

LEVELS: Mapping[str, str] = {
    "phan": N_("Phần"),
    "chuong": N_("Chương"),
    "muc": N_("Mục"),
    "tieu-muc": N_("Tiểu mục"),
    "dieu": N_("Điều"),
    "khoan": N_("Khoản"),
    "diem": N_("Điểm"),
    "la-ma": N_("Mục số La Mã (I, II) của kế hoạch"),
    "so": N_("Mục số (1, 2) của kế hoạch"),
    "chu": N_("Mục chữ (a, b) của kế hoạch"),
    "gach": N_("Gạch đầu dòng"),
}
WAYS: Mapping[str, str] = {
    "merge": N_("Gộp vào phần trước"),
    "split": N_("Tách thành hai phần"),
    "level": N_("Đổi cấp"),
    "rename": N_("Sửa số, tên"),
    "annex": N_("Phụ lục"),
}
_EXCERPT = 110  # characters of a provision in the outline
_BEGINNING = 70  # characters by which a place to split at is shown
_AROUND = 3  # lines of the file shown before a provision
_LONGEST_PIECE = 40  # lines of the file beside one provision


@dataclass(frozen=True, slots=True)
class Flaw:
    """A problem with its number on the page, from 1, and the line it is on (0: none)."""

    number: int
    line: int
    problem: Problem


@dataclass(slots=True)
class Item:
    """A provision or an annex in the outline: ``number`` counts from 1 and names its place on the page."""

    number: int
    path: str
    kind: str
    label: str
    words: str
    depth: int
    line: int
    is_annex: bool = False
    flaws: list[Flaw] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """A line of the file, with what begins on it and the problems seen on it."""

    number: int
    text: str
    items: list[Item] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class View:
    """Everything the page shows: ``flaws`` all problems in order, ``general`` those that have no place."""

    items: list[Item]
    lines: list[Line]
    flaws: list[Flaw]
    general: list[Flaw]


def view(bench: Bench) -> View:
    """The outline beside the lines of the file."""
    items = _items(bench)
    lines = [Line(number, text) for number, text in enumerate(bench.reading.lines, start=1)]
    for item in items:
        if 0 < item.line <= len(lines):
            lines[item.line - 1].items.append(item)
    flaws = [Flaw(number, at, one) for number, (at, one) in enumerate(outline.problems_by_line(bench), start=1)]
    by_path = {item.path: item for item in items}
    general: list[Flaw] = []
    for flaw in flaws:
        if 0 < flaw.line <= len(lines):
            lines[flaw.line - 1].flaws.append(flaw)
        owner = by_path.get(flaw.problem.where) or _owner(items, flaw.line)
        (owner.flaws if owner else general).append(flaw)
    return View(items, lines, flaws, general)


def piece(shown: View, item: Item) -> list[Line]:
    """The lines of the file around one provision."""
    later = [other.line for other in shown.items if other.line > item.line]
    end = min([*later, item.line + _LONGEST_PIECE])
    return shown.lines[max(item.line - 1 - _AROUND, 0) : end] if item.line else []


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text may be split: the character it begins at, the words it is found by again, and what it opens."""

    at: int
    begins: str
    shown: str


def split_places(part: Provision) -> list[Place]:
    """The likely places to split a provision at; an officer may type any other."""
    body = "\n".join(words for words in (part.heading, part.text) if words)
    found = []
    for at in corrections.places(body):
        begins = body[at : at + _BEGINNING].partition("\n")[0].rstrip()
        more = "…" if len(body) > at + len(begins) else ""
        found.append(Place(at, begins, f"{begins}{more}"))
    return found


def fingerprint(part: Provision | Annex) -> str:
    """What the page saw of a provision, so that a form sent later changes nothing else."""
    words = part.title if isinstance(part, Annex) else part.heading
    return edits.fingerprint(f"{words}\n{part.text}")


def annex_kinds() -> list[tuple[str, str]]:
    """What an annex may be, by code and name."""
    return [("phu-luc", "Phụ lục"), *((kind, corrections.name_of_annex(kind)) for kind in sorted(ANNEXED))]


def done(bench: Bench, t: Translate) -> list[tuple[int, str, str, str]]:
    """The edits made, the last one first: number, way, path, and what was said."""
    return [(edit.number, t(WAYS[edit.kind.value]), edit.path, _told(edit.details, t)) for edit in bench.edits[::-1]]


def place_of(bench: Bench, path: str) -> str:
    """How people say where a provision is."""
    return places.place([outline.row(0, part) for part in bench.corrected.draft.provisions], path)


def _told(details: Mapping[str, object], t: Translate) -> str:
    kind = details.get("kind")
    level = t(LEVELS[str(kind)]) if kind in LEVELS else (t(N_("chữ của phần trước")) if kind == "text" else "")
    words = (details.get("label"), level, details.get("heading"), details.get("title"), details.get("begins"))
    return " · ".join(str(word) for word in words if word)


def _items(bench: Bench) -> list[Item]:
    draft, starts = bench.corrected.draft, bench.corrected.starts
    items: list[Item] = []
    depths: dict[str, int] = {}
    inside: dict[str, list[Provision]] = {annex.path: [] for annex in draft.annexes}
    main: list[Provision] = []
    for part in draft.provisions:
        inside.get(part.path.partition("/")[0] if "/" in part.path else "", main).append(part)

    def add(parts: Sequence[Provision], depth: int) -> None:
        for part in parts:
            depths[part.path] = depths[part.parent] + 1 if part.parent in depths else depth
            words = _short(part.heading or part.text)
            items.append(
                Item(
                    len(items) + 1, part.path, part.kind, part.label, words, depths[part.path], starts.get(part.path, 0)
                )
            )

    add(main, 0)
    for annex in draft.annexes:
        line = starts.get(annex.path, 0)
        items.append(
            Item(len(items) + 1, annex.path, annex.kind, annex.label, _short(annex.title or annex.text), 0, line, True)
        )
        add(inside[annex.path], 1)
    return items


def _owner(items: Sequence[Item], line: int) -> Item | None:
    """The provision that a line belongs to: the last one that begins on it or before it."""
    before = [item for item in items if 0 < item.line <= line]
    return before[-1] if before and line else None


def _short(text: str) -> str:
    text = text.replace("\n", " ")
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT].rsplit(' ', 1)[0]}…"
