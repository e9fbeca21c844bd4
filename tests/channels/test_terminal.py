"""The terminal channel reads a stream in its order and ends with it."""

import asyncio
from io import StringIO
from pathlib import Path

from bot.channels import terminal
from bot.channels.terminal import Terminal, lines_of
from services.messages import InEvent


def test_the_examples_in_the_docstrings_hold() -> None:
    import doctest

    assert doctest.testmod(terminal).failed == 0


async def test_lines_arrive_one_after_another_and_a_failure_ends_nothing(tmp_path: Path) -> None:
    events: list[InEvent] = []

    async def deliver(event: InEvent) -> None:
        await asyncio.sleep(0)
        events.append(event)
        if event.text == "hai":
            raise RuntimeError("the database is away")

    channel = Terminal(lines_of(StringIO("một\n\nhai\nba\n")), StringIO(), tmp_path)
    await channel.start(deliver)
    async with asyncio.timeout(30):
        await channel.finished.wait()
    assert [event.text for event in events] == ["một", "hai", "ba"]
    assert len({event.event_id for event in events}) == 3
    await channel.stop()


async def test_two_visits_never_share_an_event(tmp_path: Path) -> None:
    visits = [Terminal(lines_of(StringIO()), StringIO(), tmp_path).read("một") for _ in range(2)]
    assert len({visit.event_id for visit in visits if visit}) == 2
