"""The desk over 20,000 comments: a page read and made, also filtered and far down the list, and all groups."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from secrets import token_hex

from sqlalchemy import text
from sqlmodel import col, select

from services.review import grouping, listing
from services.review.views import View
from storage.db import Database
from storage.models import Draft, Feedback, InboxEvent, Staff, StaffRole
from storage.queries.comments import Wanted
from storage.types import key
from tests import factories
from tests.bench.digest import bare, comment_on
from tests.bench.ground import Ground, now
from tests.bench.table import Row, Stopwatch, alternate, digits, held_against

TITLE = "Reviewing 20,000 comments, 50 on a page"
ROUNDS = 3
HEAD_START = 0.02  # seconds
FAR = 299  # pages down the list
BOSS = Staff(id=1, email="a@example.invalid", role=StaffRole.ADMIN, agency_code="so", created_at=now())

Once = Callable[[], Coroutine[None, None, Stopwatch]]


async def page(database: Database, code: str, view: View) -> Stopwatch:
    """One page, from the statements to rows ready to be shown."""
    watch = Stopwatch()
    async with database.reading() as session:
        found = await listing.read(session, code, BOSS, view)
    await asyncio.to_thread(listing.make, found)
    return watch


async def write(database: Database) -> float:
    """Seconds until a row is written and committed, as a comment is accepted."""
    watch = Stopwatch()
    async with database.transaction() as session:
        session.add(InboxEvent(channel="post", event_id=token_hex(8), received_at=now()))
    return watch.wall


async def write_beside_a_page(database: Database, code: str) -> float:
    """The same while somebody reads a page of the list: begun once its first statement is under way."""
    reader = asyncio.create_task(page(database, code, View()))
    await asyncio.sleep(HEAD_START)
    seconds = await write(database)
    await reader
    return seconds


async def far_down(database: Database) -> View:
    """The view of the page some hundred pages down."""
    query = select(Feedback.created_at, Feedback.id).order_by(col(Feedback.created_at).desc(), col(Feedback.id).desc())
    async with database.transaction() as session:
        moment, number = (await session.exec(query.offset(FAR * listing.PAGE - 1).limit(1))).one()
    return View(before=(moment, key(number)))


async def groups(database: Database, draft: Draft) -> Stopwatch:
    """Every comment grouped, read anew."""
    watch = Stopwatch()
    await grouping.Kept(patience=600).of(database, draft)
    return watch


async def wall(once: Once) -> float:
    """Seconds that passed."""
    return (await once()).wall


async def processor(once: Once) -> float:
    """Seconds computed by this process, the least of some tries; a PostgreSQL server's own are not in it."""
    return min([(await once()).processor for _ in range(ROUNDS)])


async def run(ground: Ground) -> list[Row]:
    """Pages and groups on both databases, each beside the floor: the three numbers of the draft."""
    rows: list[Row] = []
    for kind in ground.kinds:
        async with ground.database(kind) as database:
            draft = await factories.open_draft(database, now())
            await comment_on(database, draft)
            async with database.transaction() as session:
                await session.execute(text("ANALYZE"))
            ways: dict[str, Once] = {
                "first page": partial(page, database, draft.code, View()),
                "one topic": partial(page, database, draft.code, View(Wanted(topic="dat_dai", reviewed=False))),
                "page 300": partial(page, database, draft.code, await far_down(database)),
                "all groups": partial(groups, database, draft),
            }
            timed = {name: partial(wall, once) for name, once in ways.items()}
            timed["write alone"] = partial(write, database)
            timed["write"] = partial(write_beside_a_page, database, draft.code)
            found = await alternate(ROUNDS, bare=partial(bare, database, draft), **timed)
            for name, once in ways.items():
                note = f"processor {digits(await processor(once))} s"
                rows.append(held_against(f"{kind}: {name}", "s", found[name], found["bare"], note))
            meanwhile = f"{kind}: a write while a page is read, beside one alone"
            rows.append(held_against(meanwhile, "s", found["write"], found["write alone"]))
    return rows
