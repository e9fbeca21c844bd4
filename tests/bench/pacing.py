"""Whether the sender keeps to its rate as the platform sees it, and to the silence that a 429 asks for."""

from collections.abc import Sequence
from statistics import median

from storage.db import Database
from tests.bench.ground import Ground, announce, empty_outbox, people
from tests.bench.sending import make_sender, send_all
from tests.bench.stub import Seen, Stub, stub
from tests.bench.table import Row, Stopwatch, tell

TITLE = "Pacing: what arrived at the stub in another process, SQLite outbox"
SECONDS = {30: 3, 300: 3, 1000: 2}  # messages a second -> seconds of sending
ROUNDS = 3
SILENCE = 2  # seconds the 429 asks for
REACTION = 0.05  # seconds in which the 429 may still be on its way


def worst_second(times: Sequence[float]) -> int:
    """The most arrivals within any one second."""
    worst = first = 0
    for last, moment in enumerate(times):
        while moment - times[first] >= 1.0:
            first += 1
        worst = max(worst, last - first + 1)
    return worst


async def at_rate(database: Database, there: Stub, rate: int, refuse_at: int = -1) -> tuple[Seen, float]:
    """Sends for the seconds of this rate; what arrived, and the share of a core it took."""
    await empty_outbox(database)
    await announce(database)
    await there.reset(refuse_at, SILENCE)
    sender = make_sender(database, there.base, rate)
    watch = Stopwatch()
    await send_all(sender, rate * SECONDS[rate])
    share = watch.processor / watch.wall
    await sender._channel.stop()
    return await there.seen(), share


async def fidelity(database: Database, there: Stub, rate: int) -> list[Row]:
    """The worst second and the mean against the cap."""
    worst, mean, share = [], [], []
    for number in range(ROUNDS):
        seen, used = await at_rate(database, there, rate)
        worst.append(worst_second(seen.times) / rate)
        mean.append((len(seen.times) - 1) / (seen.times[-1] - seen.times[0]) / rate)
        share.append(used)
        tell(f"{rate}/s, round {number + 1}: worst {worst[-1]:.3f}, mean {mean[-1]:.3f}, core {used:.2f}")
    return [
        Row(f"{rate}/s: worst second", max(worst) * rate, "messages", rate, max(worst), "goal ≤ x1.05; worst round"),
        Row(f"{rate}/s: mean", median(mean) * rate, "messages/s", rate, median(mean), "goal x0.98 to x1.0"),
        Row(f"{rate}/s: share of a core", median(share), "cores", None, None, "goal ≤ 0.4 at 1000/s"),
    ]


async def silence(database: Database, there: Stub, rate: int) -> list[Row]:
    """Requests that arrived while the platform wanted silence."""
    seen, _ = await at_rate(database, there, rate, refuse_at=rate)
    late = [moment - seen.refused_at for moment in seen.times if moment > seen.refused_at]
    broken = sum(REACTION < wait < SILENCE for wait in late)
    under_way = sum(wait <= REACTION for wait in late)
    back = min((wait for wait in late if wait > REACTION), default=0.0)
    about = f"{under_way} were already under way; first one after {back:.2f} s"
    return [Row(f"{rate}/s: sent during retry_after of {SILENCE} s", broken, "requests", None, None, about)]


async def run(ground: Ground) -> list[Row]:
    """Each rate in its rounds, then one 429 at two rates."""
    rows = []
    async with ground.database("SQLite") as database, stub() as there:
        await people(database, max(rate * seconds for rate, seconds in SECONDS.items()) + 1000)
        for rate in SECONDS:
            rows += await fidelity(database, there, rate)
        for rate in (30, 300):
            rows += await silence(database, there, rate)
    return rows
