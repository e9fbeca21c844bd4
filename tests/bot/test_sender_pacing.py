"""The pace of a channel, the rest of a chat, the waits between tries."""

import doctest

import pytest

from bot import pacing
from bot.pacing import ChatPaces, Pace


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(pacing).failed == 0


@pytest.mark.parametrize("rate", [0, -1])
def test_a_rate_is_positive(rate: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        Pace(rate)


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
