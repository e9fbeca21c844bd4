"""Finding provisions by words, in one draft or in all open ones; opening what was found is a conversation's."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp import search
from services.drafts import library, places
from storage.models import Draft, DraftVersion, Provision

_LOOKED_AT = 120  # provisions with the most of the words, which are then weighed one by one


@dataclass(frozen=True, slots=True)
class Hit:
    """A provision that answers a search."""

    draft: Draft
    path: str
    place: str
    excerpt: str


async def in_draft(session: AsyncSession, draft: Draft, words: str, limit: int = 20) -> list[Hit]:
    """The provisions of the newest version of ``draft`` that answer ``words`` best; empty when none does."""
    return await _find(session, [draft], words, limit)


async def everywhere(session: AsyncSession, words: str, limit: int = 20) -> list[Hit]:
    """The provisions of all open drafts that answer ``words`` best."""
    return await _find(session, await library.open_drafts(session), words, limit)


async def _find(session: AsyncSession, drafts: Sequence[Draft], words: str, limit: int) -> list[Hit]:
    wanted = search.query(words)
    if not wanted.words or not drafts:
        return []
    versions = await _newest(session, drafts)
    rows = await _likely(session, list(versions), wanted)
    scored = [
        (search.score(wanted, row.heading, row.text), search.answers(wanted, row.heading, row.text)) for row in rows
    ]
    chosen = [rows[number] for number in search.best(scored, limit)]
    parts = await _all_parts(session, {row.version_id for row in chosen})
    return [
        Hit(
            versions[row.version_id],
            row.path,
            places.place(parts[row.version_id], row.path),
            search.excerpt(wanted, ". ".join(words for words in (row.heading, row.text) if words)),
        )
        for row in chosen
    ]


async def _newest(session: AsyncSession, drafts: Sequence[Draft]) -> dict[int, Draft]:
    """The newest version of each draft, by its id."""
    by_id = {draft.id: draft for draft in drafts}
    newest = (
        select(DraftVersion.draft_id, func.max(DraftVersion.number).label("number"))
        .where(col(DraftVersion.draft_id).in_(by_id))
        .group_by(col(DraftVersion.draft_id))
        .subquery()
    )
    rows = await session.exec(
        select(DraftVersion.id, DraftVersion.draft_id).join(
            newest,
            (col(DraftVersion.draft_id) == newest.c.draft_id) & (col(DraftVersion.number) == newest.c.number),
        )
    )
    return {version: by_id[draft] for version, draft in rows.all() if version is not None}


async def _likely(session: AsyncSession, versions: list[int], wanted: search.Query) -> list[Provision]:
    """The provisions that hold most of the words; words are letters and digits only, so LIKE needs no escape."""
    holds: list[ColumnElement[int]] = [
        case((col(Provision.folded).like(f"% {word} %"), 1), else_=0) for word in wanted.words
    ]
    count = sum(holds[1:], holds[0])
    rows = await session.exec(
        select(Provision)
        .where(col(Provision.version_id).in_(versions), count * 2 >= len(wanted.words))
        .order_by(count.desc(), func.length(Provision.folded), col(Provision.id))
        .limit(_LOOKED_AT)
    )
    return list(rows.all())


async def _all_parts(session: AsyncSession, versions: set[int]) -> dict[int, list[Provision]]:
    rows = await session.exec(
        select(Provision).where(col(Provision.version_id).in_(versions)).order_by(col(Provision.order))
    )
    parts: dict[int, list[Provision]] = {version: [] for version in versions}
    for part in rows.all():
        parts[part.version_id].append(part)
    return parts
