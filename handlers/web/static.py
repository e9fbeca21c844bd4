"""Stylesheets, scripts and pictures of the pages, served under addresses that change with their content."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "static"
PATH = "/static/{print}/{name}"
_TYPES: Mapping[str, str] = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_HEADERS: Mapping[str, str] = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
}


@cache
def _files() -> Mapping[str, tuple[str, bytes]]:
    found = {}
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in _TYPES:
            content = path.read_bytes()
            found[path.name] = (hashlib.sha256(content).hexdigest()[:12], content)
    return found


def address(name: str) -> str:
    """Where a file is served; raises KeyError for one that is not there."""
    return f"/static/{_files()[name][0]}/{name}"


async def show(request: web.Request) -> web.Response:
    """One file; 404 for a name that is none. An outdated address still gets today's file, uncached."""
    name = request.match_info["name"]
    if name not in _files():
        raise web.HTTPNotFound(text="404: Not Found")
    print_, content = _files()[name]
    headers = dict(_HEADERS)
    if request.match_info["print"] != print_:
        headers["Cache-Control"] = "no-cache"
    return web.Response(body=content, content_type=_TYPES[Path(name).suffix], charset="utf-8", headers=headers)
