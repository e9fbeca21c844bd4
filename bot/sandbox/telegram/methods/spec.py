"""How a method is described: its function and the parameters it accepts with their types."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sandbox.telegram.bot_account import BotAccount
from bot.sandbox.telegram.params import Args, ParamType

if TYPE_CHECKING:
    from bot.sandbox.telegram.world import TelegramWorld

Answer = Any
"""A result, a (result, description) pair, or an awaitable of either."""
Run = Callable[["TelegramWorld", BotAccount, Args], Answer | Awaitable[Answer]]


@dataclass(frozen=True)
class Method:
    """One Bot API method."""

    run: Run
    accepts: Mapping[str, ParamType]
