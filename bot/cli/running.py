"""Commands that keep running: the bot itself, the demo, the pretended Telegram, and a talk in the terminal."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.edge import settings, work


def register(app: typer.Typer) -> None:
    """Adds these commands to the tree."""
    app.command()(run)
    app.command()(demo)
    app.command()(sandbox)
    app.command()(chat)


def run(
    only: Annotated[
        str, typer.Option(help="Parts to run, separated by commas: web, sender, jobs.")
    ] = "web,sender,jobs",
) -> None:
    """Run the bot with every channel that has credentials."""
    from bot.app import PARTS

    parts = [part.strip() for part in only.split(",") if part.strip()]
    unknown = [part for part in parts if part not in PARTS]
    if unknown or not parts:
        raise typer.BadParameter(f"unknown part: {', '.join(unknown) or only!r}; choose from {', '.join(PARTS)}")

    async def start() -> None:
        from bot.app import run as run_house

        await run_house(settings(), parts)

    work(start())


def demo(
    folder: Annotated[Path, typer.Option(help="Where the demo keeps its database; made anew at each start.")] = Path(
        ".demo"
    ),
) -> None:
    """Run everything on this machine: a small province, its drafts, its citizens' phones in the browser."""

    async def start() -> None:
        from bot.demo import run as run_demo

        await run_demo(folder)

    work(start())


def sandbox(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8700,
) -> None:
    """Run only the pretended Telegram with its phones, for a bot in another process."""

    async def start() -> None:
        from bot.sandbox.server import serve

        typer.echo(f"Telegram: http://{host}:{port}/telegram   phones: http://{host}:{port}/phone/", err=True)
        await serve(host, port)

    work(start())


def chat(
    name: Annotated[str, typer.Option("--as", help="Who is talking: each name is a citizen of his own.")] = "me",
    files: Annotated[Path, typer.Option(help="Where files that the bot sends are saved.")] = Path(),
) -> None:
    """Talk to the bot in this terminal: typed numbers only, no buttons. End with Ctrl-D."""

    async def start() -> None:
        from bot.chat import run as run_chat

        await run_chat(settings(), name, files)

    work(start())
