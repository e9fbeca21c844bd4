"""How many comments each choice of each filter would leave, from two statements; which they are is comments.py.

A page asks for some thirty such numbers. Comments that are alike in all that filters ask for are counted once by the
database, as one cell, and every number is a sum of cells.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import Any, Literal

from sqlalchemy import ScalarSelect, Select, and_, case, func, select, true
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import Feedback, FeedbackTopic
from storage.queries.comments import NO_TOPIC, Columns, Wanted, conditions, reviewed, rows, within
from storage.queries.digest import Period

BANDS = ("auto", "suggest", "unsure")  # in which a topic may stand (nlp/tagging.py)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many comments each choice of each filter would leave, the other filters staying as they are."""

    topics: dict[str, int]
    bands: dict[str, int]
    kinds: dict[str, int]
    paths: dict[str | None, int]
    reviewed: dict[bool, int]
    total: int  # with all filters as they are


async def counts(session: AsyncSession, period: Period, wanted: Wanted) -> Counts:
    """How many comments each choice would leave, from two statements: the cells of the draft, and its topics."""
    cells = await _cells(session, period, wanted)
    return Counts(
        topics=await _by_topic(session, period, wanted),
        bands=_bands(cells, wanted),
        kinds=_sums(cells, wanted, "kind"),
        paths=_sums(cells, wanted, "path"),
        reviewed={
            way: sum(cell.count for cell in cells if cell.fits(replace(wanted, reviewed=way))) for way in (True, False)
        },
        total=sum(cell.count for cell in cells if cell.fits(wanted)),
    )


@dataclass(frozen=True, slots=True)
class _Cell:
    """How many comments are alike in all that filters ask for; every count of a page is a sum of cells.

    ``bands`` are those in which the comment has a topic, the one asked for where one is. ``inside`` is whether it
    speaks of the article asked for.
    """

    kind: str
    path: str | None
    inside: bool
    reviewed: bool
    bare: bool  # tagged, and no topic
    bands: frozenset[str]
    count: int

    def fits(self, wanted: Wanted, *, anywhere: bool = False) -> bool:
        """Whether the comments of this cell are looked for; ``anywhere``: whatever they speak of."""
        return (
            (self.inside or anywhere)
            and wanted.kind in ("", self.kind)
            and wanted.reviewed in (None, self.reviewed)
            and self._has(wanted)
        )

    def _has(self, wanted: Wanted) -> bool:
        if wanted.band == NO_TOPIC:
            return self.bare and not wanted.topic
        if wanted.band:
            return wanted.band in self.bands
        return not wanted.topic or bool(self.bands)


def _sums(cells: Sequence[_Cell], wanted: Wanted, name: Literal["kind", "path"]) -> dict[Any, int]:
    """Comments by kind or by path, the filter of that name left out."""
    others = replace(wanted, kind="") if name == "kind" else wanted
    found: dict[Any, int] = {}
    for cell in cells:
        if cell.fits(others, anywhere=name == "path"):
            value = getattr(cell, name)
            found[value] = found.get(value, 0) + cell.count
    return found


def _bands(cells: Sequence[_Cell], wanted: Wanted) -> dict[str, int]:
    """Comments by band; one with topics in two bands counts in both."""
    found = {NO_TOPIC: 0}
    for cell in cells:
        for band in (*cell.bands, NO_TOPIC):
            if cell.fits(replace(wanted, band=band)):
                found[band] = found.get(band, 0) + cell.count
    return found


async def _cells(session: AsyncSession, period: Period, wanted: Wanted) -> list[_Cell]:
    inside = within(period.place(), wanted.article) if wanted.article else true()
    alike = (
        select(
            col(Feedback.kind).label("kind"),
            period.place().label("path"),
            case((inside, 1), else_=0).label("inside"),
            case((reviewed(), 1), else_=0).label("reviewed"),
            case((col(Feedback.tagged_at).is_not(None), 1), else_=0).label("tagged"),
            _bits(wanted.topic).label("bits"),
        )
        .where(*period.counted())
        .subquery()
    )
    query: Select[*Columns] = select(*alike.c, func.count()).group_by(*alike.c)
    return [
        _Cell(
            kind=kind,
            path=path,
            inside=bool(inside),
            reviewed=bool(made),
            bare=bool(tagged) and bits is None,
            bands=frozenset(band for place, band in enumerate(BANDS) if (bits or 0) >> place & 1),
            count=count,
        )
        for kind, path, inside, made, tagged, bits, count in await rows(session, query)
    ]


def _bits(topic: str) -> ScalarSelect[Any]:
    """The bands in which a comment has a topic (this one, if one is asked for), a bit each; null without any topic."""
    asked = col(FeedbackTopic.code) == topic if topic else true()
    bits = [
        func.max(case((and_(asked, col(FeedbackTopic.band) == band), 1 << place), else_=0))
        for place, band in enumerate(BANDS)
    ]
    own = select(reduce(add, bits)).where(col(FeedbackTopic.feedback_id) == col(Feedback.id))
    return own.correlate(Feedback).scalar_subquery()


async def _by_topic(session: AsyncSession, period: Period, wanted: Wanted) -> dict[str, int]:
    """Comments by topic, in the band asked for; whatever the topic asked for."""
    if wanted.band == NO_TOPIC:
        return {}
    query: Select[*Columns] = (
        select(col(FeedbackTopic.code), func.count())
        .join(Feedback, col(Feedback.id) == col(FeedbackTopic.feedback_id))
        .where(*conditions(period, replace(wanted, topic="", band="")))
        .group_by(col(FeedbackTopic.code))
    )
    if wanted.band:
        query = query.where(col(FeedbackTopic.band) == wanted.band)
    return {code: count for code, count in await rows(session, query)}  # noqa: C416 (dict() would not know the types)
