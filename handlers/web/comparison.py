"""Two versions of a draft side by side, for the console and the public page alike; what changed is services' to say."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.web.page import Page
from services.drafts import changes, library
from services.drafts.changes import Marked
from storage.models import Draft, DraftVersion, Provision

AT_ONCE = 100  # reworded provisions on a page


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the page shows: which versions, how many changes of each kind, and one page of them."""

    numbers: Sequence[int]
    before: int
    after: int
    counts: Sequence[tuple[str, int]]
    reworded: Sequence[Marked]
    relocated: Sequence[Marked]  # that only moved or got another number
    at: int
    pages: int

    @property
    def newest(self) -> int:
        """The number of the newest version."""
        return self.numbers[-1]


async def between(page: Page, session: AsyncSession, draft: Draft) -> tuple[list[int], DraftVersion, DraftVersion]:
    """The numbers of all versions and the two that the address asks for: the last two when it names none.

    Of a draft with one version both are that one; the older one always comes first.
    """
    known = await changes.versions(session, draft)
    by_number = {str(version.number): version for version in known}
    newest = known[-1]
    after = by_number.get(page.query("to"), newest)
    former = known[max(known.index(after) - 1, 0)]
    before = by_number.get(page.query("from"), former)
    first, second = sorted((before, after), key=lambda version: version.number)
    return [version.number for version in known], first, second


async def compare(page: Page, session: AsyncSession, draft: Draft) -> Comparison:
    """The comparison that the address asks for, worked out off the event loop."""
    numbers, first, second = await between(page, session, draft)
    old = await library.provisions(session, first)
    new = await library.provisions(session, second)
    marked = await asyncio.to_thread(_marked, page, old, new)
    reworded = [change for change in marked if change.is_reworded]
    pages = max(1, -(-len(reworded) // AT_ONCE))
    wanted = page.query("page")
    at = min(max(int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1, 1), pages)
    kinds = ("changed", "added", "removed", "moved", "renumbered")
    return Comparison(
        numbers,
        first.number,
        second.number,
        [(kind, count) for kind in kinds if (count := sum(change.kind == kind for change in marked))],
        reworded[(at - 1) * AT_ONCE : at * AT_ONCE],
        [change for change in marked if not change.is_reworded],
        at,
        pages,
    )


def _marked(page: Page, old: Sequence[Provision], new: Sequence[Provision]) -> list[Marked]:
    return changes.mark(changes.compare(old, new), old, new, page.t)
