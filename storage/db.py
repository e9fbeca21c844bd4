"""One database, opened once: connections, transactions and the SQLite settings that keep writes safe."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlmodel.ext.asyncio.session import AsyncSession

SQLITE_WAIT_MS = 20_000


class Database:
    """The engine and its transactions; SQLite (one process) and PostgreSQL behave the same here."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        options: dict[str, Any] = {"pool_size": pool_size, "pool_pre_ping": not self.is_sqlite}
        if self.is_sqlite:
            options |= {
                "poolclass": AsyncAdaptedQueuePool,
                "connect_args": {"timeout": SQLITE_WAIT_MS / 1000},
            }
        self.engine: AsyncEngine = create_async_engine(url, **options)
        if self.is_sqlite:
            _make_sqlite_safe(self.engine)
        # SQLite lets one write at a time; without this queue its waiters sleep and retry, and most of the time is lost.
        self._turnstile: AbstractAsyncContextManager[object] = asyncio.Lock() if self.is_sqlite else nullcontext()
        self._sessions = async_sessionmaker(self.engine, class_=AsyncSession, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session inside one transaction: committed at the end, rolled back when the block raises."""
        async with self._turnstile, self._sessions() as session, session.begin():
            yield session

    async def answers(self) -> None:
        """Returns when the database answers a trivial question; raises SQLAlchemy's error when it does not."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Closes every connection."""
        await self.engine.dispose()


def _make_sqlite_safe(engine: AsyncEngine) -> None:
    """WAL, full sync, foreign keys, and BEGIN IMMEDIATE for every transaction.

    With the driver's own deferred transactions, 160 concurrent read-then-write increments end at a few
    dozen without any error; tests/storage/test_sqlite_traps.py keeps the count at 160.
    """

    @event.listens_for(engine.sync_engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # an accepted comment outlives a power cut
            "foreign_keys=ON",
            f"busy_timeout={SQLITE_WAIT_MS}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
