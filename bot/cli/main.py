"""The command tree: what ``gopy --help`` shows."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")

import typer

from bot.cli import (
    agencies,
    broadcast,
    card,
    database,
    doctor,
    dossiers,
    drafts,
    feedback,
    finding,
    grouping,
    learning,
    people,
    portals,
    restoring,
    routing,
    running,
    texts,
    trends,
)

app = typer.Typer(
    name="gopy",
    help="Góp Ý: hears citizens on draft policies, article by article.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
running.register(app)
texts.register(app)
finding.register(app)
learning.register(app)
card.register(app)
restoring.register(app)
routing.register(app)
trends.register(app)
grouping.register(app)
feedback.register(app)
doctor.register(app)
dossiers.register(drafts.app)
app.add_typer(drafts.app, name="draft")
app.add_typer(feedback.app, name="feedback")
app.add_typer(people.staff_app, name="staff")
app.add_typer(agencies.app, name="agency")
app.add_typer(people.identity_app, name="identity")
app.add_typer(broadcast.app, name="broadcast")
app.add_typer(portals.app, name="portal")
app.add_typer(database.app, name="db")
app.add_typer(texts.eval_app, name="eval")


def main() -> None:
    """The entry point of the ``gopy`` command."""
    app()
