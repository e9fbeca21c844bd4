"""The clause card of a version: proposed from its text, edited, approved by a named officer, carried to the next."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp import locate
from nlp.drafts import tree
from nlp.drafts.card.propose import propose as from_text
from nlp.drafts.diff import Difference
from services import audit, staff
from services.drafts import card_lines, changes, library, places
from services.drafts.card_lines import ShownLine
from services.errors import Refused
from services.i18n import Translate
from storage.models import CardSlot, ClauseCard, ClauseCardLine, Draft, DraftVersion, Provision, Staff
from storage.types import key

MAX_LINE = 300  # characters an officer may write; the text of the draft itself is cut at 200


@dataclass(frozen=True, slots=True)
class Card:
    """The card of one version with its lines in order; ``approver`` is the officer who stands for it, if any."""

    version: DraftVersion
    row: ClauseCard
    lines: tuple[ClauseCardLine, ...]
    approver: Staff | None

    @property
    def is_approved(self) -> bool:
        """Whether citizens see it."""
        return self.row.approved_at is not None

    def line(self, slot: CardSlot) -> ClauseCardLine | None:
        """The line that answers one question."""
        return next((line for line in self.lines if line.slot is slot), None)


@dataclass(frozen=True, slots=True)
class LineEdit:
    """What an officer wants a line to be: an empty text takes it away; ``place`` is a path or words that point."""

    text: str
    text_en: str = ""
    place: str = ""


async def read(session: AsyncSession, version: DraftVersion) -> Card | None:
    """The card of a version, approved or not; None when nothing was proposed yet."""
    row = await session.get(ClauseCard, version.id)
    if row is None:
        return None
    rows = await session.exec(select(ClauseCardLine).where(ClauseCardLine.version_id == version.id))
    approver = await session.get(Staff, row.approved_by) if row.approved_by is not None else None
    return Card(version, row, tuple(card_lines.in_order(rows.all())), approver)


async def shown(
    session: AsyncSession, version: DraftVersion, parts: Sequence[Provision], t: Translate, language: str
) -> list[ShownLine]:
    """What citizens see: the lines of an approved card whose citations hold; empty when there is none."""
    found = await read(session, version)
    return card_lines.show(found.lines, parts, t, language) if found is not None and found.is_approved else []


async def propose(session: AsyncSession, code: str, by: Staff | None, now: datetime) -> Card:
    """Proposes the card of the newest version from its text; lines that an officer wrote stay as they are.

    ``by`` None is the command line. A changed card waits for approval again.
    Raises Refused: ``unknown_draft``, ``not_allowed``, ``other_agency``.
    """
    draft, version = await _locked(session, code, by)
    parts = await library.provisions(session, version)
    plain = [_plain(part) for part in parts]
    proposed = {CardSlot(line.slot): line for line in await asyncio.to_thread(from_text, plain)}
    found = await read(session, version) or await _new(session, version, now)
    changed = False
    for slot in CardSlot:
        line, new = found.line(slot), proposed.get(slot)
        if line is not None and not line.extracted:
            continue
        if line is not None and new is None:
            await session.delete(line)
        elif new is not None and (line is None or (line.text, line.path) != (new.text, new.path)):
            await _store(session, version, slot, LineEdit(new.text), new.path, line, extracted=True)
        else:
            continue
        changed = True
    if changed:
        _unapprove(session, found.row)
        found.row.proposed_at = now
        audit.record(session, now, _name(by), "draft.card.propose", draft.code, lines=len(proposed))
    await session.flush()
    return await _again(session, version)


async def save(
    session: AsyncSession, code: str, edits: Mapping[CardSlot, LineEdit], by: Staff | None, now: datetime
) -> Card:
    """Writes the lines named in ``edits``; what changed is the officer's from then on and waits for approval.

    Raises Refused: ``unknown_draft``, ``not_allowed``, ``other_agency``, ``card_line_too_long``,
    ``card_place_unknown``.
    """
    draft, version = await _locked(session, code, by)
    parts = await library.provisions(session, version)
    found = await read(session, version) or await _new(session, version, now)
    changed = []
    for slot, edit in edits.items():
        line = found.line(slot)
        text, english = (" ".join(words.split()) for words in (edit.text, edit.text_en))
        if max(len(text), len(english)) > MAX_LINE:
            raise Refused("card_line_too_long", number=card_lines.number(slot), limit=MAX_LINE)
        path = place_to_path(edit.place, parts)
        if not text and line is None:
            continue
        if not text and line is not None:
            await session.delete(line)
        elif line is not None and (line.text, line.text_en, line.path) == (text, english, path):
            continue
        else:
            same = line is not None and line.extracted and (line.text, line.path) == (text, path)
            await _store(session, version, slot, LineEdit(text, english), path, line, extracted=same)
        changed.append(slot.value)
    if changed:
        _unapprove(session, found.row)
        found.row.edited_at = now
        audit.record(session, now, _name(by), "draft.card.edit", draft.code, version=version.number, lines=changed)
    await session.flush()
    return await _again(session, version)


def place_to_path(place: str, parts: Sequence[Provision]) -> str | None:
    """The path that a citation means: a path, or a place as people write it; None for an empty one.

    Raises Refused(``card_place_unknown``) for words that point at no provision of this version.
    """
    wanted = place.strip()
    paths = [part.path for part in parts]
    if not wanted or wanted in paths:
        return wanted or None
    found = locate.locate(wanted, paths)
    chosen = locate.best(found)
    if chosen is None or chosen.score < locate.CARRIED:
        raise Refused("card_place_unknown", place=wanted[:80])
    return chosen.path


def path_to_place(path: str | None, parts: Sequence[Provision]) -> str:
    """How people say a path, where those words lead back to it; else the path itself. Empty for None."""
    if path is None:
        return ""
    said = places.place(parts, path)
    found = locate.locate(said, [part.path for part in parts])
    chosen = locate.best(found)
    return said if chosen is not None and chosen.path == path and chosen.score >= locate.CARRIED else path


async def approve(session: AsyncSession, code: str, by: Staff, now: datetime) -> Card:
    """A named officer stands for the card of the newest version: from now on citizens see it.

    Raises Refused: ``unknown_draft``, ``not_allowed``, ``other_agency``, ``card_missing``, ``card_line_uncited``.
    """
    draft, version = await _locked(session, code, by)
    found = await read(session, version)
    if found is None or not found.lines:
        raise Refused("card_missing", code=draft.code)
    must_hold(found.lines, await library.provisions(session, version))
    found.row.approved_at, found.row.approved_by = now, key(by.id)
    session.add(found.row)
    audit.record(session, now, by.email, "draft.card.approve", draft.code, version=version.number)
    await session.flush()
    return await _again(session, version)


def must_hold(lines: Sequence[ClauseCardLine], parts: Sequence[Provision]) -> None:
    """Raises Refused(``card_line_uncited``) naming the first line whose citation does not hold."""
    for line in card_lines.unfounded(lines, parts):
        raise Refused("card_line_uncited", number=card_lines.number(line.slot))


async def must_be_publishable(session: AsyncSession, version: DraftVersion) -> None:
    """Raises Refused(``card_line_uncited``) when a line of the version's card cites nothing; no card is fine."""
    found = await read(session, version)
    if found is not None:
        must_hold(found.lines, await library.provisions(session, version))


async def warning(session: AsyncSession, draft: Draft, t: Translate) -> str:
    """What an officer should know before publishing: that citizens will see no card; empty when they will."""
    found = await read(session, await library.version_of(session, draft))
    if found is None or not found.lines:
        return t("Dự thảo {code} chưa có thẻ tóm tắt; người dân sẽ không thấy phần tóm tắt.", code=draft.code)
    if not found.is_approved:
        return t("Thẻ tóm tắt của dự thảo {code} chưa được duyệt nên người dân chưa thấy.", code=draft.code)
    return ""


async def carry(
    session: AsyncSession, draft: Draft, before: DraftVersion, after: DraftVersion, found: Difference, now: datetime
) -> Card | None:
    """Copies the card to a new version, its citations following the provisions; None when there was none.

    It stays approved only if no cited provision changed or went; a line whose provision went has no citation.
    """
    former = await read(session, before)
    if former is None:
        return None
    touched, mapping = changes.touched_paths(found), found.mapping
    kept = former.is_approved and not any(line.path is None or line.path in touched for line in former.lines)
    kept = kept and all(line.path is not None and mapping.get(line.path) for line in former.lines)
    row = ClauseCard(
        version_id=key(after.id),
        proposed_at=former.row.proposed_at,
        edited_at=former.row.edited_at,
        approved_at=former.row.approved_at if kept else None,
        approved_by=former.row.approved_by if kept else None,
    )
    session.add(row)
    await session.flush()
    for line in former.lines:
        path = mapping.get(line.path) if line.path is not None else None
        edit = LineEdit(line.text, line.text_en)
        await _store(session, after, line.slot, edit, path, None, extracted=line.extracted)
    audit.record(session, now, "system", "draft.card.carry", draft.code, version=after.number, approved=kept)
    await session.flush()
    return await _again(session, after)


async def _locked(session: AsyncSession, code: str, by: Staff | None) -> tuple[Draft, DraftVersion]:
    draft = await library.find(session, code)
    await session.refresh(draft, with_for_update=True)
    if by is not None:
        staff.must_own(by, draft, staff.Act.PUBLISH)
    return draft, await library.version_of(session, draft)


async def _new(session: AsyncSession, version: DraftVersion, now: datetime) -> Card:
    row = ClauseCard(version_id=key(version.id), proposed_at=now)
    session.add(row)
    await session.flush()
    return Card(version, row, (), None)


async def _store(
    session: AsyncSession,
    version: DraftVersion,
    slot: CardSlot,
    edit: LineEdit,
    path: str | None,
    line: ClauseCardLine | None,
    *,
    extracted: bool,
) -> None:
    if line is None:
        line = ClauseCardLine(version_id=key(version.id), slot=slot, text=edit.text)
    line.text, line.text_en, line.path, line.extracted = edit.text, edit.text_en, path, extracted
    session.add(line)


async def _again(session: AsyncSession, version: DraftVersion) -> Card:
    found = await read(session, version)
    if found is None:
        raise LookupError(f"the card of version {version.id} was just written")
    return found


def _unapprove(session: AsyncSession, row: ClauseCard) -> None:
    row.approved_at = row.approved_by = None
    session.add(row)


def _plain(part: Provision) -> tree.Provision:
    return tree.Provision(part.path, part.kind, part.label, part.heading, part.text, part.parent, part.order)


def _name(by: Staff | None) -> str:
    return by.email if by else "command line"
