"""What every channel must pass: a stage shows an adapter a platform, samples say what goes in and what comes out.

A new channel joins with a folder of samples and a line in ``STAGES``. A sample is one JSON file:

- ``in_*.json``: ``raw`` as the platform writes it, ``event`` as we read it (null: nothing for us)
- ``out_*.json``: ``message`` as the outbox keeps it, ``platform`` what the platform got to see, call by call
- ``error_*.json``: ``answer`` of the platform to a send, ``error`` as the sender must understand it
"""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from io import StringIO
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels import telegram_updates
from bot.channels.base import Channel, Delivery, MadeFile
from bot.channels.fitting import fit
from bot.channels.telegram import Telegram
from bot.channels.terminal import Terminal, lines_of
from services.messages import InEvent, OutMessage

SAMPLES = Path(__file__).parent / "samples"
TOKEN = "7000000001:a-token-that-opens-nothing"
ADDRESS = "900000001"


class Stage(Protocol):
    """A channel whose platform we can look at."""

    channel: Channel

    def read(self, raw: Any) -> InEvent | None:
        """Our event of a raw input."""

    def seen(self) -> list[Any]:
        """What the platform got so far."""

    def answer(self, how: Mapping[str, Any]) -> None:
        """Lets the platform answer the next sends like this."""


def samples(kind: str) -> list[tuple[str, Path]]:
    """(channel, file) of every sample of this kind."""
    return [(name, path) for name in STAGES for path in sorted((SAMPLES / name).glob(f"{kind}_*.json"))]


def sample(path: Path) -> dict[str, Any]:
    """The content of a sample."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


async def send_all(channel: Channel, message: OutMessage, contents: Mapping[str, str]) -> None:
    """Sends a message as the sender does: fitted, its files made."""
    for part in fit(message, channel.capabilities):
        files = tuple(MadeFile(file.kind, file.name, contents[file.name].encode()) for file in part.files)
        await channel.send(ADDRESS, Delivery(part, files))


# Telegram


class TelegramStage:
    """A Bot API server of few lines that keeps every call and answers what it was told to."""

    def __init__(self) -> None:
        self.channel: Channel
        self._calls: list[Any] = []
        self._answer: Mapping[str, Any] = {}

    def read(self, raw: Any) -> InEvent | None:
        return telegram_updates.read(raw)

    def seen(self) -> list[Any]:
        return self._calls

    def answer(self, how: Mapping[str, Any]) -> None:
        self._answer = how

    async def serve(self, request: web.Request) -> web.Response:
        """Any method: keeps its parameters, uploads as their size and type."""
        self._calls.append({"method": request.match_info["method"], **await _parameters(request)})
        result = {"message_id": 100 + len(self._calls), "date": 1790000000, "chat": {"id": 1, "type": "private"}}
        body = self._answer.get("body", {"ok": True, "result": result})
        status = self._answer.get("status", 200)
        if isinstance(body, str):
            return web.Response(status=status, text=body)
        return web.json_response(body, status=status)


async def _parameters(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        parameters: dict[str, Any] = await request.json()
        return parameters
    seen: dict[str, Any] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            seen["upload"] = f"{value.filename} ({len(value.file.read())} bytes, {value.content_type})"
        elif not str(value).startswith("attach://"):
            seen[name] = int(str(value)) if str(value).isdigit() else value
        else:
            seen[name] = "the upload"
    return seen


@asynccontextmanager
async def telegram_stage(_folder: Path) -> AsyncIterator[Stage]:
    stage = TelegramStage()
    app = web.Application()
    app.router.add_post(f"/bot{TOKEN}/{{method}}", stage.serve)
    server = TestServer(app)
    await server.start_server()
    stage.channel = Telegram(TOKEN, api_base=str(server.make_url("")))
    try:
        yield stage
    finally:
        await stage.channel.stop()
        await server.close()


# Terminal


class TerminalStage:
    """A terminal whose screen is a string."""

    def __init__(self, folder: Path) -> None:
        self._screen, self._folder = StringIO(), folder
        self._terminal = Terminal(lines_of(StringIO()), self._screen, folder, address=ADDRESS, visit="visit")
        self.channel: Channel = self._terminal

    def read(self, raw: Any) -> InEvent | None:
        return self._terminal.read(raw)

    def seen(self) -> list[Any]:
        shown = self._screen.getvalue().replace(str(self._folder), "FOLDER")
        return [*shown.splitlines(), *sorted(f"{p.name}: {p.read_text()}" for p in self._folder.iterdir())]

    def answer(self, how: Mapping[str, Any]) -> None:
        if how == {"closed": True}:
            self._screen.close()


@asynccontextmanager
async def terminal_stage(folder: Path) -> AsyncIterator[Stage]:
    stage = TerminalStage(folder)
    yield stage
    await stage.channel.stop()


STAGES: Mapping[str, Callable[[Path], AbstractAsyncContextManager[Stage]]] = {
    "telegram": telegram_stage,
    "terminal": terminal_stage,
}
