"""Pages of grouped comments: each group under the comment that stands for it, and every member of one group."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.grouping.explain import explain
from services import digests
from services.clock import local_day
from services.review import marking
from services.review.grouping import Group
from services.review.marking import Passage
from storage.models import Draft, Stance
from storage.queries import comments
from storage.queries.comments import Entry, Wanted

GROUPS_A_PAGE = 20
MEMBERS_A_PAGE = 50
FIRST_MEMBERS = 5  # named under their representative; all of them are on the page of the group


@dataclass(frozen=True, slots=True)
class Member:
    """One comment of a group, masked; what the representative has not is marked. Nothing of its author."""

    id: int
    day: date
    place: str
    stance: Stance
    words: Passage
    is_same: bool  # no word differs from the representative's


@dataclass(frozen=True, slots=True)
class Found:
    """What was read for a page, verbatim, so only for `members`."""

    entries: Mapping[int, Entry]
    labels: Mapping[str | None, digests.Label]


async def read(session: AsyncSession, draft: Draft, ids: Sequence[int]) -> Found:
    """The comments of these numbers that are not withdrawn, with what their provisions are called."""
    period = await digests.period_of(session, draft, None, None)
    entries = await comments.entries(session, period, Wanted(), len(ids), only=ids)
    labels = await digests.labels(session, draft, {entry.path for entry in entries if entry.path})
    return Found({entry.feedback_id: entry for entry in entries}, labels)


def needed(groups: Sequence[Group]) -> list[int]:
    """The comments that a page of groups shows."""
    return list(dict.fromkeys(n for one in groups for n in (one.representative, *one.members[: FIRST_MEMBERS + 1])))


def members(found: Found, group: Group, ids: Sequence[int]) -> list[Member]:
    """These members of a group, compared with the one that stands for it. It computes: call it in a thread."""
    lead = found.entries.get(group.representative)
    return [_member(found, found.entries[one], lead) for one in ids if one in found.entries]


def _member(found: Found, entry: Entry, lead: Entry | None) -> Member:
    differs = explain(lead.text if lead else entry.text, entry.text)
    return Member(
        id=entry.feedback_id,
        day=local_day(entry.created_at),
        place=found.labels[entry.path].label,
        stance=entry.stance,
        words=marking.fold(marking.pieces(entry.text, [asdict(piece) for piece in differs.differing])),
        is_same=not differs.differing and not differs.missing,
    )
