"""What every command opens first: the clock, the keys and the database; light, because each command waits for it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.settings import Settings
from services.citizens import Secrets
from services.errors import Refused
from storage import migrate
from storage.db import Database
from storage.sealing import Pseudonyms, Sealer


def now() -> datetime:
    """The clock of the running bot."""
    return datetime.now(UTC)


def make_secrets(settings: Settings) -> Secrets:
    """The keyed functions under the keys of the settings."""
    return Secrets(Sealer(settings.identity_key_list), Pseudonyms(settings.secret_key.get_secret_value()))


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Database]:
    """The database at its newest schema.

    Outside production missing migrations are run; in production that is the operator's step, so this raises
    Refused(``database_behind``).
    """
    database = Database(settings.database_url)
    try:
        if await migrate.current(database) != migrate.head():
            if settings.env == "production":
                raise Refused("database_behind")
            await migrate.upgrade(database)
        yield database
    finally:
        await database.close()
