"""The pace of a channel, the rest of a chat, the waits between tries."""

import asyncio
import bisect
import doctest

import pytest

from bot import pacing
from bot.pacing import ChatPaces, Pace
from tests.bot import virtual_time


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(pacing).failed == 0


@pytest.mark.parametrize("rate", [0, -1])
def test_a_rate_is_positive(rate: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        Pace(rate)


@pytest.mark.parametrize("late", [0.0, 0.002, 0.008])
@pytest.mark.parametrize("rate", [1, 30, 200, 1000])
def test_no_second_sees_more_than_the_rate_and_one_however_late_timers_fire(rate: int, late: float) -> None:
    async def leave() -> list[float]:
        pace, loop = Pace(rate), asyncio.get_running_loop()
        moments = []
        for _ in range(rate * 3):
            await pace.turn()
            moments.append(loop.time())
        return moments

    times = virtual_time.run(leave(), late)
    worst = max(bisect.bisect_left(times, start + 1.0 - 1e-9) - index for index, start in enumerate(times))
    assert worst <= rate * 1.01 + 1
    assert (len(times) - 1) / (times[-1] - times[0]) >= rate * 0.9


def test_a_chat_takes_a_burst_and_then_its_rate_and_is_forgotten_when_rested() -> None:
    moments = [0.0]
    chats = ChatPaces(3, 1.0, clock=lambda: moments[0])
    for _ in range(3):
        assert chats.rest(1) == 0
        chats.spend(1)
    assert chats.rest(1) == pytest.approx(1.0)
    assert chats.rest(2) == 0
    moments[0] = 1.0
    assert chats.rest(1) == 0
    moments[0] = 60.0
    chats.spend(2)
    assert list(chats._filled) == [2]


def test_no_burst_means_no_limit() -> None:
    chats = ChatPaces(0, 1.0)
    for _ in range(100):
        chats.spend(1)
    assert chats.rest(1) == 0
