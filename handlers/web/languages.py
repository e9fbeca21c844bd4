"""Which language a visitor reads: what he chose here, else what his browser asks for, else Vietnamese."""

from aiohttp import web

from services.i18n import LANGUAGES

COOKIE = "gopy_language"
_YEAR = 365 * 24 * 3600  # seconds


def of(request: web.Request) -> str:
    """The language of a request; an unknown one is Vietnamese."""
    for chosen in (request.query.get("lang"), request.cookies.get(COOKIE)):
        if chosen in LANGUAGES:
            return str(chosen)
    for wanted in request.headers.get("Accept-Language", "").split(","):
        language = wanted.split(";")[0].strip().lower().split("-")[0]
        if language in LANGUAGES:
            return language
    return "vi"


def remember(request: web.Request, response: web.StreamResponse) -> None:
    """Keeps a language chosen by ``?lang=`` for later pages; the cookie holds nothing else."""
    if request.query.get("lang") in LANGUAGES:
        response.set_cookie(COOKIE, request.query["lang"], max_age=_YEAR, samesite="Lax", httponly=True)
