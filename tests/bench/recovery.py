"""kill -9 in the middle of a broadcast: how soon the next life sends, what is lost and what is said twice."""

import asyncio
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from storage.db import Database
from tests.bench.ground import TOKEN, Ground, announce, people
from tests.bench.processes import environment
from tests.bench.startup import ready
from tests.bench.stub import Stub, stub
from tests.bench.table import Row, tell
from tests.bot.running_bot import free_port
from tests.conftest import TEST_IDENTITY_KEY

TITLE = "kill -9 in the middle of a broadcast of 1,500 at 300 messages/s"
RECIPIENTS, RATE, KILLED_AFTER = 1500, 300, 400
LONGEST = 60.0


class Bot:
    """``gopy run`` on a database that is ready."""

    def __init__(self, database: Database, base: str, folder: Path) -> None:
        self._folder, self._port = folder, free_port()
        self._environment = environment(
            GOPY_DATABASE_URL=database.url.render_as_string(hide_password=False),
            GOPY_PORT=str(self._port),
            GOPY_IDENTITY_KEYS=TEST_IDENTITY_KEY,
            GOPY_TELEGRAM_TOKEN=TOKEN,
            GOPY_TELEGRAM_API_BASE=base,
            GOPY_TELEGRAM_RATE=str(RATE),
        )
        self.process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=self._folder,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill_and_start(self) -> float:
        """Kills it without a word and starts it anew; the moment of the new start."""
        self.process.kill()
        self.process.wait()
        started = time.monotonic()
        self.process = self._start()
        return started

    async def is_ready(self) -> float:
        """The moment at which it says it is ready."""
        await ready(self._port)
        return time.monotonic()

    def end(self) -> None:
        """Ends it in order."""
        self.process.terminate()
        self.process.wait(20)


async def arrived(there: Stub, chats: int) -> list[float]:
    """Waits until so many different chats got their message; when each arrived."""
    async with asyncio.timeout(LONGEST):
        while True:
            seen = await there.seen()
            if len(set(seen.chats)) >= chats:
                return seen.times
            await asyncio.sleep(0.1)


async def measure(kind: str, ground: Ground, there: Stub) -> list[Row]:
    """One life, its end, and the next one."""
    async with ground.database(kind) as database:
        await people(database, RECIPIENTS)
        await announce(database)
        await there.reset()
        bot = Bot(database, there.base, ground.folder)
        try:
            await arrived(there, KILLED_AFTER)
            restarted = bot.kill_and_start()
            was_ready = await bot.is_ready() - restarted
            times = await arrived(there, RECIPIENTS)
            await asyncio.sleep(0.5)
            seen = await there.seen()
        finally:
            bot.end()
    first = min(moment for moment in times if moment > restarted) - restarted
    twice = sum(count - 1 for count in Counter(seen.chats).values())
    tell(f"{kind}: first after {first:.2f} s, {twice} twice")
    lost = RECIPIENTS - len(set(seen.chats))
    about = f"ready after {was_ready:.2f} s; {lost} lost, {twice} of {RECIPIENTS:,} twice"
    return [Row(f"{kind}: first message after the restart", first, "s", None, None, about)]


async def run(ground: Ground) -> list[Row]:
    """Both databases."""
    async with stub() as there:
        return [row for kind in ground.kinds for row in await measure(kind, ground, there)]
