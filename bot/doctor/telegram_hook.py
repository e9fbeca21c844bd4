"""Whether Telegram brings its updates where the settings say: a webhook and polling exclude each other."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.channels.telegram import HOOK_PATH
from bot.doctor.check import Check, Finding, Patient, ok, warn
from bot.doctor.telegram_call import Refusal, Unreached, call
from bot.settings import Settings

RECENT = timedelta(hours=1)
MANY = 100


async def _look(patient: Patient) -> Finding | None:
    settings = patient.settings
    if settings is None or not settings.telegram_token.get_secret_value():
        return None
    try:
        info = await call(settings, "getWebhookInfo")
    except (Unreached, Refusal):
        return None  # the check of the token has said so
    return _judge(settings, info, patient.now)


def _judge(settings: Settings, info: dict[str, Any], now: datetime) -> Finding:
    url, pending = str(info.get("url", "")), int(info.get("pending_update_count", 0))
    if settings.telegram_mode == "polling":
        return warn("hook_set", url=url) if url else ok("polling", pending=pending)
    wanted = settings.public_url.rstrip("/") + HOOK_PATH
    if url != wanted:
        return warn("hook_elsewhere", url=url or "-", wanted=wanted)
    failed_at = datetime.fromtimestamp(int(info.get("last_error_date", 0)), UTC)
    if now - failed_at < RECENT:
        return warn("hook_failing", reason=str(info.get("last_error_message", "")), pending=pending)
    return warn("hook_behind", pending=pending) if pending > MANY else ok("hook", pending=pending)


CHECK = Check("updates", _look)
