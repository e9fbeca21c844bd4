"""``gopy group``, ``gopy arguments`` and ``gopy eval grouping``: what comments have in common; texts alone, no database."""

import json
from typing import Annotated, Any

import typer

from bot.cli.edge import fail, stdin_lines, work


def register(tree: typer.Typer) -> None:
    """Adds ``gopy group`` to the tree."""
    tree.command()(group)


def group(
    explain: Annotated[bool, typer.Option("--explain", help="Say which words differ and what was added.")] = False,
) -> None:
    """Group near-duplicates of JSONL from stdin: {"id"?, "text"} in, {"id", "group", …} out, order kept."""

    async def group_all() -> None:
        from nlp.grouping.groups import group as find

        ids, texts = _entries()
        found = find(texts)
        write = typer.get_binary_stream("stdout").write
        lines: list[str] = []
        for number, one in enumerate(found):
            answer = {"id": ids[number], "group": one.group + 1, "kind": one.kind, "representative": ids[one.representative]}
            if explain and one.kind == "near":
                answer |= _explained(texts[one.representative], texts[number])
            lines.append(_line(answer))
            if len(lines) == 5000:
                write("".join(lines).encode())
                lines.clear()
        write("".join(lines).encode())

    work(group_all())


def _line(answer: dict[str, Any]) -> str:
    written = json.dumps(answer, ensure_ascii=False) + "\n"
    return written if written.isprintable() or written.encode("utf-8", "ignore") == written.encode("utf-8", "surrogatepass") else json.dumps(answer) + "\n"


def _explained(representative: str, text: str) -> dict[str, Any]:
    return {}


def _entries() -> tuple[list[Any], list[str]]:
    """Ids and texts of the lines of standard input; a line without an id is called by its number."""
    ids: list[Any] = []
    texts: list[str] = []
    for number, line in enumerate(stdin_lines(), start=1):
        try:
            entry = json.loads(line)
            text = entry["text"]
        except (ValueError, TypeError, KeyError):
            text = None
        if not isinstance(text, str):
            fail(f'line {number}: expected a JSON object with a "text"')
        ids.append(entry.get("id", number))
        texts.append(text)
    return ids, texts
