"""The console's pages of comments that say nearly the same: folded under one, every member reached."""

import asyncio
import re

from aiohttp.test_utils import TestClient, TestServer

from bot import server
from handlers.web.console.groups import KEPT
from services.citizens import Secrets
from services.review import grouping
from services.review.grouping import Groups, Kept, Texts
from storage.db import Database
from storage.models import Purpose
from tests import factories
from tests.conftest import NOW
from tests.services.people import comments, meet
from tests.services.review.desk import withdraw
from tests.services.review.test_grouping import LETTER, world
from tests.web.site import Visitor, make_site

PAGE = "/console/drafts/DT1/groups"


async def test_groups_are_folded_under_their_representative(
    visitor: Visitor, database: Database, secrets: Secrets
) -> None:
    await world(database, secrets, NOW)
    await visitor.signs_in()
    page = await visitor.opens(PAGE)
    assert "Có 2 nhóm; 1 góp ý không giống góp ý nào khác." in page.text
    assert "3 góp ý gần giống nhau Người: 2 · Góp ý: 3 · Nội dung khác nhau: 2" in page.text
    assert re.findall(r'comments\?comment=(\d+)"', page.html)[:3] in (["1", "4", "3"], ["4", "3", "1"])
    assert f'href="{PAGE}/' in page.html
    async with database.transaction() as session:
        await withdraw(session, 3)
    assert "2 góp ý gần giống nhau Người: 1" in (await visitor.opens(PAGE)).text


async def test_every_member_is_reached_by_pages(visitor: Visitor, database: Database, secrets: Secrets) -> None:
    await factories.open_draft(database, NOW)
    async with database.transaction() as session:
        hoa = await meet(session, "hoa", secrets, NOW, Purpose.FEEDBACK)
        for number in range(53):
            await comments(session, hoa, secrets, NOW, f"{LETTER} <b>{number}</b>, gọi 0912 345 678")
    await visitor.signs_in()
    address, seen = f"{PAGE}/7", []
    while address:
        page = await visitor.opens(address)
        assert (page.status, "0912" in page.html, "<b>" in page.html) == (200, False, False)
        seen += re.findall(r'<li class="card comment" id="c(\d+)"', page.html)
        further = re.search(r'href="([^"]+)" rel="next"', page.html)
        address = further[1] if further else ""
    assert [int(number) for number in seen] == list(range(53, 0, -1))
    assert (await visitor.opens(f"{PAGE}?from=99999999999999999999")).status == 200


async def test_a_comment_that_stands_alone_and_drafts_of_others_are_answered(
    visitor: Visitor, database: Database, secrets: Secrets
) -> None:
    await world(database, secrets, NOW)
    await visitor.signs_in()
    for number in ("2", "99", "x"):
        answer = await visitor.opens(f"{PAGE}/{number}")
        assert (answer.status, "không gần giống góp ý nào khác" in answer.text) == (404, True), number
    await visitor.signs_in(agency="so_yt", email="b@example.invalid")
    for path in (PAGE, f"{PAGE}/1"):
        assert (await visitor.opens(path)).status == 403


async def test_while_groups_are_made_the_page_says_so_and_loads_itself_again(
    sqlite_database: Database, secrets: Secrets
) -> None:
    await world(sqlite_database, secrets, NOW)
    door = asyncio.Event()

    async def slowly(read: Texts) -> Groups:
        await door.wait()
        return await grouping.make(read)

    app = server.make(make_site(sqlite_database, secrets), [])
    app[KEPT] = Kept(slowly, patience=0.1)
    async with TestClient(TestServer(app)) as client:
        visitor = Visitor(client, sqlite_database, secrets)
        await visitor.signs_in()
        for path in (PAGE, f"{PAGE}/1"):
            page = await visitor.opens(path)
            assert "Đang xếp 6 góp ý thành nhóm, đã 0 giây." in page.text
            assert '<meta http-equiv="refresh" content="3">' in page.html
        assert (await visitor.opens("/console/drafts/DT1/comments")).status == 200
        door.set()
        for _ in range(6_000):
            if "Đang xếp" not in (page := await visitor.opens(PAGE)).text:
                break
            await asyncio.sleep(0.01)
        assert "Có 2 nhóm" in page.text
        assert "http-equiv" not in page.html
        door.clear()
        async with sqlite_database.transaction() as session:
            await withdraw(session, 2)
        page = await visitor.opens(PAGE)
        assert "đang xếp lại 5 góp ý, dưới đây là các nhóm trước đó" in page.text
        assert "Có 2 nhóm" in page.text
