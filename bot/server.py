"""The web server: channels' hooks, health and metrics, and the pages of handlers.web."""

from collections.abc import Callable, Iterable

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot import metrics
from bot.channels.base import Channel
from handlers.web import routes
from handlers.web.page import Site
from storage import migrate
from storage.db import Database

DATABASE = web.AppKey("database", Database)
MAX_BODY = 64 * 1024 * 1024  # bytes; each route that reads a body has a tighter limit of its own


def make(
    site: Site, channels: Iterable[Channel], first: Callable[[web.Application], None] | None = None
) -> web.Application:
    """The application with every route of the running bot; routes that ``first`` adds win over those that follow."""
    app = web.Application(client_max_size=MAX_BODY)
    app[DATABASE] = site.database
    if first:
        first(app)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics.show)
    for channel in channels:
        app.add_routes(channel.routes())
    routes.add_to(app, site)
    return app


async def healthz(_request: web.Request) -> web.Response:
    """The process is alive and its event loop turns."""
    return web.json_response({"status": "ok"})


async def readyz(request: web.Request) -> web.Response:
    """The database answers and has the schema this code expects; 503 with the reason otherwise."""
    database = request.app[DATABASE]
    try:
        found = await migrate.current(database)
    except (SQLAlchemyError, OSError) as error:
        return web.json_response({"status": "database away", "error": type(error).__name__}, status=503)
    if found != migrate.head():
        return web.json_response({"status": "schema behind", "found": found, "expected": migrate.head()}, status=503)
    return web.json_response({"status": "ready"})
