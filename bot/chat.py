"""``gopy chat``: the same bot in a terminal, with the real engine, database, outbox and sender."""

import asyncio
import sys
from pathlib import Path

from bot.app import House, make_house, make_sender
from bot.channels.terminal import Terminal, lines_of
from bot.opening import now, open_database
from bot.settings import Settings
from bot.tagger import TaggingLoop
from services import outbox

TERMINAL_RATE = 200.0  # messages/s: nobody limits a terminal
LAST_WORDS = 30.0  # seconds to wait for the answers to the last line


async def run(settings: Settings, name: str, files: Path) -> None:
    """Talks with one citizen until the input ends, then waits for the last answers."""
    terminal = Terminal(lines_of(sys.stdin), sys.stdout, files, address=name)
    async with open_database(settings) as database:
        house = make_house(settings, database, [terminal])
        sender = make_sender(settings, house, terminal, TERMINAL_RATE)
        house.tagging = TaggingLoop(database, now)
        async with asyncio.TaskGroup() as group:
            group.create_task(sender.run())
            tagging = group.create_task(house.tagging.run())
            await terminal.start(house.deliver(terminal))
            await terminal.finished.wait()
            await _last_words(house, terminal.name)
            await sender.stop()
            await terminal.stop()
            tagging.cancel()


async def _last_words(house: House, channel: str) -> None:
    async with asyncio.timeout(LAST_WORDS):
        while True:
            async with house.database.transaction() as session:
                if not await outbox.unfinished(session, channel):
                    return
            await asyncio.sleep(0.05)
