"""The desk in the demo, from the link on the page of phones to a published draft, with JavaScript switched off.

With ``GOPY_PICTURES=docs/pictures`` the walk also takes the README's picture of the outline.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.browser.test_demo_walk import demo, picture
from tests.nlp.drafts.files import Word
from tests.nlp.drafts.test_edits import FEES
from tests.sandbox.test_phone_page import chromium

pytestmark = pytest.mark.browser
__all__ = ["demo"]  # the fixture
WIDTHS = (360, 1280)


@pytest.fixture(params=WIDTHS)
async def page(request: pytest.FixtureRequest, demo: str) -> AsyncIterator[Page]:
    """A Vietnamese reader's browser without JavaScript, as wide as a small phone or a desk screen."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        context = await browser.new_context(
            base_url=demo,
            java_script_enabled=False,
            locale="vi-VN",
            viewport={"width": request.param, "height": 900},
        )
        yield await context.new_page()
        await browser.close()


async def fits(page: Page) -> None:
    """Nothing sticks out to the right: the page needs no scrolling sideways."""
    beyond = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert await page.evaluate(beyond) <= 0, page.url


async def test_an_officer_publishes_from_the_desk_without_javascript(page: Page, tmp_path: Path) -> None:
    await page.goto("/sandbox/desk/chuyen_vien")
    await page.get_by_role("button", name="Đăng nhập").click()
    await expect(page.get_by_text("Đã đăng nhập.")).to_be_visible()
    await fits(page)
    await corrects_and_publishes(page)
    await brings_a_file_in(page, tmp_path)
    await takes_a_proposal_in(page)


async def corrects_and_publishes(page: Page) -> None:
    """DT1: the outline is corrected and the correction undone, dossier and card are looked at, then it is published."""
    await page.goto("/console/drafts/DT1/outline")
    await fits(page)
    await picture(page, "console-outline")
    await page.get_by_role("link", name="Sửa Điều 3").first.click()
    await fits(page)
    await page.get_by_role("button", name="Gộp", exact=True).click()
    await expect(page.get_by_text("Đã sửa mục lục.")).to_be_visible()
    await page.get_by_role("button", name="Bỏ lần sửa").first.click()
    await expect(page.get_by_text("Đã bỏ lần sửa ấy.")).to_be_visible()
    await page.goto("/console/drafts/DT1/dossier")
    await fits(page)
    await page.get_by_label("Địa chỉ nguồn").fill("https://lam-giang.example/du-thao/1")
    await page.get_by_role("button", name="Lưu thông tin").click()
    await expect(page.get_by_text("Đã lưu.")).to_be_visible()
    await page.goto("/console/drafts/DT1/card")
    await fits(page)
    await page.goto("/console/drafts/DT1/publish")
    await fits(page)
    await page.get_by_role("button", name="Công bố và gửi cho 1 người").click()
    await expect(page.get_by_text("Đã công bố dự thảo")).to_be_visible()
    await page.goto("/d/DT1")
    await fits(page)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("thu gom, xử lý chất thải")


async def brings_a_file_in(page: Page, folder: Path) -> None:
    """A Word file becomes a draft in preparation; the page that waits renews itself."""
    word = Word()
    for line in FEES.splitlines():
        word.say(line)
    await page.goto("/console/upload")
    await fits(page)
    await page.get_by_label("Tệp dự thảo").set_input_files(word.save(folder / "phi-cho.docx"))
    await page.get_by_role("button", name="Tải lên").click()
    await expect(page.get_by_label("Ngày cuối nhận góp ý")).to_be_visible(timeout=60_000)
    await fits(page)
    await page.get_by_label("Ngày cuối nhận góp ý").fill("2027-12-31")
    await page.get_by_role("button", name="Tạo dự thảo").click()
    await expect(page.get_by_text("Đã tạo dự thảo.")).to_be_visible()


async def takes_a_proposal_in(page: Page) -> None:
    """What the pretended portal announced becomes a hidden draft."""
    await page.goto("/console/portals")
    await fits(page)
    await page.get_by_role("link", name="nước dưới đất").first.click()
    await fits(page)
    await page.get_by_role("button", name="Nhập thành dự thảo").click()
    await expect(page.get_by_text("Đã nhập thành dự thảo đang chuẩn bị.")).to_be_visible()
