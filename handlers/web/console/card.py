"""The clause card of a draft: four lines beside what they cite, saved by an officer and approved by name."""

from dataclasses import dataclass

from aiohttp import web

from handlers.web.page import Page
from handlers.web.permissions import Permission
from handlers.web.route import get, post
from services import refusals, staff
from services.drafts import card, card_lines, library, places
from services.drafts.card import Card, LineEdit
from services.errors import Refused
from services.staff import Act
from storage.models import CardSlot, Draft, Provision, Stage

_OFFERED = 300  # places a browser offers while one is typed; any other can be typed too


@dataclass(frozen=True, slots=True)
class Field:
    """One line as the form shows it: its question, what is typed in it, and the wording it cites."""

    slot: str
    number: int
    question: str
    text: str
    text_en: str
    place: str
    cited: str
    extracted: bool


async def show(page: Page) -> web.StreamResponse:
    """The card as it stands."""
    return await _form(page, {}, "")


async def save(page: Page) -> web.StreamResponse:
    """Keeps the lines; with the second button it approves them too, both or neither."""
    code, form = page.part("code"), await page.form()
    typed = {
        slot: LineEdit(form.get(f"{slot}-text", ""), form.get(f"{slot}-text_en", ""), form.get(f"{slot}-place", ""))
        for slot in CardSlot
    }
    try:
        async with page.transaction() as session:
            await card.save(session, code, typed, page.account, page.now)
            if form.get("then") == "approve":
                await card.approve(session, code, page.account, page.now)
    except Refused as refused:
        if not refused.code.startswith("card_"):
            raise
        return await _form(page, typed, refusals.sentence(refused, page.t))
    return page.to(f"/console/drafts/{code}/card", said="approved" if form.get("then") == "approve" else "saved")


async def propose(page: Page) -> web.StreamResponse:
    """Proposes the card from the text; lines that an officer wrote stay."""
    code = page.part("code")
    async with page.transaction() as session:
        await card.propose(session, code, page.account, page.now)
    return page.to(f"/console/drafts/{code}/card", said="proposed")


async def _form(page: Page, typed: dict[CardSlot, LineEdit], refusal: str) -> web.StreamResponse:
    async with page.transaction() as session:
        draft = await library.find(session, page.part("code"))
        staff.must_own(page.account, draft, Act.PUBLISH)
        version = await library.version_of(session, draft)
        parts = await library.provisions(session, version)
        found = await card.read(session, version)
    return await page.show(
        "console/card.html",
        status=400 if refusal else 200,
        draft=draft,
        version=version.number,
        found=found,
        fields=[_field(page, slot, found, typed.get(slot), parts) for slot in CardSlot],
        places=_offered(parts),
        refusal=refusal,
        limit=card.MAX_LINE,
        is_public=_is_public(draft),
    )


def _is_public(draft: Draft) -> bool:
    return draft.stage is not Stage.PREPARATION


def _field(page: Page, slot: CardSlot, found: Card | None, typed: LineEdit | None, parts: list[Provision]) -> Field:
    """What the form shows of a line: what was typed and refused, else what is kept."""
    line = found.line(slot) if found is not None else None
    kept = LineEdit(line.text, line.text_en, card.path_to_place(line.path, parts)) if line else LineEdit("")
    shown = typed or kept
    try:
        path = card.place_to_path(shown.place, parts)
    except Refused:  # the place that the sentence above the form is about
        path = None
    return Field(
        slot.value,
        card_lines.number(slot),
        page.t(card_lines.QUESTIONS[slot]),
        shown.text,
        shown.text_en,
        shown.place,
        card_lines.cited_text(path, parts) if path else "",
        line is not None and line.extracted and shown == kept,
    )


def _offered(parts: list[Provision]) -> list[str]:
    """Places to choose from: articles or a plan's points first, then their clauses, as many as a browser bears."""
    outer = [part for part in parts if part.kind in ("dieu", "la-ma", "so", "chu")]
    inner = [part for part in parts if part.kind in ("khoan", "diem")]
    name = places.namer(parts)
    return [name(part.path) for part in [*outer, *inner][:_OFFERED]]


ROUTES = (
    get("/console/drafts/{code}/card", Permission.PUBLISH, show),
    post("/console/drafts/{code}/card", Permission.PUBLISH, save),
    post("/console/drafts/{code}/card/propose", Permission.PUBLISH, propose),
)
