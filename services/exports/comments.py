"""The comments that a file lists: read without anything that leads to their authors, masked before they are written."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache

from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.redact import mask
from services import digests
from services.clock import local_day
from storage.models import Draft, Stance
from storage.queries import digest as counts

LISTING = frozenset({"json", "xlsx", "csv"})  # formats that list every comment; the others need none collected

BATCH = 1000  # rows read at once: between batches the event loop serves others


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
    session: AsyncSession, draft: Draft, since: datetime | None, until: datetime | None, *, batch: int = BATCH
) -> tuple[Comment, ...]:
    """The counted comments of a draft from ``since`` to before ``until``, in the order they came, verbatim.

    No masking here: it computes, and this runs inside a transaction on the event loop. ``render`` does it.
    """
    period = await digests.period_of(session, draft, since, until)
    paths = {path for path in await counts.by_path(session, period) if path is not None}
    labels = await digests.labels(session, draft, paths)
    found: list[Comment] = []
    last: counts.Line | None = None
    while lines := await counts.lines(session, period, last, batch):
        last = lines[-1]
        topics = await counts.topics_of(session, [line.feedback_id for line in lines])
        found += [
            _comment(number, line, labels[line.path].label, tuple(topics.get(line.feedback_id, ())))
            for number, line in enumerate(lines, start=len(found) + 1)
        ]
    return tuple(found)


def _comment(number: int, line: counts.Line, place: str, topics: tuple[str, ...]) -> Comment:
    return Comment(
        number=number,
        day=local_day(line.created_at),
        path=line.path,
        place=place,
        stance=line.stance,
        text=line.text,
        wording=line.wording,
        topics=topics,
        kind=line.kind,
        late=line.late,
    )


def masked(comments: Sequence[Comment]) -> tuple[Comment, ...]:
    """The comments with every number or address that identifies somebody masked; masking twice changes nothing."""
    once = cache(mask)  # campaigns repeat a text thousands of times, and reading it is what takes long
    return tuple(replace(each, text=once(each.text), wording=once(each.wording)) for each in comments)
