"""How a Telegram update becomes one of our events; which updates are asked for, and which mean nothing to us."""

from collections.abc import Mapping
from typing import Any

from telegram import Bot, CallbackQuery, Chat, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType

from services.messages import EventKind, InEvent

CHANNEL = "telegram"
# Edited messages are not asked for: a comment counts as it was typed, and corrections have their own step.
WANTED = ("message", "callback_query", "my_chat_member")


class Unreadable(Exception):
    """This is not an update at all, or not of a shape this library knows."""


def update_id(raw: Mapping[str, Any]) -> int:
    """The number of a raw update. Raises Unreadable."""
    number = raw.get("update_id")
    if not isinstance(number, int) or isinstance(number, bool):
        raise Unreadable("an update without a number")
    return number


def read(raw: Mapping[str, Any], bot: Bot | None = None) -> InEvent | None:
    """The event of a raw update; None when it is not a person speaking to us in private. Raises Unreadable."""
    number = update_id(raw)
    try:
        update = Update.de_json(dict(raw), bot)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(f"{type(error).__name__} in update {number}") from error
    if update.message is not None:
        return _message(str(number), update.message)
    if update.callback_query is not None:
        return _press(str(number), update.callback_query)
    if update.my_chat_member is not None:
        return _membership(str(number), update.my_chat_member)
    return None


def callback_query_id(raw: Mapping[str, Any]) -> str:
    """What to answer so that the pressed button stops spinning; empty when nothing was pressed."""
    query = raw.get("callback_query")
    return str(query.get("id", "")) if isinstance(query, Mapping) else ""


def person(raw: Mapping[str, Any]) -> str:
    """Who caused a raw update; empty when nobody can be told. In private chats this is the chat as well."""
    for kind in WANTED:
        if isinstance(part := raw.get(kind), Mapping) and isinstance(who := part.get("from"), Mapping):
            return str(who.get("id", ""))
    return ""


def _message(event_id: str, message: Message) -> InEvent | None:
    if not _private(message.chat):
        return None
    kind: EventKind = "text"
    if message.text is None:
        if message.effective_attachment is None:
            return None  # a service message: a pin, a new background
        kind = "unsupported"
    text = message.text or message.caption or ""
    return InEvent(CHANNEL, event_id, str(message.chat.id), kind, text=text, language=_language(message.from_user))


def _press(event_id: str, query: CallbackQuery) -> InEvent | None:
    if query.message is None or query.data is None or not _private(query.message.chat):
        return None
    return InEvent(
        CHANNEL,
        event_id,
        str(query.message.chat.id),
        "press",
        payload=query.data,
        pressed_on=str(query.message.message_id),
        language=_language(query.from_user),
    )


def _membership(event_id: str, change: ChatMemberUpdated) -> InEvent | None:
    if not _private(change.chat):
        return None
    gone = change.new_chat_member.status in (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
    address, language = str(change.chat.id), _language(change.from_user)
    return InEvent(CHANNEL, event_id, address, "gone" if gone else "back", language=language)


def _private(chat: Chat) -> bool:
    return chat.type == ChatType.PRIVATE


def _language(user: User | None) -> str:
    return (user.language_code or "").partition("-")[0].lower() if user else ""
