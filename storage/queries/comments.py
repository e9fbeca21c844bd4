"""Reading the comments of one draft a page at a time, narrowed by topic, place, band and kind.

Nothing here leads to an author. Withdrawn comments are left out. Provisions are those of the
newest version, as in queries/digest.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
    tuple_,
)
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Correction, Feedback, FeedbackTopic, Staff
from storage.queries.digest import Line, Period

NO_TOPIC = "none"  # in the place of a band: comments that were tagged and have no topic
WHOLE = "-"  # in the place of an article: the whole draft
LOST = "@"  # stands in paths of provisions that are in no newer version (services/digests.py)

Columns = tuple[Any, ...]
Place = tuple[datetime, int]  # where a page begins or ends: moment and number of a comment


@dataclass(frozen=True, slots=True)
class Wanted:
    """What comments are looked for; an empty word asks for nothing. ``reviewed``: whether staff saw the topics."""

    topic: str = ""
    band: str = ""
    kind: str = ""
    article: str = ""
    reviewed: bool | None = None


@dataclass(frozen=True, slots=True)
class Entry(Line):
    """One comment of the list, and when it was tagged."""

    tagged_at: datetime | None


async def entries(
    session: AsyncSession,
    period: Period,
    wanted: Wanted,
    limit: int,
    before: Place | None = None,
    after: Place | None = None,
    only: Sequence[int] | None = None,
) -> list[Entry]:
    """Up to ``limit`` comments, newest first: those older than ``before``, or the next ones newer than ``after``.

    ``only`` asks for these comments, by number.
    """
    columns: tuple[ColumnElement[Any], ...] = tuple(
        period.place().label("path") if name == "path" else Feedback.__table__.c[name]  # type: ignore[attr-defined]  # SQLModel hides __table__
        for name in ("id", "created_at", "path", "stance", "text", "wording", "kind", "late", "tagged_at")
    )
    place = (col(Feedback.created_at), col(Feedback.id))
    query: Select[*Columns] = select(*columns).where(*conditions(period, wanted)).limit(limit)
    if before is not None:
        query = query.where(tuple_(*place) < before)
    if after is not None:
        query = query.where(tuple_(*place) > after)
    if only is not None:
        query = query.where(col(Feedback.id).in_(only))
    backwards = after is not None and before is None
    query = query.order_by(*place) if backwards else query.order_by(*(part.desc() for part in place))
    found = [Entry(*row) for row in await rows(session, query)]
    return found[::-1] if backwards else found


async def standing(session: AsyncSession, period: Period) -> tuple[int, int]:
    """The number of the comment that came last and how many there are: equal as long as nothing came or went."""
    query: Select[*Columns] = select(func.coalesce(func.max(col(Feedback.id)), 0), func.count())
    newest, count = (await rows(session, query.where(*period.counted())))[0]
    return newest, count


async def texts(session: AsyncSession, period: Period, after: int, limit: int) -> list[tuple[int, str, str, str]]:
    """Number, text, its key and the pseudonym of the next comments behind a number, in the order they came."""
    query: Select[*Columns] = (
        select(col(Feedback.id), col(Feedback.text), col(Feedback.text_key), col(Feedback.pseudonym))
        .where(*period.counted(), col(Feedback.id) > after)
        .order_by(col(Feedback.id))
        .limit(limit)
    )
    return [(number, text, text_key, author) for number, text, text_key, author in await rows(session, query)]


async def has(session: AsyncSession, period: Period, wanted: Wanted, feedback_id: int) -> bool:
    """Whether this comment is among those looked for."""
    query: Select[*Columns] = select(col(Feedback.id)).where(
        *conditions(period, wanted), col(Feedback.id) == feedback_id
    )
    return bool(await rows(session, query))


async def topics(session: AsyncSession, feedback_ids: Sequence[int]) -> dict[int, list[FeedbackTopic]]:
    """The topics of these comments, the surest first."""
    found: dict[int, list[FeedbackTopic]] = {}
    query = (
        select(FeedbackTopic)
        .where(col(FeedbackTopic.feedback_id).in_(feedback_ids))
        .order_by(col(FeedbackTopic.score).desc(), col(FeedbackTopic.code))
    )
    for (topic,) in await rows(session, query):
        found.setdefault(topic.feedback_id, []).append(topic)
    return found


async def corrections(session: AsyncSession, feedback_ids: Sequence[int]) -> dict[int, list[tuple[Correction, str]]]:
    """The corrections of these comments, of topics and of kinds, oldest first, with the e-mail of who made them."""
    found: dict[int, list[tuple[Correction, str]]] = {}
    query = (
        select(Correction, col(Staff.email))
        .join(Staff, col(Staff.id) == col(Correction.staff_id))
        .where(col(Correction.feedback_id).in_(feedback_ids))
        .order_by(col(Correction.id))
    )
    for made, email in await rows(session, query):
        found.setdefault(made.feedback_id, []).append((made, email))
    return found


def conditions(period: Period, wanted: Wanted) -> list[ColumnElement[bool]]:
    """What a comment must fulfil to be among those looked for."""
    found = period.counted()
    if wanted.band == NO_TOPIC:
        found += [col(Feedback.tagged_at).is_not(None), ~_has_topic("", "")]
    if wanted.topic or wanted.band not in ("", NO_TOPIC):
        found.append(_has_topic(wanted.topic, wanted.band if wanted.band != NO_TOPIC else ""))
    if wanted.kind:
        found.append(col(Feedback.kind) == wanted.kind)
    if wanted.article:
        found.append(within(period.place(), wanted.article))
    if wanted.reviewed is not None:
        found.append(reviewed() if wanted.reviewed else ~reviewed())
    return found


def _has_topic(code: str, band: str) -> ColumnElement[bool]:
    """Whether a comment has a topic, this one, or one of this band; the outer statement may read topics of its own."""
    same = [(FeedbackTopic.code, code), (FeedbackTopic.band, band)]
    wished = [col(column) == word for column, word in same if word]
    return exists().where(col(FeedbackTopic.feedback_id) == col(Feedback.id), *wished).correlate(Feedback)


def reviewed() -> ColumnElement[bool]:
    """Whether somebody looked at a comment's topics."""
    return (
        exists().where(col(Correction.feedback_id) == col(Feedback.id), col(Correction.kind) == "").correlate(Feedback)
    )


def within(place: ColumnElement[str | None], article: str) -> ColumnElement[bool]:
    """Whether a place is an article or inside it; what newer versions no longer have is inside none that they have."""
    if article == WHOLE:
        return place.is_(None)
    base, mark, version = article.partition(LOST)
    inside = place.startswith(f"{base}/", autoescape=True)
    lost = place.endswith(f"{mark}{version}", autoescape=True) if mark else ~place.contains(LOST)
    return or_(place == article, and_(inside, lost))


async def rows(session: AsyncSession, query: Select[*Columns]) -> list[Row[*Columns]]:
    """What a statement of any number of columns finds."""
    return list((await session.exec(query)).all())  # type: ignore[call-overload]  # SQLModel's own select counts to four
