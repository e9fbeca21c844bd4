"""How well topics and kinds were suggested by week, who corrected what, and how learning went; scores nobody.

Staff see who made a correction as they see who published a draft; nothing here counts or ranks people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services import corrections, staff
from services.clock import local_day, show_day, start_of
from services.corrections import WeekOfTopic
from services.drafts import library
from services.exports import as_csv, words
from services.exports.tables import Cell, Table
from services.i18n import Translate
from services.staff import Act
from storage.models import Correction, Draft, Feedback, LearntModel, Staff, StaffRole
from storage.types import key

WEEKS = 12  # shown back from today
LISTED = 50  # corrections on a page
ALL = "*"  # in the place of a topic: all of them together


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to learn from corrections: from how many comments, F1 before and after, kept or why not."""

    at: datetime
    examples: int
    before: float | None
    after: float
    accepted: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Made:
    """One correction: of which comment of which draft, by whom, which topics went and which came.

    With a ``kind`` it is about the kind alone. ``ahead``: made before the machine had read the comment.
    """

    number: int
    at: datetime
    by: str
    draft: str
    comment: int
    kept: tuple[str, ...]
    gone: tuple[str, ...]
    come: tuple[str, ...]
    in_bulk: bool
    ahead: bool
    kind_was: str
    kind: str


@dataclass(frozen=True, slots=True)
class Week:
    """A week from its Monday on: all topics together, each that was suggested or confirmed, and the kinds pressed."""

    monday: date
    total: WeekOfTopic
    topics: tuple[WeekOfTopic, ...]
    kinds: tuple[WeekOfTopic, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What the page of figures says; ``draft`` None is every draft that the account may see."""

    draft: Draft | None
    drafts: tuple[Draft, ...]
    weeks: tuple[Week, ...]  # the newest in front
    learning: Attempt | None  # the newest attempt
    in_use: Attempt | None  # the newest that was kept
    made: tuple[Made, ...]  # the newest in front
    older: int | None  # the number before which older corrections begin


async def read(session: AsyncSession, by: Staff, code: str, before: int | None, now: datetime) -> Figures:
    """The figures of one draft, or with an empty ``code`` of every draft of the account's agency (admins: of all).

    ``before`` is the number of a correction: older ones are listed. Raises Refused: ``unknown_draft``,
    ``not_allowed``, ``other_agency``.
    """
    staff.must(by, Act.REVIEW)
    draft = await library.find(session, code) if code else None
    if draft is not None:
        staff.must_own(by, draft, Act.REVIEW)
    drafts = await _drafts(session, by)
    ids = [key(one.id) for one in ([draft] if draft else drafts)]
    today = local_day(now)
    since = start_of(today - timedelta(days=today.weekday(), weeks=WEEKS - 1))
    until = now + timedelta(days=1)
    weeks = await corrections.by_week(session, since, until, ids)
    kinds = await corrections.kinds_by_week(session, since, until, ids)
    attempts = [await _attempt(session, only_kept=kept) for kept in (False, True)]
    made = await _made(session, ids, before)
    return Figures(
        draft=draft,
        drafts=tuple(drafts),
        weeks=_by_monday(weeks, kinds),
        learning=attempts[0],
        in_use=attempts[1],
        made=tuple(made[:LISTED]),
        older=made[LISTED - 1].number if len(made) > LISTED else None,
    )


def table(figures: Figures, language: str, t: Translate) -> Table:
    """The weekly figures as rows, one a week and topic, the newest week first; behind its topics the kinds.

    Kinds have no shares: who presses one mostly does so because it was wrong.
    """
    rows: list[tuple[Cell, ...]] = []
    for week in figures.weeks:
        rows += [
            _cells(week, words.topic(one.code, language), one, share(one.precision), share(one.recall))
            for one in week.topics
        ]
        rows += [_cells(week, t("Loại: {kind}", kind=words.kind(one.code, t)), one, "", "") for one in week.kinds]
    header = (t("Tuần từ ngày"), t("Chủ đề hoặc loại"), t("Máy gợi ý"), t("Cán bộ xác nhận"), t("Máy gợi ý đúng"))
    shares = (t("Gợi ý đúng (độ chính xác)"), t("Tìm ra được (độ đầy đủ)"))
    return Table(t("Chủ đề theo tuần"), (*header, *shares), (14, 44, 12, 16, 16, 18, 18), rows)


def _cells(week: Week, name: str, one: WeekOfTopic, precision: str, recall: str) -> tuple[Cell, ...]:
    return show_day(week.monday), name, one.suggested, one.confirmed, one.right, precision, recall


def csv(figures: Figures, language: str, t: Translate) -> bytes:
    """The weekly figures as a CSV file."""
    return as_csv.write(table(figures, language, t))


def share(value: float | None) -> str:
    """A share as people read it; empty where there is nothing to divide by.

    >>> share(0.834), share(None)
    ('83%', '')
    """
    return "" if value is None else f"{100 * value:.0f}%"


async def _drafts(session: AsyncSession, by: Staff) -> list[Draft]:
    query = select(Draft).order_by(col(Draft.id).desc())
    if by.role is not StaffRole.ADMIN:
        query = query.where(Draft.agency_code == by.agency_code)
    return list((await session.exec(query)).all())


async def _attempt(session: AsyncSession, *, only_kept: bool) -> Attempt | None:
    """The newest attempt, without the bytes of its model."""
    newest = select(func.max(LearntModel.id))
    if only_kept:
        newest = newest.where(col(LearntModel.accepted))
    number = (await session.exec(newest)).first()
    found = select(LearntModel.created_at, LearntModel.examples, LearntModel.accepted, LearntModel.reason).where(
        LearntModel.id == number
    )
    scores = select(LearntModel.f1_before, LearntModel.f1_after).where(LearntModel.id == number)
    row, score = (await session.exec(found)).first(), (await session.exec(scores)).first()
    if row is None or score is None:
        return None
    at, examples, accepted, reason = row
    return Attempt(at, examples, score[0], score[1], accepted, reason)


async def _made(session: AsyncSession, drafts: Sequence[int], before: int | None) -> list[Made]:
    query = (
        select(Correction, Staff.email, Draft.code)
        .join(Staff, col(Staff.id) == col(Correction.staff_id))
        .join(Feedback, col(Feedback.id) == col(Correction.feedback_id))
        .join(Draft, col(Draft.id) == col(Feedback.draft_id))
        .where(col(Feedback.draft_id).in_(drafts))
        .order_by(col(Correction.id).desc())
        .limit(LISTED + 1)
    )
    if before is not None:
        query = query.where(col(Correction.id) < before)
    return [_shown(made, email, code) for made, email, code in (await session.exec(query)).all()]


def _shown(made: Correction, email: str, code: str) -> Made:
    was, now = list(made.suggested), list(made.confirmed)
    return Made(
        number=key(made.id),
        at=made.created_at,
        by=email,
        draft=code,
        comment=made.feedback_id,
        kept=tuple(topic for topic in now if topic in was),
        gone=tuple(topic for topic in was if topic not in now),
        come=tuple(topic for topic in now if topic not in was),
        in_bulk=made.in_bulk,
        ahead=made.ahead,
        kind_was=made.kind_was,
        kind=made.kind,
    )


def _by_monday(topics: Sequence[WeekOfTopic], kinds: Sequence[WeekOfTopic]) -> tuple[Week, ...]:
    mondays = sorted({row.monday for row in (*topics, *kinds)}, reverse=True)
    return tuple(_week(monday, *(_of(monday, rows) for rows in (topics, kinds))) for monday in mondays)


def _of(monday: date, rows: Sequence[WeekOfTopic]) -> tuple[WeekOfTopic, ...]:
    own = (row for row in rows if row.monday == monday)
    return tuple(sorted(own, key=lambda row: (-row.confirmed, -row.suggested, row.code)))


def _week(monday: date, topics: tuple[WeekOfTopic, ...], kinds: tuple[WeekOfTopic, ...]) -> Week:
    sums = (sum(getattr(row, name) for row in topics) for name in ("suggested", "confirmed", "right"))
    return Week(monday, WeekOfTopic(monday, ALL, *sums), topics, kinds)
