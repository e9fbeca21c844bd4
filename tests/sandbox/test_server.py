"""The server that the demo starts: both parts on one port, and an end that does not hang on open connections."""

import asyncio
from contextlib import suppress

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import unused_port

from bot.sandbox.server import serve
from bot.sandbox.telegram import SANDBOX_TOKEN, TelegramWorld


async def test_both_parts_answer_and_stop_while_pages_and_polls_are_open() -> None:
    port, ready = unused_port(), asyncio.Event()
    serving = asyncio.create_task(serve(port=port, world=TelegramWorld(), ready=ready))
    await asyncio.wait_for(ready.wait(), 30)
    address = f"http://127.0.0.1:{port}"
    async with ClientSession() as http:
        async with http.get(address) as answer:
            assert answer.url.path == "/phone/"
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        async with http.get(f"{address}/telegram/bot{SANDBOX_TOKEN}/getMe") as answer:
            assert (await answer.json())["result"]["is_bot"]
        poll = asyncio.create_task(http.get(f"{address}/telegram/bot{SANDBOX_TOKEN}/getUpdates?timeout=50"))
        await asyncio.sleep(0.1)
        async with http.get(f"{address}/phone/api/events") as events:
            assert await events.content.readline() == b"event: state\n"
            serving.cancel()
            with suppress(asyncio.CancelledError):
                async with asyncio.timeout(30):
                    await serving
        assert (await poll).status == 500


async def test_a_taken_port_is_an_error_at_once() -> None:
    port, ready = unused_port(), asyncio.Event()
    first = asyncio.create_task(serve(port=port, ready=ready))
    await asyncio.wait_for(ready.wait(), 30)
    with pytest.raises(OSError, match="address already in use"):
        await serve(port=port)
    first.cancel()
    with suppress(asyncio.CancelledError):
        await first
