"""What Telegram's refusals mean for a message: one table from its errors to SendError; nothing is retried here."""

from collections.abc import Callable

from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.channels.base import SendError

UNKNOWN_TOKEN_WAIT = 60.0
UNTOLD_WAIT = 5.0  # a 429 that does not say how long

Verdict = Callable[[str], SendError]


def _gone(reason: str) -> SendError:
    return SendError(reason, gone=True)


def _ours(reason: str) -> SendError:
    return SendError(reason, ours=True)


def _retry(reason: str) -> SendError:
    return SendError(reason)


def _flood(reason: str) -> SendError:
    return SendError(reason, retry_after=UNTOLD_WAIT, halts=True)


def _bad_token(reason: str) -> SendError:
    return SendError(reason, retry_after=UNKNOWN_TOKEN_WAIT, ours=True, halts=True)


# The first row whose error and words fit decides. Descriptions as the Bot API server writes them
# (core.telegram.org/bots/api#making-requests; tdlib/telegram-bot-api Client.cpp); PTB drops "Bad Request: ".
# A 403 or 400 without Telegram's own words comes from something between us and Telegram: nobody is retired for it.
TABLE: tuple[tuple[type[TelegramError], str, Verdict], ...] = (
    (Forbidden, "forbidden: ", _gone),  # bot was blocked by the user, user is deactivated, can't initiate …
    (Forbidden, "", _retry),
    (BadRequest, "chat not found", _gone),
    (BadRequest, "user not found", _gone),
    (BadRequest, "user_deactivated", _gone),
    (BadRequest, "peer_id_invalid", _gone),
    (BadRequest, "bad request (400)", _retry),
    (BadRequest, "", _ours),
    (InvalidToken, "", _bad_token),  # 401 and 404: no message is at fault
    (NetworkError, "too large", _ours),  # 413
    (NetworkError, "too many requests", _flood),
    (TelegramError, "", _retry),  # timeouts, 5xx, 409, answers that are not JSON
)


def send_error(error: TelegramError) -> SendError:
    """The SendError that says what ``error`` means for this message and for the channel."""
    if isinstance(error, RetryAfter):
        return SendError("flood control", retry_after=seconds(error), halts=True)
    words = error.message.lower()
    verdict = next(verdict for kind, part, verdict in TABLE if isinstance(error, kind) and part in words)
    return verdict(f"{type(error).__name__}: {error.message}"[:300])


def seconds(error: RetryAfter) -> float:
    """How long Telegram wants silence."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
