"""The comments that a file lists: read without anything that leads to their authors, masked before they are written."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.redact import mask
from services import digests
from services.clock import local_day
from storage.models import Draft, Stance
from storage.queries import digest as counts
from storage.types import key


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment: ``number`` counts within this list, ``day`` is Vietnam's, ``place`` is empty for the whole draft.

    Its texts are verbatim as collected; `masked` makes what may be shown.
    """

    number: int
    day: date
    path: str | None
    place: str
    stance: Stance
    text: str = field(repr=False)
    wording: str = field(repr=False)
    topics: tuple[str, ...]
    kind: str
    late: bool


async def collect(
    session: AsyncSession, draft: Draft, since: datetime | None, until: datetime | None
) -> tuple[Comment, ...]:
    """The counted comments of a draft from ``since`` to before ``until``, in the order they came, verbatim.

    No masking here: it computes, and this runs inside a transaction on the event loop. ``render`` does it.
    """
    period = counts.Period(key(draft.id), since, until)
    lines = await counts.lines(session, period)
    topics = await counts.topics_of_lines(session, period)
    labels = await digests.labels(session, draft, {line.path for line in lines if line.path is not None})
    return tuple(
        Comment(
            number=number,
            day=local_day(line.created_at),
            path=line.path,
            place=labels[line.path].label,
            stance=line.stance,
            text=line.text,
            wording=line.wording,
            topics=tuple(topics.get(line.feedback_id, ())),
            kind=line.kind,
            late=line.late,
        )
        for number, line in enumerate(lines, start=1)
    )


def masked(comments: Sequence[Comment]) -> tuple[Comment, ...]:
    """The comments with every number or address that identifies somebody masked; masking twice changes nothing."""
    return tuple(replace(each, text=mask(each.text), wording=mask(each.wording)) for each in comments)
