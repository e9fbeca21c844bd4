"""The edge of the command line: one JSON document on stdout, one clear line on stderr, an exit code."""

import asyncio
import json
import logging
import os
import sys
from collections.abc import Coroutine
from datetime import date, datetime
from typing import Any, NoReturn, TypeVar

import typer

from services import refusals
from services.errors import Refused
from services.i18n import Translate, translator

T = TypeVar("T")


def language() -> str:
    """The language of the command line: English under an English locale, else Vietnamese."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if locale.startswith("en") else "vi"


def tongue() -> Translate:
    """The translator of the command line."""
    return translator(language())


def work(job: Coroutine[Any, Any, T]) -> T:
    """Runs a command's work; a refusal becomes one line on stderr and exit code 1."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.settings import Unready

    try:
        return asyncio.run(job)
    except Refused as refused:
        fail(refusals.sentence(refused, tongue()))
    except Unready as unready:
        fail(str(unready))
    except (SQLAlchemyError, OSError) as error:
        fail(_trouble(error))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _trouble(error: Exception) -> str:
    from bot.logs import clean

    first_line = clean(str(error)).splitlines()[0] if str(error) else ""
    return f"{type(error).__name__}: {first_line}"


def fail(sentence: str) -> NoReturn:
    """Says why on stderr and ends with exit code 1."""
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def show_json(document: object) -> None:
    """Prints exactly one JSON document."""
    typer.echo(json.dumps(document, ensure_ascii=False, default=str))


def read_day(text: str) -> date:
    """A day written as 2026-12-31 or 31/12/2026. Raises Refused(``bad_date``)."""
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 (a calendar day has no zone)
        except ValueError:
            continue
    raise Refused("bad_date", value=text)


def settings() -> Any:
    """The checked settings, with logging set up; raises Unready for production without secrets."""
    from pydantic import ValidationError

    from bot import logs
    from bot.settings import Settings, Unready

    try:
        found = Settings()
    except ValidationError as error:
        lines = [f"GOPY_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()]
        raise Unready("\n".join(lines)) from None
    logs.configure(production=found.env == "production", level=logging.INFO)
    found.check()
    return found


def stdin_lines() -> list[str]:
    """The non-empty lines of standard input, read as UTF-8."""
    return [line for line in sys.stdin.buffer.read().decode("utf-8-sig").splitlines() if line.strip()]
