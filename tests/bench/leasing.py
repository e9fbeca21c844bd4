"""What a row costs on its way through the outbox: lease and settle, with few and with many others waiting."""

from functools import partial

from sqlalchemy import BindParameter, bindparam, text

from services import outbox
from services.outbox import Outcome
from storage.db import Database
from tests.bench.ground import KEYS, Ground, announce, empty_outbox, moment, now, people
from tests.bench.table import Row, Stopwatch, alternate, held_against

TITLE = "Outbox: lease and settle, 500 rows a batch"
BATCH, BATCHES, ROUNDS = 500, 6, 3
WAITING = (4000, 60_000)
FIND = "SELECT id FROM outbox WHERE channel = 'telegram' AND state = 'due' AND lane = 1 ORDER BY id LIMIT :limit"
LEASE = "UPDATE outbox SET state = 'leased', leased_by = 'bare', leased_until = :at WHERE id IN :ids"
MARK = "UPDATE outbox SET state = 'sent', done_at = :at WHERE id IN :ids"


async def ours(database: Database) -> float:
    """Milliseconds per row: leased, its address opened, settled as sent."""
    await fill(database)
    watch = Stopwatch()
    for _ in range(BATCHES):
        async with database.transaction() as session:
            parcels = await outbox.lease(session, "telegram", "bench", BATCH, KEYS.sealer, now())
        assert len(parcels) == BATCH
        async with database.transaction() as session:
            await outbox.settle(session, [Outcome(parcel, "sent") for parcel in parcels], now())
    return watch.wall / BATCH / BATCHES * 1000


async def bare(database: Database) -> float:
    """The floor: the three statements alone, no order per citizen kept, no address opened."""
    find = text(FIND if database.is_sqlite else f"{FIND} FOR UPDATE SKIP LOCKED")
    ids: BindParameter[int] = bindparam("ids", expanding=True)
    lease, mark = text(LEASE).bindparams(ids), text(MARK).bindparams(ids)
    await fill(database)
    watch = Stopwatch()
    for _ in range(BATCHES):
        async with database.transaction() as session:
            rows = [row.id for row in (await session.execute(find, {"limit": BATCH})).all()]
            await session.execute(lease, {"ids": rows, "at": moment(database)})
        async with database.transaction() as session:
            await session.execute(mark, {"ids": rows, "at": moment(database)})
    return watch.wall / BATCH / BATCHES * 1000


async def fill(database: Database) -> None:
    """A fresh broadcast to everybody; the planner knows of it."""
    await empty_outbox(database)
    await announce(database)
    if not database.is_sqlite:
        async with database.transaction() as session:
            await session.execute(text("ANALYZE outbox"))


async def run(ground: Ground) -> list[Row]:
    """Both databases, a short and a long queue."""
    rows = []
    for kind in ground.kinds:
        async with ground.database(kind) as database:
            had = 0
            for waiting in WAITING:
                await people(database, waiting - had, first=had)
                had = waiting
                found = await alternate(ROUNDS, bare=partial(bare, database), ours=partial(ours, database))
                name = f"{kind}, {waiting:,} waiting"
                rows.append(held_against(name, "ms", found["ours"], found["bare"], "per row, wall clock"))
    return rows
