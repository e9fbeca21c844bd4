"""sendMessage, sendPhoto, sendDocument and sendChatAction."""

from typing import TYPE_CHECKING

from bot.sandbox.telegram.bot_account import BotAccount
from bot.sandbox.telegram.entities import read_text
from bot.sandbox.telegram.errors import ApiError, bad_request
from bot.sandbox.telegram.images import picture_size
from bot.sandbox.telegram.markup import read_markup
from bot.sandbox.telegram.methods.spec import Method
from bot.sandbox.telegram.model import Chat, Json, Message, StoredFile
from bot.sandbox.telegram.params import Args, ParamType, Upload

if TYPE_CHECKING:
    from bot.sandbox.telegram.world import TelegramWorld

MAX_PHOTO = 10 * 1024 * 1024
_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip
_COMMON: dict[str, ParamType] = {
    "business_connection_id": "str",
    "chat_id": "chat",
    "message_thread_id": "int",
    "direct_messages_topic_id": "int",
    "disable_notification": "bool",
    "protect_content": "bool",
    "allow_paid_broadcast": "bool",
    "message_effect_id": "str",
    "suggested_post_parameters": "object",
    "reply_parameters": "object",
    "reply_markup": "object",
}
_CAPTION: dict[str, ParamType] = {"caption": "str", "parse_mode": "str", "caption_entities": "array"}


def _post(bot: BotAccount, chat: Chat, args: Args, text: str, entities: list[Json], media: Json | None = None) -> Json:
    """Count the message against the flood limits and put it into the chat."""
    markup = read_markup(args.get("reply_markup"))
    reply_to = _reply_target(chat, args.get("reply_parameters") or {})
    bot.flood.check(chat.chat_id, bot.clock(), paid=args.flag("allow_paid_broadcast"))
    if markup and "inline_keyboard" not in markup:
        chat.reply_keyboard = None if markup.get("remove_keyboard") else markup
    message = bot.post(
        chat,
        bot.to_api(),
        text=text,
        entities=entities,
        media=media or {},
        reply_markup=markup,
        reply_to=reply_to,
    )
    return message.to_api()


def _reply_target(chat: Chat, parameters: Json) -> Message | None:
    if not parameters:
        return None
    if not isinstance(parameters.get("message_id"), int):
        raise bad_request('can\'t parse reply parameters: Field "message_id" must be of type Number')
    target = chat.messages.get(parameters["message_id"])
    if target is None and not parameters.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return target


def send_message(_world: "TelegramWorld", bot: BotAccount, args: Args) -> Json:
    """https://core.telegram.org/bots/api#sendmessage"""
    text, entities = read_text(args.text("text"), args.get("parse_mode"), args.get("entities"))
    return _post(bot, bot.reachable(args.get("chat_id")), args, text, entities)


def send_photo(world: "TelegramWorld", bot: BotAccount, args: Args) -> Json:
    """https://core.telegram.org/bots/api#sendphoto: PNG or JPEG up to 10 MB."""
    file = _file(world, args, "photo")
    if len(file.content) > MAX_PHOTO:
        raise bad_request("file is too big")
    size = picture_size(file.content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return _send_media(bot, args, {"photo": [photo_size(file)]})


def send_document(world: "TelegramWorld", bot: BotAccount, args: Args) -> Json:
    """https://core.telegram.org/bots/api#senddocument: any file up to 50 MB."""
    return _send_media(bot, args, {"document": document(_file(world, args, "document"))})


def _send_media(bot: BotAccount, args: Args, media: Json) -> Json:
    caption, entities = read_text(
        args.text("caption"), args.get("parse_mode"), args.get("caption_entities"), caption=True
    )
    return _post(bot, bot.reachable(args.get("chat_id")), args, caption, entities, media)


def _file(world: "TelegramWorld", args: Args, kind: str) -> StoredFile:
    given = args.get(kind)
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    if isinstance(given, Upload):
        if not given.content:
            raise bad_request("file must be non-empty")
        return world.store_file(given.name, given.content, given.mime_type, f"{kind}s")
    if str(given).startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    if given not in world.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return world.files[given]


def photo_size(file: StoredFile) -> Json:
    """The Bot API's `PhotoSize`."""
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
        "width": file.width,
        "height": file.height,
    }


def document(file: StoredFile) -> Json:
    """The Bot API's `Document`."""
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
        "file_name": file.name,
        "mime_type": file.mime_type,
    }


def send_chat_action(_world: "TelegramWorld", bot: BotAccount, args: Args) -> bool:
    """https://core.telegram.org/bots/api#sendchataction"""
    chat = bot.reachable(args.get("chat_id"))
    if args.text("action") not in _ACTIONS:
        raise ApiError(400, "Bad Request: wrong parameter action in request")
    bot.feed.publish("action", chat.chat_id, {"action": args.text("action")})
    return True


METHODS = {
    "sendMessage": Method(
        send_message,
        {**_COMMON, "text": "str", "parse_mode": "str", "entities": "array", "link_preview_options": "object"},
    ),
    "sendPhoto": Method(
        send_photo,
        {**_COMMON, **_CAPTION, "photo": "file", "has_spoiler": "bool", "show_caption_above_media": "bool"},
    ),
    "sendDocument": Method(
        send_document,
        {
            **_COMMON,
            **_CAPTION,
            "document": "file",
            "thumbnail": "file",
            "disable_content_type_detection": "bool",
        },
    ),
    "sendChatAction": Method(
        send_chat_action,
        {"business_connection_id": "str", "chat_id": "chat", "message_thread_id": "int", "action": "str"},
    ),
}
