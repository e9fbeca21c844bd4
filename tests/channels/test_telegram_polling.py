"""The polling loop: the offset moves only past what was taken, and trouble makes it wait, not stop."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import BadRequest, Conflict, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.channels.telegram_polling import insist, poll


class Finished(Exception):
    """The script has been read to its end."""


class Platform:
    """Answers one line of a script to each question, and notes the offsets it was asked from."""

    def __init__(self, *script: TelegramError | Sequence[Mapping[str, Any]]) -> None:
        self._script = list(script)
        self.offsets: list[int] = []

    async def fetch(self, offset: int) -> Sequence[Mapping[str, Any]]:
        self.offsets.append(offset)
        if not self._script:
            raise Finished
        line = self._script.pop(0)
        if isinstance(line, TelegramError):
            raise line
        return line


def update(number: int, who: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"from": {"id": who}, "text": f"{number}"}}


async def read_to_the_end(platform: Platform, refused: Sequence[int] = ()) -> list[int]:
    """Polls until the script ends; the numbers in ``refused`` fail once each."""
    taken, left = [], list(refused)

    async def take(raw: Mapping[str, Any]) -> None:
        await asyncio.sleep(0.001)
        if raw["update_id"] in left:
            left.remove(raw["update_id"])
            raise RuntimeError("the database is away")
        taken.append(raw["update_id"])

    with pytest.raises(Finished):
        await poll(platform.fetch, take, first_wait=0.001)
    return taken


async def test_the_offset_moves_past_what_was_taken() -> None:
    platform = Platform([update(7, 1), update(8, 2)], [], [update(9, 1)])
    assert sorted(await read_to_the_end(platform)) == [7, 8, 9]
    assert platform.offsets == [0, 9, 9, 10]


async def test_what_was_not_taken_is_asked_for_again_and_its_followers_wait() -> None:
    lan, minh = 1, 2
    batch = [update(7, lan), update(8, minh), update(9, lan), update(10, minh)]
    platform = Platform(batch, batch)
    taken = await read_to_the_end(platform, refused=[7])
    assert platform.offsets == [0, 7, 11]
    assert [number for number in taken if number in {7, 9}] == [7, 9], "one person's updates changed places"
    assert taken[:2] == [8, 10], "another person had to wait"


async def test_trouble_is_waited_out(caplog: pytest.LogCaptureFixture) -> None:
    trouble = [
        Conflict("Conflict: terminated by other getUpdates request"),
        TimedOut(),
        NetworkError("Bad Gateway (502)"),
        RetryAfter(timedelta(milliseconds=2)),
    ]
    platform = Platform(*trouble, [update(7, 1)])
    with caplog.at_level(logging.WARNING):
        assert await read_to_the_end(platform) == [7]
    assert "another process polls with this token" in caplog.records[0].getMessage()


async def test_insisting_ends_with_success_or_with_what_can_never_succeed(caplog: pytest.LogCaptureFixture) -> None:
    answers: list[TelegramError | None] = [NetworkError("away"), None]

    async def act() -> None:
        if error := answers.pop(0):
            raise error

    await insist("the webhook", act, first_wait=0.001)
    assert answers == []
    answers.append(BadRequest("bad webhook: an HTTPS URL must be provided"))
    await insist("the webhook", act, first_wait=0.001)
    assert "an HTTPS URL must be provided" in caplog.records[-1].getMessage().replace("An", "an")
