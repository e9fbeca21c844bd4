"""The portal of the demo: a pretended one on this machine that announces a draft the bot does not have yet."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from aiohttp import web

from bot.opening import now
from bot.portals.fetching import Fetcher
from bot.portals.watching import Watch
from bot.sandbox.portal import Announced, Site, make_app, offered_files
from bot.settings import Settings
from nlp.portals.description import Portal, read
from services.clock import local_day
from storage.db import Database

TITLE = (
    "Dự thảo Quyết định quy định vùng hạn chế khai thác nước dưới đất và việc trám lấp giếng không sử dụng trên địa "
    "bàn tỉnh Lam Giang"
)


class DemoPortal:
    """The portal and the watch over it; only here may the watcher go to an address of this machine."""

    def __init__(self, settings: Settings, path: str, at: datetime) -> None:
        self._settings = settings
        self._path = path
        posted = local_day(at - timedelta(days=1))
        draft = Announced(17, TITLE, posted, posted + timedelta(days=45), offered_files())
        self._site = Site([draft], prefix=path)

    def app(self) -> web.Application:
        """The portal, to be mounted at its path."""
        return make_app(self._site)

    def watch(self, database: Database) -> Watch:
        """Looks at the portal every ten minutes."""
        host, port = self._settings.host, self._settings.port
        here = "127.0.0.1" if host in {"0.0.0.0", "localhost", ""} else host  # noqa: S104 (compared, not listened on)
        portal = self._described(f"http://{f'[{here}]' if ':' in here else here}:{port}{self._path}")
        ports = frozenset({(urlsplit(portal.address).hostname or here, port)})
        fetcher = Fetcher(self._settings.public_url, ports, allow_private=frozenset({here}))
        return Watch(database, [portal], fetcher, now)

    def _described(self, address: str) -> Portal:
        row = {
            "name": "cong-lam-giang", "kind": "list", "address": f"{address}/du-thao", "agency": "so_nnmt", "every": 10,
            "delay": 0.2,
            "list": {"item": "#ds tbody tr", "title": "td.ten a", "text": "td.thoi-gian"},
            "detail": {"title": "h1", "files": "ul.ho-so a.tep"},
        }  # fmt: skip
        [portal] = read({"portal": [row]})
        return portal
