"""Where drafts stand, for those who prepare and watch them: parts, problems, comments; nothing changes here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.drafts import library
from storage.models import Draft, DraftVersion, Feedback, FeedbackStatus, Provision
from storage.types import key

_AT_ONCE = 200  # drafts in a list


@dataclass(frozen=True, slots=True)
class Standing:
    """One draft with what is counted of it: ``people`` and ``messages`` leave withdrawn comments out."""

    draft: Draft
    version: int
    provisions: int
    problems: int
    people: int
    messages: int
    days_left: int


async def listed(session: AsyncSession, agency_code: str | None, now: datetime) -> list[Standing]:
    """The drafts of an agency (None: of all), newest first, in a fixed number of statements."""
    query = select(Draft).order_by(col(Draft.id).desc()).limit(_AT_ONCE)
    if agency_code is not None:
        query = query.where(Draft.agency_code == agency_code)
    return await _standings(session, list((await session.exec(query)).all()), now)


async def of(session: AsyncSession, draft: Draft, now: datetime) -> Standing:
    """Where one draft stands."""
    return (await _standings(session, [draft], now))[0]


async def _standings(session: AsyncSession, drafts: Sequence[Draft], now: datetime) -> list[Standing]:
    ids = [key(draft.id) for draft in drafts]
    versions: dict[int, DraftVersion] = {}
    query = select(DraftVersion).where(col(DraftVersion.draft_id).in_(ids)).order_by(col(DraftVersion.number))
    for version in (await session.exec(query.options(*library.WITHOUT_READING))).all():
        versions[version.draft_id] = version
    newest = [key(version.id) for version in versions.values()]
    parts = dict(
        (
            await session.exec(
                select(Provision.version_id, func.count())
                .where(col(Provision.version_id).in_(newest))
                .group_by(col(Provision.version_id))
            )
        ).all()
    )
    said = {
        draft_id: (people, messages)
        for draft_id, people, messages in (
            await session.exec(
                select(Feedback.draft_id, func.count(func.distinct(Feedback.pseudonym)), func.count())
                .where(col(Feedback.draft_id).in_(ids), col(Feedback.status) != FeedbackStatus.WITHDRAWN)
                .group_by(col(Feedback.draft_id))
            )
        ).all()
    }
    standings = []
    for draft in drafts:
        version = versions[key(draft.id)]
        people, messages = said.get(key(draft.id), (0, 0))
        standings.append(
            Standing(
                draft,
                version.number,
                parts.get(key(version.id), 0),
                len(version.problems),
                people,
                messages,
                library.days_left(draft, now),
            )
        )
    return standings
