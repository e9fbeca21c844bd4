"""The pretended Telegram over HTTP: calls, file downloads, and the faults that were ordered."""

import asyncio
from typing import Any

from aiohttp import web

from bot.sandbox.telegram.admin import add_admin_routes
from bot.sandbox.telegram.bot_account import BotAccount
from bot.sandbox.telegram.chaos import Fault
from bot.sandbox.telegram.errors import ApiError, too_many_requests
from bot.sandbox.telegram.model import Call, Json
from bot.sandbox.telegram.params import MAX_UPLOAD, read_request
from bot.sandbox.telegram.world import TelegramWorld

WORLD = web.AppKey("telegram_world", TelegramWorld)
_BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


def make_app(state: TelegramWorld) -> web.Application:
    """The server of one world, to run alone or under a prefix of another app.

    Calls arrive at `PREFIX/bot<token>/METHOD`, files at `PREFIX/file/bot<token>/PATH`, test switches at
    `PREFIX/_test/…` (see `admin`). Closing the app closes the world.
    """
    app = web.Application(client_max_size=2 * MAX_UPLOAD)
    app[WORLD] = state
    app.router.add_route("*", "/bot{token:[^/]+}/{method}", _api_call)
    app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", _file)
    add_admin_routes(app, state)

    async def close(_app: web.Application) -> None:
        await state.close()

    app.on_shutdown.append(close)
    return app


def _bot(request: web.Request) -> BotAccount:
    bot = request.app[WORLD].bots.get(request.match_info["token"])
    if bot is None:
        raise ApiError(401, "Unauthorized")
    return bot


async def _api_call(request: web.Request) -> web.StreamResponse:
    world, method = request.app[WORLD], request.match_info["method"]
    try:
        bot = _bot(request)
        params = await read_request(request)
    except ApiError as error:
        return web.json_response(error.body(), status=error.code)
    fault = world.chaos.take(method)
    if fault is None:
        status, body = await world.call(bot, method, params)
        return web.json_response(body, status=status)
    return await _faulty(request, fault, bot, params)


async def _faulty(request: web.Request, fault: Fault, bot: BotAccount, params: Json) -> web.StreamResponse:
    """Answer the way the ordered fault says; what was not executed is logged with the status it got."""
    world, method = request.app[WORLD], request.match_info["method"]
    refused = {
        "flood": too_many_requests(fault.retry_after),
        "error": ApiError(500, "Internal Server Error"),
        "bad_gateway": ApiError(502, "Bad Gateway"),
    }.get(fault.kind)
    if refused:
        world.calls.append(Call(world.clock(), bot.token, method, params, refused.code, refused.body()))
        if fault.kind == "bad_gateway":
            return web.Response(status=502, text=_BAD_GATEWAY, content_type="text/html")
        return web.json_response(refused.body(), status=refused.code)
    status = 0
    body: Json = {}
    if fault.kind != "reset_before":
        status, body = await world.call(bot, method, params)
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
        return web.json_response(body, status=status)
    return _cut(request)


def _cut(request: web.Request) -> web.StreamResponse:
    """Drop the connection without an answer."""
    if request.transport:
        request.transport.abort()
    return web.Response()


async def _file(request: web.Request) -> web.StreamResponse:
    try:
        _bot(request)
    except ApiError as error:
        return web.json_response(error.body(), status=error.code)
    file = request.app[WORLD].file_at(request.match_info["path"])
    if file is None:
        missing: dict[str, Any] = {"ok": False, "error_code": 404, "description": "Not Found"}
        return web.json_response(missing, status=404)
    return web.Response(body=file.content, content_type="application/octet-stream")
