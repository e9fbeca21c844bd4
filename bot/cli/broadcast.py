"""``gopy broadcast``: announcements from the command line, under the same two-admin rule as in chat."""

from typing import Annotated

import typer

from bot.cli.edge import settings, show_json, tongue, work

app = typer.Typer(help="Announcements: compose, confirm by a second admin, watch, stop.", no_args_is_help=True)
By = Annotated[str, typer.Option("--by", help="E-mail of the admin who acts.")]
Number = Annotated[int, typer.Argument(help="Number of the announcement.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@app.command("compose")
def compose(
    by: By,
    vi: Annotated[str, typer.Option(help="The text in Vietnamese.")],
    en: Annotated[str, typer.Option(help="The text for readers of English.")] = "",
    segment: Annotated[str, typer.Option(help="all, field:CODE or draft:CODE.")] = "all",
    as_json: Json = False,
) -> None:
    """Compose an announcement; nothing is sent before another admin confirms."""

    async def propose() -> None:
        from bot.opening import now, open_database
        from handlers.chat.admins.announce import announcement
        from services import broadcasts, staff

        texts = {"vi": vi, "en": en}
        messages = {code: announcement(text, code) for code, text in texts.items() if text.strip()}
        async with open_database(settings()) as database, database.transaction() as session:
            account = await staff.by_email(session, by)
            broadcast = await broadcasts.propose(session, account, segment, messages, now())
            count = await broadcasts.size(session, segment)
        if as_json:
            show_json({"id": broadcast.id, "segment": segment, "recipients": count, "state": broadcast.state.value})
            return
        t = tongue()
        for message in messages.values():
            typer.echo(message.plain())
            typer.echo("")
        typer.echo(t("Số người sẽ nhận: {count}", count=count))
        typer.echo(t("Xác nhận bằng: gopy broadcast confirm {id} --by EMAIL", id=broadcast.id))

    work(propose())


@app.command("confirm")
def confirm(number: Number, by: By, as_json: Json = False) -> None:
    """Confirm and send an announcement that another admin composed."""

    async def send() -> None:
        from bot.opening import now, open_database
        from services import broadcasts, staff

        async with open_database(settings()) as database, database.transaction() as session:
            account = await staff.by_email(session, by)
            broadcast = await broadcasts.confirm(session, number, account, now())
        if as_json:
            show_json({"id": broadcast.id, "recipients": broadcast.recipients})
        else:
            t = tongue()
            typer.echo(t("Đang gửi tới {count} người.", count=broadcast.recipients))

    work(send())


@app.command("status")
def status(number: Number, as_json: Json = False) -> None:
    """Show how far an announcement has come."""

    async def show() -> None:
        from bot.opening import open_database
        from services import broadcasts

        async with open_database(settings()) as database, database.transaction() as session:
            progress = await broadcasts.progress(session, number)
        counts = {state.value: count for state, count in progress.counts.items()}
        document = {
            "id": number,
            "state": progress.broadcast.state.value,
            "segment": progress.broadcast.segment,
            "recipients": progress.broadcast.recipients,
            "waiting": progress.waiting,
            "counts": counts,
        }
        if as_json:
            show_json(document)
        for name, value in {} if as_json else document.items():
            typer.echo(f"{name}: {value}")

    work(show())


@app.command("stop")
def stop(number: Number, by: By) -> None:
    """Stop an announcement: what has not left stays here."""

    async def hold_back() -> None:
        from bot.opening import now, open_database
        from services import broadcasts, staff

        async with open_database(settings()) as database, database.transaction() as session:
            account = await staff.by_email(session, by)
            held_back = await broadcasts.stop(session, number, account, now())
        t = tongue()
        typer.echo(t("Đã dừng. Số tin được giữ lại, không gửi đi: {count}.", count=held_back))

    work(hold_back())
