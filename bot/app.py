"""The only wiring: builds the house from settings and keeps its parts running; no rule is decided here."""

import asyncio
import gc
import os
import secrets
import signal
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog
from aiohttp import web

from bot import jobs, metrics, server
from bot.channels.base import Channel, Deliver
from bot.channels.telegram import Telegram
from bot.opening import make_secrets, now, open_database
from bot.sender import Sender
from bot.settings import Settings
from bot.tagger import TaggingLoop
from handlers.chat.base import Desk
from handlers.chat.engine import Engine
from handlers.chat.flows import FLOWS
from handlers.web.page import Site
from services.exports.files import make_file
from services.i18n import LANGUAGES, translator
from services.messages import File, InEvent
from storage.db import Database

log = structlog.get_logger(__name__)
PARTS = ("web", "sender", "jobs")


@dataclass(slots=True)
class House:
    """The running parts, for those who start and stop them."""

    database: Database
    engine: Engine
    channels: Sequence[Channel]
    senders: list[Sender] = field(default_factory=list)
    tagging: TaggingLoop | None = None

    def wake(self) -> None:
        """Tells the parts of this process that something was committed."""
        for sender in self.senders:
            sender.wake()
        if self.tagging:
            self.tagging.wake()

    def deliver(self, channel: Channel) -> Deliver:
        """What a channel calls with each event."""

        async def take(event: InEvent) -> None:
            metrics.EVENTS.labels(channel.name, event.kind).inc()
            await self.engine.take(event)

        return take


def make_channels(settings: Settings) -> list[Channel]:
    """The channels that have credentials."""
    token = settings.telegram_token.get_secret_value()
    if not token:
        return []
    telegram = Telegram(
        token,
        api_base=settings.telegram_api_base,
        mode=settings.telegram_mode,
        webhook_secret=settings.telegram_webhook_secret.get_secret_value(),
        public_url=settings.public_url,
        commands=command_menu(),
    )
    return [telegram]


def command_menu() -> dict[str, list[tuple[str, str]]]:
    """The commands a platform may list for citizens, by language (the empty key is for everybody else)."""
    menus = {}
    for language in LANGUAGES:
        t = translator(language)
        index = 0 if language == "en" else -1
        listed = [flow for flow in FLOWS.values() if flow.summary and flow.act is None and flow.commands]
        menus[language] = [(flow.commands[index], t(flow.summary).partition(" – ")[2]) for flow in listed]
    menus[""] = menus["vi"]
    return menus


def make_house(
    settings: Settings, database: Database, channels: Sequence[Channel], clock: Callable[[], datetime] = now
) -> House:
    """The engine and its channels, not yet running."""
    keys = make_secrets(settings)
    desk = Desk(operator=settings.operator, public_url=settings.public_url)
    house = House(database, Engine(database, FLOWS, keys, desk, clock), channels)
    house.engine.on_commit(house.wake)
    return house


def make_sender(settings: Settings, house: House, channel: Channel, rate: float) -> Sender:
    """A sender for one channel of the house."""

    async def make(file: File) -> bytes:
        return await make_file(house.database, file, now())

    sender = Sender(
        house.database,
        channel,
        make_secrets(settings).sealer,
        rate=rate,
        make_file=make,
        clock=now,
        holder=f"{os.uname().nodename}-{os.getpid()}-{secrets.token_hex(3)}",
    )
    house.senders.append(sender)
    return sender


async def run(
    settings: Settings,
    parts: Sequence[str],
    web_ready: Callable[[web.Application], None] | None = None,
    when_running: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Runs the named parts until SIGTERM or SIGINT.

    ``web_ready`` may add routes, which win over the house's own; ``when_running`` is awaited once everything runs.
    """
    async with open_database(settings) as database:
        house = make_house(settings, database, make_channels(settings))
        if not house.channels:
            log.warning("no_channel", advice="set GOPY_TELEGRAM_TOKEN, or talk in the terminal with: gopy chat")
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, stop.set)
        async with asyncio.TaskGroup() as group:
            tasks = await _start(settings, house, parts, group, web_ready)
            gc.collect()
            gc.freeze()  # what was loaded at start stays: long collections would stall the event loop
            log.info("running", parts=list(parts), channels=[channel.name for channel in house.channels])
            if when_running:
                await when_running()
            await stop.wait()
            log.info("stopping")
            await tasks.stop()


@dataclass(slots=True)
class _Running:
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    senders: list[Sender] = field(default_factory=list)
    channels: list[Channel] = field(default_factory=list)
    runner: web.AppRunner | None = None

    async def stop(self) -> None:
        """Lets sends under way finish, then closes what they went through; what comes in meanwhile waits in rows."""
        for sender in self.senders:
            await sender.stop()
        for channel in self.channels:
            await channel.stop()
        if self.runner:
            await self.runner.cleanup()
        for task in self.tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _start(
    settings: Settings,
    house: House,
    parts: Sequence[str],
    group: asyncio.TaskGroup,
    web_ready: Callable[[web.Application], None] | None,
) -> _Running:
    running = _Running(channels=list(house.channels))
    if "sender" in parts:
        for channel in house.channels:
            sender = make_sender(settings, house, channel, settings.telegram_rate)
            running.senders.append(sender)
            running.tasks.append(group.create_task(sender.run(), name=f"sender {channel.name}"))
    if "jobs" in parts:
        house.tagging = TaggingLoop(house.database, now)
        running.tasks.append(group.create_task(house.tagging.run(), name="tagging"))
        running.tasks.append(group.create_task(_keep_jobs(settings, house.database), name="jobs"))
    if "web" in parts:
        running.runner = await _serve(settings, house, web_ready)
        for channel in house.channels:
            await channel.start(house.deliver(channel))
    return running


async def _keep_jobs(settings: Settings, database: Database) -> None:
    scheduler = jobs.schedule(database, ZoneInfo(settings.timezone), now, settings.keep_links_days)
    scheduler.start()
    try:
        await asyncio.Event().wait()
    finally:
        scheduler.shutdown(wait=False)


async def _serve(
    settings: Settings, house: House, web_ready: Callable[[web.Application], None] | None
) -> web.AppRunner:
    site = Site(house.database, make_secrets(settings), now, settings.public_url.rstrip("/"), settings.operator)
    app = server.make(site, house.channels, web_ready)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
    await runner.setup()
    await web.TCPSite(runner, settings.host, settings.port).start()
    log.info("listening", address=f"http://{settings.host}:{settings.port}/")
    return runner
