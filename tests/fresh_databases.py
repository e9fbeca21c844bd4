"""New databases for tests, empty or with every table; what is in them belongs to the fixtures and factories."""

import shutil
from pathlib import Path
from uuid import uuid4

import asyncpg
from sqlalchemy.engine import make_url

from storage import migrate
from storage.db import Database

EMPTY = "template1"


async def new_postgres_database(server_url: str, template: str = EMPTY) -> str:
    """Makes a database on the server, empty or a copy of ``template``, and returns its address."""
    name = f"t_{uuid4().hex}"
    server = make_url(server_url)
    plain = server.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(plain)
    try:
        await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    finally:
        await connection.close()
    return server.set(drivername="postgresql+asyncpg", database=name).render_as_string(hide_password=False)


class Migrated:
    """Databases with every table and no row.

    The migrations run once for each kind; every other database is a copy, which takes a tenth of the time.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "migrated.db"
        self._made: dict[str, str] = {}

    async def sqlite(self, file: Path) -> str:
        """Writes the database to ``file`` and returns its address."""
        if "sqlite" not in self._made:
            await _migrate(_address(self._file))
            self._made["sqlite"] = str(self._file)
        shutil.copyfile(self._made["sqlite"], file)
        return _address(file)

    async def postgres(self, server_url: str) -> str:
        """Makes the database on the server and returns its address."""
        if server_url not in self._made:
            first = await new_postgres_database(server_url)
            await _migrate(first)
            self._made[server_url] = str(make_url(first).database)
        return await new_postgres_database(server_url, self._made[server_url])


def _address(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


async def _migrate(url: str) -> None:
    database = Database(url)
    await migrate.upgrade(database)
    await database.close()
