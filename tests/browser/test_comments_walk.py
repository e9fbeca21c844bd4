"""Officers correct topics in a real browser with JavaScript off: read, unfold, confirm, correct, filter, see figures.

With ``GOPY_PICTURES=docs/pictures`` the walk also takes a picture of the comments with their topics.
"""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, async_playwright, expect

from bot import server
from handlers.web.page import Site
from nlp.tagging import Tagger
from services import tags
from services.citizens import Secrets
from storage.db import Database
from tests import factories
from tests.browser.test_demo_walk import demo, picture
from tests.browser.test_desk_walk import WIDTHS, fits
from tests.sandbox.test_phone_page import chromium
from tests.services.review.desk import say

pytestmark = pytest.mark.browser
__all__ = ["demo"]  # the fixture
SAID = (
    ("dieu-2/khoan-1", "Phí thu gom rác 25.000 đồng là cao với hộ nghèo. Ai thắc mắc xin gọi 0912 345 678."),
    ("dieu-2", "Trạm y tế xã cũng xả rác thải, chất thải y tế phải được thu gom riêng."),
    ("dieu-1", "Đường vào thôn hẹp, xe rác không vào được, xin mở rộng đường. " * 14),
    (None, "Tôi đồng ý."),
    ("dieu-3", "Trường tiểu học nên dạy học sinh phân loại rác ngay từ lớp một."),
)


def clock() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
async def code(sqlite_database: Database, secrets: Secrets) -> str:
    """A draft with comments as the tagger reads them; the one-time code of an officer."""
    await factories.open_draft(sqlite_database, clock())
    async with sqlite_database.transaction() as session:
        for number, (path, text) in enumerate(SAID * 12):
            await say(session, secrets, clock() - timedelta(minutes=number), text, None, path=path)
        waiting = await tags.waiting(session, 100)
        tagger = Tagger.load()
        read = [(one.feedback_id, tagger.tag(one.text, one.title, one.fields)) for one in waiting]
        await tags.store(session, read, clock())
        _, code = await factories.account(session, clock(), secrets.pseudonyms)
    return code


@pytest.fixture(params=WIDTHS)
async def page(
    request: pytest.FixtureRequest, sqlite_database: Database, secrets: Secrets, code: str
) -> AsyncIterator[Page]:
    """An officer signed in, without JavaScript, as wide as a small phone or a desk screen."""
    site = Site(sqlite_database, secrets, clock, "", "UBND tỉnh Lam Giang")
    running = TestServer(server.make(site, []))
    await running.start_server()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        context = await browser.new_context(
            base_url=str(running.make_url("/")),
            java_script_enabled=False,
            locale="vi-VN",
            viewport={"width": request.param, "height": 900},
        )
        opened = await context.new_page()
        await opened.goto(f"/console/sign-in?code={code}")
        await opened.get_by_role("button", name="Đăng nhập").click()
        yield opened
        await browser.close()
    await running.close()


async def test_an_officer_reads_confirms_corrects_and_looks_at_the_figures(page: Page) -> None:
    await page.goto("/console/drafts/DT1")
    await page.get_by_role("link", name="Góp ý và chủ đề").click()
    await fits(page)
    await expect(page.get_by_text("60 góp ý", exact=True)).to_be_visible()
    await expect(page.locator(".comment")).to_have_count(50)
    await expect(page.locator("#c1")).to_contain_text("[số điện thoại]")
    await expect(page.locator("#c1 mark").first).to_be_visible()
    await picture(page, "console-comments")
    await unfolds(page)
    await confirms_and_corrects(page)
    await sets_the_kind(page)
    await filters(page)
    await page.get_by_role("link", name="Chủ đề theo tuần").click()
    await expect(page.get_by_text("Thêm: Quốc phòng, nghĩa vụ quân sự")).to_be_visible()
    await expect(page.get_by_text("→ Quảng cáo")).to_be_visible()
    await fits(page)


async def unfolds(page: Page) -> None:
    """A long comment shows its beginning, and the rest when asked."""
    rest = page.locator("#c3 .unfold .lines")
    await expect(rest).to_be_hidden()
    await page.locator("#c3").get_by_text("Đọc tiếp").click()
    await expect(rest).to_be_visible()
    await fits(page)


async def confirms_and_corrects(page: Page) -> None:
    """One press confirms; the browser comes back to the same comment; then its topics are corrected."""
    await page.locator("#c1").get_by_role("button", name="Đúng rồi").click()
    await expect(page).to_have_url(re.compile(r"said=topics_kept#c1$"))
    await expect(page.get_by_text("Đã lưu chủ đề của góp ý.")).to_be_attached()
    await page.locator("#c1").get_by_text("Sửa lại chủ đề").click()
    await page.locator("#c1").get_by_label("Thêm chủ đề khác").select_option("quoc_phong_nvqs")
    await fits(page)
    await page.locator("#c1").get_by_role("button", name="Lưu chủ đề").click()
    await expect(page.locator("#c1 .topics")).to_contain_text("Quốc phòng, nghĩa vụ quân sự")


async def sets_the_kind(page: Page) -> None:
    """A press sets the kind, the page says that nothing is hidden, a second press puts it back."""
    comment = page.locator("#c2")
    await comment.get_by_text("Sửa loại", exact=True).click()
    await expect(comment.get_by_text("không góp ý nào bị ẩn hay bớt đi")).to_be_visible()
    await fits(page)
    await comment.get_by_role("button", name="Quảng cáo").click()
    await expect(page.get_by_text("góp ý không bị ẩn, vẫn được đếm và trả lời")).to_be_attached()
    await expect(comment.get_by_text("đặt loại «Quảng cáo»")).to_be_visible()
    await fits(page)
    await comment.get_by_role("button", name="Trả lại").click()
    await expect(comment.get_by_role("button", name="Trả lại")).to_have_count(0)


async def filters(page: Page) -> None:
    """Filters narrow the list and say how many are left; the next page is reached by a link."""
    await page.get_by_label("Cán bộ đã xem").select_option("no")
    await page.get_by_role("button", name="Lọc").click()
    await expect(page.get_by_text("59 góp ý", exact=True)).to_be_visible()
    await page.get_by_role("link", name="Cũ hơn").click()
    await expect(page.locator(".comment")).to_have_count(9)
    await fits(page)
    await page.get_by_role("link", name="Bỏ lọc").click()
    await page.get_by_label("Điều khoản").select_option("dieu-2")
    await page.get_by_role("button", name="Lọc").click()
    await expect(page.get_by_text("24 góp ý", exact=True)).to_be_visible()


async def test_the_demo_has_comments_to_look_at(demo: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = await browser.new_page(base_url=demo, locale="vi-VN")
        for who, count in (("quan_tri_1", 24), ("chuyen_vien", 24)):
            await page.goto(f"/sandbox/desk/{who}")
            await page.get_by_role("button", name="Đăng nhập").click()
            await page.get_by_role("link", name="Góp ý và chủ đề").first.click()
            await expect(page.locator(".comment")).to_have_count(count)
            await expect(page.locator(".comment mark").first).to_be_attached()
        await page.get_by_role("link", name="Chủ đề theo tuần").click()
        await expect(page.locator(".week")).not_to_have_count(0)
        await expect(page.get_by_text("Đổi loại:").first).to_be_visible()
        await browser.close()
