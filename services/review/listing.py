"""A page of a draft's comments for the officers who read them: rows masked and marked, filters with their counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.tagging import AUTO
from services import digests, staff
from services.clock import local_day
from services.drafts import library
from services.errors import Refused
from services.fields import CODES
from services.review import marking
from services.review.marking import LONGEST, Passage
from services.review.views import View, article_of
from services.staff import Act
from storage.models import Correction, Draft, FeedbackTopic, Staff, Stance
from storage.queries import comment_counts, comments
from storage.queries.comment_counts import Counts
from storage.queries.comments import WHOLE, Entry
from storage.queries.digest import Period
from storage.types import key

PAGE = 50  # comments on a page


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of a comment, how sure the machine was, and the words that carried it (none that identify a person)."""

    code: str
    band: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """Who reviewed a comment last, and when; ``in_bulk``: together with others of a page."""

    number: int
    by: str
    at: datetime
    in_bulk: bool


@dataclass(frozen=True, slots=True)
class KindReview:
    """Who said last what a comment is meant as, when, and what the machine had suggested (empty: nothing yet)."""

    number: int
    by: str
    at: datetime
    suggested: str


@dataclass(frozen=True, slots=True)
class Row:
    """One comment as staff may see it; nothing of its author. ``place`` is empty for the whole draft.

    ``review`` is of the topics. ``offered`` are the topics with a box to tick: those it has and those that were
    suggested for it at first.
    """

    id: int
    day: date
    place: str
    stance: Stance
    kind: str
    late: bool
    words: Passage
    wording: Passage | None
    topics: tuple[Topic, ...]
    offered: tuple[str, ...]
    is_tagged: bool
    review: Review | None
    kind_review: KindReview | None

    @property
    def codes(self) -> tuple[str, ...]:
        """The topics it has, by code."""
        return tuple(topic.code for topic in self.topics)

    @property
    def is_certain(self) -> bool:
        """Whether nobody has reviewed it, it has a topic, and none that is not certain."""
        return self.review is None and {topic.band for topic in self.topics} == {AUTO}


@dataclass(frozen=True, slots=True)
class Article:
    """An article, or the whole draft, with how many comments speak of it or of what it holds."""

    value: str
    label: str
    heading: str
    count: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of comments with the views of the pages before and after it, and what each filter would leave."""

    draft: Draft
    view: View
    rows: tuple[Row, ...]
    counts: Counts
    articles: tuple[Article, ...]
    newer: View | None
    older: View | None

    @property
    def certain(self) -> tuple[Row, ...]:
        """The rows that nobody has reviewed and of which every topic is certain."""
        return tuple(row for row in self.rows if row.is_certain)


@dataclass(frozen=True, slots=True)
class Found:
    """What was read for a page, before anything is computed: verbatim, so only for `make`."""

    draft: Draft
    view: View
    entries: Sequence[Entry]
    topics: Mapping[int, Sequence[FeedbackTopic]]
    corrections: Mapping[int, Sequence[tuple[Correction, str]]]
    counts: Counts
    labels: Mapping[str | None, digests.Label]
    newer: View | None
    older: View | None


async def read(session: AsyncSession, code: str, by: Staff, view: View, limit: int = PAGE) -> Found:
    """Reads one page of the comments of a draft of the account's agency; `make` shows it, off the event loop.

    Raises Refused: ``unknown_draft``, ``not_allowed``, ``other_agency``, ``unknown_comment``.
    """
    draft = await library.find(session, code)
    staff.must_own(by, draft, Act.REVIEW)
    period = await digests.period_of(session, draft, None, None)
    rows, newer, older = await _page(session, period, view, limit)
    if view.comment is not None and not rows:
        raise Refused("unknown_comment", code=draft.code, id=view.comment)
    ids = [row.feedback_id for row in rows]
    counted = await comment_counts.counts(session, period, view.wanted)
    paths = {row.path for row in rows if row.path} | {article_of(path) for path in counted.paths if path}
    return Found(
        draft,
        view,
        rows,
        await comments.topics(session, ids),
        await comments.corrections(session, ids),
        counted,
        await digests.labels(session, draft, paths),
        newer,
        older,
    )


def make(found: Found) -> Listing:
    """The page as it is shown. It computes: call it in a thread."""
    longest = LONGEST if found.view.comment is None else None
    return Listing(
        draft=found.draft,
        view=found.view,
        rows=tuple(_row(found, entry, longest) for entry in found.entries),
        counts=found.counts,
        articles=_articles(found),
        newer=found.newer,
        older=found.older,
    )


async def _page(
    session: AsyncSession, period: Period, view: View, limit: int
) -> tuple[list[Entry], View | None, View | None]:
    if view.comment is not None:
        return await comments.entries(session, period, view.wanted, 1, only=[view.comment]), None, None
    rows = await comments.entries(session, period, view.wanted, limit + 1, view.before, view.after)
    more = len(rows) > limit
    if view.after is not None:
        rows, has_newer, has_older = rows[-limit:], more, True
    else:
        rows, has_newer, has_older = rows[:limit], view.before is not None, more
    if not rows:
        return rows, view.first() if view.before or view.after else None, None
    newest, oldest = ((row.created_at, row.feedback_id) for row in (rows[0], rows[-1]))
    newer = replace(view, before=None, after=newest) if has_newer else None
    return rows, newer, replace(view, before=oldest, after=None) if has_older else None


def _row(found: Found, entry: Entry, longest: int | None) -> Row:
    topics = found.topics.get(entry.feedback_id, ())
    said = found.corrections.get(entry.feedback_id, ())
    made = [each for each in said if not each[0].kind]
    evidence: list[Any] = [one for topic in topics for one in topic.evidence]
    return Row(
        id=entry.feedback_id,
        day=local_day(entry.created_at),
        place=found.labels[entry.path].label,
        stance=entry.stance,
        kind=entry.kind,
        late=entry.late,
        words=marking.fold(marking.pieces(entry.text, evidence), longest),
        wording=marking.fold(marking.pieces(entry.wording), longest) if entry.wording else None,
        topics=tuple(
            Topic(topic.code, topic.band, marking.evidence_words(entry.text, topic.evidence)) for topic in topics
        ),
        offered=_offered([topic.code for topic in topics], made, alone=found.view.comment is not None),
        is_tagged=entry.tagged_at is not None,
        review=_review(made),
        kind_review=_kind_review([each for each in said if each[0].kind]),
    )


def _offered(codes: Sequence[str], made: Sequence[tuple[Correction, str]], *, alone: bool) -> tuple[str, ...]:
    suggested = [code for correction, _ in made[:1] for code in correction.suggested]
    return tuple(dict.fromkeys([*codes, *suggested, *(CODES if alone else ())]))


def _review(made: Sequence[tuple[Correction, str]]) -> Review | None:
    if not made:
        return None
    last, email = made[-1]
    return Review(key(last.id), email, last.created_at, last.in_bulk)


def _kind_review(made: Sequence[tuple[Correction, str]]) -> KindReview | None:
    if not made:
        return None
    last, email = made[-1]
    return KindReview(key(last.id), email, last.created_at, made[0][0].kind_was)


def _articles(found: Found) -> tuple[Article, ...]:
    """In reading order, the whole draft in front."""
    sums: dict[str | None, int] = {}
    once = cache(article_of)
    for path, count in found.counts.paths.items():
        article = once(path) if path else None
        sums[article] = sums.get(article, 0) + count
    in_order = sorted(sums, key=lambda article: (found.labels[article].order, article or ""))
    return tuple(
        Article(article or WHOLE, found.labels[article].label, found.labels[article].heading, sums[article])
        for article in in_order
    )
