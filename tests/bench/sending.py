"""What a message of a broadcast costs: outbox, sender and Telegram channel against a bare client with ready bodies."""

import asyncio
import secrets
from functools import partial

import aiohttp
import orjson

from bot.channels.telegram_render import html, keyboard
from bot.sender import IN_FLIGHT, Sender
from services.messages import File
from storage.db import Database
from tests.bench.ground import FIRST_CHAT, KEYS, NOTICE, TOKEN, Ground, announce, empty_outbox, now, people, telegram
from tests.bench.stub import Stub, stub
from tests.bench.table import Row, Stopwatch, alternate, frozen, held_against

TITLE = "Sending: processor time per message, 0 ms stub in another process, 100 in flight"
MESSAGES, ROUNDS = 4000, 5
AS_FAST_AS_IT_GOES = 1_000_000.0
GOALS = {"SQLite": 2.2, "PostgreSQL": 1.7}


async def no_files(file: File) -> bytes:
    """Nobody asks for one."""
    raise AssertionError(file.name)


def make_sender(database: Database, base: str, rate: float) -> Sender:
    """A sender on the channel of the running bot."""
    return Sender(database, telegram(base), KEYS.sealer, rate, no_files, now, secrets.token_hex(4))


async def send_all(sender: Sender, count: int) -> None:
    """Runs the sender until ``count`` outcomes are written."""
    running = asyncio.create_task(sender.run())
    while sender.status().outcomes["sent"] < count:  # noqa: ASYNC110 (a sender has no event for it)
        await asyncio.sleep(0.01)
    await sender.stop()
    await running


async def through_the_outbox(database: Database, there: Stub) -> float:
    """Milliseconds of processor time per message, leases and outcomes included."""
    await empty_outbox(database)
    await announce(database)
    sender = make_sender(database, there.base, AS_FAST_AS_IT_GOES)
    watch = Stopwatch()
    await send_all(sender, MESSAGES)
    spent = watch.processor / MESSAGES * 1000
    await sender._channel.stop()
    return spent


async def bare(there: Stub) -> float:
    """The floor: bodies made beforehand, the chat spliced in, the answer parsed."""
    body = orjson.dumps(
        {"text": html(NOTICE.paragraphs), "parse_mode": "HTML", "reply_markup": keyboard(NOTICE.buttons)}
    )
    url, kind = f"{there.base}/bot{TOKEN}/sendMessage", {"Content-Type": "application/json"}
    chats = iter(range(FIRST_CHAT, FIRST_CHAT + MESSAGES))
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=IN_FLIGHT)) as http:

        async def one_after_another() -> None:
            for chat in chats:
                data = b'{"chat_id":%d,' % chat + body[1:]
                async with http.post(url, data=data, headers=kind) as answer:
                    assert orjson.loads(await answer.read())["ok"]

        watch = Stopwatch()
        await asyncio.gather(*(one_after_another() for _ in range(IN_FLIGHT)))
        return watch.processor / MESSAGES * 1000


async def run(ground: Ground) -> list[Row]:
    """Bare, SQLite, PostgreSQL, in turn."""
    async with ground.database("SQLite") as sqlite, ground.database("PostgreSQL") as postgres, stub() as there:
        for database in (sqlite, postgres):
            await people(database, MESSAGES)
            await through_the_outbox(database, there)  # imports, statement caches
        frozen()
        found = await alternate(
            ROUNDS,
            bare=partial(bare, there),
            SQLite=partial(through_the_outbox, sqlite, there),
            PostgreSQL=partial(through_the_outbox, postgres, there),
        )
    return [
        held_against(f"broadcast, {kind} outbox", "ms", found[kind], found["bare"], f"goal ≤ x{goal}")
        for kind, goal in GOALS.items()
    ]
