"""How the sender's outcomes reach the database: gathered, written in one transaction, kept while it is away."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

import asyncpg
from sqlalchemy.exc import SQLAlchemyError

from bot import metrics
from services import outbox
from services.outbox import Outcome, Result
from storage.db import Database

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

DATABASE_TROUBLE = (SQLAlchemyError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError)
DATABASE_LIMIT = 30.0  # seconds for any one transaction; SQLite itself waits up to 20 for its turn
GATHER = 0.02  # seconds in which outcomes gather for one transaction
TRY_AGAIN = 0.25  # seconds
CLOSING_TRIES = 20  # failed tries after which a stop gives up; those messages are sent again then


class Settler:
    """Writes outcomes and halts of one channel; ``written`` hears of each batch that is safe in the database."""

    def __init__(
        self, database: Database, channel: str, clock: Clock, written: Callable[[Sequence[Outcome]], None]
    ) -> None:
        self._database, self._channel, self._clock, self._written = database, channel, clock, written
        self._outcomes: list[Outcome] = []
        self._halt_until: datetime | None = None
        self._something = asyncio.Event()
        self._closing = False
        self.counts: Counter[Result] = Counter()

    def add(self, outcome: Outcome) -> None:
        """Takes an outcome to be written within ``GATHER`` seconds."""
        self._outcomes.append(outcome)
        self.counts[outcome.result] += 1
        metrics.SENT.labels(self._channel, outcome.result).inc()
        self._something.set()

    def halt(self, until: datetime) -> None:
        """Takes the moment until which the platform wants silence."""
        self._halt_until = max(until, self._halt_until or until)
        self._something.set()

    def close(self) -> None:
        """Lets ``run`` end when everything is written."""
        self._closing = True
        self._something.set()

    async def run(self) -> None:
        """Writes until ``close``."""
        tries_left = CLOSING_TRIES
        while tries_left and not (self._closing and not self._outcomes and self._halt_until is None):
            await self._something.wait()
            self._something.clear()
            try:
                await self._write()
            except DATABASE_TROUBLE as error:
                log.error("sender %s: outcomes wait (%s)", self._channel, type(error).__name__)  # noqa: TRY400 (a trace each time would bury it)
                self._something.set()
                tries_left -= self._closing
                await asyncio.sleep(TRY_AGAIN)
            await asyncio.sleep(0 if self._closing else GATHER)

    async def _write(self) -> None:
        outcomes, until = tuple(self._outcomes), self._halt_until
        async with asyncio.timeout(DATABASE_LIMIT), self._database.transaction() as session:
            await outbox.settle(session, outcomes, self._clock())
            if until is not None:
                await outbox.halt(session, self._channel, until)
        del self._outcomes[: len(outcomes)]
        if self._halt_until == until:
            self._halt_until = None
        self._written(outcomes)
