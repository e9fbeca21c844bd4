"""Less common calls: given entities, replies, reply keyboards, captions, forms of requests, forged switches."""

import json
from typing import Any

import aiohttp
import pytest
from PIL import Image
from telegram import Bot, ForceReply, MessageEntity, ReplyKeyboardMarkup, ReplyKeyboardRemove, ReplyParameters
from telegram.error import BadRequest

from bot.sandbox.telegram import TelegramWorld
from bot.sandbox.telegram.images import picture_size, plain_png
from tests.sandbox.conftest import Hook


async def answer_of(base: str, world: TelegramWorld, method: str, **sent: Any) -> dict[str, Any]:
    """The body of a POST made without any library for bots."""
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{base}/bot{world.bot.token}/{method}", **sent) as answer,
    ):
        body: dict[str, Any] = await answer.json()
        return body


async def test_entities_may_be_given_instead_of_a_parse_mode(bot: Bot, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    await hoa.start()
    sent = await bot.send_message(hoa.chat_id, "  Chào bà", entities=[MessageEntity("bold", 2, 4)])
    assert (sent.text, sent.entities[0].offset, sent.entities[0].length) == ("Chào bà", 0, 4)
    with pytest.raises(BadRequest, match="ends after the end of the text"):
        await bot.send_message(hoa.chat_id, "a", entities=[MessageEntity("bold", 0, 2)])
    with pytest.raises(BadRequest, match="unsupported type"):
        await bot.send_message(hoa.chat_id, "a", entities=[MessageEntity("loud", 0, 1)])


async def test_replies_point_to_a_message_of_the_chat(bot: Bot, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    own = await hoa.start()
    sent = await bot.send_message(hoa.chat_id, "a", reply_parameters=ReplyParameters(own.message_id))
    assert sent.reply_to_message
    assert sent.reply_to_message.text == "/start"
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(hoa.chat_id, "a", reply_parameters=ReplyParameters(999))
    free = ReplyParameters(999, allow_sending_without_reply=True)
    assert (await bot.send_message(hoa.chat_id, "a", reply_parameters=free)).reply_to_message is None


async def test_reply_keyboards_stay_until_they_are_removed(bot: Bot, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    await hoa.start()
    keyboard = ReplyKeyboardMarkup([["1. Xem", "2. Góp ý"]], resize_keyboard=True)
    assert (await bot.send_message(hoa.chat_id, "a", reply_markup=keyboard)).reply_markup is None
    chat = world.bot.chats[hoa.chat_id]
    assert (chat.reply_keyboard or {})["keyboard"] == [[{"text": "1. Xem"}, {"text": "2. Góp ý"}]]
    await bot.send_message(hoa.chat_id, "a", reply_markup=ReplyKeyboardRemove())
    assert not world.bot.chats[hoa.chat_id].reply_keyboard
    await bot.send_message(hoa.chat_id, "a", reply_markup=ForceReply())
    sent = await bot.send_message(hoa.chat_id, "b")
    with pytest.raises(BadRequest, match="Inline keyboard expected"):
        await bot.edit_message_text("c", hoa.chat_id, sent.message_id, api_kwargs={"reply_markup": keyboard.to_json()})


@pytest.mark.parametrize(
    ("markup", "refusal"),
    [
        ({"keyboard": [[{"text": ""}]]}, "keyboard button text must be non-empty"),
        ({"keyboard": [[{}]]}, 'can\'t parse keyboard button: Field "text" must be of type String'),
        ({"keyboard": "a"}, 'field "keyboard" of the ReplyKeyboardMarkup must be of type Array'),
        ({"keyboard": [], "colour": 1}, "unknown field colour in ReplyKeyboardMarkup"),
        ({"colour": 1}, "can't parse reply keyboard markup JSON object"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "x"}] * 101]}, "REPLY_MARKUP_TOO_LONG"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": ""}]]}, "BUTTON_DATA_INVALID"),
        (
            {"inline_keyboard": [[{"text": "a", "callback_data": "x", "url": "https://a.vn"}]]},
            "can't parse inline keyboard button: exactly one of the optional fields must be used",
        ),
    ],
)
async def test_other_keyboards_have_one_shape(
    base: str, world: TelegramWorld, markup: dict[str, Any], refusal: str
) -> None:
    hoa = world.phone("Hoa")
    await hoa.start()
    form = {"chat_id": str(hoa.chat_id), "text": "a", "reply_markup": json.dumps(markup)}
    assert (await answer_of(base, world, "sendMessage", data=form))["description"] == f"Bad Request: {refusal}"


async def test_buttons_may_link_to_an_address_but_not_to_localhost(base: str, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    await hoa.start()
    for url in ("http://127.0.0.1:8600/d/DT-01", "https://gopy.example.vn", "tg://resolve?domain=gopy"):
        call = {"chat_id": hoa.chat_id, "text": "a", "reply_markup": {"inline_keyboard": [[{"text": "a", "url": url}]]}}
        assert (await answer_of(base, world, "sendMessage", json=call))["ok"]


async def test_captions_are_edited_and_texts_are_not_captions(bot: Bot, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    await hoa.start()
    photo = await bot.send_photo(hoa.chat_id, plain_png(), caption="a")
    text = await bot.send_message(hoa.chat_id, "a")
    await bot.edit_message_caption(hoa.chat_id, photo.message_id, caption="<i>b</i>", parse_mode="HTML")
    assert hoa.message(photo.message_id).text == "b"
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("a", hoa.chat_id, photo.message_id)
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await bot.edit_message_caption(hoa.chat_id, text.message_id, caption="a")


def test_sizes_of_pictures_are_read_from_their_headers(tmp_path: Any) -> None:
    for name in ("a.jpg", "a.png"):
        Image.new("RGB", (33, 21)).save(tmp_path / name)
        assert picture_size((tmp_path / name).read_bytes()) == (33, 21)
    assert picture_size(b"GIF89a") is None


async def test_requests_may_come_as_query_json_or_form(base: str, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    await hoa.start()
    call = {"chat_id": str(hoa.chat_id), "text": "Chào", "disable_notification": "true"}
    for sent in ({"params": call}, {"json": {**call, "chat_id": hoa.chat_id}}, {"data": call}):
        assert (await answer_of(base, world, "sendMessage", **sent))["result"]["text"] == "Chào"
    broken = await answer_of(base, world, "sendMessage", data="{", headers={"Content-Type": "application/json"})
    assert broken["description"] == "Bad Request: can't parse request JSON object"
    empty = await answer_of(base, world, "sendMessage", json={"text": "a"})
    assert empty["description"] == "Bad Request: chat_id is empty"
    attached = {"chat_id": hoa.chat_id, "document": "attach://nothing"}
    missing = await answer_of(base, world, "sendDocument", json=attached)
    assert missing["description"] == 'Bad Request: attached file "nothing" is not in the request'


async def test_setting_a_webhook_ends_a_waiting_poll(base: str, bot: Bot, world: TelegramWorld) -> None:
    first = await bot.set_webhook("https://a.vn/hook", allowed_updates=["message"], max_connections=7)
    info = await bot.get_webhook_info()
    assert first
    assert (info.url, info.max_connections, info.allowed_updates) == ("https://a.vn/hook", 7, ("message",))
    again = await answer_of(base, world, "setWebhook", json={"url": "https://a.vn/hook"})
    assert again == {"ok": True, "result": True, "description": "Webhook is already set"}
    gone = await answer_of(base, world, "setWebhook", json={"url": ""})
    assert gone["description"] == "Webhook was deleted"
    assert (await answer_of(base, world, "deleteWebhook"))["description"] == "Webhook is already deleted"


async def test_pending_updates_can_be_dropped(bot: Bot, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    await hoa.start()
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()
    for text in ("một", "hai", "ba"):
        await hoa.send(text)
    assert [update.message.text for update in await bot.get_updates(offset=-1) if update.message] == ["ba"]
    assert len(await bot.get_updates()) == 1


async def test_waiting_updates_move_to_the_webhook(
    hook: Hook,
    bot: Bot,
    world: TelegramWorld,
) -> None:
    url = world.bot.webhook.url
    await bot.delete_webhook()
    await world.phone("Hoa").start()
    await bot.set_webhook(url, secret_token=hook.secret)
    assert len(await hook.count(1)) == 1


async def test_forged_deliveries_can_be_ordered_over_http(
    base: str,
    hook: Hook,
    world: TelegramWorld,
) -> None:
    await world.phone("Hoa").start()
    await hook.count(1)
    async with aiohttp.ClientSession() as http:
        for secret, status in (("wrong", 403), (None, 403), (hook.secret, 200)):
            async with http.post(f"{base}/_test/forge", json={"secret": secret}) as answer:
                assert await answer.json() == status
        async with http.post(f"{base}/_test/chaos", json={"wrong_secrets": 1}):
            assert world.chaos.wrong_secrets == 1
        async with http.post(f"{base}/_test/chaos", json={}):
            assert world.chaos.wrong_secrets == 0
        async with http.post(f"{base}/_test/chaos", json={"method": "getMe", "kind": "earthquake"}) as answer:
            assert answer.status == 400
