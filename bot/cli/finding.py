"""``gopy locate``: which provision of a draft each text speaks of, from the database or from a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.edge import settings, show_json, stdin_lines, work
from bot.cli.texts import entry_of

if TYPE_CHECKING:
    from nlp.resembling import Placed


def register(tree: typer.Typer) -> None:
    """Adds ``gopy locate`` to the tree."""
    tree.command()(locate)


def locate(draft: Annotated[str, typer.Argument(help="Code of a draft, as DT1, or a file.")]) -> None:
    """Find the provision each text from stdin speaks of: {"id"?, "text"} in, {"id", "path", "score"} out.

    A reference ("k2 d4") decides; where there is none, the provisions nearest in words, up to five in "paths" and
    with scores below 0.75; null where none is near enough.
    """

    is_file = Path(draft).is_file()

    async def find_all() -> None:
        from nlp import locate as finding
        from nlp.resembling import Resembling

        parts, annexes = await _parts(draft, is_file=is_file)
        paths = [*(part.path for part in parts), *annexes]
        resembling = Resembling(parts)
        for number, line in enumerate(stdin_lines(), start=1):
            entry = entry_of(line, number)
            found = finding.locate(entry["text"], paths)
            chosen = finding.best(found)
            if chosen is None:
                found = resembling.nearest(entry["text"])
                chosen = found[0] if found else None
            answer: dict[str, object] = {
                "id": entry.get("id", number),
                "path": chosen.path if chosen else None,
                "score": chosen.score if chosen else 0.0,
            }
            if len(found) > 1:
                answer["paths"] = [{"path": one.path, "score": one.score} for one in found]
            show_json(answer)

    work(find_all())


async def _parts(draft: str, *, is_file: bool) -> tuple[Sequence["Placed"], Sequence[str]]:
    """The provisions of a draft in the database, else of a file, and the paths of its annexes."""
    from bot.opening import open_database
    from services.drafts import library
    from services.reading import read_draft

    if is_file or library.read_code(draft) is None:
        read = await read_draft(Path(draft))
        return read.provisions, [annex.path for annex in read.annexes]
    async with open_database(settings()) as database, database.transaction() as session:
        version = await library.version_of(session, await library.find(session, draft))
        parts = await library.provisions(session, version)
    return parts, [str(annex["path"]) for annex in version.annexes]
