"""Whether the database answers and has the schema this version expects."""

import asyncio

from sqlalchemy.exc import SQLAlchemyError

from bot.doctor.check import Check, Finding, Patient, fail, ok, one_line, warn
from bot.settings import Settings, sqlite_file
from storage import migrate
from storage.db import Database

ANSWER_WAIT = 5.0


async def _look(patient: Patient) -> Finding | None:
    if patient.settings is None:
        return None
    return await _ask(patient.settings)


async def _ask(settings: Settings) -> Finding:
    file = sqlite_file(settings.database_url)
    if file is not None and not file.exists():  # connecting would make an empty one
        return warn("database_none", name=file)
    database = Database(settings.database_url)
    try:
        async with asyncio.timeout(ANSWER_WAIT):
            found = await migrate.current(database)
    except TimeoutError:
        return fail("database_silent", seconds=int(ANSWER_WAIT))
    except (SQLAlchemyError, OSError) as error:
        return fail("database_away", error=one_line(error))
    finally:
        await database.close()
    if found != migrate.head():
        return fail("database_behind", found=found or "-", expected=migrate.head())
    return ok("database", kind=database.url.get_backend_name(), revision=found)


CHECK = Check("database", _look)
