"""An event loop whose clock jumps to the next timer: what is said about pace is then a fact and not a measurement."""

import asyncio
import random
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
_TURN = 1e-6  # seconds a turn of the loop takes: a clock that stands still lets a wait of nothing last for ever


class VirtualLoop(asyncio.SelectorEventLoop):
    """Nothing waits: when nothing is ready, it is the next timer's time, and up to ``late`` seconds more."""

    def __init__(self, late: float = 0.0) -> None:
        super().__init__()
        self._moment = 0.0
        self._late = late
        self._chance = random.Random(7)  # noqa: S311 (spreads lateness, guards nothing)

    def time(self) -> float:
        """The seconds since the loop began."""
        return self._moment

    def _run_once(self) -> None:
        self._moment += _TURN
        if not self._ready and self._scheduled:
            due = self._scheduled[0].when() + self._chance.uniform(0, self._late)
            self._moment = max(self._moment, due)
        super()._run_once()


def run(work: Coroutine[Any, Any, T], late: float = 0.0) -> T:
    """Runs ``work`` to its end in virtual time."""
    loop = VirtualLoop(late)
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()
