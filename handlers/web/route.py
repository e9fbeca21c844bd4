"""What a page is to the server: an address, who may open it, and the function that answers; the list is routes.py."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from handlers.web.page import MAX_FORM, Page
from handlers.web.permissions import Permission

Show = Callable[[Page], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Route:
    """One page: ``method`` GET or POST, ``path`` as aiohttp writes it, ``body`` the most bytes its request may have."""

    method: str
    path: str
    permission: Permission
    show: Show
    body: int = MAX_FORM


def get(path: str, permission: Permission, show: Show) -> Route:
    """A page that is read."""
    return Route("GET", path, permission, show)


def post(path: str, permission: Permission, show: Show, body: int = MAX_FORM) -> Route:
    """A form that is taken."""
    return Route("POST", path, permission, show, body)
