"""Comments that say nearly the same, folded under the one that stands for them; every member is reached from here."""

import asyncio
from typing import Any

from aiohttp import web

from handlers.web.page import Page
from handlers.web.permissions import Permission
from handlers.web.route import get
from services import staff
from services.drafts import library
from services.errors import Refused
from services.exports import words
from services.review import group_pages, views
from services.review.group_pages import FIRST_MEMBERS, GROUPS_A_PAGE, MEMBERS_A_PAGE, Found, Member
from services.review.grouping import Group, Kept, Standing
from services.staff import Act
from storage.models import Draft

KEPT = web.AppKey("groups", Kept)


async def every(page: Page) -> web.StreamResponse:
    """The groups of a draft's comments, the largest first, twenty a page, each under its representative."""
    draft, standing = await _standing(page)
    if standing.groups is None:
        return await _working(page, draft, standing)
    groups, start = standing.groups, _start(page)
    shown = groups.groups[start : start + GROUPS_A_PAGE]
    async with page.reading() as session:
        found = await group_pages.read(session, draft, group_pages.needed(shown))
    rows = await asyncio.to_thread(lambda: [_folded(found, group) for group in shown])
    return await page.show(
        "console/groups.html", **_with(page, draft), rows=rows, alone=groups.alone, count=len(groups.groups),
        start=start, step=GROUPS_A_PAGE, making=standing.making,
    )  # fmt: skip


async def one(page: Page) -> web.StreamResponse:
    """Every member of the group in which a comment stands, fifty a page, with the words that set each apart."""
    draft, standing = await _standing(page)
    if standing.groups is None:
        return await _working(page, draft, standing)
    number = views.number(page.part("id")) or 0
    group = standing.groups.of(number)
    if group is None:
        raise Refused("unknown_group", code=draft.code, id=number)
    start = _start(page)
    ids = group.members[start : start + MEMBERS_A_PAGE]
    async with page.reading() as session:
        found = await group_pages.read(session, draft, [group.representative, *ids])
    members = await asyncio.to_thread(group_pages.members, found, group, ids)
    return await page.show(
        "console/group.html", **_with(page, draft), group=group, members=members,
        count=len(group.members), start=start, step=MEMBERS_A_PAGE,
    )  # fmt: skip


async def _standing(page: Page) -> tuple[Draft, Standing]:
    async with page.reading() as session:
        draft = await library.find(session, page.part("code"))
        staff.must_own(page.account, draft, Act.REVIEW)
    return draft, await page.request.app[KEPT].of(page.site.database, draft)


async def _working(page: Page, draft: Draft, standing: Standing) -> web.StreamResponse:
    """What is said while groups are made; the page loads itself again until they are there."""
    return await page.show("console/grouping.html", **_with(page, draft), standing=standing)


def _with(page: Page, draft: Draft) -> dict[str, Any]:
    """What both pages are shown with."""
    return {
        "draft": draft,
        "base": f"/console/drafts/{draft.code}",
        "place": lambda label: words.place(label, page.t),
        "stances": words.stances(page.t),
        "numbers": lambda found: words.numbers(found, page.t),
    }


def _first(group: Group) -> list[int]:
    """The representative and the newest of the others."""
    others = [member for member in group.members if member != group.representative]
    return [group.representative, *others[:FIRST_MEMBERS]]


def _folded(found: Found, group: Group) -> tuple[Group, Member | None, list[Member]]:
    """A group, its representative (None where it was withdrawn since) and some of the others."""
    members = group_pages.members(found, group, _first(group))
    lead = next((member for member in members if member.id == group.representative), None)
    return group, lead, [member for member in members if member is not lead]


def _start(page: Page) -> int:
    return min(views.number(page.query("from")) or 0, 10**9)


def add_to(app: web.Application) -> None:
    """Gives the application the groups it keeps; work under way ends with it."""
    app[KEPT] = Kept()

    async def stop(ended: web.Application) -> None:
        await ended[KEPT].stop()

    app.on_cleanup.append(stop)


ROUTES = (
    get("/console/drafts/{code}/groups", Permission.REVIEW, every),
    get("/console/drafts/{code}/groups/{id}", Permission.REVIEW, one),
)
