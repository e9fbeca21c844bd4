"""The edge of the command line: one JSON document on stdout, one clear line on stderr, an exit code."""

import asyncio
import errno
import json
import logging
import os
import sys
from collections.abc import Coroutine
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar
from zoneinfo import ZoneInfoNotFoundError

import typer

from services import clock, refusals
from services.errors import Refused
from services.i18n import Translate, translator

if TYPE_CHECKING:
    from pydantic import ValidationError

T = TypeVar("T")
LAST_WORDS = 0.05  # seconds: after a failed connect, aiosqlite's thread still reports its end to the loop


def language() -> str:
    """The language of the command line: English under an English locale, else Vietnamese."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if locale.startswith("en") else "vi"


def tongue() -> Translate:
    """The translator of the command line."""
    return translator(language())


def work(job: Coroutine[Any, Any, T]) -> T:
    """Runs a command's work; a refusal or a trouble outside becomes one line on stderr and exit code 1."""
    try:
        return asyncio.run(_to_its_end(job))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except Exception as error:  # the edge: what is not understood below is a defect and keeps its trace
        sentence = _sentence(_first(error))
        if sentence is None:
            raise
        fail(sentence)


async def _to_its_end(job: Coroutine[Any, Any, T]) -> T:
    try:
        return await job
    except Exception:
        await asyncio.sleep(LAST_WORDS)
        raise


def _first(error: Exception) -> Exception:
    """The first error inside a group: tasks that run together raise one."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error


def _sentence(error: Exception) -> str | None:
    """What people are told of an error that the house expects; None for a defect."""
    from alembic.util import CommandError
    from pydantic import ValidationError
    from sqlalchemy.exc import SQLAlchemyError

    from bot.settings import Unready

    match error:
        case OSError(errno=errno.EADDRINUSE):
            error = Refused("port_in_use", reason=_first_line(error))
        case ValidationError(title="Settings"):
            error = Unready(_wrong_values(error))
    match error:
        case Refused():
            return refusals.sentence(error, tongue())
        case Unready():
            return str(error)
        case SQLAlchemyError() | OSError() | CommandError():
            return f"{type(error).__name__}: {_first_line(error)}"
        case _:
            return None


def _wrong_values(error: "ValidationError") -> str:
    return "\n".join(f"GOPY_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors())


def _first_line(error: Exception) -> str:
    from bot.logs import clean

    return (clean(str(error)).splitlines() or [""])[0]


def fail(sentence: str) -> NoReturn:
    """Says why on stderr and ends with exit code 1."""
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def show_json(document: object) -> None:
    """Prints exactly one JSON document, in UTF-8 whatever the terminal speaks."""
    try:
        shown = json.dumps(document, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:  # half an emoji, as some phones cut it: only an escape can carry that
        shown = json.dumps(document, default=str).encode()
    typer.echo(shown)


def read_day(text: str) -> date:
    """A day written as 2026-12-31 or 31/12/2026. Raises Refused(``bad_date``)."""
    return clock.read_day(text)


def settings() -> Any:
    """The checked settings, with logging set up.

    Raises Unready for values that cannot be, for another kind of database, and for production without secrets.
    """
    from bot import logs

    found = read_settings()
    logs.configure(production=found.env == "production", level=logging.INFO)
    found.check()
    return found


def read_settings() -> Any:
    """The settings as they are, secrets not yet checked. Raises Unready, which names every value that cannot be."""
    from pydantic import ValidationError
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    from bot.settings import Settings, Unready

    try:
        found = Settings()
        kind = make_url(found.database_url).get_backend_name()
    except ValidationError as error:
        raise Unready(_wrong_values(error)) from None
    except ZoneInfoNotFoundError as error:
        raise Unready(f"GOPY_TIMEZONE: {error.args[0]}") from None
    except ArgumentError:  # its text would show the address, password and all
        kind = "?"
    if kind not in ("sqlite", "postgresql"):
        raise Unready("GOPY_DATABASE_URL must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
    return found


def stdin_lines() -> list[str]:
    """The non-empty lines of standard input. Raises Refused(``not_utf8``).

    Only a line feed ends a line: JSON texts may hold other separators, such as U+2028 from web pages.
    """
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("not_utf8", place=error.start) from error
    return [line for line in text.split("\n") if line.strip()]
