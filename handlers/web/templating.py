"""Page templates: loaded once, escaped always; a name that a page forgot to hand over is an error, not a blank."""

from datetime import date, datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from handlers.web import static
from services.clock import show_day, show_moment

FOLDER = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """The templates of every page, with the filters ``day`` and ``moment`` and the address of files by ``static()``."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["day"] = _day
    made.filters["moment"] = _moment
    made.globals["static"] = static.address
    return made


def _day(value: date | None) -> str:
    return show_day(value) if value else ""


def _moment(value: datetime | None) -> str:
    return show_moment(value) if value else ""
