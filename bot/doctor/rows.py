"""The database for checks that count rows; they do not apply where it is away or has another schema."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.doctor.check import Patient
from bot.settings import sqlite_file
from storage import migrate
from storage.db import Database


@asynccontextmanager
async def readable(patient: Patient) -> AsyncIterator[AsyncSession | None]:
    """A session on the database; None where the check of the database has already said that it is not well."""
    if patient.settings is None:
        yield None
        return
    file = sqlite_file(patient.settings.database_url)
    if file is not None and not file.exists():
        yield None
        return
    database = Database(patient.settings.database_url)
    try:
        if not await _is_well(database):
            yield None
            return
        async with database.transaction() as session:
            yield session
    finally:
        await database.close()


async def _is_well(database: Database) -> bool:
    try:
        return await migrate.current(database) == migrate.head()
    except (SQLAlchemyError, OSError):
        return False
