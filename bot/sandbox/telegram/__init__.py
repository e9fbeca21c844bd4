"""A strict Telegram of one's own: Bot API server, people with phones, faults on order; knows no room."""

from bot.sandbox.telegram.app import make_app
from bot.sandbox.telegram.chaos import Fault
from bot.sandbox.telegram.flood import Rates
from bot.sandbox.telegram.phone import NotPossible, Phone
from bot.sandbox.telegram.webhook import WebhookPace
from bot.sandbox.telegram.world import SANDBOX_TOKEN, TelegramWorld

__all__ = ["SANDBOX_TOKEN", "Fault", "NotPossible", "Phone", "Rates", "TelegramWorld", "WebhookPace", "make_app"]
