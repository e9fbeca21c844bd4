"""Publishing a draft to 100,000 followers, against the bare INSERT … SELECT; and what a repeat of it costs."""

from functools import partial

from sqlalchemy import text
from sqlmodel import col, func, select

from services.drafts import publishing
from services.errors import Refused
from storage.db import Database
from storage.models import OutboxItem
from tests import factories
from tests.bench.ground import Ground, announce, empty_outbox, moment, now
from tests.bench.table import Row, Stopwatch, alternate, held_against

TITLE = "Fan-out: publish to 100,000 followers in one transaction"
FOLLOWERS, ROUNDS = 100_000, 3
NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) ",
    "postgresql": "WITH n(i) AS (SELECT generate_series(1, :count)) ",
}
# Addresses that nobody opens here; the hashes only have to differ.
CITIZENS = (
    "INSERT INTO citizen (channel, address_hash, address_sealed, language, joined_at) {numbers}"
    "SELECT 'telegram', CAST('h' || i AS {blob}), CAST('sealed' AS {blob}), 'vi', :now FROM n"
)
CONSENTS = (
    "INSERT INTO consent (citizen_id, purpose, text_version, given_at) SELECT id, 'notices', '1', :now FROM citizen"
)
FOLLOWING = (
    "INSERT INTO subscription (citizen_id, scope, target, since)"
    " SELECT id, CASE id % 3 WHEN 0 THEN 'all' WHEN 1 THEN 'agency' ELSE 'field' END,"
    " CASE id % 3 WHEN 0 THEN '' WHEN 1 THEN 'so_nnmt' ELSE 'moi_truong_tai_nguyen' END, :now FROM citizen"
)


async def followers(database: Database) -> None:
    """Citizens who consent, a third following everything, a third the agency, a third the field."""
    numbers = NUMBERS[database.url.get_backend_name()]
    blob = "BLOB" if database.is_sqlite else "BYTEA"
    async with database.transaction() as session:
        at = moment(database)
        people = text(CITIZENS.format(numbers=numbers, blob=blob))
        await session.execute(people, {"count": FOLLOWERS, "now": at})
        await session.execute(text(CONSENTS), {"now": at})
        await session.execute(text(FOLLOWING), {"now": at})
    async with database.transaction() as session:
        await session.execute(text("ANALYZE"))


async def publish(database: Database) -> float:
    """Seconds from asking to the commit."""
    await empty_outbox(database)
    async with database.transaction() as session:
        code = (await factories.draft(session, now())).code
    watch = Stopwatch()
    async with database.transaction() as session:
        broadcast = await publishing.publish(session, code, None, now())
    assert broadcast.recipients == FOLLOWERS
    return watch.wall


async def bare(database: Database) -> float:
    """The floor: a row before every citizen, whatever he follows."""
    await empty_outbox(database)
    watch = Stopwatch()
    await announce(database)
    return watch.wall


async def again(database: Database) -> Row:
    """A second publication of the same draft: how long until it is refused, and what it added."""
    watch, refused = Stopwatch(), False
    try:
        async with database.transaction() as session:
            await publishing.publish(session, "DT1", None, now())
    except Refused:
        refused = True
    spent = watch.wall
    async with database.transaction() as session:
        rows = int((await session.exec(select(func.count(col(OutboxItem.id))))).one())
    assert refused
    return Row("published again: refused after", spent, "s", None, None, f"{rows - FOLLOWERS} rows added")


async def run(ground: Ground) -> list[Row]:
    """Both databases."""
    rows = []
    for kind in ground.kinds:
        async with ground.database(kind) as database:
            await followers(database)
            found = await alternate(ROUNDS, bare=partial(bare, database), publish=partial(publish, database))
            rows.append(held_against(f"{kind}: publish", "s", found["publish"], found["bare"], "goal ≤ x1.2"))
            rows.append(await again(database))
    return rows
