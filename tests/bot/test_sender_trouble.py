"""The sender while the database is away, and in front of a Telegram that counts."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing

import asyncpg
import pytest
from aiohttp.test_utils import TestServer
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.channels.telegram import Telegram
from bot.sandbox.telegram import SANDBOX_TOKEN, Rates, TelegramWorld, make_app
from bot.sender import Sender
from services import citizens, outbox
from services.messages import say
from storage.db import Database
from storage.models import Citizen
from storage.sealing import Sealer
from tests.bot.post import Post, announce, clock, no_files, people, running, sender, states, until

pytestmark = [pytest.mark.usefixtures("settled"), pytest.mark.alone]


def lock_for_two_seconds(file: str) -> None:
    """Another program's writing transaction, begun as soon as the sender leaves a gap."""
    with closing(sqlite3.connect(file, isolation_level=None, timeout=30)) as other:
        other.execute("BEGIN EXCLUSIVE")
        time.sleep(2)
        other.execute("ROLLBACK")


async def disturb(database: Database) -> None:
    """SQLite: somebody else locks the file for two seconds. PostgreSQL: every connection is cut, again and again."""
    if database.is_sqlite:
        # In a thread: a wait on the event loop would keep the sender, who may hold the lock, from giving it up.
        await asyncio.to_thread(lock_for_two_seconds, str(database.url.database))
        return
    plain = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    for _ in range(20):
        admin = await asyncpg.connect(plain)
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
        await admin.close()
        await asyncio.sleep(0.1)


async def test_a_database_that_goes_away_costs_no_message(database: Database, sealer: Sealer) -> None:
    everyone = await people(database, sealer, *(f"c{n}" for n in range(120)))
    await announce(database, everyone, say("Dự thảo mới"))
    post = Post(latency=0.01)
    async with running(sender(database, post, sealer, rate=60)):
        await post.has_taken(20)
        await disturb(database)
        await post.has_taken(120, seconds=30)

        async def all_sent() -> bool:
            return await states(database) == {"sent": 120}

        await until(all_sent)
    assert {address for address, _ in post.taken} == {f"c{n}" for n in range(120)}


@pytest.fixture
async def world() -> AsyncIterator[tuple[TelegramWorld, Telegram]]:
    """A Telegram that allows 30 messages a second, and the few more by which any network bunches what left evenly."""
    made = TelegramWorld(rates=Rates(per_second=30))
    server = TestServer(make_app(made))
    await server.start_server()
    telegram = Telegram(SANDBOX_TOKEN, api_base=str(server.make_url("")))
    yield made, telegram
    await telegram.stop()
    await server.close()


async def reader(session: AsyncSession, world: TelegramWorld, name: str, sealer: Sealer) -> Citizen:
    """A citizen who has pressed Start."""
    phone = world.phone(name)
    await phone.start()
    return await citizens.meet(session, "telegram", str(phone.chat_id), "vi", sealer, clock())


async def test_a_broadcast_at_telegrams_own_limit_meets_no_429(
    database: Database, sealer: Sealer, world: tuple[TelegramWorld, Telegram]
) -> None:
    telegram_world, telegram = world
    async with database.transaction() as session:
        for number in range(75):
            one = await reader(session, telegram_world, f"Người {number}", sealer)
            outbox.reply(session, one, [say(f"Chào người {number}")], clock())
    bus = Sender(database, telegram, sealer, 30, no_files, clock, "first")

    async def all_left() -> bool:
        return await states(database) == {}

    async with running(bus):
        await until(all_left, seconds=30)
    assert [call.status for call in telegram_world.calls_of("sendMessage")] == [200] * 75
    assert bus.status().outcomes == {"sent": 75}
