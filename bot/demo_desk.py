"""The way into the console in the demo: a link on the page of phones that asks for a one-time code each time."""

from aiohttp import web

from bot.opening import make_secrets, now
from bot.sandbox.world import World
from bot.server import DATABASE
from bot.settings import Settings
from services import staff


class DemoDesk:
    """Opens the console for the staff of the seed world; it exists in the demo only."""

    def __init__(self, world: World, settings: Settings, path: str) -> None:
        self._emails = {member.key: member.email for member in world.staff}
        self._secrets = make_secrets(settings)
        self._path = path

    def route(self) -> web.RouteDef:
        """Where the links lead."""
        return web.get(f"{self._path}/{{key}}", self.open)

    def links(self, world: World) -> list[dict[str, str]]:
        """A link for the first of each role, and one to the pages everybody may read."""
        first = {member.role: member for member in reversed(world.staff)}
        names = {"officer": "Bàn làm việc của cán bộ", "admin": "Bàn làm việc của quản trị viên"}
        desks = [
            {"label": label, "url": f"{self._path}/{first[role].key}"} for role, label in names.items() if role in first
        ]
        return [*desks, {"label": "Trang công khai", "url": "/d/"}]

    async def open(self, request: web.Request) -> web.Response:
        """Sends the browser to the sign-in page with a fresh code; 404 for somebody who is not staff."""
        email = self._emails.get(request.match_info["key"])
        if email is None:
            raise web.HTTPNotFound(text="404: Not Found")
        async with request.app[DATABASE].transaction() as session:
            account = await staff.by_email(session, email)
            code = staff.console_code(session, account, self._secrets.pseudonyms, now())
        return web.Response(status=303, headers={"Location": f"/console/sign-in?code={code}"})
