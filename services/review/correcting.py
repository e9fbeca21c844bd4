"""What an officer says of the topics and the kind of a comment, or of the certain ones of a page at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.tagging import AUTO
from services import audit, corrections, digests, staff
from services.drafts import library
from services.errors import Refused
from services.review.views import View
from services.staff import Act
from storage.models import Correction, Draft, Feedback, FeedbackStatus, FeedbackTopic, Staff
from storage.queries import comments
from storage.types import key

MOST_AT_ONCE = 200  # comments of one page


@dataclass(frozen=True, slots=True)
class Seen:
    """A comment as the form showed it: its topics and the number of the correction made last (0: none)."""

    codes: frozenset[str]
    correction: int


@dataclass(frozen=True, slots=True)
class SeenKind:
    """The kind of a comment as the form showed it (empty: not read yet) and the number of its last correction."""

    kind: str
    correction: int


async def correct(
    session: AsyncSession, code: str, feedback_id: int, wanted: Sequence[str], seen: Seen, by: Staff, now: datetime
) -> Correction:
    """Keeps what an officer says one comment speaks of; it may be corrected again, and the last word counts.

    It need not have been tagged: what is said here then stands, and the machine adds only the kind.
    Raises Refused: ``unknown_draft``, ``not_allowed``, ``other_agency``, ``unknown_comment``, ``comment_withdrawn``,
    ``correction_outdated`` (it is no longer as the form showed it), ``unknown_field``.
    """
    draft = await _draft(session, code, by)
    await _locked(session, draft, feedback_id)
    if (await _as_they_are(session, [feedback_id]))[feedback_id] != seen:
        raise Refused("correction_outdated", id=feedback_id)
    made = await corrections.record(session, feedback_id, by, wanted, now)
    audit.record(session, now, by.email, "topics.correct", draft.code, comment=feedback_id, topics=made.confirmed)
    return made


async def correct_kind(
    session: AsyncSession, code: str, feedback_id: int, kind: str, seen: SeenKind, by: Staff, now: datetime
) -> Correction:
    """Keeps what an officer says one comment is meant as; equal to what stands there it is a confirmation.

    ``spam`` and ``abuse`` are words for whoever reads next: the comment is listed, counted and answered as before.
    Raises Refused as `correct` does, with ``kind_outdated`` and ``unknown_kind``.
    """
    draft = await _draft(session, code, by)
    comment = await _locked(session, draft, feedback_id)
    made = (await comments.corrections(session, [feedback_id])).get(feedback_id, [])
    last = max((key(one.id) for one, _ in made if one.kind), default=0)
    if SeenKind(comment.kind, last) != seen:
        raise Refused("kind_outdated", id=feedback_id)
    kept = await corrections.record_kind(session, comment, by, kind, now)
    audit.record(session, now, by.email, "kind.correct", draft.code, comment=feedback_id, kind=kind)
    return kept


async def confirm_certain(
    session: AsyncSession, code: str, shown: Mapping[int, frozenset[str]], by: Staff, now: datetime
) -> int:
    """Confirms the suggestions of the comments of a page that nobody has reviewed and of which every topic is certain.

    Returns how many there were; comments that changed since the page was shown are left as they are. What is
    confirmed so is marked as such: it is no measure of the machine and teaches it nothing, for it would learn from
    its own answers. Raises Refused: ``unknown_draft``, ``not_allowed``, ``other_agency``, ``too_many_at_once``.
    """
    draft = await _draft(session, code, by)
    if len(shown) > MOST_AT_ONCE:
        raise Refused("too_many_at_once", count=len(shown), limit=MOST_AT_ONCE)
    query = (
        select(Feedback.id)
        .where(
            Feedback.draft_id == draft.id,
            col(Feedback.id).in_(shown),
            Feedback.status != FeedbackStatus.WITHDRAWN,
            col(Feedback.tagged_at).is_not(None),
        )
        .order_by(col(Feedback.id))
        .with_for_update()
    )
    ids = [key(row_id) for row_id in (await session.exec(query)).all()]
    stands = await _as_they_are(session, ids)
    certain = await _all_certain(session, ids)
    confirmed = [each for each in ids if each in certain and stands[each] == Seen(shown[each], 0)]
    for each in confirmed:
        await corrections.record(session, each, by, sorted(shown[each]), now, in_bulk=True)
    if confirmed:
        audit.record(session, now, by.email, "topics.confirm_page", draft.code, comments=confirmed)
    return len(confirmed)


async def still_shown(session: AsyncSession, code: str, by: Staff, view: View, feedback_id: int) -> bool:
    """Whether a view still lists this comment, now that its topics have changed."""
    draft = await _draft(session, code, by)
    period = await digests.period_of(session, draft, None, None)
    return await comments.has(session, period, view.wanted, feedback_id)


async def _draft(session: AsyncSession, code: str, by: Staff) -> Draft:
    draft = await library.find(session, code)
    staff.must_own(by, draft, Act.REVIEW)
    return draft


async def _locked(session: AsyncSession, draft: Draft, feedback_id: int) -> Feedback:
    """The comment, so that nobody else changes it before this transaction ends."""
    query = select(Feedback).where(Feedback.id == feedback_id, Feedback.draft_id == draft.id).with_for_update()
    comment = (await session.exec(query)).first()
    if comment is None:
        raise Refused("unknown_comment", code=draft.code, id=feedback_id)
    if comment.status is FeedbackStatus.WITHDRAWN:
        raise Refused("comment_withdrawn", id=feedback_id)
    return comment


async def _as_they_are(session: AsyncSession, ids: Sequence[int]) -> dict[int, Seen]:
    made = await comments.corrections(session, ids)
    found = await comments.topics(session, ids)
    return {
        each: Seen(
            frozenset(topic.code for topic in found.get(each, ())),
            max((key(one.id) for one, _ in made.get(each, ()) if not one.kind), default=0),
        )
        for each in ids
    }


async def _all_certain(session: AsyncSession, ids: Sequence[int]) -> set[int]:
    """Of these comments those that have a topic and none that is not certain."""
    query = select(FeedbackTopic.feedback_id, FeedbackTopic.band).where(col(FeedbackTopic.feedback_id).in_(ids))
    bands: dict[int, set[str]] = {}
    for feedback_id, band in (await session.exec(query)).all():
        bands.setdefault(feedback_id, set()).add(band)
    return {feedback_id for feedback_id, found in bands.items() if found == {AUTO}}
