"""The dossier form of a draft: its entries and focus questions; its files have ``dossier_files``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from handlers.web.page import Page
from handlers.web.permissions import Permission
from handlers.web.route import get, post
from services import fields, refusals, staff
from services.clock import read_day
from services.drafts import cautions, dossier, focus, kinds, library, places, roles, rules
from services.drafts.dossier import CHANGEABLE, Dossier, Edit
from services.drafts.focus import Question
from services.errors import Refused
from services.reading import DEFAULT_LIMITS
from services.staff import Act
from storage.models import Draft

SPARE_ROWS = 1  # empty rows of questions that the form offers
_ENTRIES = ("title", "kind", "issuer", "contact", "source_url")
_QUESTION = ("order", "audience", "text", "text_en", "path")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form that was refused held, so that nothing typed is lost; None: the form was not sent."""

    entries: Mapping[str, str] | None = None
    fields: Sequence[str] | None = None
    questions: Sequence[Mapping[str, str]] | None = None
    role: str = ""


async def show_form(page: Page) -> web.StreamResponse:
    """The dossier of a draft: entries, focus questions and files, with what is to be looked at again."""
    return await form(page, Typed())


async def save_entries(page: Page) -> web.StreamResponse:
    """Changes the entries that differ."""
    lists = await page.form_lists()
    typed = {name: values[-1] for name, values in lists.items() if values}
    chosen = lists.get("fields", []) if "has_fields" in typed else None
    try:
        edit = _edit(typed, chosen)
        async with page.transaction() as session:
            draft = await dossier.change(session, page.part("code"), edit, page.account, page.now)
    except Refused as refused:
        return await form(page, Typed(entries=typed, fields=chosen), refused, "entries")
    return page.to(f"/console/drafts/{draft.code}/dossier", said="saved")


async def save_questions(page: Page) -> web.StreamResponse:
    """Keeps the questions in the order of their numbers; a row without text is dropped, "more" adds empty rows."""
    rows = _rows(await page.form_lists())
    if "more" in await page.form():
        return await form(page, Typed(questions=[*rows, *_empty_rows()]))
    kept = sorted((row for row in rows if any(row[n].strip() for n in _QUESTION[1:])), key=_number)
    questions = [Question(row["text"], row["audience"], row["text_en"], row["path"].strip() or None) for row in kept]
    try:
        async with page.transaction() as session:
            await focus.put(session, page.part("code"), questions, page.account, page.now)
    except Refused as refused:
        return await form(page, Typed(questions=rows), refused, "questions")
    return page.to(f"/console/drafts/{page.part('code')}/dossier#questions", said="saved")


async def form(page: Page, typed: Typed, refused: Refused | None = None, where: str = "") -> web.Response:
    """The page; a refusal stands above the part it belongs to, and what was typed stands in the fields."""
    if refused is not None and refused.code in ("unknown_draft", "not_allowed", "other_agency"):
        raise refused
    async with page.transaction() as session:
        draft = await library.find(session, page.part("code"))
        staff.must_own(page.account, draft, Act.PUBLISH)
        found = await dossier.read(session, draft, page.now, page.language)
        parts = await library.provisions(session, await library.version_of(session, draft))
    return await page.show(
        "console/dossier.html",
        status=400 if refused else 200,
        draft=draft,
        dossier=found,
        may_change=CHANGEABLE[draft.stage],
        values=_values(draft, typed.entries or {}),
        chosen=found.fields if typed.fields is None else typed.fields,
        questions=_question_rows(found) if typed.questions is None else typed.questions,
        places={one.path: places.place(parts, one.path) for one in found.questions if one.path},
        warnings=_warnings(page, found),
        refusals={where: refusals.sentence(refused, page.t)} if refused else {},
        role=typed.role,
        role_names={role: roles.show(role, page.t) for role in roles.FILE_ROLES},
        kind_names=[kinds.show(kind.code, "vi") for kind in kinds.every()],
        phases={phase.value: rules.show_phase(phase, page.t) for phase in rules.PHASES},
        procedures={one.value: rules.show_procedure(one, page.t) for one in rules.PROCEDURES},
        fields=[(code, fields.show(code, page.language)) for code in fields.CODES],
        limit_mb=DEFAULT_LIMITS.file_mb,
    )


def _warnings(page: Page, found: Dossier) -> dict[str, list[str]]:
    """The sentences of the warnings by the entry they stand next to."""
    by_entry: dict[str, list[str]] = {}
    for warning in found.warnings:
        by_entry.setdefault(warning.about, []).append(cautions.sentence(warning, page.t))
    return by_entry


def _edit(typed: Mapping[str, str], chosen: Sequence[str] | None) -> Edit:
    """The entries that were sent; fields of the form that may not change any more are not sent by a browser."""
    texts = {name: typed[name] for name in _ENTRIES if name in typed}
    return Edit(
        **texts,
        phase=rules.read_phase(typed["phase"]) if "phase" in typed else None,
        procedure=rules.read_procedure(typed["procedure"]) if "procedure" in typed else None,
        posted_on=read_day(typed["posted_on"]) if "posted_on" in typed else None,
        closes_on=read_day(typed["closes_on"]) if "closes_on" in typed else None,
        fields=chosen,
    )


def _values(draft: Draft, typed: Mapping[str, str]) -> dict[str, str]:
    stored = {
        "title": draft.title,
        "kind": kinds.show(draft.kind, "vi"),
        "phase": draft.phase.value,
        "procedure": draft.procedure.value,
        "issuer": draft.issuer,
        "posted_on": draft.posted_on.isoformat(),
        "closes_on": draft.closes_on.isoformat(),
        "contact": draft.contact,
        "source_url": draft.source_url,
    }
    return stored | {name: value for name, value in typed.items() if name in stored}


def _rows(lists: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """The rows of questions as they were typed; fields of one name stand in the order of the rows."""
    count = max((len(lists.get(name, ())) for name in _QUESTION), default=0)
    return [
        {name: lists[name][at] if at < len(lists.get(name, ())) else "" for name in _QUESTION} for at in range(count)
    ]


def _number(row: Mapping[str, str]) -> float:
    text = row["order"].strip().replace(",", ".")
    return float(text) if text.replace(".", "", 1).isdecimal() else float("inf")


def _question_rows(found: Dossier) -> list[dict[str, str]]:
    rows = [
        {"order": str(n), "audience": q.audience, "text": q.text, "text_en": q.text_en, "path": q.path or ""}
        for n, q in enumerate(found.questions, start=1)
    ]
    return [*rows, *_empty_rows()]


def _empty_rows() -> list[dict[str, str]]:
    return [dict.fromkeys(_QUESTION, "") for _ in range(SPARE_ROWS)]


ROUTES = (
    get("/console/drafts/{code}/dossier", Permission.PUBLISH, show_form),
    post("/console/drafts/{code}/dossier", Permission.PUBLISH, save_entries),
    post("/console/drafts/{code}/dossier/questions", Permission.PUBLISH, save_questions),
)
