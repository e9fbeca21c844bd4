"""Tagging of stored comments: which wait, and writing what the tagger suggests; reading text is nlp/tagging.py."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.tagging import UNSURE, Tagging
from storage.models import Correction, Draft, DraftField, Feedback, FeedbackTopic
from storage.statements import insert_once
from storage.types import key


@dataclass(frozen=True, slots=True)
class Waiting:
    """A comment to be tagged, with its draft's title and fields as context."""

    feedback_id: int
    text: str
    title: str
    fields: tuple[str, ...]


async def waiting(session: AsyncSession, limit: int) -> list[Waiting]:
    """The oldest comments that nobody has tagged yet."""
    rows = (
        await session.exec(
            select(Feedback.id, Feedback.text, Draft.id, Draft.title)
            .join(Draft, col(Draft.id) == Feedback.draft_id)
            .where(col(Feedback.tagged_at).is_(None))
            .order_by(col(Feedback.id))
            .limit(limit)
        )
    ).all()
    fields: dict[int, list[str]] = {}
    drafts = {key(draft_id) for _, _, draft_id, _ in rows}
    for field in (await session.exec(select(DraftField).where(col(DraftField.draft_id).in_(drafts)))).all():
        fields.setdefault(field.draft_id, []).append(field.code)
    return [
        Waiting(key(feedback_id), text, title, tuple(fields.get(key(draft_id), ())))
        for feedback_id, text, draft_id, title in rows
    ]


async def store(session: AsyncSession, results: Sequence[tuple[int, Tagging]], now: datetime) -> None:
    """Writes suggestions; a second writing of the same comment changes nothing, and what staff said stands.

    Of what is unsure only a first topic is kept: the others help whoever looks at one text, and would swell counts.
    """
    ids = sorted(feedback_id for feedback_id, _ in results)
    # The rows are locked as a correction locks them, so that a correction is either seen here or made on these topics.
    query = select(Feedback.id).where(col(Feedback.id).in_(ids)).order_by(col(Feedback.id)).with_for_update()
    await session.exec(query)
    said = select(Correction.feedback_id, Correction.kind).where(col(Correction.feedback_id).in_(ids))
    by_staff = {(number, kind != "") for number, kind in (await session.exec(said)).all()}
    for feedback_id, tagging in results:
        await _store(
            session,
            feedback_id,
            tagging,
            now,
            topics=(feedback_id, False) not in by_staff,
            kind=(feedback_id, True) not in by_staff,
        )


async def _store(
    session: AsyncSession, feedback_id: int, tagging: Tagging, now: datetime, *, topics: bool, kind: bool
) -> None:
    """The suggestions of one comment: its topics, its kind, or only that it was read."""
    if topics:
        for topic in (each for place, each in enumerate(tagging.topics) if place == 0 or each.band != UNSURE):
            await insert_once(
                session,
                FeedbackTopic,
                {
                    "feedback_id": feedback_id,
                    "code": topic.code,
                    "score": topic.score,
                    "band": topic.band,
                    "evidence": [asdict(evidence) for evidence in topic.evidence],
                },
            )
    values = {"tagged_at": now, "kind": tagging.kind} if kind else {"tagged_at": now}
    await session.exec(update(Feedback).where(col(Feedback.id) == feedback_id).values(values))
