"""The main job, end to end: a real process, a real draft file, a strict Telegram, by polling and by webhook."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.sandbox.telegram import Phone, TelegramWorld
from tests import factories
from tests.bot.running_bot import RunningBot, pretended_telegram
from tests.fresh_databases import new_postgres_database

WAIT = 40.0


@pytest.fixture(
    params=[("polling", "sqlite"), pytest.param(("webhook", "postgresql"), marks=pytest.mark.postgres)],
    ids=["polling-sqlite", "webhook-postgresql"],
)
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[RunningBot, TelegramWorld]]:
    """A running bot and the world it talks to, in both modes and on both databases."""
    mode, kind = request.param
    url = f"sqlite+aiosqlite:///{tmp_path / 'gopy.db'}"
    if kind == "postgresql":
        url = await new_postgres_database(request.getfixturevalue("postgres_url"))
    async with pretended_telegram() as (world, base):
        bot = RunningBot(url, base, tmp_path, mode=mode)
        await bot.start()
        yield bot, world
        assert await bot.stop() == 0, bot.log()


async def tells(phone: Phone, line: str, answer: str) -> None:
    """Types a line and waits for what must come back."""
    await phone.send(line)
    await phone.wait_for(answer, timeout=WAIT)


async def taps(phone: Phone, label: str, answer: str) -> None:
    """Taps a button whose label holds ``label`` and waits for what must come back."""
    full = next(text for text in reversed(phone.buttons) if label in text)
    await phone.press(full)
    await phone.wait_for(answer, timeout=WAIT)


async def until(holds: Callable[[], bool]) -> None:
    """Waits until something holds."""
    async with asyncio.timeout(WAIT):
        while not holds():  # noqa: ASYNC110 (the pretended Telegram has no event for this)
            await asyncio.sleep(0.05)


async def bring_in(bot: RunningBot) -> str:
    """Brings a draft in from a file, as an officer does; returns its code."""
    file = bot.folder / "du-thao.txt"
    file.write_text(factories.DECISION, encoding="utf-8")
    closes = (date.today() + timedelta(days=30)).isoformat()  # noqa: DTZ011 (a day far enough away in any zone)
    made = await bot.gopy_json(
        "draft", "add", str(file), "--title", "Mức hỗ trợ thu gom rác thải nông thôn", "--kind", "quyết định",
        "--agency", "so_nnmt", "--closes", closes, "--field", "moi_truong_tai_nguyen", "--json",
    )  # fmt: skip
    assert "file-to-trinh" in {warning["about"] for warning in made.pop("warnings")}
    assert made == {"code": "DT1", "version": 1, "articles": 3, "problems": []}
    return str(made["code"])


async def link(bot: RunningBot, world: TelegramWorld, name: str, role: str) -> Phone:
    """A staff member who links his phone with the code of ``gopy staff add``."""
    made = await bot.gopy_json(
        "staff", "add", f"{name}@example.invalid", "--role", role, "--agency", "so_nnmt", "--json"
    )
    phone = world.phone(name)
    await phone.start(f"s_{made['code']}")
    await phone.wait_for("Đã liên kết", timeout=WAIT)
    return phone


async def converse(phone: Phone, *talk: tuple[str, str]) -> None:
    """Types line after line, each followed by what must come back."""
    for line, answer in talk:
        await tells(phone, line, answer)


async def comments_by_taps(phone: Phone) -> None:
    """From the push to the receipt without typing anything but the comment itself."""
    await taps(phone, "Góp ý", "Góp ý cho phần nào")
    await taps(phone, "Điều 2", "một khoản trong đó")
    await taps(phone, "khoản 2", "Ý kiến của ông/bà")
    await taps(phone, "Đề nghị sửa", "viết góp ý")
    await tells(phone, "thu gom rac 60 nghin la cao qua voi ho nghèo", "câu chữ")
    await taps(phone, "Bỏ qua", "Xin xem lại")
    await taps(phone, "Gửi góp ý", "Mã biên nhận")


async def comments_by_typing(phone: Phone) -> None:
    """The same by typing alone."""
    await converse(
        phone,
        ("gop y DT1", "Góp ý cho phần nào"),
        ("dieu 1", "Ý kiến của ông/bà"),
        ("1", "viết góp ý"),
        ("dong y vi moi truong sach hon", "câu chữ"),
        ("bo qua", "Xin xem lại"),
        ("1", "Mã biên nhận"),
    )


async def announces(bot: RunningBot, world: TelegramWorld) -> None:
    """One admin composes, the other confirms."""
    first, second = await link(bot, world, "lan", "admin"), await link(bot, world, "nam", "admin")
    await converse(
        first,
        ("thong bao", "Soạn mới"),
        ("1", "Gửi cho ai"),
        ("1", "tiếng Việt"),
        ("Tối nay hệ thống bảo trì.", "tiếng Anh"),
        ("bo qua", "Số người sẽ nhận: 1"),
        ("1", "Đã gửi thông báo TB"),
    )
    await second.wait_for("đã soạn một thông báo", timeout=WAIT)
    await taps(second, "Xem và xác nhận", "Tối nay hệ thống bảo trì")
    await taps(second, "Xác nhận và gửi", "Đang gửi tới 1 người")


async def test_draft_push_comment_receipt_digest_announcement(house: tuple[RunningBot, TelegramWorld]) -> None:
    bot, world = house
    farmer = world.phone("Hoa")
    await farmer.start()
    await farmer.wait_for("Câu hỏi 1/2", timeout=WAIT)
    await taps(farmer, "Đồng ý", "Câu hỏi 2/2")
    await taps(farmer, "Đồng ý", "Ông/bà muốn làm gì")
    await tells(farmer, "theo doi", "muốn nhận tin")
    await taps(farmer, "Mọi dự thảo", "Đã theo dõi")

    code = await bring_in(bot)
    assert await bot.gopy_json("draft", "publish", code, "--json") == {"code": code, "recipients": 1}
    push = await farmer.wait_for("Có dự thảo mới đang lấy ý kiến", timeout=WAIT)
    assert "Mức hỗ trợ thu gom rác thải nông thôn" in push.text

    await comments_by_taps(farmer)
    await comments_by_typing(farmer)
    comments = await bot.gopy_json("feedback", "list", code, "--json")
    assert [c["path"] for c in comments] == ["dieu-2/khoan-2", "dieu-1"]
    assert comments[0]["text"] == "thu gom rac 60 nghin la cao qua voi ho nghèo"
    assert "moi_truong_tai_nguyen" in [topic["code"] for topic in comments[0]["topics"]]

    officer = await link(bot, world, "binh", "officer")
    await officer.send("/digest DT1")
    await officer.wait_for("Môi trường", timeout=WAIT)
    await until(lambda: {"sendPhoto", "sendDocument"} <= {call.method for call in world.calls if call.status == 200})

    await announces(bot, world)
    await farmer.wait_for("Tối nay hệ thống bảo trì", timeout=WAIT)

    assert "42:token" not in bot.log()
    assert [(call.method, call.answer) for call in world.calls if call.status >= 400] == []
