"""What changed between two readings of a draft, provision by provision; which people that touches is not known here."""

import bisect
import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from nlp.drafts.matching import pair_up, wording
from nlp.drafts.tree import Provision

State = Literal["unchanged", "changed", "added", "removed"]
SpanKind = Literal["same", "removed", "added"]

# Articles and what holds them may change chapter without a reader seeing them move; only their order tells.
_FREE = ("phan", "chuong", "muc", "tieu-muc", "dieu")
_TOKENS = re.compile(r"\s+|\d+(?:[.,/]\d+)*|[^\W_]+|[\W_]", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text that stayed, went or came."""

    kind: SpanKind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One provision in two versions: ``old`` or ``new`` is None when it was added or removed.

    ``moved``: it stands in another order or under another provision; ``renumbered``: only its number changed.
    """

    state: State
    old: Provision | None
    new: Provision | None
    moved: bool = False
    renumbered: bool = False

    @property
    def spans(self) -> tuple[Span, ...]:
        """The wording with what went and what came, word by word."""
        return spans(wording(self.old) if self.old else "", wording(self.new) if self.new else "")


@dataclass(frozen=True, slots=True)
class Difference:
    """Every provision of both versions once: the new ones in their order, removed ones where they stood."""

    changes: tuple[Change, ...]

    @property
    def mapping(self) -> dict[str, str | None]:
        """Old path to new path; None for what was removed."""
        return {change.old.path: change.new.path if change.new else None for change in self.changes if change.old}

    @property
    def touched(self) -> tuple[Change, ...]:
        """All but the provisions that stayed word for word in their place."""
        return tuple(c for c in self.changes if c.state != "unchanged" or c.moved or c.renumbered)

    def of(self, state: State) -> tuple[Change, ...]:
        """The changes of one state."""
        return tuple(change for change in self.changes if change.state == state)

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not self.touched


def compare(old: Sequence[Provision], new: Sequence[Provision]) -> Difference:
    """The difference between two readings; provisions are matched by their words first and by their path second."""
    pairs = pair_up(old, new)
    back = {after: before for before, after in pairs.items()}
    by_path = {part.path: part for part in old}
    steady = _steady(old, new, back)
    changes = [_change(by_path.get(back.get(part.path, "")), part, steady) for part in new]
    return Difference(tuple(_with_removed(changes, old, pairs)))


def apply(difference: Difference, old: Sequence[Provision]) -> list[tuple[str, str]]:
    """Path and wording of the new version, made from the old one and the difference; for checks."""
    texts = {part.path: wording(part) for part in old}
    made = []
    for change in difference.changes:
        if change.new is None:
            continue
        if (
            change.old is not None
            and "".join(s.text for s in change.spans if s.kind != "added") != texts[change.old.path]
        ):
            raise ValueError(f"the difference was made from another wording of {change.old.path}")
        made.append((change.new.path, "".join(span.text for span in change.spans if span.kind != "removed")))
    return made


def spans(old: str, new: str) -> tuple[Span, ...]:
    """Two wordings as one run of spans, word by word; a lone word kept between two changes goes with them."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    found: list[Span] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    removed, added = "", ""
    codes = matcher.get_opcodes()
    for number, (tag, a, b, c, d) in enumerate(codes):
        same = "".join(before[a:b])
        if tag == "equal" and (same.strip() or number in {0, len(codes) - 1}):
            found += _both(removed, added)
            found.append(Span("same", same))
            removed, added = "", ""
        else:  # blanks between two changed words belong to both
            removed += same
            added += "".join(after[c:d])
    return (*found, *_both(removed, added))


def _both(removed: str, added: str) -> list[Span]:
    return [span for span in (Span("removed", removed), Span("added", added)) if span.text]


def _change(before: Provision | None, part: Provision, steady: set[str]) -> Change:
    if before is None:
        return Change("added", None, part)
    state: State = "unchanged" if wording(before) == wording(part) else "changed"
    moved = part.path not in steady
    renumbered = before.path.rsplit("/", 1)[-1] != part.path.rsplit("/", 1)[-1]
    return Change(state, before, part, moved=moved, renumbered=renumbered and not moved)


def _steady(old: Sequence[Provision], new: Sequence[Provision], back: dict[str, str]) -> set[str]:
    """The new paths that stayed under their parent and kept their order there; articles stand beside all articles."""
    places = {part.path: number for number, part in enumerate(old)}
    parents = {part.path: part.parent for part in old}
    beside: dict[str, list[str]] = {}
    for part in new:
        before = back.get(part.path)
        if before and part.kind in _FREE:
            beside.setdefault(part.kind, []).append(part.path)
        elif before and parents[before] == (back.get(part.parent) if part.parent else None):
            beside.setdefault(f"under {part.parent}", []).append(part.path)
    return {path for group in beside.values() for path in _in_order(group, [places[back[path]] for path in group])}


def _with_removed(changes: list[Change], old: Sequence[Provision], pairs: dict[str, str]) -> Iterable[Change]:
    """The changes with each removed provision behind the one it stood behind."""
    behind: dict[str, list[Change]] = {}
    last = ""
    for part in old:
        if part.path in pairs:
            last = part.path
        else:
            behind.setdefault(last, []).append(Change("removed", part, None))
    yield from behind.get("", [])
    for change in changes:
        yield change
        if change.old is not None:
            yield from behind.get(change.old.path, [])


def _in_order(paths: Sequence[str], places: Sequence[int]) -> set[str]:
    """The longest run of ``paths`` whose former ``places`` rise: what is outside of it has moved."""
    ends: list[int] = []  # where the runs of each length end, at the smallest place
    before = [-1] * len(places)
    for at, place in enumerate(places):
        length = bisect.bisect_left(ends, place, key=places.__getitem__)
        before[at] = ends[length - 1] if length else -1
        ends[length : length + 1] = [at]
    found: set[str] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        found.add(paths[at])
        at = before[at]
    return found
