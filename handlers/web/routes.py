"""Every page of the web, each with its permission, and how they are added to the server; no page is defined here."""

from collections.abc import Sequence

from aiohttp import web

from handlers.web import background, static
from handlers.web.console import (
    agencies,
    card,
    changes,
    comments,
    corrections,
    dossier,
    dossier_files,
    drafts,
    groups,
    outline,
    portals,
    publish,
    sign_in,
    upload,
    uploaded,
)
from handlers.web.guard import guarded, not_found
from handlers.web.page import Site
from handlers.web.public import changes as public_changes
from handlers.web.public import draft, home
from handlers.web.route import Route

ROUTES: Sequence[Route] = (
    *home.ROUTES,
    *sign_in.ROUTES,
    *drafts.ROUTES,
    *publish.ROUTES,
    *dossier.ROUTES,
    *dossier_files.ROUTES,
    *agencies.ROUTES,
    *card.ROUTES,
    *changes.ROUTES,
    *comments.ROUTES,
    *corrections.ROUTES,
    *groups.ROUTES,
    *draft.ROUTES,
    *public_changes.ROUTES,
    *draft.BY_PATH,
    *upload.ROUTES,
    *uploaded.ROUTES,
    *outline.ROUTES,
    *portals.ROUTES,
)


def add_to(app: web.Application, site: Site) -> None:
    """Adds every page, the files they load and the page for addresses that do not exist."""
    app.router.add_get(static.PATH, static.show)
    background.add_to(app)
    groups.add_to(app)
    for route in ROUTES:
        app.router.add_route(route.method, route.path, guarded(route, site))
    app.middlewares.append(not_found(site))
