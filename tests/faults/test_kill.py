"""kill -9 at the worst moments: no accepted comment is lost or doubled, and every follower gets the notice."""

import asyncio
from pathlib import Path

import pytest

from bot.sandbox.telegram import Phone
from tests.bot.running_bot import RunningBot, pretended_telegram
from tests.bot.test_walk import bring_in, tells

pytestmark = pytest.mark.faults
# Milliseconds from pressing "send" to kill -9: before the event is taken, around its commit, around the answer.
MOMENTS = (0, 8, 15, 30, 60, 200)


async def _follow(phone: Phone) -> None:
    await phone.start()
    for line, answer in (("1", "2/2"), ("1", "Đã ghi nhận"), ("theo doi", "muốn nhận tin"), ("1", "Đã theo dõi")):
        await phone.wait_for("1/2" if answer == "2/2" else "", timeout=20)
        await tells(phone, line, answer)


async def test_no_accepted_comment_is_lost_or_doubled(database_url: str, tmp_path: Path) -> None:
    async with pretended_telegram() as (world, base):
        bot = RunningBot(database_url, base, tmp_path)
        await bot.start()
        code = await bring_in(bot)
        await bot.gopy_json("draft", "publish", code, "--json")
        citizen = world.phone("Hoa")
        await citizen.start()
        await citizen.wait_for("1/2", timeout=20)
        for line, answer in (("1", "2/2"), ("1", "Đã ghi nhận")):
            await tells(citizen, line, answer)
        texts = [f"Góp ý thứ {number} của tôi về mức thu phí rác" for number in range(len(MOMENTS))]
        for text, moment in zip(texts, MOMENTS, strict=True):
            for line, answer in (
                (f"gop y {code}", "Góp ý cho phần nào"),
                ("dieu 1", "Ý kiến của ông/bà"),
                ("2", "viết góp ý"),
                (text, "câu chữ"),
                ("bo qua", "Xin xem lại"),
            ):
                await tells(citizen, line, answer)
            await citizen.press(next(label for label in citizen.buttons if "Gửi góp ý" in label))
            await asyncio.sleep(moment / 1000)
            bot.kill()
            await bot.start()
            await citizen.wait_for("Mã biên nhận", timeout=30)
            await citizen.wait_for("muốn làm gì tiếp", timeout=30)
        stored = await bot.gopy_json("feedback", "list", code, "--json")
        assert [comment["text"] for comment in stored] == texts
        await bot.stop()


async def test_a_killed_broadcast_goes_on_and_reaches_everybody(tmp_path: Path, database_url: str) -> None:
    async with pretended_telegram() as (world, base):
        bot = RunningBot(database_url, base, tmp_path, more={"GOPY_TELEGRAM_RATE": "12"})
        await bot.start()
        followers = [world.phone(f"Người {number}") for number in range(24)]
        await asyncio.gather(*(_follow(phone) for phone in followers))
        code = await bring_in(bot)
        assert (await bot.gopy_json("draft", "publish", code, "--json"))["recipients"] == len(followers)
        await asyncio.sleep(0.8)  # about ten of the twenty-four have left
        bot.kill()
        await bot.start()
        for phone in followers:
            await phone.wait_for("Có dự thảo mới đang lấy ý kiến", timeout=30)
        notices = [sum("Có dự thảo mới đang lấy ý kiến" in m.text for m in phone.bot_messages) for phone in followers]
        assert min(notices) == 1
        # Telegram takes no key against repeats: what was in flight when the process died may arrive twice.
        assert sum(notices) <= len(followers) + 12
        await bot.stop()
