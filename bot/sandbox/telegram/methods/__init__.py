"""The Bot API methods that exist here, and the way from a name to its function."""

import inspect
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.sandbox.telegram.bot_account import BotAccount
from bot.sandbox.telegram.errors import ApiError
from bot.sandbox.telegram.methods import editing, profile, receiving, sending
from bot.sandbox.telegram.methods.spec import Method
from bot.sandbox.telegram.params import check

if TYPE_CHECKING:
    from bot.sandbox.telegram.world import TelegramWorld

METHODS: Mapping[str, Method] = {
    name.lower(): method for room in (sending, editing, receiving, profile) for name, method in room.METHODS.items()
}


async def execute(world: "TelegramWorld", bot: BotAccount, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """Run one call; returns `{"result": …}` and, for some methods, a description. Raises `ApiError`."""
    found = METHODS.get(method.lower())
    if found is None:
        raise ApiError(404, "Not Found")
    if bot.logged_out and method.lower() != "logout":
        raise ApiError(400, "Logged out")
    answer = found.run(world, bot, check(params, found.accepts))
    if inspect.isawaitable(answer):
        answer = await answer
    if isinstance(answer, tuple):
        return {"result": answer[0], "description": answer[1]}
    return {"result": answer}
