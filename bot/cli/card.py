"""``gopy card``: the clause card of a draft shown, proposed when there is none, and approved."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.edge import language, settings, show_json, tongue, work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.drafts.card import Card
    from storage.models import Draft, Provision


def register(tree: typer.Typer) -> None:
    """Adds ``gopy card`` to the tree."""
    tree.command()(card)


def card(
    draft: Annotated[str, typer.Argument(help="Code of a draft, as DT1, or a file to propose a card of.")],
    approve: Annotated[bool, typer.Option("--approve", help="Approve the card, so that citizens see it.")] = False,
    by: Annotated[str | None, typer.Option(help="E-mail of the officer who approves it.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Show the clause card of a draft: who is touched, what changes, what must be done, from when."""
    if approve and by is None:
        raise typer.BadParameter("--approve needs --by EMAIL")
    path, approver = Path(draft), by if approve else None
    work(_of_file(path, as_json=as_json) if path.is_file() else _of_draft(draft, approver, as_json=as_json))


async def _of_file(path: Path, *, as_json: bool) -> None:
    from nlp.drafts.card.propose import propose
    from services.drafts import card_lines
    from services.reading import read_draft
    from storage.models import CardSlot

    lines = propose((await read_draft(path)).provisions)
    if as_json:
        show_json({"lines": [{"slot": line.slot, "text": line.text, "path": line.path} for line in lines]})
        return
    t = tongue()
    said = [f"{t(card_lines.QUESTIONS[CardSlot(line.slot)])}: {line.text} ({line.path})" for line in lines]
    typer.echo("\n".join(said) or t("Không tìm thấy dòng nào để đề xuất trong văn bản này."))


async def _of_draft(code: str, approver: str | None, *, as_json: bool) -> None:
    from bot.opening import now, open_database
    from services import staff
    from services.drafts import card as cards
    from services.drafts import library

    async with open_database(settings()) as database, database.transaction() as session:
        draft = await library.find(session, code)
        version = await library.version_of(session, draft)
        found = await cards.read(session, version) or await cards.propose(session, draft.code, None, now())
        if approver is not None:
            found = await cards.approve(session, draft.code, await staff.by_email(session, approver), now())
        parts = await library.provisions(session, version)
    if as_json:
        show_json(_as_json(draft, found, parts))
    else:
        typer.echo(_as_text(draft, found, parts))


def _as_json(draft: "Draft", found: "Card", parts: "Sequence[Provision]") -> dict[str, Any]:
    from services.drafts import card_lines, places

    return {
        "code": draft.code,
        "version": found.version.number,
        "approved": found.row.approved_at.isoformat() if found.row.approved_at else None,
        "by": found.approver.email if found.approver else None,
        "lines": [
            {
                "slot": line.slot.value,
                "text": line.text,
                "text_en": line.text_en,
                "path": line.path,
                "place": places.place(parts, line.path) if line.path else None,
                "cited": card_lines.holds(line.path, parts),
                "extracted": line.extracted,
            }
            for line in found.lines
        ],
    }


def _as_text(draft: "Draft", found: "Card", parts: "Sequence[Provision]") -> str:
    from services.drafts import card_lines, places

    t = tongue()
    said = [
        f"{t(card_lines.QUESTIONS[line.slot])}: {line.text_en if language() == 'en' and line.text_en else line.text}"
        + (f" («{places.place(parts, line.path)}»)" if line.path else "")
        for line in found.lines
    ]
    if not said:
        said = [t("Không tìm thấy dòng nào để đề xuất trong văn bản này.")]
    if found.approver is not None:
        said.append(t("Đã duyệt: {who}.", who=found.approver.email))
    else:
        said.append(t("Chưa duyệt. Duyệt bằng: gopy card {code} --approve --by EMAIL", code=draft.code))
    return "\n".join(said)
