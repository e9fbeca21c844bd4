"""Brings a database to the schema that this code expects, and says how far it is; no table is defined here."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.db import Database
from storage.models import metadata

T = TypeVar("T")


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """The revision this code expects."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:
        raise RuntimeError("no migration found")
    return revision


async def current(database: Database) -> str | None:
    """The revision the database is at; None when it is empty."""
    return await _run(database, lambda connection: MigrationContext.configure(connection).get_current_revision())


async def upgrade(database: Database, revision: str = "head") -> None:
    """Runs every missing migration up to ``revision``, all in one transaction."""
    await _run(database, lambda connection: command.upgrade(_config(connection), revision))


async def downgrade(database: Database, revision: str) -> None:
    """Takes the schema back to ``revision`` (``base`` empties it)."""
    await _run(database, lambda connection: command.downgrade(_config(connection), revision))


async def differences(database: Database) -> list[Any]:
    """What the tables lack or have beyond the models; empty when they agree."""
    return await _run(
        database,
        lambda connection: compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True}), metadata
        ),
    )


async def _run(database: Database, work: Callable[[Connection], T]) -> T:
    async with database.engine.begin() as connection:
        return await connection.run_sync(work)
