"""``gopy group``, ``gopy arguments``, ``gopy eval grouping``: what comments have in common; no database."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.edge import show_json, stdin_lines, work
from bot.cli.texts import entry_of, eval_app, run_eval

LINES = 5000  # that are written at a time
_AS_WRITTEN = json.JSONEncoder(ensure_ascii=False).encode


def register(tree: typer.Typer) -> None:
    """Adds ``gopy group`` and ``gopy arguments`` to the tree."""
    tree.command()(group)
    tree.command()(arguments)


def group(
    explain: Annotated[bool, typer.Option("--explain", help="Say which words differ and what was added.")] = False,
) -> None:
    """Group near-duplicates of JSONL from stdin: {"id"?, "text"} in, {"id", "group", …} out, order kept."""

    async def group_all() -> None:
        from nlp.grouping.groups import group as find

        ids, texts, _ = _entries()
        answers: list[dict[str, Any]] = []
        for number, one in enumerate(find(texts)):
            answer = {"id": ids[number], "group": one.group + 1, "kind": one.kind}
            answer["representative"] = ids[one.representative]
            if explain and one.kind == "near":
                answer |= _explained(texts[one.representative], texts[number])
            answers.append(answer)
            if len(answers) == LINES:
                _write(answers)
                answers.clear()
        _write(answers)

    work(group_all())


def arguments() -> None:
    """Find what is argued in JSONL from stdin: {"id"?, "text", "by"?} in, one JSON document of clusters out.

    "other" counts the comments that say nothing which several others say; each is named under "members".
    "by" is any key that is the same for comments of one person; it is only counted, never shown.
    """

    async def find_all() -> None:
        from nlp.arguments.arguments import arguments as find
        from nlp.arguments.arguments import people

        ids, texts, authors = _entries()
        found = find(texts, authors)
        clusters = [
            {
                "phrases": list(one.phrases),
                "people": one.people,
                "messages": one.messages,
                "texts": one.texts,
                "quotes": [{"id": ids[number], "text": texts[number]} for number in one.quotes],
                "members": [ids[number] for number in one.members],
            }
            for one in found.arguments
        ]
        counts = {"people": people(range(len(texts)), authors), "messages": len(texts)}
        texts_told = sum(one.texts for one in found.arguments) + found.other_texts
        other = {
            "people": people(found.other, authors),
            "messages": len(found.other),
            "texts": found.other_texts,
            "members": [ids[number] for number in found.other],
        }
        show_json(counts | {"texts": texts_told, "arguments": clusters, "other": other})

    work(find_all())


@eval_app.command("grouping")
def eval_grouping(path: Annotated[Path, typer.Argument(help='JSONL with "text" and "group".')]) -> None:
    """Measure groups against labels: pairs, members, comments flagged that belong to nobody."""
    from bot.eval_grouping import evaluate

    run_eval(path, evaluate)


def _explained(representative: str, text: str) -> dict[str, Any]:
    from nlp.grouping.explain import explain

    found = explain(representative, text)
    return {
        name: [{"start": one.start, "end": one.end, "text": one.text} for one in pieces]
        for name, pieces in (("missing", found.missing), ("differing", found.differing), ("added", found.added))
    }


def _write(answers: Sequence[dict[str, Any]]) -> None:
    lines = "".join([_AS_WRITTEN(answer) + "\n" for answer in answers])
    try:
        typer.echo(lines.encode(), nl=False)
    except UnicodeEncodeError:  # half an emoji, as some phones cut it: only an escape can carry that
        typer.echo("".join(json.dumps(answer) + "\n" for answer in answers).encode(), nl=False)


def _entries() -> tuple[list[Any], list[str], list[str | None]]:
    """Ids, texts and author keys of the lines of standard input; a line without an id is called by its number."""
    ids: list[Any] = []
    texts: list[str] = []
    authors: list[str | None] = []
    for number, line in enumerate(stdin_lines(), start=1):
        entry = entry_of(line, number)
        ids.append(entry.get("id", number))
        texts.append(entry["text"])
        authors.append(None if entry.get("by") is None else json.dumps(entry["by"], sort_keys=True))
    return ids, texts, authors
