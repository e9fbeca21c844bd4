"""``gopy draft``: bring drafts in, publish, revise, close, list them; ``gopy draft show`` is in dossiers."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.edge import read_day, settings, show_json, tongue, work

app = typer.Typer(help="Bring drafts in, publish, revise, close and list them.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.command("add")
def add(
    file: Annotated[Path, typer.Argument(help="The draft: .docx, .doc, .odt, .pdf, .html, .txt or .md.")],
    title: Annotated[str, typer.Option(help="What the draft is called.")],
    kind: Annotated[str, typer.Option(help="Its kind: quyet-dinh-ubnd-tinh, nghi-quyet, ke-hoach … or free words.")],
    agency: Annotated[str, typer.Option(help="Code of the drafting agency.")],
    closes: Annotated[str, typer.Option(help="Last day for comments: 2026-12-31 or 31/12/2026.")],
    posted: Annotated[str | None, typer.Option(help="Day it was posted; today when left out.")] = None,
    field: Annotated[list[str] | None, typer.Option(help="Field code; may be repeated.")] = None,
    phase: Annotated[str, typer.Option(help="policy or draft.")] = "draft",
    procedure: Annotated[str, typer.Option(help="normal, shortened or special.")] = "normal",
    issuer: Annotated[str, typer.Option(help="The body that will issue it, where it is not the agency.")] = "",
    contact: Annotated[str, typer.Option(help="Whom citizens may ask.")] = "",
    source: Annotated[str, typer.Option(help="Where it was posted: an http or https address.")] = "",
    focus: Annotated[list[str] | None, typer.Option(help="AUDIENCE: question; repeatable.")] = None,
    dossier: Annotated[list[str] | None, typer.Option("--file", help="ROLE=PATH of another file; repeatable.")] = None,
    looked_at: Annotated[bool, typer.Option("--scans-seen", help="Scanned files were looked at for stamps.")] = False,
    as_json: Json = False,
) -> None:
    """Read a file into provisions and keep it, hidden, as version 1 of a new draft."""
    from bot.cli import dossiers
    from services.drafts import focus as questions
    from services.drafts import rules
    from services.drafts.intake import NewDraft

    async def bring_in() -> None:
        new = NewDraft(
            title=title,
            kind=kind,
            agency_code=agency,
            closes_on=read_day(closes),
            posted_on=read_day(posted) if posted else None,
            fields=tuple(field or ()),
            phase=rules.read_phase(phase),
            procedure=rules.read_procedure(procedure),
            issuer=issuer,
            contact=contact,
            source_url=source,
            focus=[questions.read(line) for line in focus or ()],
        )
        await dossiers.bring_in(file, new, dossier or [], looked_at=looked_at, as_json=as_json)

    work(bring_in())


@app.command("publish")
def publish(code: Annotated[str, typer.Argument(help="Code of the draft, as DT1.")], as_json: Json = False) -> None:
    """Open a draft for comments and tell everyone who follows it."""

    async def open_it() -> None:
        from bot.opening import now, open_database
        from services.drafts import card, library, publishing

        async with open_database(settings()) as database, database.transaction() as session:
            broadcast = await publishing.publish(session, code, None, now())
            draft = await library.find(session, code)
            warning = await card.warning(session, draft, tongue())
        if warning:
            typer.echo(warning, err=True)
        if as_json:
            show_json({"code": draft.code, "recipients": broadcast.recipients})
        else:
            t = tongue()
            typer.echo(
                t(
                    "Đã công bố {code}. Tin đang được gửi tới {count} người.",
                    code=draft.code,
                    count=broadcast.recipients,
                )
            )

    work(open_it())


@app.command("revise")
def revise(
    code: Annotated[str, typer.Argument(help="Code of the draft, as DT1.")],
    file: Annotated[Path, typer.Argument(help="The new version: .docx, .pdf, .html, .txt or .md.")],
    as_json: Json = False,
) -> None:
    """Keep a file as the next version of a draft and tell those whose clauses changed."""

    async def bring_in() -> None:
        from bot.opening import now, open_database
        from services.drafts import revising
        from services.drafts.intake import DossierFile
        from services.reading import read_draft

        read = await read_draft(file)
        files = [DossierFile("du-thao", file.name, file.read_bytes())]
        async with open_database(settings()) as database, database.transaction() as session:
            done = await revising.revise(session, code, read, files, None, now())
        counts = done.counts()
        if as_json:
            show_json({"code": done.draft.code, "version": done.version.number, **counts, "told": done.told})
            return
        t = tongue()
        typer.echo(
            t(
                "Đã lưu bản {version} của {code}. Sửa {changed}, thêm {added}, bỏ {removed}, chuyển chỗ {moved}, "
                "đổi số {renumbered}. Tin đang được gửi tới {told} người.",
                version=done.version.number,
                code=done.draft.code,
                changed=counts["changed"],
                added=counts["added"],
                removed=counts["removed"],
                moved=counts["moved"],
                renumbered=counts["renumbered"],
                told=done.told,
            )
        )

    work(bring_in())


@app.command("close")
def close(code: Annotated[str, typer.Argument(help="Code of the draft.")], as_json: Json = False) -> None:
    """End the collection of comments on a draft."""

    async def close_it() -> None:
        from bot.opening import now, open_database
        from services.drafts import publishing

        async with open_database(settings()) as database, database.transaction() as session:
            draft = await publishing.close(session, code, None, now())
        if as_json:
            show_json({"code": draft.code, "stage": draft.stage.value})
        else:
            t = tongue()
            typer.echo(t("Đã kết thúc lấy ý kiến {code}.", code=draft.code))

    work(close_it())


@app.command("list")
def list_drafts(as_json: Json = False) -> None:
    """List all drafts, newest first."""

    async def show() -> None:
        from bot.opening import open_database
        from services.drafts import library

        async with open_database(settings()) as database, database.transaction() as session:
            drafts = await library.every(session)
        rows = [
            {
                "code": draft.code,
                "title": draft.title,
                "kind": draft.kind,
                "agency": draft.agency_code,
                "stage": draft.stage.value,
                "posted": draft.posted_on.isoformat(),
                "closes": draft.closes_on.isoformat(),
            }
            for draft in drafts
        ]
        if as_json:
            show_json(rows)
        for row in [] if as_json else rows:
            typer.echo(f"{row['code']:6} {row['stage']:12} {row['closes']}  {row['title']}")

    work(show())
