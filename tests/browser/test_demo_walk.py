"""The demo as a visitor walks it: publish, push, comment by taps and by typing, receipt, digest, announcement.

With ``GOPY_PICTURES=docs/pictures`` the walk also takes the pictures of the README.
"""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

from tests.bot.running_bot import REPOSITORY, free_port
from tests.sandbox.test_phone_page import chromium

pytestmark = pytest.mark.browser
WAIT = 40_000  # milliseconds
READY_WAIT = 60.0  # seconds, on a machine that does other things too


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[str]:
    """``gopy demo`` in a process of its own; its address."""
    port = free_port()
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GOPY_")}
    environment = inherited | {"GOPY_PORT": str(port), "PYTHONPATH": str(REPOSITORY)}
    with (tmp_path / "demo.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: ASYNC220 (it only starts the process)
            [sys.executable, "-m", "bot", "demo"], cwd=tmp_path, env=environment, stdout=log, stderr=log
        )
    home = f"http://127.0.0.1:{port}"
    try:
        async with asyncio.timeout(READY_WAIT):
            while home.encode() not in (tmp_path / "demo.log").read_bytes().partition(b"G\xc3\xb3p \xc3\x9d:")[2]:
                assert process.poll() is None, (tmp_path / "demo.log").read_text()
                await asyncio.sleep(0.1)
        yield home
    finally:
        process.send_signal(signal.SIGINT)
        assert await asyncio.to_thread(process.wait, 20) == 0, (tmp_path / "demo.log").read_text()


class Screen:
    """One phone on the page."""

    def __init__(self, page: Page, key: str) -> None:
        self.page = page
        self.phone: Locator = page.locator(f".phone[data-key='{key}']")
        self.key = key

    async def show(self) -> None:
        """Brings the phone into view when its tab is off."""
        if not await self.phone.is_visible():
            await self.page.locator(f".tab[data-key='{self.key}']").click()

    async def taps(self, label: str, answer: str) -> None:
        """Taps the newest button with this label and waits for what must come."""
        await self.phone.get_by_role("button", name=label).last.click()
        await self.sees(answer)

    async def types(self, line: str, answer: str) -> None:
        """Types a line and waits for what must come."""
        field = self.phone.locator(".field")
        await field.fill(line)
        await field.press("Enter")
        await self.sees(answer)

    async def sees(self, text: str) -> None:
        """One of the newest bubbles says this; older ones do not count."""
        newest = """([key, text]) => [...document.querySelectorAll(`.phone[data-key='${key}'] .log article`)]
            .slice(-3).some((bubble) => bubble.innerText.includes(text))"""
        await self.page.wait_for_function(newest, arg=[self.key, text], timeout=WAIT)


async def picture(page: Page, name: str) -> None:
    """A picture for the README, when asked for."""
    folder = os.environ.get("GOPY_PICTURES")
    if folder:
        await page.wait_for_timeout(600)
        await page.screenshot(path=REPOSITORY / folder / f"{name}.png")


@pytest.fixture
async def page(demo: str) -> AsyncIterator[Page]:
    """The demo's page, wide enough for several phones; it must stay free of script errors."""
    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        opened = await browser.new_page(viewport={"width": 1280, "height": 900})
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        await opened.goto(f"{demo}/")
        yield opened
        await browser.close()
    assert complaints == []


async def test_the_whole_walk(page: Page) -> None:
    farmer, officer = Screen(page, "hoa"), Screen(page, "chuyen_vien")
    await picture(page, "demo")
    await publish_and_push(page, farmer, officer)
    await comment_by_taps(page, farmer)
    await comment_by_typing(farmer)
    await digest(page, officer)
    await announce(page, farmer)


async def publish_and_push(page: Page, farmer: Screen, officer: Screen) -> None:
    """The officer publishes; the farmer's phone shows the push."""
    await officer.taps("Công bố dự thảo", "Công bố dự thảo nào?")
    await officer.taps("DT1", "Số người sẽ nhận: 1")
    await picture(page, "walk-1-publish")
    await officer.taps("Công bố ngay", "Đã công bố DT1")
    await farmer.sees("Có dự thảo mới đang lấy ý kiến")
    await picture(page, "walk-2-push")


async def comment_by_taps(page: Page, farmer: Screen) -> None:
    """From the push to the receipt without typing anything but the comment itself."""
    await farmer.taps("Góp ý", "Góp ý cho phần nào")
    await farmer.taps("Xem tiếp", "Góp ý cho phần nào")
    await farmer.phone.get_by_role("button", name="Điều 4").last.click()
    await farmer.sees("một khoản trong đó")
    await farmer.taps("khoản 1", "Ý kiến của ông/bà")
    await farmer.taps("Đề nghị sửa", "Xin viết góp ý")
    await farmer.types(
        "Thon toi xa duong, xe rac khong vao duoc. De nghi cho ho gan nhau chung thung.", "câu chữ cụ thể"
    )
    await picture(page, "walk-3-comment")
    await farmer.taps("Bỏ qua", "Xin xem lại")
    await farmer.taps("Gửi góp ý", "Mã biên nhận")
    await picture(page, "walk-4-receipt")


async def comment_by_typing(farmer: Screen) -> None:
    """The same by typing alone, without diacritics."""
    await farmer.types("gop y DT1", "Góp ý cho phần nào")
    await farmer.types("dieu 2", "một khoản trong đó")
    await farmer.types("1", "Ý kiến của ông/bà")
    await farmer.types("1", "Xin viết góp ý")
    await farmer.types("dong y, moi truong sach se hon", "câu chữ cụ thể")
    await farmer.types("bo qua", "Xin xem lại")
    await farmer.types("1", "muốn làm gì tiếp")


async def digest(page: Page, officer: Screen) -> None:
    """Both comments are in the officer's digest: text with topics, a picture, a spreadsheet."""
    await officer.types("tong hop DT1", "Góp ý: 2")
    await expect(officer.phone.locator(".log").get_by_text("Môi trường, tài nguyên").last).to_be_attached()
    await expect(officer.phone.locator(".log img").last).to_be_visible(timeout=WAIT)
    await officer.sees("DT1.xlsx")
    await picture(page, "walk-5-digest")


async def announce(page: Page, farmer: Screen) -> None:
    """One admin composes, another confirms, the farmer reads it."""
    first, second = Screen(page, "quan_tri_1"), Screen(page, "quan_tri_2")
    await first.taps("Thông báo tới người dân", "Soạn mới hoặc xem")
    await first.taps("Soạn thông báo mới", "Gửi cho ai?")
    await first.taps("Tất cả những người đã đồng ý", "tiếng Việt")
    await first.types("Từ 22 giờ tối nay, kênh tạm dừng một giờ để bảo trì.", "tiếng Anh")
    await first.types("The service pauses for an hour from 22:00 tonight.", "Số người sẽ nhận: 1")
    await first.taps("Gửi để xác nhận", "Đã gửi thông báo TB")
    await second.show()
    await second.sees("đã soạn một thông báo")
    await second.taps("Xem và xác nhận", "Từ 22 giờ tối nay")
    await second.taps("Xác nhận và gửi", "Đang gửi tới 1 người")
    await farmer.show()
    await farmer.sees("Từ 22 giờ tối nay")
    await picture(page, "walk-6-announcement")
