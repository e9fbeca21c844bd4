"""How long the commands take to be of use, and what they hold while they are."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from statistics import median

import aiohttp

from tests.bench.ground import TOKEN, Ground
from tests.bench.processes import environment, finished, held_by, most_held
from tests.bench.stub import stub
from tests.bench.table import Row, alternate, held_against
from tests.bot.running_bot import free_port

TITLE = "Start-up and memory"
ROUNDS = 3
LONGEST = 60.0


class Starts:
    """Starts commands in a folder of their own; remembers the memory each held."""

    def __init__(self, folder: Path, base: str) -> None:
        self.folder, self.base = folder, base
        self.held: dict[str, list[float]] = {}

    def settings(self, port: int) -> dict[str, str]:
        """What a bot beside the stub is told."""
        return environment(
            GOPY_DATABASE_URL=f"sqlite+aiosqlite:///{self.folder / 'start.db'}",
            GOPY_PORT=str(port),
            GOPY_TELEGRAM_TOKEN=TOKEN,
            GOPY_TELEGRAM_API_BASE=self.base,
        )

    async def command(self, name: str, *arguments: str) -> float:
        """Seconds until the command has ended."""
        ended = await finished(arguments, self.folder, self.settings(0))
        if arguments[0] == "-m" and name not in self.held:
            self.held[name] = [await most_held(arguments[1:], self.folder, self.settings(0))]
        return ended.seconds

    async def run(self) -> float:
        """Seconds until ``gopy run`` says that it is ready."""
        port = free_port()
        return await self._until("run", ["run"], port, partial(ready, port))

    async def demo(self) -> float:
        """Seconds until ``gopy demo`` has printed its address."""
        return await self._until("demo", ["demo"], free_port(), None)

    async def _until(
        self, name: str, arguments: list[str], port: int, is_ready: Callable[[], Awaitable[None]] | None
    ) -> float:
        started = time.perf_counter()
        with subprocess.Popen(  # noqa: ASYNC220 (it only starts the process)
            [sys.executable, "-m", "bot", *arguments],
            cwd=self.folder,
            env=self.settings(port),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                async with asyncio.timeout(LONGEST):
                    await (is_ready() if is_ready else asyncio.to_thread(_address, process))
                seconds = time.perf_counter() - started
                self.held.setdefault(name, []).append(held_by(process.pid))
            finally:
                process.terminate()
                await asyncio.to_thread(process.wait, 20)
        return seconds


def _address(process: "subprocess.Popen[bytes]") -> None:
    for line in process.stdout or ():
        if b"http://127.0.0.1" in line:
            return
    raise RuntimeError("the demo ended without an address")


async def ready(port: int) -> None:
    """Returns when the bot on this port answers that it is ready."""
    async with aiohttp.ClientSession() as http:
        while True:
            try:
                async with http.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass  # not listening yet
            await asyncio.sleep(0.02)


async def run(ground: Ground) -> list[Row]:
    """Every command in turn; the floor is a Python that does nothing."""
    (folder := ground.folder / "starts").mkdir(exist_ok=True)
    async with stub() as there:
        starts = Starts(folder, there.base)
        await starts.command("list", "-m", "bot", "draft", "list")  # makes the database
        found = await alternate(
            ROUNDS,
            python=partial(starts.command, "python", "-c", "pass"),
            help=partial(starts.command, "help", "-m", "bot", "--help"),
            list=partial(starts.command, "list", "-m", "bot", "draft", "list"),
            run=starts.run,
            demo=starts.demo,
        )
    names = {
        "help": "gopy --help",
        "list": "gopy draft list",
        "run": "gopy run until /readyz",
        "demo": "gopy demo until its address",
    }
    return [
        held_against(
            name, "s", found[key], found["python"], f"{median(starts.held[key]):.0f} MB; floor: python -c pass"
        )
        for key, name in names.items()
    ]
