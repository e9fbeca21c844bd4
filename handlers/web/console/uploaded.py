"""An uploaded file after it came in: being read, refused, or read and waiting to become a draft or a version."""

from collections.abc import Mapping
from datetime import date, datetime

from aiohttp import web

from handlers.web.background import BACKGROUND
from handlers.web.console import upload
from handlers.web.page import Page
from handlers.web.permissions import Permission
from handlers.web.route import get, post
from nlp.drafts.reading import Reading
from nlp.text import normalise
from services import agencies, refusals, uploads
from services.clock import local_day
from services.drafts import changes, kinds
from services.drafts.intake import NewDraft
from services.errors import Refused
from services.uploads import Standing
from storage.models import StaffRole, UploadState


async def show(page: Page) -> web.StreamResponse:
    """Where an upload stands: a bar while it is read, the refusal with its advice, or what it may become."""
    standing = await _standing(page)
    if standing.state is UploadState.READING:
        return await page.show("console/reading.html", upload=standing, seconds=standing.seconds(page.now))
    if why := standing.why():
        sentence = refusals.sentence(why, page.t)
        return await page.show("console/refused.html", upload=standing, refusal=sentence)
    if standing.draft_id is not None:
        return await _version(page, standing)
    return await _details(page, standing, {})


async def state(page: Page) -> web.StreamResponse:
    """Where an upload stands, as JSON for the bar of the page that waits."""
    standing = await _standing(page)
    return page.json({"state": standing.state.value, "seconds": standing.seconds(page.now)})


async def make_draft(page: Page) -> web.StreamResponse:
    """Makes a draft of an upload; what the rules refuse is told beside what was typed."""
    number = _number(page)
    typed = {name: normalise(value) for name, value in (await page.form()).items()}
    try:
        new = _new_draft(page, typed)
        async with page.transaction() as session:
            draft = await uploads.make_draft(session, number, new, page.account, page.now)
    except Refused as refused:
        if refused.code in ("unknown_upload", "upload_not_read"):
            raise
        return await _details(page, await _standing(page), typed, refused)
    return page.to(f"/console/drafts/{draft.code}/outline", said="draft_made")


async def make_version(page: Page) -> web.StreamResponse:
    """Makes an upload the next version of its draft and tells those concerned."""
    async with page.transaction() as session:
        done = await uploads.make_version(session, _number(page), page.account, page.now)
    return page.to(f"/console/drafts/{done.draft.code}", said="version_made")


async def _standing(page: Page) -> Standing:
    """Where the upload stands; when the process that read it is gone, it is read again from here."""
    async with page.transaction() as session:
        standing = await uploads.standing(session, _number(page), page.account)
    if standing.is_silent(page.now) and not page.request.app[BACKGROUND].has(f"upload {standing.id}"):
        upload.read(page, standing.id)
    return standing


async def _details(
    page: Page, standing: Standing, typed: Mapping[str, str], refused: Refused | None = None
) -> web.StreamResponse:
    async with page.transaction() as session:
        _, reading = await uploads.reading_of(session, standing.id, page.account)
        own = await agencies.ensure(session, page.account.agency_code)
        known = await agencies.listed(session) if page.account.role is StaffRole.ADMIN else [own]
    values = _proposed(page, reading) | dict(typed)
    return await page.show(
        "console/upload_details.html",
        status=400 if refused else 200,
        upload=standing,
        values=values,
        agencies=[(agency.code, agencies.show(agency, page.language)) for agency in known],
        draft=reading.draft,
        lines=len(reading.lines),
        articles=len(reading.draft.of_kind("dieu")),
        refusal=refusals.sentence(refused, page.t) if refused else "",
    )


async def _version(page: Page, standing: Standing) -> web.StreamResponse:
    """What the new version changes and how many people will be told, before anything is done."""
    try:
        async with page.transaction() as session:
            expected = await uploads.expect_version(session, standing.id, page.account)
    except Refused as refused:
        sentence = refusals.sentence(refused, page.t)
        return await page.show("console/refused.html", upload=standing, refusal=sentence)
    shown = changes.show(expected.difference, expected.old, expected.new, page.t)
    return await page.show(
        "console/upload_version.html",
        upload=standing,
        expected=expected,
        number=expected.known[-1].number + 1,
        summary=changes.summary(expected.difference, expected.old, expected.new, page.t),
        changes=shown,
    )


def _proposed(page: Page, reading: Reading) -> dict[str, str]:
    """What the file says of itself, for the officer to look over."""
    return {
        "title": " ".join(reading.draft.title.split()),
        "kind": kinds.show(reading.draft.kind, "vi") if reading.draft.kind else "",
        "agency": page.account.agency_code,
        "posted": local_day(page.now).isoformat(),
        "closes": "",
    }


def _new_draft(page: Page, typed: Mapping[str, str]) -> NewDraft:
    account = page.account
    agency = typed.get("agency", "") if account.role is StaffRole.ADMIN else account.agency_code
    posted = typed.get("posted", "").strip()
    return NewDraft(
        title=typed.get("title", ""),
        kind=typed.get("kind", ""),
        agency_code=agency or account.agency_code,
        closes_on=_day(typed.get("closes", "")),
        posted_on=_day(posted) if posted else None,
    )


def _day(text: str) -> date:
    """A day as date fields send it, or as it is typed where there are none. Raises Refused(``bad_date``)."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 (a calendar day has no zone)
        except ValueError:
            continue
    raise Refused("bad_date", value=text)


def _number(page: Page) -> int:
    text = page.part("id")
    if not text.isdigit() or len(text) > 12:
        raise Refused("unknown_upload", id=text)
    return int(text)


ROUTES = (
    get("/console/uploads/{id}", Permission.PUBLISH, show),
    get("/console/uploads/{id}/state", Permission.PUBLISH, state),
    post("/console/uploads/{id}/draft", Permission.PUBLISH, make_draft),
    post("/console/uploads/{id}/version", Permission.PUBLISH, make_version),
)
