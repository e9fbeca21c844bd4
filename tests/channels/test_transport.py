"""The wire under PTB: JSON bodies, uploads, and each of the four limits on time."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import InputFile
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.channels.transport import AiohttpRequest


def data(**parameters: object) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value) for name, value in parameters.items()])


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    async def echo(request: web.Request) -> web.Response:
        body = {"type": request.content_type, "body": (await request.read()).decode(errors="replace")}
        return web.json_response({"ok": True, "result": body})

    async def sleep(request: web.Request) -> web.Response:
        await asyncio.sleep(float(request.query["seconds"]))
        return web.json_response({"ok": True, "result": True})

    app = web.Application()
    app.router.add_post("/echo", echo)
    app.router.add_post("/sleep", sleep)
    running = TestServer(app)
    await running.start_server()
    yield running
    await running.close()


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest(read_timeout=0.2, connect_timeout=0.2, pool_timeout=0.2) as request:
        yield request


async def test_a_call_is_json(server: TestServer, request_: AiohttpRequest) -> None:
    result = await request_.post(str(server.make_url("/echo")), data(chat_id=1, text="Điều 4", link={"off": True}))
    assert result == {"type": "application/json", "body": '{"chat_id":1,"text":"Điều 4","link":{"off":true}}'}


async def test_an_upload_is_a_form_and_names_keep_their_letters(server: TestServer, request_: AiohttpRequest) -> None:
    file = InputFile("nội dung".encode(), 'Bảng "tổng hợp".csv', attach=True)
    result = await request_.post(str(server.make_url("/echo")), data(chat_id=1, document=file))
    assert isinstance(result, dict)
    assert result["type"] == "multipart/form-data"
    assert 'filename="Bảng \\"tổng hợp\\".csv"' in result["body"]
    assert "nội dung" in result["body"]


async def test_no_answer_in_time(server: TestServer, request_: AiohttpRequest) -> None:
    url = str(server.make_url("/sleep?seconds=0.6"))
    with pytest.raises(TimedOut, match="no answer in time"):
        await request_.post(url)
    assert await request_.post(url, read_timeout=2) is True
    assert await request_.post(url, read_timeout=None) is True


async def test_nobody_there(request_: AiohttpRequest) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(NetworkError, match="ClientConnector"):
            await request_.post(f"http://127.0.0.1:{closed.getsockname()[1]}/bot1:secret/getMe")


async def test_an_answer_that_is_not_telegrams(server: TestServer) -> None:
    for payload in (b"<html>", b"[]", b""):
        with pytest.raises(TelegramError):
            AiohttpRequest.parse_json_payload(payload)


async def test_shutting_down_twice_and_going_on_does_no_harm(server: TestServer, request_: AiohttpRequest) -> None:
    await request_.shutdown()
    await request_.shutdown()
    assert await request_.post(str(server.make_url("/sleep?seconds=0"))) is True
