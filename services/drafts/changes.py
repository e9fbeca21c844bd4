"""What changed between versions of a draft, and where a provision of an older one is now; nothing is stored here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.drafts import diff, tree
from nlp.drafts.diff import Change, Difference, Span, SpanKind
from services.drafts import library, places
from services.i18n import Translate
from storage.models import Draft, DraftVersion, Provision
from storage.types import key

_MARGIN = 60  # characters of unchanged wording shown on each side of a change
_LONG = 400  # characters of unchanged wording that a page shows whole
_NAMED = 3  # provisions named in the short summary; the rest is counted


@dataclass(frozen=True, slots=True)
class Shown:
    """One changed provision for reading: what happened to it, where it is, and its wording with the changes marked."""

    what: str
    place: str
    wording: str


@dataclass(frozen=True, slots=True)
class Marked:
    """One changed provision with its wording span by span, for pages that can strike out and underline.

    ``kind`` is changed, added, removed, moved or renumbered: what a reader looks for first; ``what`` says all of it.
    ``old`` and ``new`` are its paths in both versions, None where it is not; ``before`` and ``after`` their places.
    """

    kind: str
    what: str
    old: str | None
    new: str | None
    before: str
    after: str
    spans: tuple[Span, ...]

    @property
    def is_reworded(self) -> bool:
        """Whether there is wording to show, not only another number or place."""
        return self.kind in ("changed", "added", "removed")


async def versions(session: AsyncSession, draft: Draft) -> list[DraftVersion]:
    """The versions of a draft, oldest first."""
    rows = await session.exec(
        select(DraftVersion)
        .where(DraftVersion.draft_id == draft.id)
        .order_by(col(DraftVersion.number))
        .options(*library.WITHOUT_READING)
    )
    return list(rows.all())


async def of_newest(session: AsyncSession, draft: Draft, t: Translate) -> list[Shown]:
    """What the newest version changed, in its reading order; empty for a draft with one version."""
    known = await versions(session, draft)
    if len(known) < 2:
        return []
    old = await library.provisions(session, known[-2])
    new = await library.provisions(session, known[-1])
    return show(compare(old, new), old, new, t)


def compare(old: Sequence[Provision], new: Sequence[tree.Provision] | Sequence[Provision]) -> Difference:
    """The difference between a stored version and another one, stored or just read."""
    return diff.compare([_plain(part) for part in old], [_plain(part) for part in new])


def show(found: Difference, old: Sequence[Provision], new: Sequence[Provision], t: Translate) -> list[Shown]:
    """Each change in words that need no colours: «bỏ …», «thêm …»."""
    shown = []
    name_old, name_new = places.namer(old), places.namer(new)
    for change in found.touched:
        before = name_old(change.old.path) if change.old else ""
        after = name_new(change.new.path) if change.new else ""
        words = _marked(change.spans, t) if change.state == "changed" else _short(_text(change))
        shown.append(Shown(_what(change, before, t), after or before, words))
    return shown


def mark(found: Difference, old: Sequence[Provision], new: Sequence[Provision], t: Translate) -> list[Marked]:
    """Each change with its spans; what came or went as a whole is one change with all that is inside it.

    Long unchanged wording is shortened to what borders on a change.
    """
    name_old, name_new = places.namer(old), places.namer(new)
    marked: list[Marked] = []
    for change in found.touched:
        if marked and _is_inside(change, marked[-1]):
            marked[-1] = _with(marked[-1], change)
            continue
        before = name_old(change.old.path) if change.old else ""
        after = name_new(change.new.path) if change.new else ""
        kind = change.state if change.state != "unchanged" else "moved" if change.moved else "renumbered"
        marked.append(
            Marked(
                kind,
                _what(change, before, t),
                change.old.path if change.old else None,
                change.new.path if change.new else None,
                before,
                after,
                _shortened(change.spans),
            )
        )
    return marked


def _is_inside(change: Change, outer: Marked) -> bool:
    part = change.new if change.state == "added" else change.old
    holder = outer.new if outer.kind == "added" else outer.old
    return (
        change.state == outer.kind in ("added", "removed")
        and part is not None
        and holder is not None
        and part.path.startswith(f"{holder}/")
    )


def _with(outer: Marked, change: Change) -> Marked:
    """The outer change with the wording of one inside it on a line of its own, behind its label."""
    part = change.new or change.old
    kind: SpanKind = "added" if change.state == "added" else "removed"
    said = [span.text for span in outer.spans] + ([f"{part.label}: {_text(change)}"] if part else [])
    return replace(outer, spans=(Span(kind, "\n".join(said)),))


def _shortened(spans: Sequence[Span]) -> tuple[Span, ...]:
    last = len(spans) - 1
    return tuple(
        Span(span.kind, _cut(span.text, first=number == 0, last=number == last))
        if span.kind == "same" and last and len(span.text) > _LONG
        else span
        for number, span in enumerate(spans)
    )


def summary(found: Difference, old: Sequence[Provision], new: Sequence[Provision], t: Translate) -> str:
    """What changed in at most four short lines, one for each way of changing."""
    lines = []
    for label, chosen, parts in (
        (t("Sửa"), [c.new.path for c in found.of("changed") if c.new], new),
        (t("Thêm"), [c.new.path for c in found.of("added") if c.new], new),
        (t("Bỏ"), [c.old.path for c in found.of("removed") if c.old], old),
        (t("Chuyển chỗ"), [c.new.path for c in found.touched if c.new and c.moved and c.state == "unchanged"], new),
    ):
        tops = _without_inner(chosen)
        named = ", ".join(places.place(parts, path) for path in tops[:_NAMED])
        more = t(" và {count} chỗ khác", count=len(tops) - _NAMED) if len(tops) > _NAMED else ""
        if tops:
            lines.append(f"{label}: {named}{more}.")
    return "\n".join(lines) or t("Chỉ đổi số thứ tự.")


def followed(path: str | None, since: Iterable[DraftVersion]) -> str | None:
    """Where ``path`` is after the versions ``since``; None when one of them removed it."""
    for version in since:
        path = version.mapping.get(path) if path is not None else None
    return path


def touched_paths(found: Difference) -> set[str]:
    """The old paths whose wording or place changed, with those that hold them: a comment on Điều 4 is on its parts."""
    back = {new: old for old, new in found.mapping.items() if new}
    paths: set[str] = set()
    for change in found.touched:
        if change.old is not None and not (change.renumbered and change.state == "unchanged"):
            paths.add(change.old.path)
        if change.new is not None and change.old is None and change.new.parent in back:
            paths.add(back[change.new.parent])
    above = {change.old.path: change.old.parent for change in found.changes if change.old}
    for path in list(paths):
        parent = above.get(path)
        while parent is not None:
            paths.add(parent)
            parent = above.get(parent)
    return paths


def now_at(
    known: Sequence[DraftVersion], newest: Sequence[Provision], version_id: int, path: str
) -> tuple[int, int, str | None]:
    """The number of a version, of the newest one, and the place of ``path`` there (None when it is gone).

    ``known`` are all versions of the draft, oldest first; ``newest`` are the provisions of the last.
    """
    said = next(version for version in known if version.id == version_id)
    after = followed(path, [version for version in known if version.number > said.number])
    return said.number, known[-1].number, places.place(newest, after) if after is not None else None


def touched_of_each(
    known: Sequence[DraftVersion], found: Difference, paths: Mapping[int, Sequence[str]]
) -> dict[int, list[str]]:
    """For each older version (by id) the paths in it that the newest step touched; ``paths`` are all there are."""
    touched = touched_paths(found)
    return {
        key(version.id): [path for path in paths[key(version.id)] if followed(path, known[number + 1 :]) in touched]
        for number, version in enumerate(known)
    }


def _plain(part: Provision | tree.Provision) -> tree.Provision:
    return tree.Provision(part.path, part.kind, part.label, part.heading, part.text, part.parent, part.order)


def _text(change: Change) -> str:
    part = change.new or change.old
    return "\n".join(words for words in (part.heading, part.text) if words) if part else ""


def _what(change: Change, before: str, t: Translate) -> str:
    if change.state == "added":
        return t("Thêm mới")
    if change.state == "removed":
        return t("Bỏ")
    if change.moved:
        words = t("Chuyển từ {place}", place=before)
    elif change.renumbered:
        words = t("Đổi số, trước là {place}", place=before)
    else:
        return t("Sửa")
    return t("{moved} và sửa", moved=words) if change.state == "changed" else words


def _marked(spans: Sequence[Span], t: Translate) -> str:
    pieces = []
    for number, span in enumerate(spans):
        if span.kind == "same":
            pieces.append(_cut(span.text, first=number == 0, last=number == len(spans) - 1))
        elif span.text.strip():
            words = span.text.strip()
            marked = t("[bỏ «{words}»]", words=words) if span.kind == "removed" else t("[thêm «{words}»]", words=words)
            pieces.append(marked + " " * span.text.endswith(" "))
    return "".join(pieces).replace("][", "] [").strip()


def _cut(text: str, *, first: bool, last: bool) -> str:
    """Unchanged wording without its middle, or without the end that borders on no change."""
    head, tail = ("" if first else text[:_MARGIN]), ("" if last else text[-_MARGIN:])
    if len(text) <= len(head) + len(tail) + _MARGIN:
        return text
    return f"{head.rsplit(' ', 1)[0] + ' ' if head else ''}…{' ' + tail.split(' ', 1)[-1] if tail else ''}"


def _short(text: str) -> str:
    return text if len(text) <= 5 * _MARGIN else text[: 5 * _MARGIN].rsplit(" ", 1)[0] + "…"


def _without_inner(paths: Sequence[str]) -> list[str]:
    """The paths without those inside others of them."""
    known = set(paths)
    return [
        path
        for path in paths
        if not any("/".join(path.split("/")[:depth]) in known for depth in range(1, path.count("/") + 1))
    ]
