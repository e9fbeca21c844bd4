"""The seed world as the demo sows it: agencies with the names they had, drafts with contact and focus questions."""

from datetime import datetime

from bot import seeding
from bot.sandbox.world import load
from services import agencies, staff
from services.citizens import Secrets
from services.drafts import focus, library
from services.review import figures, listing
from services.review.views import View
from storage.db import Database


async def test_the_demo_has_names_contacts_questions_and_comments_that_its_officer_has_read(
    sqlite_database: Database, secrets: Secrets, now: datetime
) -> None:
    world = load()
    await seeding.sow(sqlite_database, world, secrets, now)
    async with sqlite_database.transaction() as session:
        assert [found.code for found in await agencies.find(session, "so thong tin va truyen thong")] == ["so_khcn"]
        assert len(await agencies.aliases(session)) == sum(len(agency.aliases) for agency in world.agencies)
        asked = {}
        for draft in await library.every(session):
            seed = next(one for one in world.drafts if one.title == draft.title)
            assert draft.contact == seed.contact
            questions = await focus.of(session, draft)
            assert [(one.text, one.text_en) for one in questions] == list(zip(seed.focus, seed.focus_en, strict=True))
            asked[seed.key] = [one.path for one in questions]
    assert asked == {
        1: ["quy-dinh/dieu-9", "quy-dinh/dieu-11", "quy-dinh/dieu-8"],
        2: [None, "la-ma-3/so-2", "la-ma-3/so-3"],
        3: ["dieu-5", "dieu-8", "dieu-4"],
        4: ["dieu-5", "dieu-6"],
    }
    await the_officer_looks_back(sqlite_database, now)


async def the_officer_looks_back(database: Database, now: datetime) -> None:
    """His draft has comments, most of them read, and the weekly page is not empty."""
    async with database.reading() as session:
        officer = await staff.by_email(session, load().officer.email)
        own = [draft.code for draft in await library.every(session) if draft.agency_code == officer.agency_code]
        found = await figures.read(session, officer, "", None, now)
        [code] = [draft for draft in own if draft in {one.draft for one in found.made}]
        listed = listing.make(await listing.read(session, code, officer, View()))
    assert {one.by for one in found.made} == {officer.email}
    assert len(found.weeks) >= 3
    assert all(week.total.right for week in found.weeks[1:])
    assert sum(len(week.kinds) for week in found.weeks) >= 3
    assert listed.counts.reviewed[True] > listed.counts.reviewed[False] >= 3
