"""getUpdates and the webhook's settings."""

import asyncio
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.sandbox.telegram.bot_account import BotAccount
from bot.sandbox.telegram.errors import ApiError, bad_request
from bot.sandbox.telegram.methods.spec import Method
from bot.sandbox.telegram.model import Json
from bot.sandbox.telegram.params import Args
from bot.sandbox.telegram.updates import KINDS, Poll

if TYPE_CHECKING:
    from bot.sandbox.telegram.world import TelegramWorld

MAX_POLL = 50
_OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


async def get_updates(_world: "TelegramWorld", bot: BotAccount, args: Args) -> list[Json]:
    """https://core.telegram.org/bots/api#getupdates: a newer call ends the one that waits."""
    if bot.webhook.url:
        raise ApiError(409, _WEBHOOK_ACTIVE)
    box = bot.updates
    _set_allowed(bot, args.get("allowed_updates"))
    if box.poll:
        box.poll.end(ApiError(409, _OTHER_POLLER))
    box.confirm(args.number("offset"))
    limit = min(max(args.number("limit", 100), 1), 100)
    loop = asyncio.get_running_loop()
    deadline = loop.time() + min(max(args.number("timeout"), 0), MAX_POLL)
    box.poll = poll = Poll()
    try:
        while not (batch := box.offer(limit)) and loop.time() < deadline:
            poll.awake.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout_at(deadline):
                    await poll.awake.wait()
            if poll.error:
                raise poll.error
        return batch
    finally:
        if box.poll is poll:
            box.poll = None


def _set_allowed(bot: BotAccount, allowed: list[Any] | None) -> None:
    """Remember which kinds the bot wants; not sending the parameter keeps the earlier choice."""
    if allowed is not None:
        if not all(isinstance(kind, str) for kind in allowed):
            raise bad_request("can't parse allowed updates: must be an Array of String")
        bot.updates.allowed = [kind for kind in allowed if kind in KINDS]


def set_webhook(_world: "TelegramWorld", bot: BotAccount, args: Args) -> tuple[bool, str]:
    """https://core.telegram.org/bots/api#setwebhook: unlike the real one it takes http and any port."""
    url, secret = args.text("url"), args.text("secret_token")
    if not url:
        return delete_webhook(_world, bot, args)
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
    _set_allowed(bot, args.get("allowed_updates"))
    if args.flag("drop_pending_updates"):
        bot.updates.clear()
    if bot.updates.poll:
        bot.updates.poll.end(ApiError(409, "Conflict: terminated by setWebhook request"))
    same = (url, secret) == (bot.webhook.url, bot.webhook.secret)
    connections = min(max(args.number("max_connections", 40), 1), 100)
    bot.webhook.set(url, secret, connections)
    return True, "Webhook is already set" if same else "Webhook was set"


def delete_webhook(_world: "TelegramWorld", bot: BotAccount, args: Args) -> tuple[bool, str]:
    """https://core.telegram.org/bots/api#deletewebhook"""
    if args.flag("drop_pending_updates"):
        bot.updates.clear()
    was_set = bool(bot.webhook.url)
    bot.webhook.set("", "", 40)
    return True, "Webhook was deleted" if was_set else "Webhook is already deleted"


def get_webhook_info(_world: "TelegramWorld", bot: BotAccount, _args: Args) -> Json:
    """https://core.telegram.org/bots/api#getwebhookinfo"""
    return bot.webhook.info()


METHODS = {
    "getUpdates": Method(get_updates, {"offset": "int", "limit": "int", "timeout": "int", "allowed_updates": "array"}),
    "setWebhook": Method(
        set_webhook,
        {
            "url": "str",
            "certificate": "file",
            "ip_address": "str",
            "max_connections": "int",
            "allowed_updates": "array",
            "drop_pending_updates": "bool",
            "secret_token": "str",
        },
    ),
    "deleteWebhook": Method(delete_webhook, {"drop_pending_updates": "bool"}),
    "getWebhookInfo": Method(get_webhook_info, {}),
}
