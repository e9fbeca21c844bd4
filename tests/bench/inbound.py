"""What an event costs on its way in: the engine with its flows on both databases, 40 people at once."""

import asyncio
import itertools
import time
from collections.abc import Sequence
from functools import partial
from statistics import median, quantiles

from handlers.chat.engine import Engine
from services.messages import InEvent
from storage.db import Database
from storage.models import InboxEvent
from tests import factories
from tests.bench.ground import KEYS, Ground, now
from tests.bench.table import Row, Stopwatch, alternate, frozen, held_against
from tests.handlers.talk import make_engine

TITLE = "Inbound: Engine.take, committed before it returns, 40 callers in a closed loop"
CALLERS, ROUNDS = 40, 3
READ = ("sau", "truoc") * 2  # next and previous part of a draft
COMMENT = (
    "gop y DT1",
    "dieu 3",
    "2",
    "Mức này cao với hộ nghèo, nên giảm một nửa cho các xã vùng cao.",
    "bo qua",
    "gui",
)
_event_numbers = itertools.count(1)


class Callers:
    """Forty people who each say their lines one after another; remembers how long each answer took."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.engine: Engine = make_engine(database, KEYS, now)
        self.waits: list[float] = []

    async def all_say(self, lines: Sequence[str]) -> float:
        """Events a second."""
        watch = Stopwatch()
        await asyncio.gather(*(self._says(str(20_000_001 + number), lines) for number in range(CALLERS)))
        return CALLERS * len(lines) / watch.wall

    async def _says(self, address: str, lines: Sequence[str]) -> None:
        for line in lines:
            event = InEvent("telegram", str(next(_event_numbers)), address, "text", text=line)
            started = time.perf_counter()
            await self.engine.take(event)
            self.waits.append((time.perf_counter() - started) * 1000)

    async def bare(self) -> float:
        """The floor: one SQLModel session and one row per event, events a second."""
        watch = Stopwatch()
        await asyncio.gather(*(self._store(len(READ)) for _ in range(CALLERS)))
        return CALLERS * len(READ) / watch.wall

    async def _store(self, count: int) -> None:
        for _ in range(count):
            async with self.database.transaction() as session:
                session.add(InboxEvent(channel="bare", event_id=str(next(_event_numbers)), received_at=now()))


async def measure(kind: str, database: Database) -> list[Row]:
    """Reading, commenting and the floor, in turn."""
    await factories.open_draft(database, now())
    callers = Callers(database)
    for line in ("/start", "1", "1", "doc DT1", "doc"):  # both consents, then the first part of the draft
        await callers.all_say([line])
    frozen()
    reading, commenting = Callers(database), Callers(database)
    rows = []
    found = await alternate(
        ROUNDS,
        bare=callers.bare,
        reading=partial(reading.all_say, READ),
    )
    talk = await alternate(ROUNDS, bare=callers.bare, comment=partial(commenting.all_say, COMMENT))
    for name, figures, waits in (
        ("next part of a draft", (found["reading"], found["bare"]), reading.waits),
        ("comment flow (6 events a comment)", (talk["comment"], talk["bare"]), commenting.waits),
    ):
        rows += [held_against(f"{kind}: {name}", "events/s", *figures), _waits(f"{kind}: {name}", waits)]
    return rows


def _waits(name: str, waits: Sequence[float]) -> Row:
    p99 = quantiles(waits, n=100)[-1]
    return Row(f"{name}: wait, half of them", median(waits), "ms", None, None, f"p99 {p99:.0f} ms")


async def run(ground: Ground) -> list[Row]:
    """Both databases."""
    rows = []
    for kind in ground.kinds:
        async with ground.database(kind) as database:
            rows += await measure(kind, database)
    return rows
