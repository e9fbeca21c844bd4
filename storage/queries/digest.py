"""Counts over the comments of one draft and period, each as people, messages and distinct texts; nothing is named here.

The same statements run on SQLite and PostgreSQL. Withdrawn comments are counted only by ``withdrawn``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Row,
    Select,
    SQLColumnExpression,
    String,
    and_,
    bindparam,
    case,
    distinct,
    extract,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    type_coerce,
)
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Feedback, FeedbackStatus, FeedbackTopic, Stance

DAY_SECONDS = 86_400

Columns = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The three numbers that are always said together: people, messages, distinct texts."""

    people: int = 0
    messages: int = 0
    texts: int = 0


@dataclass(frozen=True, slots=True)
class Moved:
    """A path of an older version and what the same provision is called ``now``."""

    version_id: int
    path: str
    now: str


def _value(value: object) -> BindParameter[Any]:
    return bindparam(None, value, literal_execute=True)


def _is(column: object, value: object) -> ColumnElement[bool]:
    return col(column) == _value(value)


@dataclass(frozen=True, slots=True)
class Period:
    """Comments of one draft that came at or after ``since`` and before ``until``; None is unbounded.

    ``moved`` tells which provisions have another path in the newest version than when they were spoken of.
    """

    draft_id: int
    since: datetime | None = None
    until: datetime | None = None
    moved: tuple[Moved, ...] = ()

    def place(self) -> ColumnElement[str | None]:
        """What a comment speaks of, by today's path.

        Values are written into the statement: PostgreSQL takes two parameters for two expressions when it groups.
        """
        path: ColumnElement[str | None] = type_coerce(col(Feedback.path), String)
        if not self.moved:
            return path
        return case(*((self._said_on(moved), _value(moved.now)) for moved in self.moved), else_=path)

    def _said_on(self, moved: Moved) -> ColumnElement[bool]:
        return and_(_is(Feedback.version_id, moved.version_id), _is(Feedback.path, moved.path))

    def conditions(self) -> list[ColumnElement[bool]]:
        """What a comment must fulfil to lie in the period, whatever its status."""
        found: list[ColumnElement[bool]] = [col(Feedback.draft_id) == self.draft_id]
        if self.since is not None:
            found.append(col(Feedback.created_at) >= self.since)
        if self.until is not None:
            found.append(col(Feedback.created_at) < self.until)
        return found

    def counted(self) -> list[ColumnElement[bool]]:
        """The conditions for a comment that is counted: in the period and not withdrawn."""
        return [*self.conditions(), col(Feedback.status) != FeedbackStatus.WITHDRAWN]


@dataclass(frozen=True, slots=True)
class Marks:
    """Messages of a period by what else is known of them."""

    late: int
    untagged: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class Voice:
    """One text on one provision in one stance, verbatim and unmasked, and how many messages said the same words."""

    path: str | None
    stance: Stance
    text: str
    messages: int


@dataclass(frozen=True, slots=True)
class Line:
    """One counted comment, verbatim and unmasked, without anything that leads to its author."""

    feedback_id: int
    created_at: datetime
    path: str | None
    stance: Stance
    text: str
    wording: str
    kind: str
    late: bool


def _numbers() -> tuple[ColumnElement[int], ColumnElement[int], ColumnElement[int]]:
    return (
        func.count(distinct(col(Feedback.pseudonym))),
        func.count(col(Feedback.id)),
        func.count(distinct(col(Feedback.text_key))),
    )


async def totals(session: AsyncSession, period: Period) -> Numbers:
    """The three numbers of the whole period."""
    row = (await _rows(session, select(*_numbers()).where(*period.counted())))[0]
    return Numbers(*row)


async def marks(session: AsyncSession, period: Period) -> Marks:
    """How many counted messages are late or not tagged yet, and how many of the period were withdrawn."""
    query: Select[*Columns] = select(
        func.count().filter(col(Feedback.late)),
        func.count().filter(col(Feedback.tagged_at).is_(None)),
    ).where(*period.counted())
    late, untagged = (await _rows(session, query))[0]
    gone: Select[*Columns] = select(func.count()).where(
        *period.conditions(), col(Feedback.status) == FeedbackStatus.WITHDRAWN
    )
    return Marks(late, untagged, (await _rows(session, gone))[0][0])


async def by_path(session: AsyncSession, period: Period) -> dict[str | None, Numbers]:
    """The three numbers of each provision that was spoken of; None is the whole draft."""
    return {row[0]: Numbers(*row[1:]) for row in await _grouped(session, period, period.place())}


async def by_path_and_stance(session: AsyncSession, period: Period) -> dict[str | None, dict[Stance, Numbers]]:
    """The three numbers of each stance on each provision."""
    found: dict[str | None, dict[Stance, Numbers]] = {}
    for path, stance, *numbers in await _grouped(session, period, period.place(), col(Feedback.stance)):
        found.setdefault(path, {})[stance] = Numbers(*numbers)
    return found


async def by_kind(session: AsyncSession, period: Period) -> dict[str, Numbers]:
    """The three numbers of each kind of comment; those nobody tagged have no kind and are left out."""
    query = _select(period, col(Feedback.kind)).where(col(Feedback.tagged_at).is_not(None))
    return {row[0]: Numbers(*row[1:]) for row in await _rows(session, query)}


async def by_topic(session: AsyncSession, period: Period) -> dict[str, Numbers]:
    """The three numbers of each topic code, whatever the band of the suggestion."""
    query = _select(period, col(FeedbackTopic.code)).join(FeedbackTopic, col(FeedbackTopic.feedback_id) == Feedback.id)
    return {row[0]: Numbers(*row[1:]) for row in await _rows(session, query)}


async def by_topic_and_band(session: AsyncSession, period: Period) -> dict[str, dict[str, Numbers]]:
    """The three numbers of each band (``auto``, ``suggest``, ``unsure``) of each topic code."""
    query = _select(period, col(FeedbackTopic.code), col(FeedbackTopic.band)).join(
        FeedbackTopic, col(FeedbackTopic.feedback_id) == Feedback.id
    )
    found: dict[str, dict[str, Numbers]] = {}
    for code, band, *numbers in await _rows(session, query):
        found.setdefault(code, {})[band] = Numbers(*numbers)
    return found


async def by_day(session: AsyncSession, period: Period, offset: timedelta) -> dict[date, Numbers]:
    """The three numbers of each calendar day of a zone that stands ``offset`` ahead of UTC; empty days are left out.

    Counted in seconds since 1970, which both databases give (SQLite reads moments to the millisecond); their own
    zone functions differ. The numbers are written into the statement, since PostgreSQL takes two parameters for
    two different group keys.
    """
    ahead = literal_column(str(int(offset.total_seconds())), BigInteger)
    local = extract("epoch", col(Feedback.created_at)) + ahead
    midnight = local - local % literal_column(str(DAY_SECONDS), BigInteger)
    rows = await _grouped(session, period, midnight)
    return {datetime.fromtimestamp(int(row[0]), UTC).date(): Numbers(*row[1:]) for row in rows}


async def voices(session: AsyncSession, period: Period, paths: list[str | None], each: int) -> list[Voice]:
    """The ``each`` most repeated texts of every stance on these provisions, as first sent, most repeated first."""
    path, stance = period.place(), col(Feedback.stance)
    first, messages = func.min(col(Feedback.id)), func.count()
    rank = func.row_number().over(partition_by=(path, stance), order_by=(messages.desc(), first))
    named = [p for p in paths if p is not None]
    ranked = (
        select(first.label("first"), messages.label("messages"), rank.label("rank"))
        .where(*period.counted(), or_(path.in_(named), path.is_(None)) if None in paths else path.in_(named))
        .group_by(path, stance, col(Feedback.text_key))
        .subquery()
    )
    query: Select[*Columns] = (
        select(path, stance, col(Feedback.text), ranked.c.messages)
        .join(ranked, ranked.c.first == Feedback.id)
        .where(ranked.c.rank <= each)
        .order_by(ranked.c.messages.desc(), ranked.c.first)
    )
    return [Voice(*row) for row in await _rows(session, query)]


async def lines(session: AsyncSession, period: Period, after: Line | None, limit: int) -> list[Line]:
    """The next ``limit`` counted comments of the period behind ``after``, in the order they came.

    Walks the index of draft and time, so that reading everything in batches costs no more than reading it once.
    """
    columns: tuple[ColumnElement[Any], ...] = tuple(
        period.place().label("path") if name == "path" else Feedback.__table__.c[name]  # type: ignore[attr-defined]  # SQLModel hides __table__
        for name in ("id", "created_at", "path", "stance", "text", "wording", "kind", "late")
    )
    place = (col(Feedback.created_at), col(Feedback.id))
    query: Select[*Columns] = select(*columns).where(*period.counted()).order_by(*place).limit(limit)
    if after is not None:
        query = query.where(tuple_(*place) > (after.created_at, after.feedback_id))
    return [Line(*row) for row in await _rows(session, query)]


async def topics_of(session: AsyncSession, feedback_ids: Sequence[int]) -> Mapping[int, list[str]]:
    """The topic codes of these comments, the surest first."""
    query: Select[*Columns] = (
        select(col(FeedbackTopic.feedback_id), col(FeedbackTopic.code))
        .where(col(FeedbackTopic.feedback_id).in_(feedback_ids))
        .order_by(col(FeedbackTopic.score).desc(), col(FeedbackTopic.code))
    )
    found: dict[int, list[str]] = {}
    for feedback_id, code in await _rows(session, query):
        found.setdefault(feedback_id, []).append(code)
    return found


def _select(period: Period, *keys: SQLColumnExpression[Any]) -> Select[*Columns]:
    return select(*keys, *_numbers()).select_from(Feedback).where(*period.counted()).group_by(*keys)


async def _grouped(session: AsyncSession, period: Period, *keys: SQLColumnExpression[Any]) -> list[Row[*Columns]]:
    return await _rows(session, _select(period, *keys))


async def _rows(session: AsyncSession, query: Select[*Columns]) -> list[Row[*Columns]]:
    return list((await session.exec(query)).all())  # type: ignore[call-overload]  # SQLModel's own select counts to four
