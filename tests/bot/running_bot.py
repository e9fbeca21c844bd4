"""A real ``gopy run`` in a process of its own, talking to a pretended Telegram in this one."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot.sandbox import telegram
from bot.sandbox.telegram import Rates, TelegramWorld, WebhookPace

TOKEN = "42:token-of-the-tests-that-opens-nothing-at-all"
READY_WAIT = 90.0
REPOSITORY = Path(__file__).parents[2]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def pretended_telegram() -> AsyncIterator[tuple[TelegramWorld, str]]:
    """A world and the base address of its API; webhooks are repeated fast so that tests need not wait."""
    world = TelegramWorld(tokens=(TOKEN,), rates=Rates.off(), webhook_pace=WebhookPace(timeout=10, scale=0.05))
    root = web.Application(client_max_size=64 * 1024 * 1024)
    root.add_subapp("/telegram", telegram.make_app(world))
    runner = web.AppRunner(root, shutdown_timeout=1)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield world, f"http://127.0.0.1:{port}/telegram"
    finally:
        await runner.cleanup()


@dataclass
class RunningBot:
    """Starts, kills and restarts the bot; ``environment`` is all it is told."""

    database_url: str
    api_base: str
    folder: Path
    mode: str = "polling"
    more: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def home(self) -> str:
        """The bot's own address."""
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """Settings for the child; nothing of this process's own GOPY_ settings passes."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("GOPY_")}
        return inherited | {
            "GOPY_DATABASE_URL": self.database_url,
            "GOPY_PORT": str(self.port),
            "GOPY_PUBLIC_URL": self.home,
            "GOPY_TELEGRAM_TOKEN": TOKEN,
            "GOPY_TELEGRAM_API_BASE": self.api_base,
            "GOPY_TELEGRAM_MODE": self.mode,
            "GOPY_TELEGRAM_WEBHOOK_SECRET": "a-secret-for-the-tests-only",
            "GOPY_TELEGRAM_RATE": "500",
            "PYTHONPATH": str(REPOSITORY),
            **self.more,
        }

    async def start(self) -> None:
        """Starts ``gopy run`` and waits until it is ready."""
        log = (self.folder / "bot.log").open("ab")
        self.process = subprocess.Popen(  # noqa: ASYNC220 (it only starts the process)
            [sys.executable, "-m", "bot", "run"], cwd=self.folder, env=self.environment(), stdout=log, stderr=log
        )
        log.close()
        async with asyncio.timeout(READY_WAIT), aiohttp.ClientSession() as http:
            while True:
                if self.process.poll() is not None:
                    raise AssertionError(f"gopy run ended at once:\n{self.log()}")
                try:
                    async with http.get(f"{self.home}/readyz") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    pass  # not listening yet
                await asyncio.sleep(0.1)

    def kill(self) -> None:
        """kill -9: nothing is finished, nothing is said."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    async def stop(self) -> int:
        """A clean stop; returns the exit code."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.terminate()
        return await asyncio.to_thread(self.process.wait, 20)

    def log(self) -> str:
        """What the bot wrote to its log."""
        return (self.folder / "bot.log").read_text()

    async def gopy(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Runs a ``gopy`` command on the same database."""
        return await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "bot", *arguments],
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            timeout=120,
            check=False,
        )

    async def gopy_json(self, *arguments: str) -> Any:
        """Runs a ``gopy`` command that must succeed, and reads the JSON it prints."""
        done = await self.gopy(*arguments)
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)
