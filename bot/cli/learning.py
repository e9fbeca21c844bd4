"""Commands that learn: ``gopy train`` and the tagging with what was learnt; texts alone, no database."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.edge import settings, show_json, tongue, work
from services import refusals
from services.errors import Refused

if TYPE_CHECKING:
    from nlp.learning.model import Model
    from nlp.tagging import Tagging

_REFUSED = {"few_texts": "refit_few_texts", "no_gain": "refit_no_gain", "harms": "refit_harms"}
_UNUSABLE = {"broken": "model_broken", "foreign": "model_foreign", "newer": "model_newer"}


def register(tree: typer.Typer) -> None:
    """Adds ``gopy train`` and ``gopy learn`` to the tree."""
    tree.command()(train)
    tree.command()(learn)


def train(
    labels: Annotated[Path, typer.Argument(help='JSONL: {"text", "labels": […], "title"?} a line.')],
    out: Annotated[Path, typer.Option(help="The file to write the model to.")],
    base: Annotated[
        str, typer.Option(help="fields: better the 24 fields by these lines. none: learn their labels from scratch.")
    ] = "fields",
) -> None:
    """Learn labels from examples; tag with them by ``gopy tag --model``."""
    if base not in {"fields", "none"}:
        raise typer.BadParameter(f"{base!r} is neither fields nor none", param_hint="--base")
    work(_train(labels, out, base))


async def _train(labels: Path, out: Path, base: str) -> None:
    from nlp.learning.storing import to_bytes

    lines = await asyncio.to_thread(_lines, labels)
    model = await asyncio.to_thread(_learn, lines, base)
    await asyncio.to_thread(_write, out, to_bytes(model))
    typer.echo(_told(model), err=True)


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        raise Refused("file_missing", name=str(path))
    try:
        return path.read_bytes().decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise Refused("not_utf8", place=error.start) from error


def _write(out: Path, data: bytes) -> None:
    try:
        out.write_bytes(data)
    except OSError as error:
        raise Refused("not_written", name=str(out), reason=error.strerror or "") from error


def _learn(lines: list[str], base: str) -> Any:
    from nlp.learning import examples, teaching

    try:
        found = examples.read(lines)
        if base == "none":
            return teaching.learn(found, _say)
        from nlp.learning.correcting import correct
        from nlp.learning.prior import FieldPrior

        return correct(found, FieldPrior(), _say)
    except examples.ExamplesError as error:
        if error.line is not None:
            raise Refused("bad_example_line", line=error.line, reason=error.reason) from error
        raise Refused("nothing_to_learn", reason=error.reason) from error


def _say(progress: str) -> None:
    typer.echo(progress, err=True)


def _told(model: Any) -> str:
    t, learning = tongue(), model.learning
    if not learning.accepted:
        return refusals.sentence(Refused(_REFUSED[learning.reason]), t)
    said = t("Đã học {labels} nhãn từ {examples} ví dụ.", labels=len(model.labels), examples=learning.examples)
    if model.decider.exclusive:
        return said + " " + t("Mỗi ví dụ có đúng một nhãn, nên mỗi ý kiến được trả lời bằng một nhãn.")
    return said


def learn() -> None:
    """Learn from the corrections of staff; kept only when it is better on comments it was not taught."""

    async def refit() -> None:
        from bot.learning import refit
        from bot.opening import now, open_database

        async with open_database(settings()) as database:
            learning = await refit(database, now)
        if learning is None:
            raise Refused("nothing_corrected")
        show_json(asdict(learning))
        if not learning.accepted:
            typer.echo(refusals.sentence(Refused(_REFUSED[learning.reason]), tongue()), err=True)

    work(refit())


async def tagger_of(model: Path | None) -> "Callable[[str, str], Tagging]":
    """What answers (text, title): a model's file, or without one the 24 fields.

    Raises Refused: ``file_missing``, ``model_broken``, ``model_foreign``, ``model_newer``.
    """
    if model is None:
        from nlp.tagging import Tagger

        return (await asyncio.to_thread(Tagger.load)).tag
    loaded: Model = await asyncio.to_thread(_load, model)
    return loaded.tag


def _load(path: Path) -> "Model":
    from nlp.learning.model import FIELDS
    from nlp.learning.prior import FieldPrior
    from nlp.learning.storing import ModelFileError, base_of, from_bytes

    if not path.is_file():
        raise Refused("file_missing", name=str(path))
    data = path.read_bytes()
    try:
        return from_bytes(data, FieldPrior() if base_of(data) == FIELDS else None)
    except ModelFileError as error:
        raise Refused(_UNUSABLE[error.reason], name=str(path)) from error


async def aspects_of(draft: str | None) -> Any:
    """The aspects of a draft in the database, else of a file; None without one. Raises as reading drafts does."""
    if draft is None:
        return None
    from nlp.aspects import build
    from nlp.drafts.tree import Draft, Provision
    from services.drafts import library
    from services.reading import read_draft

    if await asyncio.to_thread(Path(draft).is_file) or library.read_code(draft) is None:
        return build(await read_draft(Path(draft)))
    from bot.opening import open_database

    async with open_database(settings()) as database, database.transaction() as session:
        found = await library.find(session, draft)
        parts = await library.provisions(session, await library.version_of(session, found))
    own = (Provision(one.path, one.kind, one.label, one.heading, one.text, one.parent, one.order) for one in parts)
    return build(Draft(found.title, found.kind, "", provisions=tuple(own)))
