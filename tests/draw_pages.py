"""Draws docs/guides/pages.md, the list of every page of the web, from the routes: ``python -m tests.draw_pages``."""

import inspect
from pathlib import Path

from handlers.web.route import Route
from handlers.web.routes import ROUTES
from tests.source import ROOT

TARGET: Path = ROOT / "docs" / "guides" / "pages.md"
_HEAD = """# Pages

Drawn from `handlers/web/routes.py` by `make docs`. Who may open a page is its permission: `public` anybody, `staff` any
signed-in account, the others as `services/staff.py` says for each role. Pages about one draft also ask whose it is.

| | Address | Permission | What it is |
|---|---|---|---|
"""


def draw() -> str:
    """The guide as it must stand in its file."""
    return _HEAD + "".join(_row(route) for route in ROUTES)


def _row(route: Route) -> str:
    does = " ".join((inspect.getdoc(route.show) or "").split("\n\n")[0].split())
    return f"| {route.method} | `{route.path}` | {route.permission.value} | {does} |\n"


def main() -> None:
    """Rewrites the file."""
    TARGET.write_text(draw(), encoding="utf-8")


if __name__ == "__main__":
    main()
