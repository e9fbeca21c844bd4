"""One server with the pretended Telegram at /telegram and the phones at /phone."""

import asyncio
from collections.abc import Sequence

from aiohttp import web

from bot.sandbox import phone, telegram
from bot.sandbox.phone.app import Info
from bot.sandbox.phone.people import PEOPLE, Person

_ROOMY = 128 * 1024 * 1024


def make_app(
    world: telegram.TelegramWorld, people: Sequence[Person] = PEOPLE, info: Info | None = None
) -> web.Application:
    """Both parts in one app; `/` leads to the phones."""
    app = web.Application(client_max_size=_ROOMY)
    app.router.add_get("/", _to_phones)
    app.add_subapp("/telegram", telegram.make_app(world))
    app.add_subapp("/phone", phone.make_app(world, people, info))
    return app


async def _to_phones(_request: web.Request) -> web.Response:
    raise web.HTTPFound("/phone/")


async def serve(
    host: str = "127.0.0.1",
    port: int = 8600,
    *,
    world: telegram.TelegramWorld | None = None,
    people: Sequence[Person] = PEOPLE,
    info: Info | None = None,
    ready: asyncio.Event | None = None,
) -> None:
    """Serve until cancelled. `ready` is set once calls are taken; without a `world` a new one is made.

    Raises OSError when the port is taken.
    """
    app = make_app(world or telegram.TelegramWorld(), people, info)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        if ready:
            ready.set()
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()
