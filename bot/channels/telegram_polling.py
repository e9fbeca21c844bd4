"""Asking Telegram again and again: the polling loop and the patience with a platform that is away."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any

from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram_errors import UNKNOWN_TOKEN_WAIT, seconds
from bot.channels.telegram_updates import person, update_id

log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
LANES = 16  # people served at once within one batch

Raw = Mapping[str, Any]
Fetch = Callable[[int], Awaitable[Sequence[Raw]]]
Take = Callable[[Raw], Awaitable[None]]


async def poll(fetch: Fetch, take: Take, first_wait: float = FIRST_WAIT) -> None:
    """Fetches updates from an offset and takes them, for ever.

    The offset, which is what acknowledges, moves past an update only when ``take`` has returned for it and all
    before it. Another poller, a lost network or a full database make the loop wait longer each time, then go on.
    """
    offset, waits = 0, _growing(first_wait)
    while True:
        try:
            updates = await fetch(offset)
        except TelegramError as error:
            log.warning("telegram: no updates (%s)", _told(error))
            await asyncio.sleep(_wait_after(error, next(waits)))
            continue
        offset, complete = await _take_batch(updates, take, offset)
        if complete:
            waits = _growing(first_wait)
        else:
            await asyncio.sleep(next(waits))


async def insist(what: str, act: Callable[[], Awaitable[object]], first_wait: float = FIRST_WAIT) -> None:
    """Tries until Telegram agrees; gives up only on what Telegram calls malformed."""
    for wait in _growing(first_wait):
        try:
            await act()
        except BadRequest as error:
            log.error("telegram: refused %s: %s", what, error.message)  # noqa: TRY400 (a trace would add nothing)
            return
        except TelegramError as error:
            log.warning("telegram: no success yet with %s (%s)", what, _told(error))
            await asyncio.sleep(_wait_after(error, wait))
        else:
            return


async def _take_batch(updates: Sequence[Raw], take: Take, offset: int) -> tuple[int, bool]:
    """Each person's updates in their order, several people at once; (next offset, whether all were taken)."""
    lanes: dict[str, list[Raw]] = defaultdict(list)
    for raw in updates:
        lanes[person(raw)].append(raw)
    slots, failed = asyncio.Semaphore(LANES), list[int]()

    async def serve(lane: Sequence[Raw]) -> None:
        async with slots:
            for raw in lane:
                try:
                    await take(raw)
                except Exception:  # an edge: whatever went wrong, this update is to come again
                    log.exception("telegram: an update was not taken; it will come again")
                    failed.append(update_id(raw))
                    return

    async with asyncio.TaskGroup() as group:
        for lane in lanes.values():
            group.create_task(serve(lane))
    if failed:
        return min(failed), False
    return max((update_id(raw) + 1 for raw in updates), default=offset), True


def _growing(first: float) -> Iterator[float]:
    wait = first
    while True:
        yield wait
        wait = min(wait * 2, LONGEST_WAIT)


def _wait_after(error: TelegramError, wait: float) -> float:
    if isinstance(error, RetryAfter):
        return seconds(error)
    return UNKNOWN_TOKEN_WAIT if isinstance(error, InvalidToken) else wait


def _told(error: TelegramError) -> str:
    if isinstance(error, Conflict):
        return "another process polls with this token, or a webhook is set; only one may"
    if isinstance(error, InvalidToken):
        return "the token is not known to Telegram"
    return f"{type(error).__name__}: {error.message}"
