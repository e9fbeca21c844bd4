"""A new version of a draft: comments keep their places, and those whose clauses changed are told, nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.drafts.diff import Difference
from nlp.drafts.tree import Draft as ReadDraft
from services import actions, audit, broadcasts, staff, subscriptions
from services.drafts import card, changes, intake, library
from services.drafts.intake import DossierFile
from services.errors import Refused
from services.i18n import LANGUAGES, translator
from services.messages import OutMessage, Paragraph
from storage.models import (
    Authorship,
    Citizen,
    Draft,
    DraftVersion,
    Feedback,
    FeedbackStatus,
    Provision,
    Purpose,
    Scope,
    Staff,
    Stage,
    Subscription,
)
from storage.types import key


@dataclass(frozen=True, slots=True)
class Revised:
    """What a revision did: the stored version, its difference to the one before, and how many people are told."""

    draft: Draft
    version: DraftVersion
    difference: Difference
    told: int

    def counts(self) -> dict[str, int]:
        """Provisions by what happened to them; one that moved and was reworded is in both numbers."""
        found = self.difference
        return {
            "changed": len(found.of("changed")),
            "added": len(found.of("added")),
            "removed": len(found.of("removed")),
            "moved": sum(change.moved for change in found.changes),
            "renumbered": sum(change.renumbered for change in found.changes),
        }


async def revise(
    session: AsyncSession, code: str, read: ReadDraft, files: Sequence[DossierFile], by: Staff | None, now: datetime
) -> Revised:
    """Stores ``read`` as the next version and, for a published draft, tells those concerned, in one transaction.

    Raises Refused: ``unknown_draft``, ``nothing_changed``, ``not_allowed``, ``other_agency``.
    """
    draft = await library.find(session, code)
    await session.refresh(draft, with_for_update=True)
    if by is not None:
        staff.must_own(by, draft, staff.Act.PUBLISH)
    known = await changes.versions(session, draft)
    old = await library.provisions(session, known[-1])
    found = changes.compare(old, read.provisions)
    if found.is_empty and _same_around(read, known[-1]):
        raise Refused("nothing_changed", code=draft.code, version=known[-1].number)
    version = await intake.store_version(session, draft, read, files, now)
    version.mapping = dict(found.mapping)
    session.add(version)
    await session.flush()
    await card.carry(session, draft, known[-1], version, found, now)
    told = 0
    if draft.stage is not Stage.PREPARATION and not found.is_empty:
        new = await library.provisions(session, version)
        who = await _concerned(session, draft, known, found)
        messages = {language: _notice(draft, version, found, old, new, language) for language in LANGUAGES}
        told = (await broadcasts.tell_of_revision(session, draft, messages, who, now)).recipients
    actor = by.email if by else "command line"
    audit.record(session, now, actor, "draft.revise", draft.code, version=version.number, told=told)
    return Revised(draft, version, found, told)


def _same_around(read: ReadDraft, version: DraftVersion) -> bool:
    """Whether what is no provision (preamble, text of annexes) is the same too."""
    shape = read.as_json()
    return bool(shape["preamble"] == version.preamble and shape["annexes"] == version.annexes)


def _notice(
    draft: Draft,
    version: DraftVersion,
    found: Difference,
    old: Sequence[Provision],
    new: Sequence[Provision],
    language: str,
) -> OutMessage:
    t = translator(language)
    return OutMessage(
        paragraphs=(
            Paragraph(t("Dự thảo có bản mới (bản {number})", number=version.number), "title"),
            Paragraph(draft.title, "quote"),
            Paragraph(changes.summary(found, old, new, t)),
            Paragraph(
                t("Ông/bà nhận tin này vì đã góp ý cho phần được sửa hoặc theo dõi dự thảo {code}.", code=draft.code),
                "note",
            ),
        ),
        buttons=(actions.see_changes(draft.code, t), actions.read_draft(draft.code, t), actions.stop(t)),
    )


async def _concerned(
    session: AsyncSession, draft: Draft, known: Sequence[DraftVersion], found: Difference
) -> ColumnElement[bool]:
    """The condition on Citizen that says: commented on what changed (and lets us answer), or follows this draft."""
    follows = and_(
        exists().where(
            col(Subscription.citizen_id) == col(Citizen.id),
            col(Subscription.scope) == Scope.DRAFT,
            col(Subscription.target) == draft.code,
        ),
        subscriptions.consents_to(Purpose.NOTICES),
    )
    rows = await session.exec(
        select(Feedback.version_id, Feedback.path)
        .where(Feedback.draft_id == draft.id, col(Feedback.path).is_not(None))
        .distinct()
    )
    paths: dict[int, list[str]] = {key(version.id): [] for version in known}
    for version_id, path in rows.all():
        paths[version_id].append(str(path))
    touched = changes.touched_of_each(known, found, paths)
    said = [
        and_(col(Feedback.version_id) == version_id, col(Feedback.path).in_(inside))
        for version_id, inside in touched.items()
        if inside
    ]
    if not said:
        return follows
    wrote = and_(
        exists().where(
            col(Authorship.citizen_id) == col(Citizen.id),
            col(Authorship.feedback_id) == col(Feedback.id),
            col(Feedback.status) != FeedbackStatus.WITHDRAWN,
            or_(*said),
        ),
        subscriptions.consents_to(Purpose.FEEDBACK),
    )
    return or_(follows, wrote)
