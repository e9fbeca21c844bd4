"""The demo: the whole bot on this machine, talking over HTTP to a pretended Telegram with phones in the browser."""

import asyncio
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog
import typer
from aiohttp import web
from pydantic import SecretStr

from bot import app, logs
from bot.demo_desk import DemoDesk
from bot.opening import make_secrets, now, open_database
from bot.sandbox import phone, telegram
from bot.sandbox.phone.people import Person, Role
from bot.sandbox.world import World, load
from bot.seeding import sow
from bot.settings import Settings

log = structlog.get_logger(__name__)
TOKEN = "100000001:demo-token-that-opens-nothing-anywhere"  # noqa: S105 (known to the pretended Telegram only)
MOUNT = "/sandbox"
ANSWER_WAIT = 20.0


async def run(folder: Path) -> None:
    """Makes the seed world anew in ``folder`` and runs until interrupted."""
    started = time.monotonic()
    _empty(folder)
    settings = demo_settings(folder)
    logs.configure(production=False)
    world = load()
    async with open_database(settings) as database:
        codes = await sow(database, world, make_secrets(settings), now())
    pretended = telegram.TelegramWorld(tokens=(TOKEN,))
    people = phones(world, pretended)
    greeter = Greeter(world, pretended, codes)
    desk = DemoDesk(world, settings, f"{MOUNT}/desk")

    def mount(site: web.Application) -> None:
        site.router.add_get("/", _to_phones)
        site.router.add_routes([desk.route()])
        site.add_subapp(f"{MOUNT}/telegram", telegram.make_app(pretended))
        site.add_subapp(f"{MOUNT}/phone", phone.make_app(pretended, people, lambda: about(world, desk)))

    async def greet() -> None:
        await greeter.greet()
        typer.echo(f"\n  Góp Ý: {settings.public_url}/   ({time.monotonic() - started:.1f} s)   Ctrl-C: stop\n")

    await app.run(settings, app.PARTS, web_ready=mount, when_running=greet)


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def demo_settings(folder: Path) -> Settings:
    """Settings that need no token and no network; only host and port are taken from the environment."""
    given = Settings(_env_file=None)  # type: ignore[call-arg]  # pydantic-settings' own argument
    home = f"http://{given.host}:{given.port}"
    return given.model_copy(
        update={
            "env": "development",
            "database_url": f"sqlite+aiosqlite:///{folder / 'gopy.db'}",
            "public_url": home,
            "operator": "Ủy ban nhân dân tỉnh Lam Giang (tỉnh tưởng tượng, bản chạy thử)",
            "telegram_token": SecretStr(TOKEN),
            "telegram_api_base": f"{home}{MOUNT}/telegram",
            "telegram_mode": "polling",
        }
    )


def phones(world: World, pretended: telegram.TelegramWorld) -> list[Person]:
    """The phones on the page: citizens, the officer and both admins of the seed world."""
    people = []
    for citizen in world.citizens:
        pretended.user(citizen.name, citizen.user_id, language_code=citizen.language)
        people.append(Person(citizen.key, citizen.name, citizen.note, "citizen", citizen.user_id))
    for member in world.staff:
        role: Role = "admin" if member.role == "admin" else "officer"
        people.append(Person(member.key, member.name, member.note, role, member.user_id))
    return people


def about(world: World, desk: DemoDesk) -> Mapping[str, Any]:
    """What the head of the page says."""
    return {
        "title": f"Góp Ý – {world.province.name}",
        "text": world.province.note,
        "links": desk.links(world),
    }


class Greeter:
    """Does over the same phones what happened before the visitor came: staff linked their chats, a farmer follows."""

    def __init__(self, world: World, pretended: telegram.TelegramWorld, codes: Mapping[str, str]) -> None:
        self._world = world
        self._pretended = pretended
        self._codes = codes

    async def greet(self) -> None:
        """Talks to the bot as these people would; raises TimeoutError when it does not answer."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow())
            for member in self._world.staff:
                group.create_task(self._link(member.name, member.user_id, self._codes[member.key]))

    async def _link(self, name: str, user_id: int, code: str) -> None:
        own = self._pretended.phone(name, user_id)
        await own.start(f"s_{code}")
        await own.wait_for("Đã liên kết", timeout=ANSWER_WAIT)

    async def _follow(self) -> None:
        first = self._world.citizens[0]
        own = self._pretended.phone(first.name, first.user_id)
        await own.start()
        await own.wait_for("1/2", timeout=ANSWER_WAIT)
        for line, answer in (("1", "2/2"), ("1", "Đã ghi nhận"), ("theo doi", "muốn nhận tin"), ("1", "Đã theo dõi")):
            await own.send(line)
            await own.wait_for(answer, timeout=ANSWER_WAIT)


async def _to_phones(_request: web.Request) -> web.Response:
    raise web.HTTPFound(f"{MOUNT}/phone/")
