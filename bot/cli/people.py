"""``gopy staff`` and ``gopy identity``: accounts, keys of sealed addresses."""

from typing import Annotated

import typer

from bot.cli.edge import settings, show_json, tongue, work
from services.errors import Refused

staff_app = typer.Typer(help="Staff accounts.", no_args_is_help=True)
identity_app = typer.Typer(help="Keys of sealed addresses.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
ROTATE_AT_ONCE = 500


@staff_app.callback()
def _staff() -> None:
    """Staff accounts."""


@staff_app.command("add")
def add(
    email: Annotated[str, typer.Argument(help="E-mail address of the person.")],
    role: Annotated[str, typer.Option(help="officer, publisher or admin.")],
    agency: Annotated[str, typer.Option(help="Code of the agency.")],
    as_json: Json = False,
) -> None:
    """Create an account, or renew its code, and print a one-time link and code."""

    async def create() -> None:
        from bot.opening import make_secrets, now, open_database
        from services import staff
        from storage.models import StaffRole

        if role not in {known.value for known in StaffRole}:
            raise Refused("bad_role", role=role, known=", ".join(StaffRole))
        found = settings()
        keys = make_secrets(found)
        async with open_database(found) as database, database.transaction() as session:
            _, code = await staff.add(session, email, StaffRole(role), agency, keys.pseudonyms, now())
        link = f"{found.public_url.rstrip('/')}/console/sign-in?code={code}"
        if as_json:
            show_json({"email": email.strip().lower(), "role": role, "agency": agency, "code": code, "link": link})
            return
        t = tongue()
        typer.echo(link)
        typer.echo(t("Mã liên kết: {code} (dùng một lần, trong 48 giờ)", code=code))
        typer.echo(t("Trong chat với bot, nhắn: liên kết {code}", code=code))

    work(create())


@identity_app.callback()
def _identity() -> None:
    """Keys of sealed addresses."""


@identity_app.command("rotate")
def rotate() -> None:
    """Seal every address under the newest key of GOPY_IDENTITY_KEYS; afterwards the older keys may be removed."""

    async def seal_anew() -> None:
        from rich.console import Console
        from rich.progress import Progress

        from bot.opening import make_secrets, open_database
        from services import citizens

        found = settings()
        sealer = make_secrets(found).sealer
        async with open_database(found) as database:
            console = Console(stderr=True)
            with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
                task = progress.add_task("addresses", total=None)
                last: int | None = 0
                while last is not None:
                    async with database.transaction() as session:
                        last = await citizens.rotate_keys(session, sealer, last, ROTATE_AT_ONCE)
                    progress.advance(task, ROTATE_AT_ONCE)
        t = tongue()
        typer.echo(t("Đã mã hóa lại mọi địa chỉ bằng khóa mới nhất."))

    work(seal_anew())
