"""An officer's first morning in a real browser: upload with a bar, outline beside the file, a correction, its undo.

With ``GOPY_PICTURES=FOLDER`` the walk also keeps pictures at 360 and 1280 px.
"""

import os
import secrets as random
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, async_playwright, expect

from bot import server
from handlers.web.page import Site
from services.citizens import Secrets
from storage.db import Database
from tests import factories
from tests.nlp.drafts.files import Word
from tests.nlp.drafts.test_edits import FEES
from tests.sandbox.test_phone_page import chromium

pytestmark = pytest.mark.browser
WAIT = 40_000  # milliseconds
SLOW = 100_000  # bytes a second: slow enough to see the bar move


def clock() -> datetime:
    return datetime.now(UTC)


def word_file(folder: Path, name: str = "Phí chợ.docx", padding: int = 0) -> Path:
    """A Word file of the fees; ``padding`` bytes of a picture make it larger."""
    word = Word()
    for line in FEES.splitlines():
        word.say(line)
    path = word.save(folder / name)
    if padding:
        with zipfile.ZipFile(path, "a") as package:
            package.writestr("word/media/image1.png", random.token_bytes(padding))
    return path


@pytest.fixture
async def home(sqlite_database: Database, secrets: Secrets) -> AsyncIterator[str]:
    """The address of a running console."""
    site = Site(sqlite_database, secrets, clock, "", "UBND tỉnh Lam Giang")
    running = TestServer(server.make(site, []))
    await running.start_server()
    yield str(running.make_url("/")).rstrip("/")
    await running.close()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield opened
        await opened.close()


async def signs_in(page: Page, home: str, database: Database, secrets: Secrets) -> None:
    async with database.transaction() as session:
        _, code = await factories.account(session, clock(), secrets.pseudonyms)
    await page.goto(f"{home}/console/sign-in?code={code}")
    await page.locator("form button.main").click()
    await page.wait_for_url("**/console/?said=signed_in")


async def fits(page: Page) -> None:
    """Nothing sticks out to the side."""
    wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, page.url


async def picture(page: Page, name: str) -> None:
    """Looks at the page at both widths; keeps pictures when asked to."""
    for width in (360, 1280):
        await page.set_viewport_size({"width": width, "height": 800})
        await fits(page)
        if folder := os.environ.get("GOPY_PICTURES"):
            await page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=width == 360)


async def test_an_officer_uploads_corrects_and_undoes(
    home: str, browser: Browser, sqlite_database: Database, secrets: Secrets, tmp_path: Path
) -> None:
    page = await browser.new_page(viewport={"width": 1280, "height": 800}, locale="vi-VN")
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    await signs_in(page, home, sqlite_database, secrets)
    await page.get_by_role("link", name="Thêm dự thảo").last.click()
    await picture(page, "upload")
    line = await page.context.new_cdp_session(page)
    await line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": SLOW},
    )
    await page.set_input_files("#file", word_file(tmp_path, padding=4 * SLOW))
    await page.get_by_role("button", name="Tải lên và đọc").click()
    await expect(page.locator("#sent")).to_contain_text("Đang tải lên:", timeout=WAIT)
    seen = float(await page.evaluate("document.getElementById('bar').value"))
    assert 0 <= seen <= 100
    await expect(page.locator("h1")).to_have_text("Tạo dự thảo", timeout=WAIT)
    assert await page.locator("#title").input_value() == "QUYẾT ĐỊNH Quy định mức thu phí chợ"
    await picture(page, "details")
    await page.locator("#closes").fill((clock().date() + timedelta(days=30)).isoformat())
    await page.get_by_role("button", name="Tạo dự thảo").click()
    await expect(page.locator(".flaw")).to_contain_text("Sau khoản 1 là khoản 3")
    await picture(page, "outline")
    await page.get_by_role("link", name="Chỗ cần xem đầu tiên").click()
    assert page.url.endswith("#v1")
    await page.get_by_role("link", name="Sửa khoản 1").click()
    await picture(page, "part")
    await page.locator("#split-place").select_option(label="2. Hộ không cố định nộp 10.000 đồng mỗi ngày, trừ:")
    await page.get_by_role("button", name="Tách").click()
    await expect(page.locator(".notice")).to_have_text("Đã sửa mục lục.")
    await expect(page.locator("#outline")).to_contain_text("khoản 2")
    await expect(page.locator(".flaw")).to_have_count(0)
    await picture(page, "corrected")
    await page.locator("#edits").get_by_role("button", name="Bỏ lần sửa").click()
    await expect(page.locator(".notice")).to_have_text("Đã bỏ lần sửa ấy.")
    await expect(page.locator(".flaw")).to_have_count(1)
    assert complaints == []


async def test_a_file_that_is_too_large_is_told_before_it_is_sent(
    home: str, browser: Browser, sqlite_database: Database, secrets: Secrets, tmp_path: Path
) -> None:
    page = await browser.new_page(locale="vi-VN")
    await signs_in(page, home, sqlite_database, secrets)
    await page.goto(f"{home}/console/upload")
    await page.set_input_files("#file", word_file(tmp_path, padding=21 * 2**20))
    await page.get_by_role("button", name="Tải lên và đọc").click()
    await expect(page.locator("#refusal")).to_contain_text("lớn hơn 20 MB")
    assert page.url == f"{home}/console/upload"


async def test_without_scripts_the_same_is_done_by_forms(
    home: str, browser: Browser, sqlite_database: Database, secrets: Secrets, tmp_path: Path
) -> None:
    context = await browser.new_context(java_script_enabled=False, locale="vi-VN")
    page = await context.new_page()
    await signs_in(page, home, sqlite_database, secrets)
    await page.goto(f"{home}/console/upload")
    await page.set_input_files("#file", word_file(tmp_path, "to.docx", padding=22 * 2**20))
    await page.get_by_role("button", name="Tải lên và đọc").click()
    await expect(page.locator("main")).to_contain_text("nhiều nhất 20 MB", timeout=WAIT)  # a page, not a broken line
    await page.goto(f"{home}/console/upload")
    await page.set_input_files("#file", word_file(tmp_path))
    await page.get_by_role("button", name="Tải lên và đọc").click()
    await expect(page.locator("h1")).to_have_text("Tạo dự thảo", timeout=WAIT)  # the waiting page refreshed itself
    await page.locator("#closes").fill((clock().date() + timedelta(days=30)).isoformat())
    await page.get_by_role("button", name="Tạo dự thảo").click()
    await page.get_by_role("link", name="Sửa khoản 1").click()
    await page.get_by_role("button", name="Gộp").click()
    await expect(page.locator("#edits")).to_contain_text("Gộp vào phần trước")
