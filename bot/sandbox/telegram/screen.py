"""A chat as plain text, the way a test failure or a terminal shows it."""

from collections.abc import Iterable

from bot.sandbox.telegram.model import Json, Message

_MEDIA = {
    "photo": "ảnh", "document": "tệp", "voice": "thoại", "sticker": "nhãn dán", "location": "vị trí",
    "contact": "danh bạ", "new_chat_members": "vào nhóm",
}  # fmt: skip


def render(messages: Iterable[Message]) -> str:
    """One paragraph a bubble: who, text, then one line a row of buttons."""
    return "\n".join(_bubble(message) for message in messages)


def _bubble(message: Message) -> str:
    who = message.sender["first_name"]
    edited = " (đã sửa)" if message.edit_date else ""
    lines = [f"#{message.message_id} {who}{edited}: {_media(message.media)}{message.text}"]
    rows: list[list[Json]] = (message.reply_markup or {}).get("inline_keyboard", [])
    lines += ["    " + " ".join(f"[{button['text']}]" for button in row) for row in rows]
    return "\n".join(lines)


def _media(media: Json) -> str:
    for kind, word in _MEDIA.items():
        if kind in media:
            name = media[kind].get("file_name", "") if isinstance(media[kind], dict) else ""
            return f"<{word}{' ' + name if name else ''}> "
    return ""
