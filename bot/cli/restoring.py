"""``gopy restore``: diacritics put back into texts typed without them."""

import typer

from bot.cli.edge import show_json, stdin_lines, work
from bot.cli.texts import entry_of


def register(tree: typer.Typer) -> None:
    """Adds ``gopy restore`` to the tree."""
    tree.command()(restore)


def restore() -> None:
    """Put diacritics back, for display and search: {"id"?, "text"} in, {"id"?, "text"} out, order kept."""

    async def restore_all() -> None:
        from nlp.restoring import Restorer

        restorer = Restorer.load()
        for number, line in enumerate(stdin_lines(), start=1):
            entry = entry_of(line, number)
            named = {"id": entry["id"]} if "id" in entry else {}
            show_json({**named, "text": restorer.restore(entry["text"])})

    work(restore_all())
