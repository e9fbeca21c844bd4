"""Work that goes on after a page has answered: kept by the application, two at a time, ended with it."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web

log = structlog.get_logger(__name__)

AT_ONCE = 2  # each reading may take a gigabyte and a processor


class Background:
    """Tasks by name; a name that is under way is not begun a second time."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._turn = asyncio.Semaphore(AT_ONCE)

    def begin(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        """Starts ``work`` as soon as there is a free turn, unless it is under way here."""
        if name not in self._tasks:
            task = asyncio.create_task(self._run(name, work))
            self._tasks[name] = task
            task.add_done_callback(lambda _: self._tasks.pop(name, None))

    def has(self, name: str) -> bool:
        """Whether this process is at it."""
        return name in self._tasks

    async def stop(self) -> None:
        """Ends everything; what was not finished is taken up again by whoever finds its row."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        try:
            async with self._turn:
                await work()
        except Exception:  # the edge of a task: nobody awaits it, so the log is the only place to tell
            log.exception("background.failed", work=name)


BACKGROUND = web.AppKey("background", Background)


def add_to(app: web.Application) -> None:
    """Gives the application its background, which ends before the database is closed."""
    app[BACKGROUND] = Background()

    async def stop(ended: web.Application) -> None:
        await ended[BACKGROUND].stop()

    app.on_cleanup.append(stop)
