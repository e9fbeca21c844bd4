"""Several people's phones on one page, for a world of `bot.sandbox.telegram`."""

from bot.sandbox.phone.app import make_app
from bot.sandbox.phone.people import PEOPLE, Person

__all__ = ["PEOPLE", "Person", "make_app"]
