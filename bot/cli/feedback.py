"""``gopy feedback`` and ``gopy digest``: what came in, listed and summed up."""

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.edge import language, read_day, settings, show_json, work
from services.errors import Refused

app = typer.Typer(help="Read the comments of a draft.", no_args_is_help=True)


def register(tree: typer.Typer) -> None:
    """Adds ``gopy digest`` to the tree."""
    tree.command()(digest)


@app.command("list")
def list_feedback(
    code: Annotated[str, typer.Argument(help="Code of the draft.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """List every comment of a draft with topics, stance, path and status; personal data in the text is masked."""

    async def show() -> None:
        from bot.opening import open_database
        from nlp.redact import mask
        from services import feedback
        from services.drafts import library

        async with open_database(settings()) as database, database.transaction() as session:
            draft = await library.find(session, code)
            found = await feedback.of_draft(session, draft)
        rows: list[dict[str, Any]] = [
            {
                "id": row.id,
                "draft": draft.code,
                "path": row.path,
                "stance": row.stance.value,
                "text": mask(row.text),
                "wording": mask(row.wording),
                "kind": row.kind,
                "topics": [{"code": t.code, "score": t.score, "band": t.band, "evidence": t.evidence} for t in topics],
                "group": None,
                "status": row.status.value,
                "late": row.late,
                "language": row.language,
                "channel": row.channel,
                "sent_at": row.created_at.isoformat(),
            }
            for row, topics in found
        ]
        if as_json:
            show_json(rows)
        for row in [] if as_json else rows:
            codes = ",".join(topic["code"] for topic in row["topics"])
            typer.echo(f"{row['id']:>5} {row['stance']:9} {row['path'] or '-':28} [{codes}] {row['text'][:80]!r}")

    work(show())


def digest(
    code: Annotated[str, typer.Argument(help="Code of the draft.")],
    out: Annotated[Path | None, typer.Option(help="Where to write; text and json may go to stdout.")] = None,
    form: Annotated[str, typer.Option("--format", help="text, json, xlsx, csv, docx or png.")] = "text",
    since: Annotated[str | None, typer.Option(help="First day counted.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day counted.")] = None,
) -> None:
    """Sum up the comments of a draft."""

    async def write() -> None:
        from bot.opening import now, open_database
        from services import digests
        from services.clock import end_of, start_of
        from services.drafts import library
        from services.exports import render

        if form not in render.FORMATS:
            raise Refused("unknown_format", format=form, known=", ".join(render.FORMATS))
        if out is None and form not in ("text", "json"):
            raise typer.BadParameter("--out is needed for this format")
        first = start_of(read_day(since)) if since else None
        last = end_of(read_day(until)) if until else None
        async with open_database(settings()) as database:
            async with database.transaction() as session:
                draft = await library.find(session, code)
                summed = await digests.make(session, draft, first, last, now())
                comments = await render.collect(session, draft, first, last) if form in render.LISTING else ()
            content = render.render(summed, comments, form, language())
        if out is None:
            typer.echo(content.decode())
        else:
            out.write_bytes(content)
            typer.echo(str(out), err=True)

    work(write())
