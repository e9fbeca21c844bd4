"""The comments of a draft with topics and kinds: read by pages, corrected one by one, the certain ones confirmed."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from aiohttp import web
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.web.console import comment_filters
from handlers.web.page import Page
from handlers.web.permissions import Permission
from handlers.web.route import get, post
from nlp.fields import FIELDS
from nlp.lexicon.kinds import KINDS
from services import fields, refusals
from services.errors import Refused
from services.exports import words
from services.review import correcting, listing, views
from services.review.correcting import Seen, SeenKind
from services.review.views import View

# Refusals that are told on the page the form was sent from, with what was ticked still ticked.
_BESIDE = {
    "comment_withdrawn", "correction_outdated", "kind_outdated", "unknown_field", "unknown_kind", "too_many_at_once",
}  # fmt: skip
_ONLY_MARKS = {"spam", "abuse"}  # kinds that could be taken for a way to hide a comment


async def show(page: Page) -> web.StreamResponse:
    """The comments of a draft, newest first, fifty a page, narrowed by topic, provision, certainty, kind."""
    return await _list(page, views.read(page.request.query))


async def correct(page: Page) -> web.StreamResponse:
    """Keeps what an officer says one comment speaks of, and goes back to where it was read."""
    code, form = page.part("code"), await page.form_lists()
    comment, view = views.number(page.part("id")) or 0, views.read_query(_one(form, "back"))
    wanted = [topic for topic in (*form.get("topic", ()), *form.get("add", ())) if topic][: len(FIELDS) + 1]
    seen = Seen(frozenset(_one(form, "shown").split()), views.number(_one(form, "seen")) or 0)
    return await _keep(
        page, view, comment, "topics_kept", wanted,
        lambda session: correcting.correct(session, code, comment, wanted, seen, page.account, page.now),
    )  # fmt: skip


async def correct_kind(page: Page) -> web.StreamResponse:
    """Keeps what an officer says one comment is meant as, in one press, and goes back to where it was read."""
    code, form = page.part("code"), await page.form_lists()
    comment, view = views.number(page.part("id")) or 0, views.read_query(_one(form, "back"))
    kind, seen = _one(form, "kind"), SeenKind(_one(form, "shown"), views.number(_one(form, "seen")) or 0)
    return await _keep(
        page, view, comment, "kind_only_marks" if kind in _ONLY_MARKS else "kind_kept", None,
        lambda session: correcting.correct_kind(session, code, comment, kind, seen, page.account, page.now),
    )  # fmt: skip


async def confirm_certain(page: Page) -> web.StreamResponse:
    """Confirms at once the suggestions of a page that are certain and that nobody has reviewed."""
    code, form = page.part("code"), await page.form_lists()
    view = views.read_query(_one(form, "back"))
    shown: dict[int, frozenset[str]] = {}
    for line in form.get("certain", ()):
        number, _, codes = line.partition(" ")
        shown[views.number(number) or 0] = frozenset(codes.split())
    try:
        async with page.transaction() as session:
            count = await correcting.confirm_certain(session, code, shown, page.account, page.now)
    except Refused as refused:
        if refused.code not in _BESIDE:
            raise
        return await _list(page, view, refused)
    return page.to(_address(code, view, None), said="topics_confirmed" if count else "topics_not_confirmed")


async def _keep(
    page: Page, view: View, comment: int, said: str, ticked: Sequence[str] | None,
    work: Callable[[AsyncSession], Awaitable[object]],
) -> web.StreamResponse:  # fmt: skip
    """Does ``work`` in a transaction and goes back to where the comment was read; a refusal is shown beside it."""
    code = page.part("code")
    try:
        async with page.transaction() as session:
            await work(session)
            stays = await correcting.still_shown(session, code, page.account, view, comment)
    except Refused as refused:
        if refused.code not in _BESIDE:
            raise
        return await _list(page, view, refused, comment, ticked)
    anchor = comment if stays else views.number(_one(await page.form_lists(), "next"))
    return page.to(_address(code, view, anchor), said=said)


async def _list(
    page: Page, view: View, refused: Refused | None = None, at: int = 0, ticked: Sequence[str] | None = None
) -> web.StreamResponse:
    """The page; after a refusal with its sentence, at the comment it is about where that is on the page."""
    if refused and refused.code == "comment_withdrawn":  # it has no page of its own any more
        view = replace(view, comment=None)
    async with page.reading() as session:
        found = await listing.read(session, page.part("code"), page.account, view)
    listed = await asyncio.to_thread(listing.make, found)
    return await page.show(
        "console/comments.html",
        status=400 if refused else 200,
        listed=listed,
        draft=listed.draft,
        view=listed.view,
        base=_base(listed.draft.code),
        filters=comment_filters.choices(listed, page.t, page.language),
        refusal=refusals.sentence(refused, page.t) if refused else "",
        refused_at=at if any(row.id == at for row in listed.rows) else 0,
        ticked={} if ticked is None else {at: ticked},
        topic=lambda code: words.topic(code, page.language),
        place=lambda label: words.place(label, page.t),
        kind=lambda code: words.kind(code, page.t),
        kinds=[(code, words.kind(code, page.t)) for code in KINDS],
        stances=words.stances(page.t),
        bands=words.bands(page.t),
        fields=fields.listed(page.language),
    )


def _one(form: Mapping[str, Sequence[str]], name: str) -> str:
    """The first value of a field; empty when the form has none."""
    return next(iter(form.get(name, ())), "")


def _base(code: str) -> str:
    return f"/console/drafts/{code}/comments"


def _address(code: str, view: View, comment: int | None) -> str:
    """Where a view is read, at one of its comments."""
    query = view.query()
    return f"{_base(code)}{'?' if query else ''}{query}{f'#c{comment}' if comment else ''}"


ROUTES = (
    get("/console/drafts/{code}/comments", Permission.REVIEW, show),
    post("/console/drafts/{code}/comments/certain", Permission.REVIEW, confirm_certain),
    post("/console/drafts/{code}/comments/{id}/topics", Permission.REVIEW, correct),
    post("/console/drafts/{code}/comments/{id}/kind", Permission.REVIEW, correct_kind),
)
