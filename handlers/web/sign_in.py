"""The page behind a one-time link: it tells how to link a chat; signing in to the console joins it later."""

import re
from html import escape

from aiohttp import web

from services.i18n import translator

PATH = "/console/sign-in"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'",
    "Referrer-Policy": "no-referrer",  # the address holds a code
    "X-Content-Type-Options": "nosniff",
}
_CODE = re.compile(r"[A-Za-z0-9-]{4,20}")


async def show(request: web.Request) -> web.Response:
    """Explains the code in the link, which is neither checked nor used up here; 404 for anything that is no code."""
    code = request.query.get("code", "")
    if not _CODE.fullmatch(code):
        raise web.HTTPNotFound(text="404: Not Found")
    language = "en" if request.headers.get("Accept-Language", "").startswith("en") else "vi"
    t = translator(language)
    title = t("Liên kết tài khoản cán bộ")
    line = t("Mở chat với bot và nhắn dòng sau. Mã dùng một lần.")
    typed = t("liên kết {code}", code=code)
    page = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title></head>'
        f"<body><h1>{escape(title)}</h1><p>{escape(line)}</p><p><code>{escape(typed)}</code></p></body></html>"
    )
    return web.Response(text=page, content_type="text/html", headers=HEADERS)
