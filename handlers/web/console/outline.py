"""The outline of a draft beside its file, and the forms that correct it; what a correction does is services'."""

from collections.abc import Mapping

from aiohttp import web

from handlers.web.console import outline_view
from handlers.web.page import Page
from handlers.web.permissions import Permission
from handlers.web.route import get, post
from nlp.drafts.edits import Edit
from nlp.drafts.tree import Annex, Draft, Provision
from nlp.text import normalise
from services import refusals
from services.drafts import outline, rereading
from services.drafts.outline import Bench
from services.errors import Refused
from storage.models import EditKind

_LONGEST = 1000  # characters of a field


async def show(page: Page) -> web.StreamResponse:
    """The outline beside the lines of the file, with its problems at their places and the corrections made."""
    bench = await _bench(page)
    return await page.show(
        "console/outline.html",
        bench=bench,
        draft=bench.draft,
        view=outline_view.view(bench),
        edits=outline_view.done(bench, page.t),
    )


async def part(page: Page) -> web.StreamResponse:
    """One provision with its words, the lines it was read from, and the five ways to correct it."""
    return await _part(page, page.query("path"), {}, None)


async def correct(page: Page) -> web.StreamResponse:
    """Makes one correction; what cannot be done is told beside the forms, with what was typed."""
    code, typed = page.part("code"), await page.form()
    path = typed.get("path", "")
    try:
        wanted = _edit(typed)
        async with page.transaction() as session:
            bench = await outline.correct(session, code, wanted, page.account, page.now)
    except Refused as refused:
        if refused.code in ("unknown_draft", "not_allowed", "other_agency", "outline_published"):
            raise
        return await _part(page, path, typed, refused)
    return page.to(f"/console/drafts/{code}/outline#{_anchor(bench, path)}", said="corrected")


async def undo(page: Page) -> web.StreamResponse:
    """Leaves one correction out."""
    code, number = page.part("code"), (await page.form()).get("number", "")
    async with page.transaction() as session:
        await outline.undo(session, code, int(number) if number.isdigit() else 0, page.account, page.now)
    return page.to(f"/console/drafts/{code}/outline", said="undone")


async def reread(page: Page) -> web.StreamResponse:
    """Reads the file again, as after an upgrade, and applies the corrections again."""
    code = page.part("code")
    await rereading.reread(page.site.database, code, page.account, page.now)
    return page.to(f"/console/drafts/{code}/outline", said="reread")


async def _bench(page: Page) -> Bench:
    async with page.transaction() as session:
        return await outline.open_bench(session, page.part("code"), page.account)


async def _part(page: Page, path: str, typed: Mapping[str, str], refused: Refused | None) -> web.StreamResponse:
    bench = await _bench(page)
    draft, shown = bench.corrected.draft, outline_view.view(bench)
    item = next((one for one in shown.items if one.path == path), None)
    if item is None:
        raise refused or Refused("unknown_provision", path=path)
    found = _named(draft, path)
    before = shown.items[item.number - 2] if item.number > 1 else None
    after = shown.items[item.number] if item.number < len(shown.items) else None
    return await page.show(
        "console/outline_part.html",
        status=400 if refused else 200,
        bench=bench,
        draft=bench.draft,
        item=item,
        part=found,
        place=outline_view.place_of(bench, path) if not item.is_annex else item.label,
        before=before,
        after=after,
        lines=outline_view.piece(shown, item),
        fingerprint=outline_view.fingerprint(found),
        places=outline_view.split_places(found) if isinstance(found, Provision) else [],
        levels={kind: page.t(name) for kind, name in outline_view.LEVELS.items()},
        annex_kinds=outline_view.annex_kinds(),
        typed=typed,
        refusal=refusals.sentence(refused, page.t) if refused else "",
    )


def _named(draft: Draft, path: str) -> Provision | Annex:
    known: list[Provision | Annex] = [*draft.provisions, *draft.annexes]
    return next(one for one in known if one.path == path)


def _edit(typed: Mapping[str, str]) -> Edit:
    """The correction that a form asks for. Raises Refused(``edit_kind_unknown``) for a form that is none of ours."""
    kind, path = typed.get("edit", ""), typed.get("path", "")
    if kind not in list(EditKind):
        raise Refused("edit_kind_unknown", path=path)
    details: dict[str, object] = {}
    for name in ("kind", "label", "title", "annex_kind", "begins"):
        if value := _plain(typed.get(name, "")):
            details[name] = value
    if kind == EditKind.RENAME and "heading" in typed:
        details["heading"] = _plain(typed["heading"])
    if typed.get("annex") == "0":
        details["annex"] = False
    at, _, begins = _plain(typed.get("place", "")).partition(":")
    if "begins" not in details and at.isdigit() and begins:
        details |= {"at": int(at), "begins": begins}
    return Edit(kind, path, typed.get("fingerprint", ""), details)


def _plain(text: str) -> str:
    """A field as it may be kept: the letters that the draft is written in, nothing invisible, not without end."""
    return normalise(text[:_LONGEST]).strip()


def _anchor(bench: Bench, path: str) -> str:
    """Where the page shall stand: at the provision, or at what it became part of."""
    known = {item.path: item.number for item in outline_view.view(bench).items}
    while path and path not in known:
        path = path.rpartition("/")[0]
    return f"p{known[path]}" if path else "outline"


ROUTES = (
    get("/console/drafts/{code}/outline", Permission.PUBLISH, show),
    get("/console/drafts/{code}/outline/part", Permission.PUBLISH, part),
    post("/console/drafts/{code}/outline", Permission.PUBLISH, correct),
    post("/console/drafts/{code}/outline/undo", Permission.PUBLISH, undo),
    post("/console/drafts/{code}/outline/reread", Permission.PUBLISH, reread),
)
