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
_READING = "gopy_reading"  # the execution option of a transaction that only reads


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
        only = {_READING: True} if self.is_sqlite else {"postgresql_readonly": True}
        looking = self.engine.execution_options(**only)
        self._readings = async_sessionmaker(looking, class_=AsyncSession, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session inside one transaction: committed at the end, rolled back when the block raises."""
        async with self._turnstile, self._sessions() as session, session.begin():
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session that only reads, from one state of the database where that is SQLite; it makes no writer wait.

        The database refuses whatever would be written here. What was read may be old when the block ends, so a rule
        that decides by it is checked in a `transaction`.
        """
        async with self._readings() as session, session.begin():
            yield session

    async def answers(self) -> None:
        """Returns when the database answers a trivial question; raises SQLAlchemy's error when it does not."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Closes every connection."""
        await self.engine.dispose()


def _make_sqlite_safe(engine: AsyncEngine) -> None:
    """WAL, full sync, foreign keys, and BEGIN IMMEDIATE for every transaction that may write.

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
        reads = bool(connection.get_execution_options().get(_READING))
        if connection.info.get(_READING, False) is not reads:  # connections go from hand to hand
            connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reads else 'OFF'}")
            connection.info[_READING] = reads
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
