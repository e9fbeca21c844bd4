"""``gopy route``: from the titles of drafts to the departments that would draft or answer them."""

import typer

from bot.cli.edge import show_json, stdin_lines, work
from bot.cli.texts import entry_of


def register(tree: typer.Typer) -> None:
    """Adds ``gopy route`` to the tree."""
    tree.command()(route)


def route() -> None:
    """Name the departments of each title: {"id"?, "title"} in, {"id"?, "departments"} out, order kept."""

    async def route_all() -> None:
        from nlp.routing import Router

        router = Router.load()
        for number, line in enumerate(stdin_lines(), start=1):
            entry = entry_of(line, number, "title")
            departments = [
                {
                    "code": found.code,
                    "name": found.name,
                    "score": found.score,
                    "evidence": [{"start": e.start, "end": e.end, "text": e.text} for e in found.evidence],
                }
                for found in router.route(entry["title"])
            ]
            named = {"id": entry["id"]} if "id" in entry else {}
            show_json({**named, "departments": departments})

    work(route_all())
