"""Editing and deleting messages, and answering pressed buttons."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.telegram.bot_account import BotAccount
from bot.sandbox.telegram.entities import read_text
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.html_entities import utf16_length
from bot.sandbox.telegram.markup import read_markup
from bot.sandbox.telegram.methods.spec import Method
from bot.sandbox.telegram.model import Chat, Json, Message
from bot.sandbox.telegram.params import Args, ParamType

if TYPE_CHECKING:
    from bot.sandbox.telegram.world import TelegramWorld

MAX_ANSWER = 200
_DELETABLE_FOR = 48 * 3600
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_PLACE: dict[str, ParamType] = {
    "business_connection_id": "str",
    "chat_id": "chat",
    "message_id": "int",
    "inline_message_id": "str",
    "reply_markup": "object",
}


def _target(bot: BotAccount, args: Args) -> tuple[Chat, Message]:
    """The bot's own message that a call wants to edit."""
    if args.get("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = bot.reachable(args.get("chat_id"))
    if args.get("message_id") is None:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(args.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.by_bot:
        raise bad_request("message can't be edited")
    return chat, message


def _change(bot: BotAccount, chat: Chat, message: Message, **fields: Any) -> Json:
    """Write the new content; refuses a change that changes nothing."""
    if all(getattr(message, name) == value for name, value in fields.items()):
        raise bad_request(_NOT_MODIFIED)
    bot.flood.check(chat.chat_id, bot.clock())
    for name, value in fields.items():
        setattr(message, name, value)
    if "text" in fields:
        message.edit_date = bot.now()
    bot.changed(chat, message, "edited")
    return message.to_api()


def edit_message_text(_world: "TelegramWorld", bot: BotAccount, args: Args) -> Json:
    """https://core.telegram.org/bots/api#editmessagetext: a call without reply_markup takes the buttons away."""
    chat, message = _target(bot, args)
    text, entities = read_text(args.text("text"), args.get("parse_mode"), args.get("entities"))
    if message.media:
        raise bad_request("there is no text in the message to edit")
    markup = read_markup(args.get("reply_markup"), inline_only=True)
    return _change(bot, chat, message, text=text, entities=entities, reply_markup=markup)


def edit_message_caption(_world: "TelegramWorld", bot: BotAccount, args: Args) -> Json:
    """https://core.telegram.org/bots/api#editmessagecaption"""
    chat, message = _target(bot, args)
    if not message.media:
        raise bad_request("there is no caption in the message to edit")
    text, entities = read_text(args.text("caption"), args.get("parse_mode"), args.get("caption_entities"), caption=True)
    markup = read_markup(args.get("reply_markup"), inline_only=True)
    return _change(bot, chat, message, text=text, entities=entities, reply_markup=markup)


def edit_message_reply_markup(_world: "TelegramWorld", bot: BotAccount, args: Args) -> Json:
    """https://core.telegram.org/bots/api#editmessagereplymarkup"""
    chat, message = _target(bot, args)
    markup = read_markup(args.get("reply_markup"), inline_only=True)
    return _change(bot, chat, message, reply_markup=markup)


def delete_message(_world: "TelegramWorld", bot: BotAccount, args: Args) -> bool:
    """https://core.telegram.org/bots/api#deletemessage: in private chats within 48 hours, anybody's message."""
    chat = bot.reachable(args.get("chat_id"))
    if args.get("message_id") is None:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(args.number("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if bot.now() - message.date > _DELETABLE_FOR:
        raise bad_request("message can't be deleted")
    del chat.messages[message.message_id]
    bot.feed.publish("deleted", chat.chat_id, {"message_id": message.message_id})
    return True


def answer_callback_query(world: "TelegramWorld", bot: BotAccount, args: Args) -> bool:
    """https://core.telegram.org/bots/api#answercallbackquery: shown on the phone as a toast or an alert."""
    query = bot.queries.get(args.text("callback_query_id"))
    if query is None or bot.clock() - query.created > world.query_lifetime:
        raise bad_request(_QUERY_TOO_OLD)
    text = args.text("text")
    if utf16_length(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answered = True
    answer = {"query_id": query.query_id, "text": text, "show_alert": args.flag("show_alert")}
    bot.feed.publish("answer", query.chat_id, answer)
    return True


METHODS = {
    "editMessageText": Method(
        edit_message_text,
        {**_PLACE, "text": "str", "parse_mode": "str", "entities": "array", "link_preview_options": "object"},
    ),
    "editMessageCaption": Method(
        edit_message_caption,
        {
            **_PLACE,
            "caption": "str",
            "parse_mode": "str",
            "caption_entities": "array",
            "show_caption_above_media": "bool",
        },
    ),
    "editMessageReplyMarkup": Method(edit_message_reply_markup, _PLACE),
    "deleteMessage": Method(delete_message, {"chat_id": "chat", "message_id": "int"}),
    "answerCallbackQuery": Method(
        answer_callback_query,
        {"callback_query_id": "str", "text": "str", "show_alert": "bool", "url": "str", "cache_time": "int"},
    ),
}
