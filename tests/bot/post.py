"""A strict stand-in for a platform, as a channel: keeps what it takes and when, refuses what it is told to."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from aiohttp import web
from sqlmodel import col, func, select

from bot.channels.base import Address, Capabilities, Deliver, Delivery, SendError, Sent
from bot.sender import MakeFile, Sender
from services import citizens, outbox
from services.messages import File, OutMessage, say
from storage.db import Database
from storage.models import Broadcast, BroadcastKind, BroadcastState, Citizen, OutboxItem, OutboxState
from storage.sealing import Sealer
from storage.types import key

CHANNEL = "post"


@dataclass
class Post:
    """The platform. ``refusals`` by address: each is raised once, in order; ``latency`` is seconds a send takes."""

    latency: float = 0.0
    capabilities: Capabilities = field(default_factory=lambda: Capabilities(max_text=4096, max_buttons=9))
    name: str = CHANNEL
    taken: list[tuple[str, str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    tried: list[float] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)
    refusals: defaultdict[str, deque[Exception]] = field(default_factory=lambda: defaultdict(deque))
    busy: set[str] = field(default_factory=set)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def routes(self) -> Iterable[web.RouteDef]:
        return ()

    async def start(self, deliver: Deliver) -> None:
        raise AssertionError(f"a sender takes no updates, least of all by {deliver}")

    async def stop(self) -> None:
        return None

    async def send(self, to: Address, delivery: Delivery) -> Sent:
        assert to not in self.busy, "two sends to one citizen at once"
        self.busy.add(to)
        self.tried.append(asyncio.get_running_loop().time())
        try:
            await asyncio.sleep(self.latency)
            if self.refusals[to]:
                raise self.refusals[to].popleft()
            self.taken.append((to, delivery.message.plain()))
            self.times.append(asyncio.get_running_loop().time())
            self.files.extend(file.content for file in delivery.files)
        finally:
            self.busy.discard(to)
            self.arrived.set()
        return Sent((str(len(self.taken)),))

    async def has_tried(self) -> None:
        """Returns when the first send has ended, well or not."""
        async with asyncio.timeout(30):
            await self.arrived.wait()

    async def has_taken(self, count: int, seconds: float = 30.0) -> None:
        """Returns when ``count`` messages have been taken."""
        try:
            async with asyncio.timeout(seconds):
                while len(self.taken) < count:
                    self.arrived.clear()
                    await self.arrived.wait()
        except TimeoutError:
            raise AssertionError(f"{len(self.taken)} of {count} were taken: {self.taken[-5:]}") from None


def clock() -> datetime:
    return datetime.now(UTC)


async def no_files(file: File) -> bytes:
    raise AssertionError(f"nobody asked for {file.name}")


def sender(
    database: Database,
    post: Post,
    sealer: Sealer,
    *,
    rate: float = 500,
    make_file: MakeFile = no_files,
    holder: str = "first",
) -> Sender:
    return Sender(database, post, sealer, rate, make_file, clock, holder)


@asynccontextmanager
async def running(*senders: Sender) -> AsyncIterator[None]:
    """The senders at work, stopped in the end."""
    async with asyncio.TaskGroup() as group:
        for one in senders:
            group.create_task(one.run())
        await asyncio.sleep(0)
        try:
            yield
        finally:
            for one in senders:
                await one.stop()


async def people(database: Database, sealer: Sealer, *names: str) -> list[Citizen]:
    async with database.transaction() as session:
        return [await citizens.meet(session, CHANNEL, name, "vi", sealer, clock()) for name in names]


async def answer(database: Database, citizen: Citizen, *texts: str) -> None:
    """Queues replies."""
    async with database.transaction() as session:
        outbox.reply(session, citizen, [say(text) for text in texts], clock())


async def announce(database: Database, to: Iterable[Citizen], message: OutMessage) -> int:
    """Queues a broadcast to these citizens; returns its number."""
    async with database.transaction() as session:
        broadcast = Broadcast(
            kind=BroadcastKind.ANNOUNCEMENT,
            state=BroadcastState.SENDING,
            segment="all",
            messages={"vi": message.as_json()},
            created_at=clock(),
        )
        session.add(broadcast)
        await session.flush()
        session.add_all(
            OutboxItem(
                channel=CHANNEL,
                lane=outbox.BROADCASTS,
                citizen_id=key(citizen.id),
                broadcast_id=broadcast.id,
                due_at=clock(),
                created_at=clock(),
            )
            for citizen in to
        )
        return key(broadcast.id)


async def states(database: Database) -> dict[str, int]:
    """How many outbox rows are in each state."""
    async with database.transaction() as session:
        rows = await session.exec(select(OutboxItem.state, func.count()).group_by(col(OutboxItem.state)))
        return {OutboxState(state).value: count for state, count in rows.all()}


async def until(holds: Callable[[], Awaitable[bool]], seconds: float = 30.0) -> None:
    """Returns when ``holds`` says so."""
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110 (a database has no event to wait for)
            await asyncio.sleep(0.02)


def blocked() -> SendError:
    return SendError("Forbidden: bot was blocked by the user", gone=True)


def flood(seconds: float) -> SendError:
    return SendError("flood control", retry_after=seconds, halts=True)
