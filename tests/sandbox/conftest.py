"""A running pretended Telegram, and an unmodified python-telegram-bot that talks to it."""

import os
from collections.abc import AsyncIterator

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
