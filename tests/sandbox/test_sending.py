"""What the pretended Telegram accepts and refuses, asked by an unmodified python-telegram-bot."""

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, InvalidToken
from telegram.request import HTTPXRequest

from bot.sandbox.telegram import NotPossible, TelegramWorld
from bot.sandbox.telegram.images import plain_png

UNREADABLE = "can't parse inline keyboard button: "


def keyboard(*labels: str, data: str = "x") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)] for label in labels])


async def test_a_bot_sends_bold_text_and_the_phone_shows_it(bot: Bot, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    await hoa.start("DT-01")
    sent = await bot.send_message(
        hoa.chat_id, "Chào <b>bà Hoa</b> &amp; các bạn", parse_mode="HTML", reply_markup=keyboard("1. Đồng ý")
    )
    assert sent.text == "Chào bà Hoa & các bạn"
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [("bold", 5, 6)]
    assert hoa.screen() == ("#1 Hoa: /start DT-01\n#2 Góp Ý: Chào bà Hoa & các bạn\n    [1. Đồng ý]")


async def test_offsets_count_utf16_units(bot: Bot, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    await hoa.start()
    sent = await bot.send_message(hoa.chat_id, "👩‍🌾 <i>nông dân</i>", parse_mode="HTML")
    assert sent.parse_entities() == {sent.entities[0]: "nông dân"}


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("<x>a</x>", 'Can\'t parse entities: unsupported start tag "x" at byte offset 0'),
        ("đ <x>a</x>", 'Can\'t parse entities: unsupported start tag "x" at byte offset 3'),
        ("<b>a", "Can't parse entities: can't find end tag corresponding to start tag \"b\""),
        ("<b>a</i>", 'Can\'t parse entities: unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a</b>", "Can't parse entities: unexpected end tag at byte offset 1"),
        ("a <b", "Can't parse entities: unclosed start tag at byte offset 2"),
        ("<span>a</span>", 'Can\'t parse entities: tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("a < b", 'Can\'t parse entities: unsupported start tag "" at byte offset 2'),
        ("<b></b>", "Text must be non-empty"),
        ("a" * 4097, "Message is too long"),
    ],
)
async def test_html_is_parsed_as_strictly_as_by_the_real_one(
    bot: Bot, world: TelegramWorld, text: str, refusal: str
) -> None:
    hoa = world.phone("Hoa")
    await hoa.start()
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(hoa.chat_id, text, parse_mode="HTML")
    assert refused.value.message.lower() == refusal.lower()


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        ("<u>a</u><ins>a</ins>", "underline underline"),
        ("<s>a</s><strike>a</strike><del>a</del>", "strikethrough strikethrough strikethrough"),
        ('<a href="https://x.vn/?a=1&amp;b=2">a</a>', "text_link"),
        ('<a href="javascript:alert(1)">a</a>', ""),
        ("<code>a</code><pre>b</pre>", "code pre"),
        ('<pre><code class="language-sql">b</code></pre>', "pre"),
        ("<blockquote>a</blockquote><blockquote expandable>b</blockquote>", "blockquote expandable_blockquote"),
        ('<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>', "spoiler spoiler"),
        ("<b>a<i>b</i></b>", "bold italic"),
        ("xem https://x.vn/a. /help #đất a@b.vn @gopy_bot", "url bot_command hashtag email mention"),
    ],
)  # fmt: skip
async def test_every_kind_of_entity(bot: Bot, world: TelegramWorld, html: str, kinds: str) -> None:
    hoa = world.phone("Hoa")
    await hoa.start()
    sent = await bot.send_message(hoa.chat_id, html, parse_mode="HTML")
    assert " ".join(entity.type for entity in sent.entities) == kinds


async def test_only_four_named_characters_are_known(bot: Bot, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    await hoa.start()
    sent = await bot.send_message(hoa.chat_id, "&lt;&gt;&amp;&quot;&nbsp;&#65;&#x110;", parse_mode="HTML")
    assert sent.text == '<>&"&nbsp;AĐ'


async def test_empty_text_and_other_parse_modes_are_refused(bot: Bot, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    await hoa.start()
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(hoa.chat_id, "")
    with pytest.raises(BadRequest, match="Text must be non-empty"):
        await bot.send_message(hoa.chat_id, " \n")
    with pytest.raises(BadRequest, match="Unsupported parse_mode"):
        await bot.send_message(hoa.chat_id, "*a*", parse_mode="MarkdownV2")


async def test_callback_data_holds_64_bytes_not_letters(bot: Bot, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    await hoa.start()
    await bot.send_message(hoa.chat_id, "a", reply_markup=keyboard("a", data="đ" * 32))
    with pytest.raises(BadRequest, match="Button_data_invalid"):
        await bot.send_message(hoa.chat_id, "a", reply_markup=keyboard("a", data="đ" * 33))


@pytest.mark.parametrize(
    ("markup", "refusal"),
    [
        ([[{"text": "", "callback_data": "x"}]], "inline keyboard button text must be non-empty"),
        ([[{"callback_data": "x"}]], UNREADABLE + 'Can\'t find field "text"'),
        ([[{"text": "a"}]], UNREADABLE + "Text buttons are unallowed in the inline keyboard"),
        ([[{"text": "a", "colour": "red", "callback_data": "x"}]], UNREADABLE + 'Unknown field "colour"'),
        ([{"text": "a"}], 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
        (
            [[{"text": "a", "url": "http://localhost/a"}]],
            "inline keyboard button URL 'http://localhost/a' is invalid: Wrong HTTP URL",
        ),
    ],
)
async def test_keyboards_have_one_shape(base: str, world: TelegramWorld, markup: object, refusal: str) -> None:
    await world.phone("Hoa").start()
    call = {"chat_id": world.phone("Hoa").chat_id, "text": "a", "reply_markup": {"inline_keyboard": markup}}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{base}/bot{world.bot.token}/sendMessage", json=call) as answer,
    ):
        assert answer.status == 400
        assert (await answer.json())["description"] == f"Bad Request: {refusal}"


async def test_a_bot_cannot_write_first(bot: Bot, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(hoa.chat_id, "a")
    with pytest.raises(NotPossible, match="has not started"):
        await hoa.send("a")


async def test_people_who_block_or_leave_cannot_be_reached(bot: Bot, world: TelegramWorld) -> None:
    hoa, tuan = world.phone("Hoa"), world.phone("Tuấn")
    await hoa.start()
    await hoa.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(hoa.chat_id, "a")
    await hoa.unblock()
    await bot.send_message(hoa.chat_id, "a")
    await tuan.start()
    await tuan.deactivate()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(tuan.chat_id, "a")


async def test_pictures_and_documents_go_out_and_can_be_fetched(bot: Bot, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    await hoa.start()
    picture = plain_png(40, 30)
    photo = await bot.send_photo(hoa.chat_id, picture, caption="<b>Biểu đồ</b>", parse_mode="HTML")
    assert (photo.photo[-1].width, photo.photo[-1].height, photo.caption) == (40, 30, "Biểu đồ")
    sheet = await bot.send_document(hoa.chat_id, b"PK", filename="bảng.docx")
    assert sheet.document
    assert sheet.document.file_name == "bảng.docx"
    again = await bot.send_document(hoa.chat_id, sheet.document.file_id)
    assert again.document == sheet.document
    fetched = await (await bot.get_file(photo.photo[-1].file_id)).download_as_bytearray()
    assert bytes(fetched) == picture
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(hoa.chat_id, picture, caption="a" * 1025)
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(hoa.chat_id, b"no picture")
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(hoa.chat_id, b"", filename="a.txt")
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.send_document(hoa.chat_id, "BQAC-unknown")


async def test_unknown_methods_tokens_and_parameters(base: str, bot: Bot, world: TelegramWorld) -> None:
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{base}/bot{world.bot.token}/sendPigeon") as answer:
            assert answer.status == 404
            assert await answer.json() == {"ok": False, "error_code": 404, "description": "Not Found"}
        async with http.get(f"{base}/bot123:nobody/getMe") as answer:
            assert answer.status == 401
            assert (await answer.json())["description"] == "Unauthorized"
        async with http.get(f"{base}/bot{world.bot.token}/GETME") as answer:
            assert (await answer.json())["result"]["id"] == world.bot.bot_id
    with pytest.raises(BadRequest, match='Unknown parameter "colour"'):
        await bot.send_message(1, "a", api_kwargs={"colour": "red"})
    with pytest.raises(BadRequest, match='Parameter "timeout" must be of type int'):
        await bot.get_updates(api_kwargs={"timeout": "soon"})
    async with HTTPXRequest() as request:
        nobody = Bot("123:nobody", base_url=f"{base}/bot", request=request, get_updates_request=request)
        with pytest.raises(InvalidToken):
            await nobody.initialize()


async def test_a_message_is_edited_only_when_it_changes(bot: Bot, world: TelegramWorld) -> None:
    hoa = world.phone("Hoa")
    own = await hoa.start()
    sent = await bot.send_message(hoa.chat_id, "Một", reply_markup=keyboard("a"))
    await bot.edit_message_text("Hai", hoa.chat_id, sent.message_id)
    assert hoa.buttons == []
    assert hoa.messages[-1].text == "Hai"
    with pytest.raises(BadRequest) as same:
        await bot.edit_message_text("Hai", hoa.chat_id, sent.message_id)
    assert same.value.message == (
        "Message is not modified: specified new message content and reply markup are exactly the same as a current "
        "content and reply markup of the message"
    )
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("Hai", hoa.chat_id, 999)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("Hai", hoa.chat_id, own.message_id)
    await bot.edit_message_reply_markup(hoa.chat_id, sent.message_id, reply_markup=keyboard("b"))
    assert hoa.buttons == ["b"]
    assert await bot.delete_message(hoa.chat_id, sent.message_id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(hoa.chat_id, sent.message_id)


async def test_the_bots_profile(bot: Bot, world: TelegramWorld) -> None:
    await bot.set_my_commands([("start", "Bắt đầu"), ("drafts", "Dự thảo")], language_code="vi")
    assert [command.command for command in await bot.get_my_commands(language_code="vi")] == ["start", "drafts"]
    assert await bot.get_my_commands() == ()
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([("Dự-thảo", "a")])
    await bot.delete_my_commands(language_code="vi")
    await bot.set_my_description("Góp ý cho dự thảo")
    await bot.set_my_short_description("Góp ý")
    await bot.set_my_name("Góp Ý Sở")
    assert (await bot.get_my_name()).name == "Góp Ý Sở"
    assert (await bot.get_my_description()).description == "Góp ý cho dự thảo"
    assert (await bot.get_me()).first_name == "Góp Ý Sở"
    hoa = world.phone("Hoa")
    await hoa.start()
    assert await bot.send_chat_action(hoa.chat_id, "typing")
    with pytest.raises(BadRequest, match="Wrong parameter action"):
        await bot.send_chat_action(hoa.chat_id, "dancing")
    assert await bot.close()
    assert await bot.log_out()
    with pytest.raises(BadRequest, match="Logged out"):
        await bot.get_me()
