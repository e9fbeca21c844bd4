"""Commands on texts alone, no database: ``gopy parse``, ``gopy tag``, ``gopy eval``."""

import asyncio
import gc
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.edge import fail, lines_as_they_come, show_json, tongue, work
from services import refusals
from services.errors import Refused

eval_app = typer.Typer(help="Measured quality on labelled files, printed as JSON.", no_args_is_help=True)


def register(tree: typer.Typer) -> None:
    """Adds ``gopy parse`` and ``gopy tag`` to the tree."""
    tree.command()(parse)
    tree.command()(tag)


def parse(
    file: Annotated[Path, typer.Argument(help="A draft: .docx, .doc, .odt, .pdf, .html, .txt or .md.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Show the structure of a draft."""

    async def read() -> None:
        from services.reading import read_draft

        draft = await read_draft(file)
        if as_json:
            show_json(draft.as_json())
            return
        typer.echo(draft.title)
        for part in draft.provisions:
            depth = part.path.count("/")
            typer.echo(f"{'  ' * depth}{part.path}  {part.label}. {(part.heading or part.text)[:70]}")
        for problem in draft.problems:
            typer.echo(f"! {problem.where}: {problem.message}", err=True)
        if not draft.provisions:
            t = tongue()
            typer.echo(t("Văn bản không chia điều, mục: góp ý cho cả văn bản."))

    work(read())


def tag(
    model: Annotated[Path | None, typer.Option(help="A model that gopy train wrote.")] = None,
    draft: Annotated[str | None, typer.Option(help="A draft's code, as DT1, or its file: adds its aspects.")] = None,
) -> None:
    """Tag JSONL from stdin: {"id"?, "text", "draft" or "title"?} in, {"id", "topics", "kind"} out, order kept."""

    async def tag_all() -> None:
        from bot.cli.learning import aspects_of, tagger_of

        answer, aspects = await tagger_of(model), await aspects_of(draft)
        gc.freeze()  # what was loaded stays: looking through it again and again is a tenth of the time
        for number, line in enumerate(lines_as_they_come(), start=1):
            entry = entry_of(line, number)
            found = answer(entry["text"], str(entry.get("draft") or entry.get("title") or ""))
            shown = {"id": entry.get("id", number), "topics": _topics(found.topics), "kind": found.kind}
            if aspects is not None:
                shown["aspects"] = _topics(aspects.of(entry["text"]))
            show_json(shown)

    work(tag_all())


def _topics(topics: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {
            "code": topic.code,
            "score": round(topic.score, 4),
            "band": topic.band,
            "evidence": [{"start": e.start, "end": e.end, "text": e.text} for e in topic.evidence],
        }
        for topic in topics
    ]


def entry_of(line: str, number: int, key: str = "text") -> dict[str, Any]:
    """One line of JSONL with words under ``key``; ends the command with a clear line when it is none."""
    try:
        entry = json.loads(line)
    except ValueError:
        entry = None
    if not isinstance(entry, dict) or not isinstance(entry.get(key), str):
        fail(f'line {number}: expected a JSON object with a "{key}"')
    return entry


@eval_app.command("parsing")
def eval_parsing(path: Annotated[Path, typer.Argument(help="Folder with index.tsv and the files it names.")]) -> None:
    """Count articles and clauses against hand counts."""
    from bot.eval_parsing import evaluate

    run_eval(path, evaluate)


@eval_app.command("tagging")
def eval_tagging(path: Annotated[Path, typer.Argument(help="JSONL with texts and labels.")]) -> None:
    """Measure topics against labels: as typed, without diacritics, and with shorthand and slips."""
    from bot.eval_tagging import evaluate

    run_eval(path, evaluate)


def run_eval(path: Path, measure: Callable[[Path], dict[str, object]]) -> None:
    """Prints what ``measure`` finds in a file, or says that there is none."""

    async def run() -> None:
        show_json(await asyncio.to_thread(measure, path))

    if not path.exists():
        fail(refusals.sentence(Refused("file_missing", name=str(path)), tongue()))
    work(run())
