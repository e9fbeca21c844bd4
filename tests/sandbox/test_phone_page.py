"""The phone page in a real browser, with a python-telegram-bot on the other side."""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
import telegram
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, async_playwright, expect
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import Forbidden

from bot.sandbox import server as sandbox
from bot.sandbox.phone import PEOPLE
from bot.sandbox.telegram import Rates, TelegramWorld
from bot.sandbox.telegram.images import plain_png

HOA, OFFICER = PEOPLE[0], PEOPLE[3]
expect.set_options(timeout=20_000)  # milliseconds, for every test in a browser: a busy machine draws late
ASK = InlineKeyboardMarkup([[InlineKeyboardButton("1. Đồng ý", callback_data="yes")]])


def chromium() -> str:
    """Where the browser is; without one these tests fail, they do not skip."""
    path = os.environ.get("GOPY_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        pytest.fail("No Chromium found: install it (apt-get install chromium) or set GOPY_CHROMIUM to its path.")
    return path


@pytest.fixture
def world() -> TelegramWorld:
    return TelegramWorld(rates=Rates.off())


@pytest.fixture
async def site(world: TelegramWorld) -> AsyncIterator[TestServer]:
    links = {"text": "Thế giới thử", "links": [{"label": "Trang công khai", "url": "/cong-khai"}]}
    running = TestServer(sandbox.make_app(world, PEOPLE, lambda: links))
    await running.start_server()
    yield running
    await running.close()


@pytest.fixture
async def bot(site: TestServer) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(next(iter(TelegramWorld().bots)), base_url=str(site.make_url("/telegram/bot"))) as running:
        yield running


@pytest.fixture
async def page(site: TestServer) -> AsyncIterator[Page]:
    """The page at 1280 pixels; it must stay free of script and content-policy errors and load nothing from outside."""
    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        opened = await browser.new_page(viewport={"width": 1280, "height": 800})
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        home = str(site.make_url("/"))
        opened.on("request", lambda r: complaints.append(r.url) if not r.url.startswith((home, "data:")) else None)
        await opened.goto(home)
        yield opened
        await browser.close()
    assert complaints == []


@pytest.mark.browser
async def test_a_citizen_starts_writes_and_presses(page: Page, bot: telegram.Bot, world: TelegramWorld) -> None:
    hoa = page.locator("[data-key=hoa]")
    await hoa.get_by_role("button", name="Bắt đầu", exact=True).click()
    field = hoa.get_by_role("textbox")
    await expect(field).to_be_focused()
    await field.fill("gia dat qua thap")
    await field.press("Enter")
    await expect(hoa.locator(".mine").last).to_contain_text("gia dat qua thap")
    updates = await bot.get_updates()
    assert [update.message.text for update in updates if update.message] == ["/start", "gia dat qua thap"]

    sent = await bot.send_message(HOA.user_id, "Bà <b>đồng ý</b>?", parse_mode="HTML", reply_markup=ASK)
    await expect(hoa.locator(".theirs strong")).to_have_text("đồng ý")
    await hoa.get_by_role("button", name="1. Đồng ý").click()
    await expect(hoa.locator(".key.waiting")).to_have_count(1)
    query = (await bot.get_updates(offset=updates[-1].update_id + 1, timeout=5))[-1].callback_query
    assert query
    await query.answer("Cảm ơn bà")
    await expect(hoa.locator(".toast")).to_have_text("Cảm ơn bà")
    await expect(hoa.locator(".key.waiting")).to_have_count(0)
    await bot.edit_message_text("Đã ghi nhận", HOA.user_id, sent.message_id)
    await expect(hoa.locator(".theirs")).to_have_count(1)
    await expect(hoa.locator(".theirs")).to_contain_text("Đã ghi nhận")
    await expect(hoa.locator(".theirs")).to_contain_text("đã sửa")
    await bot.send_chat_action(HOA.user_id, "typing")
    await expect(hoa.locator(".note")).to_have_text("Góp Ý đang nhập…")
    await bot.delete_message(HOA.user_id, sent.message_id)
    await expect(hoa.locator(".theirs")).to_have_count(0)


@pytest.mark.browser
async def test_alerts_wait_until_they_are_read(page: Page, bot: telegram.Bot, world: TelegramWorld) -> None:
    phone = world.phone(HOA.name, HOA.user_id)
    await phone.start()
    await bot.send_message(HOA.user_id, "Bà đồng ý?", reply_markup=ASK)
    await page.locator("[data-key=hoa] .key").click()
    query = (await bot.get_updates(timeout=5, offset=(await bot.get_updates())[0].update_id + 1))[-1].callback_query
    assert query
    await query.answer("Đã hết hạn góp ý", show_alert=True)
    await expect(page.get_by_role("dialog")).to_contain_text("Đã hết hạn góp ý")
    await page.get_by_role("button", name="Đã hiểu").click()
    await expect(page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.browser
async def test_blocking_and_starting_again(page: Page, bot: telegram.Bot, world: TelegramWorld) -> None:
    await world.phone(HOA.name, HOA.user_id).start()
    hoa = page.locator("[data-key=hoa]")
    await hoa.get_by_role("button", name="Chặn bot trên máy của Bà Hoa").click()
    again = hoa.get_by_role("button", name="Bỏ chặn và bắt đầu lại")
    await expect(again).to_be_visible()
    with pytest.raises(Forbidden):
        await bot.send_message(HOA.user_id, "a")
    await again.click()
    await expect(hoa.get_by_role("textbox")).to_be_visible()
    await bot.send_message(HOA.user_id, "Chào lại bà")
    await expect(hoa.locator(".theirs")).to_contain_text("Chào lại bà")


@pytest.mark.browser
async def test_pictures_are_shown_and_documents_can_be_saved(
    page: Page, bot: telegram.Bot, world: TelegramWorld
) -> None:
    await world.phone(OFFICER.name, OFFICER.user_id).start()
    await bot.send_photo(OFFICER.user_id, plain_png(80, 40), caption="Biểu đồ")
    await bot.send_document(OFFICER.user_id, b"PK-content", filename="bảng tổng hợp.docx")
    officer = page.locator("[data-key=can-bo]")
    await expect(officer.get_by_role("img", name="Biểu đồ")).to_have_js_property("naturalWidth", 80)
    async with page.expect_download() as saving:
        await officer.get_by_role("link", name="bảng tổng hợp.docx").click()
    saved = await saving.value
    assert saved.suggested_filename == "bảng tổng hợp.docx"


@pytest.mark.browser
async def test_unread_messages_are_counted_for_phones_out_of_view(
    page: Page, bot: telegram.Bot, world: TelegramWorld
) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    await expect(page.locator(".phone:visible")).to_have_count(1)
    await world.phone(OFFICER.name, OFFICER.user_id).start()
    for text in ("một", "hai"):
        await bot.send_message(OFFICER.user_id, text)
    tab = page.get_by_role("button", name="Cán bộ Sở")
    await expect(tab.locator(".badge")).to_have_text("2")
    await tab.click()
    await expect(tab.locator(".badge")).to_be_hidden()
    await expect(page.locator("[data-key=can-bo] .theirs")).to_have_count(2)
    assert await page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.browser
async def test_the_page_catches_up_after_a_lost_connection(page: Page, bot: telegram.Bot, world: TelegramWorld) -> None:
    await world.phone(HOA.name, HOA.user_id).start()
    await expect(page.locator("[data-key=hoa] .mine")).to_have_count(1)
    world.feed.close()
    await bot.send_message(HOA.user_id, "Tin gửi lúc mất mạng")
    await expect(page.locator("[data-key=hoa] .theirs")).to_have_count(1, timeout=15_000)
    await expect(page.locator("#offline")).to_be_hidden()


@pytest.mark.browser
async def test_the_menu_lists_the_bots_commands(page: Page, bot: telegram.Bot, world: TelegramWorld) -> None:
    await world.phone(HOA.name, HOA.user_id).start()
    await bot.set_my_commands([("start", "Begin"), ("help", "Help")])
    await bot.set_my_commands([("duthao", "Dự thảo đang lấy ý kiến")], language_code="vi")
    hoa = page.locator("[data-key=hoa]")
    await hoa.get_by_role("button", name="Các lệnh của bot").click()
    await expect(hoa.get_by_role("menuitem")).to_have_text(["/duthao Dự thảo đang lấy ý kiến"])
    await page.keyboard.press("Enter")
    await expect(hoa.locator(".mine").last).to_contain_text("/duthao")
    await expect(hoa.get_by_role("menu")).to_be_hidden()


@pytest.mark.browser
async def test_deep_links_and_commands_in_a_message_can_be_tapped(
    page: Page, bot: telegram.Bot, world: TelegramWorld
) -> None:
    phone = world.phone(HOA.name, HOA.user_id)
    await phone.start()
    text = '<a href="https://t.me/gopy_bot?start=DT-01">Góp ý</a> hoặc /help <a href="javascript:alert(1)">x</a>'
    await bot.send_message(HOA.user_id, text, parse_mode="HTML")
    theirs = page.locator("[data-key=hoa] .theirs")
    await theirs.get_by_role("link", name="Góp ý").click()
    await theirs.get_by_role("button", name="/help").click()
    await expect(page.locator("[data-key=hoa] .mine")).to_have_count(3)
    assert [message.text for message in phone.messages if not message.by_bot] == ["/start", "/start DT-01", "/help"]
    await expect(theirs.get_by_role("link")).to_have_count(1)


@pytest.mark.browser
async def test_the_last_own_message_can_be_corrected(page: Page, bot: telegram.Bot, world: TelegramWorld) -> None:
    phone = world.phone(HOA.name, HOA.user_id)
    await phone.start()
    await phone.send("gop y sai")
    field = page.locator("[data-key=hoa]").get_by_role("textbox")
    await field.press("ArrowUp")
    await expect(field).to_have_value("gop y sai")
    await field.fill("gop y dung")
    await field.press("Enter")
    await expect(page.locator("[data-key=hoa] .mine").last).to_contain_text("gop y dung")
    assert (await bot.get_updates())[-1].edited_message


@pytest.mark.browser
async def test_a_picture_can_be_sent_from_the_page(page: Page, bot: telegram.Bot, world: TelegramWorld) -> None:
    await world.phone(HOA.name, HOA.user_id).start()
    picture = {"name": "ruong.png", "mimeType": "image/png", "buffer": plain_png(8, 8)}
    await page.locator("[data-key=hoa] .file").set_input_files(picture)  # type: ignore[arg-type]  # playwright's own shape
    await expect(page.locator("[data-key=hoa] .mine img")).to_be_visible()
    message = (await bot.get_updates())[-1].message
    assert message
    assert message.photo[0].width == 8


@pytest.mark.browser
async def test_the_head_says_where_to_look(page: Page) -> None:
    await expect(page.locator("#about")).to_have_text("Thế giới thử")
    await expect(page.get_by_role("link", name="Trang công khai")).to_have_attribute("href", "/cong-khai")


async def test_other_sites_cannot_press_for_the_visitor(site: TestServer, world: TelegramWorld) -> None:
    async with ClientSession() as http:
        address = site.make_url("/phone/api/phones/hoa/start")
        async with http.post(address, headers={"Sec-Fetch-Site": "cross-site"}) as answer:
            assert answer.status == 403
        assert world.bot.chats == {}
        async with http.post(address) as answer:
            assert answer.status == 200
        async with http.post(site.make_url("/phone/api/phones/nobody/start")) as answer:
            assert answer.status == 404
        async with http.post(site.make_url("/phone/api/phones/hoa/dance"), json={}) as answer:
            assert answer.status == 400
        async with http.post(site.make_url("/phone/api/phones/mai/send"), json={"text": "a"}) as answer:
            assert answer.status == 409
        async with http.get(site.make_url("/phone/app.py")) as answer:
            assert answer.status == 404


async def test_some_people_start_by_themselves(world: TelegramWorld) -> None:
    people = [PEOPLE[0], PEOPLE[1].__class__("lan", "Lan", "", "citizen", 77, autostart=True)]
    running = TestServer(sandbox.make_app(world, people))
    await running.start_server()
    await running.close()
    assert list(world.bot.chats) == [77]
