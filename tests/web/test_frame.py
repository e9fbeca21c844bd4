"""The frame of every page: permissions, origin, headers, languages, troubles; told by a visitor."""

import re
from io import BytesIO
from pathlib import Path
from typing import NoReturn

import pytest
from aiohttp import FormData, web
from aiohttp.test_utils import TestClient, TestServer

from bot import server
from handlers.web import static
from handlers.web.guard import guarded
from handlers.web.headers import CONTENT_POLICY
from handlers.web.page import Page
from handlers.web.permissions import Permission, allows
from handlers.web.route import Route, get
from handlers.web.routes import ROUTES
from services.citizens import Secrets
from storage.db import Database
from storage.models import StaffRole
from tests import factories
from tests.conftest import NOW
from tests.web.site import Visitor, make_site

CONSOLE = [route for route in ROUTES if route.path.startswith("/console") and "sign-in" not in route.path]


def address(path: str) -> str:
    """A route's path with something in its places."""
    return re.sub(r"{[^}]+}", "1", path)


def test_every_page_of_the_console_needs_an_account_and_public_pages_change_nothing() -> None:
    assert CONSOLE
    assert [r.path for r in CONSOLE if r.permission is Permission.PUBLIC] == []
    assert [r.path for r in ROUTES if r.method != "GET" and r.permission is Permission.PUBLIC] == ["/console/sign-in"]
    assert len({(route.method, route.path) for route in ROUTES}) == len(ROUTES)


def test_nobody_signed_in_may_only_what_is_public() -> None:
    assert [permission for permission in Permission if allows(permission, None)] == [Permission.PUBLIC]


@pytest.mark.parametrize("route", CONSOLE, ids=lambda route: f"{route.method} {route.path}")
async def test_a_visitor_without_an_account_sees_no_page_of_the_console(route: Route, visitor: Visitor) -> None:
    path = address(route.path)
    answer = await (visitor.opens(path) if route.method == "GET" else visitor.posts(path))
    assert answer.status == 401
    assert "Cần đăng nhập" in answer.text


async def test_what_was_typed_is_not_lost_when_the_session_has_ended(visitor: Visitor) -> None:
    answer = await visitor.posts("/console/drafts/DT1/close", {"why": '"><script>alert(1)</script> đã đủ'})
    assert answer.status == 401
    assert 'name="why" value="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt; đã đủ"' in answer.html
    assert "Gửi lại nội dung vừa gõ" in answer.text


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": "http://127.0.0.1:8600"}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({}, False),
    ],
)
async def test_a_form_counts_only_when_our_own_page_sent_it(
    headers: dict[str, str], taken: bool, visitor: Visitor
) -> None:
    visitor.headers = {"Accept": "text/html"}
    answer = await visitor.posts("/console/sign-in", {"code": "ABCD-EFGH-JKLM"}, **headers)
    assert answer.status == (400 if taken else 403)
    assert ("Mã liên kết không đúng" in answer.text) == taken


@pytest.mark.parametrize("path", ["/", "/console/", "/console/sign-in", "/khong-co"])
async def test_every_page_says_what_a_browser_may_do_with_it(path: str, visitor: Visitor) -> None:
    answer = await visitor.opens(path)
    assert answer.headers["Content-Security-Policy"] == CONTENT_POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in CONTENT_POLICY
    assert "unsafe" not in CONTENT_POLICY
    if path.startswith("/console"):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_no_page_holds_a_script_or_a_style_of_its_own() -> None:
    folder = Path(static.__file__).parent / "templates"
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon[a-z]+=|javascript:|\|\s*safe\b", re.IGNORECASE)
    assert [path.name for path in folder.rglob("*.html") if inline.search(path.read_text(encoding="utf-8"))] == []


async def test_pages_speak_the_visitors_language(visitor: Visitor) -> None:
    assert "Dự thảo đang lấy ý kiến" in (await visitor.opens("/")).text
    assert "Drafts open for comments" in (await visitor.opens("/", **{"Accept-Language": "en-GB,en;q=0.9"})).text
    chosen = await visitor.opens("/?lang=en")
    assert '<html lang="en">' in chosen.html
    assert "Drafts open for comments" in (await visitor.opens("/")).text  # remembered
    assert "Dự thảo đang lấy ý kiến" in (await visitor.opens("/?lang=vi")).text
    assert "Dự thảo đang lấy ý kiến" in (await visitor.opens("/?lang=xx")).text


async def test_addresses_that_do_not_exist_have_a_page_for_people_and_a_plain_answer_for_machines(
    visitor: Visitor,
) -> None:
    answer = await visitor.opens("/khong-co?x=<script>")
    assert (answer.status, "Không có trang này" in answer.text) == (404, True)
    assert "<script" not in answer.html
    plain = await visitor.opens("/khong-co", Accept="*/*")
    assert (plain.status, plain.html) == (404, "404: Not Found")
    assert (await visitor.posts("/")).status == 405


async def test_a_notice_comes_from_our_own_list_only(visitor: Visitor) -> None:
    assert "Đã lưu." in (await visitor.opens("/?said=saved")).text
    assert "Trúng thưởng" not in (await visitor.opens("/?said=Trúng+thưởng")).html


async def test_files_of_pages_are_kept_by_browsers_until_they_change(visitor: Visitor) -> None:
    answer = await visitor.opens(static.address("style.css"))
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/css")
    assert "immutable" in answer.headers["Cache-Control"]
    old = await visitor.opens("/static/000000000000/style.css")
    assert (old.status, old.headers["Cache-Control"]) == (200, "no-cache")
    assert (await visitor.opens("/static/1/..%2fpage.py")).status == 404


async def test_a_database_that_is_away_is_told_and_the_page_does_not_break(secrets: Secrets) -> None:
    away = Database("postgresql+asyncpg://gopy:mat-khau@127.0.0.1:1/gopy")
    async with TestClient(TestServer(server.make(make_site(away, secrets), []))) as client:
        answer = await Visitor(client, away, secrets).opens("/")
    assert answer.status == 503
    assert "Cơ sở dữ liệu tạm thời không trả lời" in answer.text
    assert "mat-khau" not in answer.html
    await away.close()


async def test_a_defect_is_answered_with_a_mark_and_no_inner_words(
    database: Database, secrets: Secrets, capsys: pytest.CaptureFixture[str]
) -> None:
    site = make_site(database, secrets)

    async def broken(_page: Page) -> NoReturn:
        raise ZeroDivisionError("inner words")

    app = web.Application()
    app.router.add_get("/x", guarded(get("/x", Permission.PUBLIC, broken), site))
    async with TestClient(TestServer(app)) as client:
        answer = await Visitor(client, database, secrets).opens("/x")
    mark = re.search(r"<code>([0-9a-f]{8})</code>", answer.html)
    assert (answer.status, mark is not None) == (500, True)
    assert "inner words" not in answer.html
    assert mark is not None
    assert mark[1] in capsys.readouterr().out


async def test_a_large_form_gets_a_page_with_advice(visitor: Visitor) -> None:
    await visitor.signs_in()
    large = FormData()
    large.add_field("x", BytesIO(b"a" * 2_000_000))
    answer = await visitor.posts("/console/drafts/DT1/close", large)
    assert (answer.status, "quá lớn" in answer.text) == (413, True)


async def test_staff_of_another_agency_and_lower_roles_are_told_no(visitor: Visitor, database: Database) -> None:
    draft = await factories.open_draft(database, NOW)
    await visitor.signs_in(StaffRole.OFFICER, agency="so_xd")
    answer = await visitor.opens(f"/console/drafts/{draft.code}")
    assert (answer.status, "thuộc cơ quan khác" in answer.text) == (403, True)
    assert (await visitor.opens("/console/drafts/DT99")).status == 404
