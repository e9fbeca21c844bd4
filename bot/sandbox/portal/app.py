"""The routes of the pretended portal: pages and files under /, and under /thu the traps that real portals set."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from functools import cache
from time import monotonic

from aiohttp import web

from bot.sandbox.portal import pages
from bot.sandbox.portal.site import Site

SITE = web.AppKey("portal_site", Site)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
MEGABYTE = b"x" * 2**20


def make_app(site: Site) -> web.Application:
    """The portal as an app of its own or as a part of another."""
    app = web.Application(middlewares=[_manners])
    app[SITE] = site
    app.add_routes(
        [
            web.get("/robots.txt", _robots),
            web.get("/du-thao", _list),
            web.get("/du-thao/{number:\\d+}", _detail),
            web.get("/tep/{number:\\d+}/{name}", _file),
            web.get("/nguon.rss", _feed),
            web.get("/rieng/du-thao", _list),
            web.get("/thu/chuyen", _redirect),
            web.get("/thu/lon", _large),
            web.get("/thu/bom", _bomb),
            web.get("/thu/anh", _picture),
            web.get("/thu/cham", _slow),
            web.get("/thu/ma/{status:\\d+}", _status),
        ]
    )
    return app


@web.middleware
async def _manners(request: web.Request, handler: Handler) -> web.StreamResponse:
    site = request.app[SITE]
    path = request.path.removeprefix(site.prefix)
    site.enter(path, request.headers.get("User-Agent", ""), conditional="If-None-Match" in request.headers)
    if site.halt_seconds or monotonic() < site.halted_until:
        seconds, site.halt_seconds = site.halt_seconds or site.halted_until - monotonic(), 0.0
        site.halted_until = monotonic() + seconds
        return web.Response(status=429, headers={"Retry-After": str(max(round(seconds), 1))})
    site.under_way += 1
    try:
        if site.wall and path != "/robots.txt":
            return web.Response(text=pages.WALL, content_type="text/html")
        return await handler(request)
    finally:
        site.under_way -= 1


async def _robots(request: web.Request) -> web.Response:
    site = request.app[SITE]
    if site.robots_status != 200:
        return web.Response(status=site.robots_status)
    text = "User-agent: *\nDisallow: /rieng\n"
    text += f"Crawl-delay: {int(site.crawl_delay)}\n" if site.crawl_delay else ""
    return web.Response(text=text)


async def _list(request: web.Request) -> web.Response:
    site = request.app[SITE]
    etag = site.etag()
    if request.headers.get("If-None-Match") == etag:
        return web.Response(status=304, headers={"ETag": etag})
    text = pages.listing(site.announced)
    return web.Response(text=text, content_type="text/html", headers={"ETag": etag})


async def _detail(request: web.Request) -> web.Response:
    site, number = request.app[SITE], int(request.match_info["number"])
    draft = site.find(number)
    if draft is None or number in site.gone:
        raise web.HTTPNotFound
    return web.Response(text=pages.detail(draft), content_type="text/html")


async def _file(request: web.Request) -> web.Response:
    draft = request.app[SITE].find(int(request.match_info["number"]))
    for file in draft.files if draft else ():
        if file.name == request.match_info["name"]:
            return web.Response(body=file.content, content_type=file.type)
    raise web.HTTPNotFound


async def _feed(request: web.Request) -> web.Response:
    text = pages.feed(request.app[SITE].announced)
    return web.Response(text=text, content_type="application/rss+xml")


async def _redirect(request: web.Request) -> web.Response:
    """To wherever `to` says; without it to itself, for ever."""
    return web.Response(status=302, headers={"Location": request.query.get("to", str(request.url))})


async def _large(request: web.Request) -> web.StreamResponse:
    """`mb` megabytes, piece by piece, without saying so before."""
    answer = web.StreamResponse(headers={"Content-Type": "text/html"})
    await answer.prepare(request)
    for _ in range(int(request.query.get("mb", "1"))):
        await answer.write(MEGABYTE)
    return answer


async def _bomb(_request: web.Request) -> web.Response:
    """Eight megabytes in some forty kilobytes of gzip."""
    packed = await asyncio.to_thread(_packed_bomb)
    return web.Response(body=packed, headers={"Content-Encoding": "gzip", "Content-Type": "text/html"})


@cache
def _packed_bomb() -> bytes:
    return gzip.compress(MEGABYTE * 8, 1)


async def _picture(_request: web.Request) -> web.Response:
    return web.Response(body=b"\x89PNG\r\n\x1a\n" + bytes(64), content_type="image/png")


async def _slow(request: web.Request) -> web.StreamResponse:
    """A byte now and then, for `seconds` seconds."""
    answer = web.StreamResponse(headers={"Content-Type": "text/html"})
    await answer.prepare(request)
    for _ in range(int(float(request.query.get("seconds", "5")) * 10)):
        await answer.write(b" ")
        await asyncio.sleep(0.1)
    return answer


async def _status(request: web.Request) -> web.Response:
    return web.Response(status=int(request.match_info["status"]))
