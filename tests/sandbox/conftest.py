"""A running pretended Telegram, and an unmodified python-telegram-bot that talks to it."""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

os.environ.setdefault("PTB_TIMEDELTA", "true")

import pytest
import telegram
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.sandbox.telegram import SANDBOX_TOKEN, Rates, TelegramWorld, WebhookPace, make_app


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(clock: Clock) -> TelegramWorld:
    return TelegramWorld(clock=clock, rates=Rates.off(), webhook_pace=WebhookPace(timeout=0.5, scale=0.01))


@pytest.fixture
async def server(world: TelegramWorld) -> AsyncIterator[TestServer]:
    """Mounted under a prefix, as the demo mounts it."""
    root = web.Application(client_max_size=2**27)
    root.add_subapp("/sandbox/telegram", make_app(world))
    running = TestServer(root)
    await running.start_server()
    yield running
    await running.close()


@pytest.fixture
def base(server: TestServer) -> str:
    return str(server.make_url("/sandbox/telegram"))


@pytest.fixture
async def bot(base: str) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(SANDBOX_TOKEN, base_url=f"{base}/bot", base_file_url=f"{base}/file/bot") as running:
        yield running


@dataclass
class Hook:
    """A bot's webhook that answers what it is told to, and remembers what came."""

    secret: str = "geheim_1-2"
    answers: list[Any] = field(default_factory=list)
    got: list[dict[str, Any]] = field(default_factory=list)
    pause: float = 0.0
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != self.secret:
            return web.Response(status=403)
        update = await request.json()
        await asyncio.sleep(self.pause)
        async with self.news:
            self.got.append(update)
            self.news.notify_all()
        answer = self.answers.pop(0) if self.answers else 200
        if answer == "cut" and request.transport:
            request.transport.abort()
        return web.json_response(answer) if isinstance(answer, dict) else web.Response(status=int(answer or 200))

    async def count(self, number: int) -> list[int]:
        """Update ids once `number` deliveries have come."""
        async with asyncio.timeout(30), self.news:
            await self.news.wait_for(lambda: len(self.got) >= number)
        return [update["update_id"] for update in self.got]


@pytest.fixture
async def hook(bot: telegram.Bot) -> AsyncIterator[Hook]:
    receiver = Hook()
    app = web.Application()
    app.router.add_post("/hook", receiver.handle)
    async with TestServer(app) as running:
        await bot.set_webhook(str(running.make_url("/hook")), secret_token=receiver.secret)
        yield receiver
        await bot.delete_webhook()
