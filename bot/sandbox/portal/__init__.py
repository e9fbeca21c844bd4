"""A pretended portal of drafts, strict about manners, with the traps real ones set; imports no room."""

from bot.sandbox.portal.app import make_app
from bot.sandbox.portal.site import Announced, Offered, Site, offered_files

__all__ = ["Announced", "Offered", "Site", "make_app", "offered_files"]
