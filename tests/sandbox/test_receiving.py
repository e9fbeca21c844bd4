"""How updates reach a bot: long polling, webhooks, order, repetition, and the faults that can be ordered."""

import asyncio
from typing import Any

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Conflict, NetworkError, RetryAfter, TimedOut
from telegram.request import HTTPXRequest

from bot.sandbox.telegram import Fault, NotPossible, Rates, TelegramWorld
from bot.sandbox.telegram.images import plain_png
from tests.sandbox.conftest import Clock, Hook

YES_NO = InlineKeyboardMarkup(
    [[InlineKeyboardButton("1. Đồng ý", callback_data="yes"), InlineKeyboardButton("2. Không", callback_data="no")]]
)


async def test_updates_are_offered_until_they_are_confirmed(bot: Bot, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    await hoa.start("DT-01")
    await hoa.send("gop y cho dieu 4")
    first = await bot.get_updates()
    assert [update.message.text for update in first if update.message] == ["/start DT-01", "gop y cho dieu 4"]
    assert first[0].message
    assert first[0].message.entities[0].type == "bot_command"
    assert await bot.get_updates() == first
    assert await bot.get_updates(limit=1) == first[:1]
    rest = await bot.get_updates(offset=first[0].update_id + 1)
    assert [update.update_id for update in rest] == [first[0].update_id + 1]
    assert await bot.get_updates(offset=rest[-1].update_id + 1) == ()


async def test_a_long_poll_wakes_when_somebody_writes(bot: Bot, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.05)
    await hoa.start()
    assert len(await asyncio.wait_for(poll, 2)) == 1


async def test_a_second_poller_ends_the_first(base: str, bot: Bot, world: TelegramWorld) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.05)
    async with HTTPXRequest() as request:
        other = Bot(bot.token, base_url=f"{base}/bot", request=request, get_updates_request=request)
        second = asyncio.create_task(other.get_updates(timeout=20))
        await _the_first_is_ended(first)
        await world.phone("Hoa").start()
        assert len(await second) == 1


async def _the_first_is_ended(first: asyncio.Task[Any]) -> None:
    with pytest.raises(Conflict) as conflict:
        await first
    assert conflict.value.message == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


async def test_polling_and_a_webhook_exclude_each_other(bot: Bot, hook: Hook) -> None:
    with pytest.raises(Conflict) as conflict:
        await bot.get_updates()
    assert conflict.value.message == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_only_wanted_kinds_are_delivered(bot: Bot, world: TelegramWorld) -> None:
    await bot.get_updates(allowed_updates=["message"])
    hoa = world.phone("Hoa")
    await hoa.start()
    await hoa.block()
    await hoa.unblock()
    assert [update.my_chat_member for update in await bot.get_updates()] == [None]
    await bot.get_updates(allowed_updates=[])
    await hoa.block()
    update = (await bot.get_updates())[-1]
    assert update.my_chat_member
    assert (update.my_chat_member.old_chat_member.status, update.my_chat_member.new_chat_member.status) == (
        "member",
        "kicked",
    )


async def test_pressing_a_button_and_answering_it(bot: Bot, world: TelegramWorld, clock: Clock) -> None:
    hoa = world.phone("Hoa")
    await hoa.start()
    sent = await bot.send_message(hoa.chat_id, "Bà đồng ý không?", reply_markup=YES_NO)
    await hoa.press("1. Đồng ý")
    query = (await bot.get_updates())[-1].callback_query
    assert query
    assert (query.data, query.message.message_id if query.message else 0) == ("yes", sent.message_id)
    await query.answer("Cảm ơn bà", show_alert=True)
    assert await hoa.wait_for_answer() == {"text": "Cảm ơn bà", "show_alert": True}
    await hoa.press_index(sent.message_id, 1)
    await hoa.press_data(sent.message_id, "forged")
    late = [update.callback_query for update in (await bot.get_updates())[-2:]]
    assert [query.data for query in late if query] == ["no", "forged"]
    clock.now += 149
    assert await bot.answer_callback_query(late[0].id if late[0] else "")
    clock.now += 2
    for query_id in (late[1].id if late[1] else "", "4711"):
        with pytest.raises(BadRequest) as old:
            await bot.answer_callback_query(query_id)
        assert old.value.message == "Query is too old and response timeout expired or query id is invalid"
    with pytest.raises(NotPossible, match="no button '3"):
        await hoa.press("3. Ý kiến khác")


async def test_updates_expire_like_the_real_ones(bot: Bot, world: TelegramWorld, clock: Clock) -> None:
    hoa = world.phone("Hoa")
    await hoa.start()
    await bot.send_message(hoa.chat_id, "a", reply_markup=YES_NO)
    await hoa.press("1")
    clock.now += 151
    assert len(await bot.get_updates()) == 1
    clock.now += 86_400
    assert await bot.get_updates() == ()


async def test_everything_a_person_can_send_is_understood_by_ptb(bot: Bot, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    await hoa.start()
    await hoa.send_photo(plain_png(), "ảnh ruộng")
    await hoa.send_document("don.docx", b"PK")
    await hoa.send_sticker()
    await hoa.send_voice()
    await hoa.send_location()
    await hoa.send_contact()
    text = await hoa.send("sai")
    await hoa.edit(text.message_id, "đúng")
    group = await hoa.join_group("Tổ dân phố 3")
    await hoa.send_to_group(group, "chào cả nhà")
    await hoa.send_to_group(group, "/help")
    updates = (await bot.get_updates())[1:]
    kinds = ["photo", "document", "sticker", "voice", "location", "contact", "text"]
    for kind, update in zip(kinds, updates, strict=False):
        assert update.message
        assert getattr(update.message, kind)
    assert updates[7].edited_message
    assert updates[7].edited_message.text == "đúng"
    assert updates[8].my_chat_member
    assert updates[9].message
    assert updates[9].message.new_chat_members[0].first_name == "Hoa"
    assert [update.message.text for update in updates[10:] if update.message] == ["/help"]


async def test_a_very_long_text_is_split_by_the_app(bot: Bot, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    await hoa.start()
    await hoa.send("👍" * 2049)
    assert [len(update.message.text or "") for update in await bot.get_updates() if update.message] == [6, 2048, 1]


async def test_updates_can_come_twice_late_and_out_of_order(bot: Bot, world: TelegramWorld) -> None:
    hoa, box = world.phone("Hoa"), world.bot.updates
    await hoa.start()
    first = (await bot.get_updates())[0].update_id
    await bot.get_updates(offset=first + 1)
    box.repeat(first)
    assert [update.update_id for update in await bot.get_updates()] == [first]
    await bot.get_updates(offset=first + 1)
    box.hold()
    await hoa.send("một")
    await hoa.send("hai")
    assert await bot.get_updates() == ()
    assert box.release(backwards=True) == 2
    late = await bot.get_updates(limit=1)
    assert [update.update_id for update in late] == [first + 2]
    assert [u.update_id for u in await bot.get_updates(offset=first + 3)] == [first + 1]


async def test_the_webhook_gets_updates_in_order_with_the_secret(hook: Hook, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    await hoa.start()
    for number in range(5):
        await hoa.send(str(number))
    ids = await hook.count(6)
    assert ids == sorted(ids)
    assert [update["message"]["text"] for update in hook.got] == ["/start", "0", "1", "2", "3", "4"]


async def test_a_refused_update_comes_again_and_later_ones_of_the_chat_wait(
    hook: Hook, bot: Bot, world: TelegramWorld
) -> None:
    hook.answers = [500, "cut", 503]
    hoa, tuan = world.phone("Hoa"), world.phone("Tuấn")
    await hoa.start()
    await hoa.send("sau")
    assert (await bot.get_webhook_info()).pending_update_count == 2
    ids = await hook.count(5)
    assert ids == [ids[0]] * 4 + [ids[0] + 1]
    info = await bot.get_webhook_info()
    assert info.pending_update_count == 0
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"
    assert info.last_error_date
    hook.pause = 0.1
    await asyncio.gather(hoa.send("a"), hoa.send("b"), tuan.start())
    assert len(set((await hook.count(8))[5:])) == 3
    assert [update["message"]["from"]["first_name"] for update in hook.got[5:7]] in (["Hoa", "Tuấn"], ["Tuấn", "Hoa"])


async def test_a_slow_webhook_counts_as_failed(hook: Hook, bot: Bot, world: TelegramWorld) -> None:
    hook.pause = 0.7
    await world.phone("Hoa").start()
    await asyncio.sleep(0.6)
    assert (await bot.get_webhook_info()).last_error_message == "Read timeout expired"
    hook.pause = 0
    assert len(await hook.count(1)) == 1


async def test_a_wrong_secret_is_not_the_end_of_an_update(hook: Hook, bot: Bot, world: TelegramWorld) -> None:
    world.chaos.next_secrets_wrong(2)
    await world.phone("Hoa").start()
    assert len(await hook.count(1)) == 1
    assert (await bot.get_webhook_info()).last_error_message == "Wrong response from the webhook: 403 Forbidden"
    assert await world.bot.webhook.forge({"update_id": 1}, "wrong") == 403
    assert await world.bot.webhook.forge({"update_id": 1}, None) == 403
    assert len(hook.got) == 1


async def test_a_call_in_the_webhook_answer_is_executed(hook: Hook, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    hook.answers = [{"method": "sendMessage", "chat_id": hoa.chat_id, "text": "Chào bà"}]
    await hoa.start()
    assert (await hoa.wait_for("chào bà")).text == "Chào bà"


async def test_a_webhook_is_refused_for_a_bad_address_or_secret(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)bad webhook"):
        await bot.set_webhook("ftp://a.vn/hook")
    with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
        await bot.set_webhook("https://a.vn/hook", secret_token="bí mật")
    with pytest.raises(BadRequest, match="Secret token is too long"):
        await bot.set_webhook("https://a.vn/hook", secret_token="a" * 257)


async def test_flood_control_names_the_seconds_to_wait(bot: Bot, world: TelegramWorld, clock: Clock) -> None:
    world.bot.flood.set_rates(Rates(per_second=3, burst=0, chat_burst=2))
    people = [world.phone(name) for name in ("Hoa", "Tuấn", "Mai", "Lan")]
    for phone in people:
        await phone.start()
    for phone in people[:3]:
        await bot.send_message(phone.chat_id, "a")
    with pytest.raises(RetryAfter, match=r"Flood control exceeded. Retry in 0:00:03"):
        await bot.send_message(people[3].chat_id, "a")
    clock.now += 2
    with pytest.raises(RetryAfter):
        await bot.send_message(people[3].chat_id, "a")
    clock.now += 1
    await bot.send_message(people[0].chat_id, "a")
    await bot.send_message(people[0].chat_id, "b")
    with pytest.raises(RetryAfter):
        await bot.send_message(people[0].chat_id, "c")
    assert world.calls[-1].answer == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 3",
        "parameters": {"retry_after": 3},
    }


async def test_paid_broadcasts_have_their_own_lane(bot: Bot, world: TelegramWorld) -> None:
    world.bot.flood.set_rates(Rates(per_second=1, burst=0, paid_per_second=3))
    hoa = world.phone("Hoa")
    await hoa.start()
    for _ in range(3):
        await bot.send_message(hoa.chat_id, "a", allow_paid_broadcast=True)
    await bot.send_message(hoa.chat_id, "a")
    with pytest.raises(RetryAfter):
        await bot.send_message(hoa.chat_id, "a")


async def test_faults_on_order(bot: Bot, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    await hoa.start()
    world.chaos.next("sendMessage", Fault("flood", retry_after=7))
    with pytest.raises(RetryAfter, match="Retry in 0:00:07"):
        await bot.send_message(hoa.chat_id, "a")
    for kind in ("error", "bad_gateway", "reset_before"):
        world.chaos.next("sendMessage", Fault(kind))
        with pytest.raises(NetworkError):
            await bot.send_message(hoa.chat_id, "a")
    assert hoa.bot_messages == []
    world.chaos.next("*", Fault("reset"))
    with pytest.raises(NetworkError):
        await bot.send_message(hoa.chat_id, "đã đến dù không có trả lời")
    assert [message.text for message in hoa.bot_messages] == ["đã đến dù không có trả lời"]
    world.chaos.next("sendMessage", Fault("slow", seconds=0.3), times=2)
    with pytest.raises(TimedOut):
        await bot.send_message(hoa.chat_id, "chậm", read_timeout=0.1)
    await bot.send_message(hoa.chat_id, "chậm mà chắc", read_timeout=2)


async def test_a_phone_says_what_it_shows_when_it_waited_in_vain(bot: Bot, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    await hoa.start()
    await bot.send_message(hoa.chat_id, "Mã biên nhận GY-1")
    assert (await hoa.wait_for("biên nhận")).by_bot
    await hoa.send("cảm ơn")
    with pytest.raises(TimeoutError, match=r"no message with 'biên nhận' within 0.05 s. Hoa sees:\n#1 Hoa: /start"):
        await hoa.wait_for("biên nhận", timeout=0.05)


async def test_the_same_over_http(base: str, bot: Bot, world: TelegramWorld) -> None:
    async with aiohttp.ClientSession() as http:

        async def post(path: str, status: int = 200, **body: Any) -> Any:
            async with http.post(f"{base}/_test/{path}", json=body) as answer:
                assert answer.status == status, await answer.text()
                return await answer.json() if status == 200 else await answer.text()

        user = (await post("users", name="Mai"))["id"]
        assert "has not started" in await post(f"users/{user}/send", 409, text="a")
        await post(f"users/{user}/start", payload="x")
        await post(f"users/{user}/photo", caption="ảnh")
        sent = await bot.send_message(user, "Chọn", reply_markup=YES_NO)
        await post(f"users/{user}/press", message_id=sent.message_id, button=1)
        await post(f"users/{user}/press", label="1. Đồng ý")
        await post(f"users/{user}/dance", 404)
        await post(f"users/{user}/send", 400)
        await post("updates/hold")
        await post(f"users/{user}/send", text="giữ lại")
        assert await post("updates/release", backwards=True) == 1
        await post("updates/repeat")
        data = [u.callback_query.data for u in await bot.get_updates() if u.callback_query]
        assert data == ["no", "yes"]
        await post("chaos", method="sendMessage", kind="flood", retry_after=9)
        with pytest.raises(RetryAfter, match="9"):
            await bot.send_message(user, "a")
        await post("rates", enabled=False)
        async with http.get(f"{base}/_test/calls", params={"method": "sendMessage"}) as answer:
            assert [call["status"] for call in await answer.json()] == [200, 429]
        async with http.get(f"{base}/_test/users/{user}/screen") as answer:
            assert "[1. Đồng ý] [2. Không]" in await answer.text()
        async with http.get(f"{base}/_test/users/{user}/chat") as answer:
            assert Update.de_json({"update_id": 1, "message": (await answer.json())[0]}, bot).message
