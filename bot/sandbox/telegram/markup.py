"""Checks keyboards the way Telegram does; nothing here knows about messages or chats."""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.telegram.errors import ApiError, bad_request

MAX_CALLBACK_BYTES = 64
MAX_BUTTONS = 100
_ACTIONS = {
    "callback_data", "url", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
}  # fmt: skip
_LOOKS = {"text", "style", "icon_custom_emoji_id"}
_REPLY_FIELDS = {
    "keyboard", "is_persistent", "resize_keyboard", "one_time_keyboard", "input_field_placeholder", "selective",
}  # fmt: skip
Markup = dict[str, Any]


def read_markup(markup: Any, *, inline_only: bool = False) -> Markup | None:
    """A checked `reply_markup`, or None when there is none.

    Raises `ApiError` 400: wrong shape, a button without text or action, callback data over 64 bytes, a bad link.
    """
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = _rows(markup["inline_keyboard"], "inline_keyboard", "InlineKeyboardMarkup")
        keyboard = [[_inline_button(button) for button in row] for row in rows if row]
        if sum(map(len, keyboard)) > MAX_BUTTONS:
            raise bad_request("REPLY_MARKUP_TOO_LONG")
        return {"inline_keyboard": keyboard} if keyboard else None
    if inline_only and markup:
        raise bad_request("inline keyboard expected")
    return _other_markup(markup)


def _other_markup(markup: Markup) -> Markup | None:
    if "keyboard" in markup:
        if unknown := set(markup) - _REPLY_FIELDS:
            raise bad_request(f"unknown field {min(unknown)} in ReplyKeyboardMarkup")
        rows = _rows(markup["keyboard"], "keyboard", "ReplyKeyboardMarkup")
        return {**markup, "keyboard": [[_reply_button(button) for button in row] for row in rows]}
    if markup.get("remove_keyboard") is True or markup.get("force_reply") is True:
        return dict(markup)
    if markup:
        raise bad_request("can't parse reply keyboard markup JSON object")
    return None


def _rows(rows: Any, field: str, owner: str) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad_request(f'field "{field}" of the {owner} must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{field}" of the {owner} must be an Array of Arrays')
    return rows


def _refuse(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")


def _inline_button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise _refuse("InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise _refuse('Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise _refuse('Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if unknown := set(button) - _ACTIONS - _LOOKS:
        raise _refuse(f'Unknown field "{min(unknown)}"')
    actions = set(button) & _ACTIONS
    if not actions:
        raise _refuse("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _refuse("exactly one of the optional fields must be used")
    if "callback_data" in button:
        _check_data(button["callback_data"])
    if "url" in button:
        _check_url(button["url"])
    return dict(button)


def _check_data(data: Any) -> None:
    if not isinstance(data, str):
        raise _refuse('Field "callback_data" must be of type String')
    if not 1 <= len(data.encode()) <= MAX_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(url: Any) -> None:
    """Telegram takes no link to a host without a dot (http://localhost is refused, an IP address is not)."""
    if not isinstance(url, str):
        raise _refuse('Field "url" must be of type String')
    parts = urlsplit(url)
    if parts.scheme == "tg":
        return
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not (_is_address(host) or "." in host.strip(".")):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _reply_button(button: Any) -> dict[str, Any]:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    return button
