"""Corrections of topics and kinds: kept with who made them, counted by week; those of topics can be learnt from."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.fields import FIELDS
from nlp.learning.examples import Example
from nlp.learning.model import Learning
from nlp.lexicon.kinds import KINDS
from nlp.tagging import AUTO, UNSURE
from services.clock import local_day
from services.errors import Refused
from storage.models import Correction, Draft, Feedback, FeedbackTopic, LearntModel, Staff
from storage.types import key


@dataclass(frozen=True, slots=True)
class WeekOfTopic:
    """How well a topic (or a kind) was suggested in the week beginning on a Monday, by comments staff looked at."""

    monday: date
    code: str
    suggested: int
    confirmed: int
    right: int

    @property
    def precision(self) -> float | None:
        """The share of suggestions that were confirmed; None without a suggestion."""
        return self.right / self.suggested if self.suggested else None

    @property
    def recall(self) -> float | None:
        """The share of confirmed topics that had been suggested; None when none was confirmed."""
        return self.right / self.confirmed if self.confirmed else None


class Waiting(NamedTuple):
    """How many corrections nothing was learnt from yet, and when the first of them was made (None without one)."""

    number: int
    oldest: datetime | None


async def record(
    session: AsyncSession, feedback_id: int, by: Staff, codes: Sequence[str], now: datetime, *, in_bulk: bool = False
) -> Correction:
    """Keeps what a member of staff says a comment speaks of, and makes it the comment's topics.

    ``in_bulk`` marks a confirmation of many comments at once: it measures nothing and teaches nothing.
    Raises Refused: ``unknown_feedback``, ``unknown_field``.
    """
    comment = await session.get(Feedback, feedback_id)
    if comment is None:
        raise Refused("unknown_feedback")
    for code in codes:
        if code not in FIELDS:
            raise Refused("unknown_field", field=code)
    wanted = sorted(set(codes))
    query = select(FeedbackTopic).where(FeedbackTopic.feedback_id == feedback_id)
    topics = {topic.code: topic for topic in (await session.exec(query)).all()}
    made = Correction(
        feedback_id=feedback_id,
        staff_id=key(by.id),
        suggested=sorted(code for code, topic in topics.items() if topic.band != UNSURE),
        confirmed=wanted,
        in_bulk=in_bulk,
        ahead=comment.tagged_at is None,
        created_at=now,
    )
    session.add(made)
    for code, topic in topics.items():
        if code not in wanted:
            await session.delete(topic)
    for code in wanted:
        topic = topics.get(code) or FeedbackTopic(feedback_id=feedback_id, code=code, score=1.0, band=AUTO)
        topic.score, topic.band = 1.0, AUTO
        session.add(topic)
    await session.flush()
    return made


async def record_kind(session: AsyncSession, comment: Feedback, by: Staff, kind: str, now: datetime) -> Correction:
    """Keeps what a member of staff says a message is meant as, and makes it the comment's kind.

    Nothing is hidden by it, whatever the kind. Raises Refused(``unknown_kind``).
    """
    if kind not in KINDS:
        raise Refused("unknown_kind", kind=kind)
    made = Correction(
        feedback_id=key(comment.id),
        staff_id=key(by.id),
        ahead=comment.tagged_at is None,
        kind_was=comment.kind,
        kind=kind,
        created_at=now,
    )
    comment.kind = kind
    session.add_all((made, comment))
    await session.flush()
    return made


async def examples(session: AsyncSession) -> list[Example]:
    """What corrections teach, oldest first: each comment as it was confirmed last, with its draft's title.

    Comments confirmed only in bulk are left out: learning from them would be learning from its own answers.
    """
    query = (
        select(Correction, Feedback.text, Draft.title)
        .join(Feedback, col(Feedback.id) == Correction.feedback_id)
        .join(Draft, col(Draft.id) == Feedback.draft_id)
        .where(~col(Correction.in_bulk), Correction.kind == "")
        .order_by(col(Correction.id))
    )
    latest = {made.feedback_id: Example(text, frozenset(made.confirmed), title)
              for made, text, title in (await session.exec(query)).all()}  # fmt: skip
    return list(latest.values())


async def keep(session: AsyncSession, data: bytes, learning: Learning, now: datetime) -> LearntModel:
    """Notes an attempt to learn; the model itself is kept only when it was accepted."""
    row = LearntModel(
        data=data if learning.accepted else None,
        examples=learning.examples,
        f1_before=learning.base_micro_f1,
        f1_after=learning.micro_f1,
        accepted=learning.accepted,
        reason=learning.reason,
        created_at=now,
    )
    session.add(row)
    await session.flush()
    return row


async def since_last_attempt(session: AsyncSession) -> Waiting:
    """Corrections of topics made after those that the last attempt to learn was taught, kept or not; none in bulk."""
    last = (await session.exec(select(func.max(LearntModel.created_at)))).one()
    query = select(func.count(), func.min(Correction.created_at)).where(~col(Correction.in_bulk), Correction.kind == "")
    if last is not None:
        query = query.where(col(Correction.created_at) > last)
    number, oldest = (await session.exec(query)).one()
    return Waiting(number, oldest)


async def newest(session: AsyncSession, other_than: int | None = None) -> LearntModel | None:
    """The model accepted last; None when there is none, or when it is the one already known."""
    query = select(LearntModel.id).where(col(LearntModel.accepted)).order_by(col(LearntModel.id).desc())
    number = (await session.exec(query)).first()
    return None if number is None or number == other_than else await session.get(LearntModel, number)


async def by_week(
    session: AsyncSession, since: datetime, until: datetime, drafts: Sequence[int] | None = None
) -> list[WeekOfTopic]:
    """How well each topic was suggested, by Vietnam's weeks, from the first look at each comment; in order.

    ``drafts`` are the ids of those counted, None all. Confirmations in bulk are no look, and a look before the
    machine had read the comment says nothing about the machine.
    """
    made = await _first_looks(session, since, until, drafts, kinds=False)
    return _weeks((one.created_at, set(one.suggested), set(one.confirmed)) for one in made)


async def kinds_by_week(
    session: AsyncSession, since: datetime, until: datetime, drafts: Sequence[int] | None = None
) -> list[WeekOfTopic]:
    """The same of kinds: as the machine suggested them and as staff first set them. It counts only comments whose
    kind somebody pressed, most of them because it was wrong: no share of all that are right.
    """
    made = await _first_looks(session, since, until, drafts, kinds=True)
    return _weeks((one.created_at, {one.kind_was}, {one.kind}) for one in made)


async def _first_looks(
    session: AsyncSession, since: datetime, until: datetime, drafts: Sequence[int] | None, *, kinds: bool
) -> Sequence[Correction]:
    about = Correction.kind != "" if kinds else Correction.kind == ""
    first = select(func.min(Correction.id)).where(~col(Correction.in_bulk), about).group_by(col(Correction.feedback_id))
    query = select(Correction).where(
        col(Correction.id).in_(first),
        ~col(Correction.ahead),
        col(Correction.created_at) >= since,
        col(Correction.created_at) < until,
    )
    if drafts is not None:
        said = select(Feedback.id).where(col(Feedback.draft_id).in_(drafts))
        query = query.where(col(Correction.feedback_id).in_(said))
    return (await session.exec(query)).all()


def _weeks(looks: Iterable[tuple[datetime, set[str], set[str]]]) -> list[WeekOfTopic]:
    counts: dict[tuple[date, str], Counter[str]] = {}
    for moment, suggested, confirmed in looks:
        day = local_day(moment)
        monday = day - timedelta(days=day.weekday())
        for code in suggested | confirmed:
            count = counts.setdefault((monday, code), Counter())
            count["suggested"] += code in suggested
            count["confirmed"] += code in confirmed
            count["right"] += code in suggested and code in confirmed
    return [
        WeekOfTopic(monday, code, count["suggested"], count["confirmed"], count["right"])
        for (monday, code), count in sorted(counts.items())
    ]
