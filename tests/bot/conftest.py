"""Fixtures of the running bot's tests."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module")
def settled() -> Iterator[None]:
    """What was loaded so far is left out of garbage collection, as ``bot.app.run`` does before it sends.

    A long collection stalls the event loop for a fifth of a second, and messages then arrive in a bunch.
    """
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
