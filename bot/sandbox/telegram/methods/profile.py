"""The bot's own data: getMe, commands, name and descriptions, files, logOut and close."""

import json
import re
from typing import TYPE_CHECKING, Any

from bot.sandbox.telegram.bot_account import BotAccount
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.html_entities import utf16_length
from bot.sandbox.telegram.methods.spec import Method, Run
from bot.sandbox.telegram.model import Json
from bot.sandbox.telegram.params import Args, ParamType

if TYPE_CHECKING:
    from bot.sandbox.telegram.world import TelegramWorld

MAX_DOWNLOAD = 20 * 1024 * 1024
_SCOPES = {
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat", "chat_administrators",
    "chat_member",
}  # fmt: skip
_SCOPE: dict[str, ParamType] = {"scope": "object", "language_code": "str"}


def get_me(_world: "TelegramWorld", bot: BotAccount, _args: Args) -> Json:
    """https://core.telegram.org/bots/api#getme"""
    return {
        **bot.to_api(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _commands_key(args: Args) -> str:
    scope = args.get("scope") or {"type": "default"}
    if scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if not re.fullmatch(r"([a-z]{2})?", args.text("language_code")):
        raise bad_request("invalid language_code specified")
    return json.dumps(["commands", scope, args.text("language_code")], sort_keys=True)


def commands_shown(bot: BotAccount, language_code: str) -> list[Json]:
    """The commands a person sees in a private chat: the narrower scope first, then the language."""
    for scope in ("all_private_chats", "default"):
        for language in (language_code, ""):
            key = json.dumps(["commands", {"type": scope}, language], sort_keys=True)
            if commands := bot.profile.get(key):
                return list(commands)
    return []


def set_my_commands(_world: "TelegramWorld", bot: BotAccount, args: Args) -> bool:
    """https://core.telegram.org/bots/api#setmycommands: at most 100 commands."""
    commands = args.get("commands")
    if commands is None:
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    bot.profile[_commands_key(args)] = [_command(command) for command in commands]
    return True


def _command(command: Any) -> Json:
    if not isinstance(command, dict) or set(command) != {"command", "description"}:
        raise bad_request("can't parse BotCommand: expected an Object with command and description")
    name, description = str(command["command"]).removeprefix("/"), str(command["description"])
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= utf16_length(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def get_my_commands(_world: "TelegramWorld", bot: BotAccount, args: Args) -> list[Json]:
    """https://core.telegram.org/bots/api#getmycommands"""
    commands: list[Json] = bot.profile.get(_commands_key(args), [])
    return commands


def delete_my_commands(_world: "TelegramWorld", bot: BotAccount, args: Args) -> bool:
    """https://core.telegram.org/bots/api#deletemycommands"""
    bot.profile.pop(_commands_key(args), None)
    return True


def _setter(field: str, limit: int) -> Run:
    """setMyName and its like: one text with a limit, kept per language."""

    def run(_world: "TelegramWorld", bot: BotAccount, args: Args) -> bool:
        text = args.text(field)
        if utf16_length(text) > limit:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        bot.profile[f"{field}:{args.text('language_code')}"] = text
        if field == "name" and text and not args.text("language_code"):
            bot.name = text
        return True

    return run


def _getter(field: str) -> Run:
    """getMyName and its like: the text of the language, or the general one."""

    def run(_world: "TelegramWorld", bot: BotAccount, args: Args) -> Json:
        general = bot.profile.get(f"{field}:", bot.name if field == "name" else "")
        return {field: bot.profile.get(f"{field}:{args.text('language_code')}") or general}

    return run


def get_file(world: "TelegramWorld", _bot: BotAccount, args: Args) -> Json:
    """https://core.telegram.org/bots/api#getfile: files up to 20 MB, fetched at PREFIX/file/bot<token>/PATH."""
    if not args.text("file_id"):
        raise bad_request("file_id not specified")
    file = world.files.get(args.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return file.to_api()


def log_out(_world: "TelegramWorld", bot: BotAccount, _args: Args) -> bool:
    """https://core.telegram.org/bots/api#logout: afterwards this server knows the bot no longer."""
    bot.logged_out = True
    return True


def close(_world: "TelegramWorld", bot: BotAccount, _args: Args) -> bool:
    """https://core.telegram.org/bots/api#close: the bot may come back at once."""
    bot.updates.poll = None
    return True


_TEXTS = (("Name", "name", 64), ("Description", "description", 512), ("ShortDescription", "short_description", 120))
METHODS = {
    "getMe": Method(get_me, {}),
    "setMyCommands": Method(set_my_commands, {**_SCOPE, "commands": "array"}),
    "getMyCommands": Method(get_my_commands, _SCOPE),
    "deleteMyCommands": Method(delete_my_commands, _SCOPE),
    "getFile": Method(get_file, {"file_id": "str"}),
    "logOut": Method(log_out, {}),
    "close": Method(close, {}),
    **{
        f"setMy{title}": Method(_setter(field, limit), {field: "str", "language_code": "str"})
        for title, field, limit in _TEXTS
    },
    **{f"getMy{title}": Method(_getter(field), {"language_code": "str"}) for title, field, _limit in _TEXTS},
}
