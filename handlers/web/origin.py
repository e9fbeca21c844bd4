"""Tells requests that a page of ours made from those another site made; who is signed in does not matter here.

Fetch metadata and Origin instead of a token in every form, as Go 1.25 and Datasette do (docs/adr/0015-web-frame.md).
"""

from urllib.parse import urlsplit

from aiohttp import web

SAFE = ("GET", "HEAD", "OPTIONS")


def is_ours(request: web.Request, public_url: str) -> bool:
    """Whether a request may change something: sent by a page of this site, as the browser itself says.

    A request with neither header comes from no browser of the last years; it is refused too.
    """
    if request.method in SAFE:
        return True
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from is not None:
        return fetched_from == "same-origin"
    origin = request.headers.get("Origin")
    if not origin:
        return False
    return urlsplit(origin).netloc in {request.host, urlsplit(public_url).netloc}
