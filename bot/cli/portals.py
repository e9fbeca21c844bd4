"""``gopy portal``: look at a portal without storing, list portals and proposals, take one in or dismiss it."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.edge import read_day, settings, show_json, tongue, work
from services.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.portals.description import Portal
    from nlp.portals.entries import Entry
    from services.portals.troubles import PortalTrouble

app = typer.Typer(help="Watch portals that announce drafts; what they propose waits for a human.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
DETAILS = 3  # entries whose own pages a check looks at


@app.command("check")
def check(
    name: Annotated[str, typer.Argument(help="One portal; all when left out.")] = "", as_json: Json = False
) -> None:
    """Look at portals now and print what the description finds there; nothing is stored and no file is fetched."""

    async def look() -> bool:
        from bot.portals.describing import load, ports
        from bot.portals.fetching import Fetcher

        found = settings()
        portals = _chosen(load(found.portals_file), name)
        rows = []
        async with Fetcher(found.public_url, ports(portals)) as fetcher:
            for portal in portals:
                rows.append(await _checked(fetcher, portal))
                if not as_json:
                    _tell(rows[-1])
        if as_json:
            show_json(rows)
        return not any(row["trouble"] for row in rows)

    if not work(look()):
        raise typer.Exit(1)


def _chosen(portals: "Sequence[Portal]", name: str) -> "list[Portal]":
    chosen = [portal for portal in portals if name in {"", portal.name}]
    if name and not chosen:
        raise Refused("unknown_portal", portal=name, known=", ".join(portal.name for portal in portals) or "–")
    return chosen


async def _checked(fetcher: Any, portal: "Portal") -> dict[str, Any]:
    """What a look at one portal says, as it is printed."""
    from bot.opening import now
    from bot.portals.looking import in_time, read_list
    from services.portals.states import Validators
    from services.portals.troubles import PortalTrouble

    row: dict[str, Any] = {"portal": portal.name, "seen": 0, "entries": [], "trouble": ""}
    try:
        listed = await read_list(fetcher, portal, Validators())
        if listed is None:
            return row
        row["seen"] = listed[0].seen
        for number, entry in enumerate(in_time(listed[0], portal, now())):
            row["entries"].append(await _entry(fetcher, portal, entry, whole=number < DETAILS))
    except PortalTrouble as trouble:
        row["trouble"] = _said(trouble)
    return row


async def _entry(fetcher: Any, portal: "Portal", entry: "Entry", *, whole: bool) -> dict[str, Any]:
    from bot.portals.looking import day_of, posted_on, with_details
    from services.portals.troubles import PortalTrouble

    trouble = ""
    if whole:
        try:
            entry = await with_details(fetcher, portal, entry)
        except PortalTrouble as met:
            trouble = _said(met)
    return {
        "title": entry.title,
        "link": entry.link,
        "posted": posted_on(entry),
        "closes": day_of(entry.closes),
        "files": [{"role": file.role, "text": file.text, "link": file.link} for file in entry.files],
        "trouble": trouble,
    }


def _said(trouble: "PortalTrouble") -> str:
    from services.portals.troubles import Trouble, say

    return say(Trouble(trouble.code, trouble.values), tongue())


def _tell(row: dict[str, Any]) -> None:
    t = tongue()
    typer.echo(t("{portal}: thấy {seen} mục, {count} mục còn mở và qua bộ lọc", portal=row["portal"], seen=row["seen"],
                 count=len(row["entries"])))  # fmt: skip
    if row["trouble"]:
        typer.echo(f"  ! {row['trouble']}", err=True)
    for entry in row["entries"]:
        typer.echo(f"  {entry['posted'] or '?':10}  {entry['closes'] or '?':10}  {entry['title']}\n    {entry['link']}")
        for file in entry["files"]:
            typer.echo(f"      [{file['role']}] {file['text']}  {file['link']}")
        if entry["trouble"]:
            typer.echo(f"      ! {entry['trouble']}", err=True)


@app.command("list")
def every(as_json: Json = False) -> None:
    """List the portals that are described, with their last and next look and what went wrong."""

    async def show() -> None:
        from bot.opening import open_database
        from bot.portals.describing import load
        from services.clock import show_moment
        from services.portals import states
        from services.portals.troubles import say, unpack

        found = settings()
        portals = load(found.portals_file)
        async with open_database(found) as database, database.transaction() as session:
            known = {state.portal: state for state in await states.every(session)}
        rows: list[dict[str, Any]] = []
        for portal in portals:
            state = known.get(portal.name)
            trouble = unpack(state.trouble) if state else None
            rows.append(
                {
                    "portal": portal.name,
                    "kind": portal.kind,
                    "address": portal.address,
                    "agency": portal.agency,
                    "every": portal.every,
                    "checked": state.checked_at if state else None,
                    "next": state.next_check_at if state else None,
                    "failures": state.failures if state else 0,
                    "trouble": say(trouble, tongue()) if trouble else "",
                }
            )
        if as_json:
            show_json(rows)
        for row in [] if as_json else rows:
            looked = show_moment(row["checked"]) if row["checked"] else "-"
            typer.echo(f"{row['portal']:24} {looked:17} {row['address']}")
            if row["trouble"]:
                typer.echo(f"  ! {row['trouble']}", err=True)

    work(show())


@app.command("proposals")
def proposals(as_json: Json = False) -> None:
    """List the drafts that portals proposed and nobody has decided about, newest first."""

    async def show() -> None:
        from bot.opening import open_database
        from services.portals import deciding
        from services.portals.troubles import Trouble, say

        async with open_database(settings()) as database, database.transaction() as session:
            shown = await deciding.waiting(session)
        rows: list[dict[str, Any]] = [
            {
                "id": one.proposal.id,
                "portal": one.proposal.portal,
                "agency": one.proposal.agency_code,
                "title": one.proposal.title,
                "link": one.proposal.link,
                "posted": one.proposal.posted_on,
                "closes": one.proposal.closes_on,
                "files": [{"id": f.id, "role": f.role, "name": f.name, "bytes": f.size} for f in one.files],
                "troubles": [say(Trouble.from_json(trouble), tongue()) for trouble in one.proposal.troubles],
            }
            for one in shown
        ]
        if as_json:
            show_json(rows)
        for row in [] if as_json else rows:
            typer.echo(
                f"{row['id']:5}  {row['closes'] or '?':10}  {row['portal']}: {row['title']}\n       {row['link']}"
            )
            for file in row["files"]:
                typer.echo(f"       [{file['role']}] {file['name']}")
            for trouble in row["troubles"]:
                typer.echo(f"       ! {trouble}")

    work(show())


@app.command("take")
def take(
    proposal: Annotated[int, typer.Argument(help="Number of the proposal.")],
    by: Annotated[str, typer.Option(help="E-mail of the officer who takes it in.")],
    title: Annotated[str, typer.Option(help="Another title than the portal's.")] = "",
    kind: Annotated[str, typer.Option(help="Its kind, where the file does not say.")] = "",
    closes: Annotated[str, typer.Option(help="Last day for comments, where the portal does not say.")] = "",
    file: Annotated[int | None, typer.Option(help="Id of the file that holds the draft.")] = None,
    as_json: Json = False,
) -> None:
    """Make a hidden draft in preparation of a proposal; publishing it stays a step of its own."""

    async def bring_in() -> None:
        from bot.opening import now, open_database
        from services import reading, staff
        from services.portals import deciding
        from services.portals.deciding import Answers

        answers = Answers(title=title, kind=kind, closes_on=read_day(closes) if closes else None)
        async with open_database(settings()) as database:
            async with database.transaction() as session:
                main = await deciding.main_file(session, proposal, file)
            read = await reading.read_bytes(main.file_name, main.content)
            async with database.transaction() as session:
                officer = await staff.by_email(session, by)
                draft = await deciding.take(session, proposal, main, read, answers, officer, now())
        if as_json:
            show_json({"proposal": proposal, "code": draft.code})
            return
        t = tongue()
        typer.echo(t("Đã nhập đề xuất số {id} thành dự thảo {code}.", id=proposal, code=draft.code))
        typer.echo(t("Công bố bằng: gopy draft publish {code}", code=draft.code))

    work(bring_in())


@app.command("dismiss")
def dismiss(
    proposal: Annotated[int, typer.Argument(help="Number of the proposal.")],
    by: Annotated[str, typer.Option(help="E-mail of the officer who dismisses it.")],
) -> None:
    """Put a proposal aside for good."""

    async def put_aside() -> None:
        from bot.opening import now, open_database
        from services import staff
        from services.portals import deciding

        async with open_database(settings()) as database, database.transaction() as session:
            await deciding.dismiss(session, proposal, await staff.by_email(session, by), now())
        typer.echo(tongue()("Đã bỏ qua đề xuất số {id}.", id=proposal))

    work(put_aside())
