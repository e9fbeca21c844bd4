"""A dossier as a whole: read, warned of, its entries changed as far as its stage allows, each act audited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services import agencies, audit, subscriptions
from services.clock import local_day, show_day
from services.drafts import cautions, dossier_files, focus, kinds, library, ownership, periods, rules
from services.drafts.dossier_files import Held
from services.drafts.periods import Facts, Warning
from services.errors import Refused
from services.i18n import Translate
from storage.models import Draft, DraftField, FocusQuestion, Phase, Procedure, Staff, Stage
from storage.types import key

# What may still change in each stage. Open: the closing day only to a later one, files only added.
CHANGEABLE: Mapping[Stage, frozenset[str]] = {
    Stage.PREPARATION: frozenset(
        {
            *("title", "kind", "phase", "procedure", "issuer", "posted_on", "closes_on", "contact", "source_url"),
            *("fields", "focus", "files", "more_files"),
        }
    ),
    Stage.OPEN: frozenset({"closes_on", "contact", "source_url", "focus", "more_files"}),
    Stage.CLOSED: frozenset({"contact", "source_url", "more_files"}),
}


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier as it stands; ``agency`` is the name its papers bear, with today's where that differs."""

    draft: Draft
    agency: str
    version: int
    fields: Sequence[str]
    questions: Sequence[FocusQuestion]
    files: Sequence[Held]
    warnings: Sequence[Warning]


@dataclass(frozen=True, slots=True)
class Edit:
    """Entries to change; None leaves an entry as it is."""

    title: str | None = None
    kind: str | None = None
    phase: Phase | None = None
    procedure: Procedure | None = None
    issuer: str | None = None
    posted_on: date | None = None
    closes_on: date | None = None
    contact: str | None = None
    source_url: str | None = None
    fields: Sequence[str] | None = None


async def read(session: AsyncSession, draft: Draft, now: datetime, language: str = "vi") -> Dossier:
    """The dossier of a draft with its warnings as of ``now``."""
    files = await dossier_files.held(session, draft)
    return Dossier(
        draft=draft,
        agency=await agencies.shown_on(session, draft.agency_code, draft.posted_on, language),
        version=(await library.version_of(session, draft)).number,
        fields=await subscriptions.fields_of(session, key(draft.id)),
        questions=await focus.of(session, draft),
        files=files,
        warnings=periods.warnings(_facts(draft, [file.role for file in files], now)),
    )


def _facts(draft: Draft, roles: Sequence[str], now: datetime) -> Facts:
    return Facts(
        draft.kind, draft.posted_on, draft.closes_on, local_day(now), draft.procedure, draft.phase, frozenset(roles)
    )


async def change(session: AsyncSession, code: str, edit: Edit, by: Staff | None, now: datetime) -> Draft:
    """Changes the entries that differ, in one transaction with an audit line naming each with its old and new value.

    Raises Refused: ``unknown_draft``, ``not_allowed``, ``other_agency``, ``entry_fixed``, ``closing_only_later``,
    ``closes_in_past``, ``closes_before_posted``, ``unknown_field``, ``bad_source_url``, ``title_missing`` …
    """
    draft = await ownership.locked(session, code, by)
    before = {**{name: getattr(draft, name) for name in _COLUMNS}, "fields": await _fields(session, draft)}
    wanted = _checked(edit)
    changed = {name: value for name, value in wanted.items() if value != before[name]}
    if not changed:
        return draft
    _must_be_changeable(draft, changed)
    rules.days(
        changed.get("posted_on", draft.posted_on),
        changed.get("closes_on", draft.closes_on),
        now,
        changed="closes_on" in changed,
    )
    for name, value in changed.items():
        if name == "fields":
            await _put_fields(session, draft, value)
        else:
            setattr(draft, name, value)
    session.add(draft)
    await session.flush()
    details = {name: {"from": _plain(before[name]), "to": _plain(value)} for name, value in changed.items()}
    audit.record(session, now, ownership.actor(by), "draft.change", draft.code, **details)
    return draft


_COLUMNS = ("title", "kind", "phase", "procedure", "issuer", "posted_on", "closes_on", "contact", "source_url")


def _checked(edit: Edit) -> dict[str, Any]:
    """The entries of an edit in the form in which they are kept."""
    texts = {
        "title": (edit.title, rules.title),
        "kind": (edit.kind, lambda text: kinds.read(rules.kind(text))),
        "issuer": (edit.issuer, rules.issuer),
        "contact": (edit.contact, rules.contact),
        "source_url": (edit.source_url, rules.source_url),
    }
    found: dict[str, Any] = {name: check(text) for name, (text, check) in texts.items() if text is not None}
    others = {
        "phase": edit.phase,
        "procedure": edit.procedure,
        "posted_on": edit.posted_on,
        "closes_on": edit.closes_on,
        "fields": None if edit.fields is None else sorted(rules.fields(edit.fields)),
    }
    return found | {name: value for name, value in others.items() if value is not None}


def _must_be_changeable(draft: Draft, changed: Mapping[str, Any]) -> None:
    for name in changed:
        if name not in CHANGEABLE[draft.stage]:
            raise Refused("entry_fixed", code=draft.code, entry=name)
    closes_on = changed.get("closes_on")
    if draft.stage is Stage.OPEN and closes_on is not None and closes_on < draft.closes_on:
        raise Refused("closing_only_later", code=draft.code, closes=show_day(draft.closes_on))


async def _fields(session: AsyncSession, draft: Draft) -> list[str]:
    return sorted(await subscriptions.fields_of(session, key(draft.id)))


async def _put_fields(session: AsyncSession, draft: Draft, codes: Sequence[str]) -> None:
    await session.exec(delete(DraftField).where(col(DraftField.draft_id) == draft.id))
    session.add_all(DraftField(draft_id=key(draft.id), code=code) for code in codes)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def as_json(found: Dossier, t: Translate) -> dict[str, object]:
    """The dossier as ``gopy draft show --json`` prints it."""
    draft = found.draft
    return {
        "code": draft.code,
        "title": draft.title,
        "kind": draft.kind,
        "agency": draft.agency_code,
        "agency_name": found.agency,
        "issuer": draft.issuer,
        "stage": draft.stage.value,
        "phase": draft.phase.value,
        "procedure": draft.procedure.value,
        "posted": draft.posted_on.isoformat(),
        "closes": draft.closes_on.isoformat(),
        "fields": list(found.fields),
        "contact": draft.contact,
        "source": draft.source_url,
        "version": found.version,
        "focus": [
            {"audience": one.audience, "text": one.text, "text_en": one.text_en, "path": one.path}
            for one in found.questions
        ],
        "files": [
            {"id": f.id, "role": f.role, "name": f.name, "size": f.size, "sha256": f.sha256, "version": f.version}
            for f in found.files
        ],
        "warnings": [cautions.as_json(warning, t) for warning in found.warnings],
    }
