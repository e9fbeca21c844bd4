"""The seed world as the demo sows it: agencies with the names they had, drafts with contact and focus questions."""

from datetime import datetime

from bot import seeding
from bot.sandbox.world import load
from services import agencies
from services.citizens import Secrets
from services.drafts import focus, library
from storage.db import Database


async def test_the_demo_has_former_names_contacts_and_questions_with_their_places(
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
    }
