"""``gopy locate``: which provision of a draft each text points at, from the database or from a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.edge import settings, show_json, stdin_lines, work
from bot.cli.texts import entry_of


def register(tree: typer.Typer) -> None:
    """Adds ``gopy locate`` to the tree."""
    tree.command()(locate)


def locate(draft: Annotated[str, typer.Argument(help="Code of a draft, as DT1, or a file.")]) -> None:
    """Find the provision each text from stdin points at: {"id"?, "text"} in, {"id", "path", "score"} out."""

    is_file = Path(draft).is_file()

    async def find_all() -> None:
        from nlp import locate as finding

        paths = await _paths(draft, is_file=is_file)
        for number, line in enumerate(stdin_lines(), start=1):
            entry = entry_of(line, number)
            found = finding.locate(entry["text"], paths)
            chosen = finding.best(found)
            answer: dict[str, object] = {
                "id": entry.get("id", number),
                "path": chosen.path if chosen else None,
                "score": chosen.score if chosen else 0.0,
            }
            if len(found) > 1:
                answer["paths"] = [{"path": one.path, "score": one.score} for one in found]
            show_json(answer)

    work(find_all())


async def _paths(draft: str, *, is_file: bool) -> Sequence[str]:
    """The paths of all provisions and annexes of a draft in the database, else of a file."""
    from bot.opening import open_database
    from services.drafts import library
    from services.reading import read_draft

    if is_file or library.read_code(draft) is None:
        read = await read_draft(Path(draft))
        return [*(part.path for part in read.provisions), *(annex.path for annex in read.annexes)]
    async with open_database(settings()) as database, database.transaction() as session:
        version = await library.version_of(session, await library.find(session, draft))
        parts = await library.provisions(session, version)
    return [*(part.path for part in parts), *(str(annex["path"]) for annex in version.annexes)]
