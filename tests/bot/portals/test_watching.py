"""The watch over a pretended portal and a real database: from the list to proposals, never twice, through trouble."""

import asyncio
from datetime import datetime, timedelta

from sqlmodel import select

from bot.portals.watching import Watch
from bot.sandbox.portal import Offered, Site, offered_files
from services.portals import states
from services.portals.troubles import unpack
from storage.db import Database
from storage.models import Draft, PortalProposal, PortalState, ProposalFile
from tests.bot.portals.world import Place, announced, described, portal_place


class Clock:
    """A clock that is set by hand."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def watch_over(database: Database, place: Place, clock: Clock) -> Watch:
    """A watch over the pretended portal."""
    return Watch(database, [described(place.base)], place.fetcher, clock)


async def proposed(database: Database) -> list[PortalProposal]:
    """Every proposal, oldest first."""
    async with database.transaction() as session:
        return list((await session.exec(select(PortalProposal).order_by(PortalProposal.id))).all())


async def state(database: Database) -> PortalState:
    """The state of the only portal."""
    async with database.transaction() as session:
        [found] = await states.every(session)
        return found


async def test_what_a_portal_announces_is_proposed_once_and_published_never(database: Database, now: datetime) -> None:
    clock = Clock(now)
    async with portal_place(Site([announced(1, "Dự thảo về nước dưới đất", *offered_files())])) as place:
        watch = watch_over(database, place, clock)
        assert await watch.once() == 1
        assert await watch.once() == 0  # not due yet
        clock.now += timedelta(minutes=60)
        assert await watch.once() == 1
        assert place.site.visits[-1].conditional
        place.site.announced.append(announced(2, "Dự thảo về đò ngang"))
        clock.now += timedelta(minutes=60)
        await watch.once()
        assert place.site.complaints == []
    rows = await proposed(database)
    assert [(row.title, len(row.troubles)) for row in rows] == [
        ("Dự thảo về nước dưới đất", 1),
        ("Dự thảo về đò ngang", 0),
    ]
    async with database.transaction() as session:
        assert len((await session.exec(select(ProposalFile))).all()) == 2
        assert (await session.exec(select(Draft))).all() == []


async def test_a_changed_title_and_a_new_file_reach_the_waiting_proposal(database: Database, now: datetime) -> None:
    clock = Clock(now)
    one, other, _ = offered_files()
    async with portal_place(Site([announced(1, "Dự thảo", one)])) as place:
        watch = watch_over(database, place, clock)
        await watch.once()
        place.site.announced = [announced(1, "Dự thảo (lần 2)", one, other)]
        clock.now += timedelta(minutes=60)
        await watch.once()
        assert place.site.paths().count(f"/tep/1/{one.name}") == 1
    [row] = await proposed(database)
    assert row.title == "Dự thảo (lần 2)"
    async with database.transaction() as session:
        names = (await session.exec(select(ProposalFile.file_name))).all()
    assert sorted(names) == sorted([one.name, other.name])


async def test_trouble_is_written_down_doubles_the_wait_and_ends(database: Database, now: datetime) -> None:
    clock = Clock(now)
    async with portal_place(Site([announced()], wall=True)) as place:
        watch = watch_over(database, place, clock)
        await watch.once()
        found = await state(database)
        trouble = unpack(found.trouble)
        assert trouble is not None
        assert (trouble.code, found.failures, found.next_check_at) == ("wall", 1, now + timedelta(hours=2))
        place.site.wall = False
        place.site.halt(5 * 3600)
        clock.now += timedelta(hours=2)
        await watch.once()
        found = await state(database)
        assert (found.failures, found.next_check_at) == (2, clock.now + timedelta(hours=5))
        assert await proposed(database) == []
        assert place.site.complaints == []
    async with portal_place(Site([announced()])) as place:  # later, and the portal is well again
        clock.now += timedelta(hours=5)
        await watch_over(database, place, clock).once()
    found = await state(database)
    assert (found.failures, found.trouble, len(await proposed(database))) == (0, "", 1)


async def test_two_processes_share_the_looks(database: Database, now: datetime) -> None:
    other = Database(database.url.render_as_string(hide_password=False))
    try:
        async with portal_place(Site([announced()])) as place:
            watches = [watch_over(place_database, place, Clock(now)) for place_database in (database, other)]
            assert sum(await asyncio.gather(*(watch.once() for watch in watches))) == 1
            assert place.site.paths().count("/du-thao") == 1
    finally:
        await other.close()


async def test_no_transaction_is_open_while_the_portal_is_slow(sqlite_database: Database, now: datetime) -> None:
    """SQLite lets one writer in at a time: another one must not wait for the portal."""
    async with portal_place(
        Site([announced(1, "Dự thảo", Offered("Dự thảo", "a.pdf", b"%PDF-1"))], crawl_delay=1)
    ) as place:
        looking = asyncio.create_task(watch_over(sqlite_database, place, Clock(now)).once())
        await place.site.came.wait()
        async with sqlite_database.transaction() as session:
            session.add(PortalState(portal="khac"))
        assert not looking.done()
        await looking


async def test_what_was_found_before_a_look_broke_off_is_kept(database: Database, now: datetime) -> None:
    async with portal_place(Site([announced(1), announced(2)], patience=3)) as place:
        await watch_over(database, place, Clock(now)).once()
        assert place.site.paths() == ["/robots.txt", "/du-thao", "/du-thao/2", "/du-thao/1"]
    assert [row.link[-1] for row in await proposed(database)] == ["2"]
    trouble = unpack((await state(database)).trouble)
    assert trouble is not None
    assert trouble.code == "busy"
