"""One call to Telegram for the checks, with a limit; no word of an error bears the token."""

from typing import Any

import aiohttp
import orjson

from bot.settings import Settings

ANSWER_WAIT = 5.0


class Unreached(Exception):
    """Telegram was not reached, or something else answered."""


class Refusal(Exception):
    """Telegram answered and refused; ``code`` is its error code."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code


async def call(settings: Settings, method: str) -> dict[str, Any]:
    """The result of a method without parameters. Raises Unreached, Refusal."""
    token = settings.telegram_token.get_secret_value()
    url = f"{settings.telegram_api_base.rstrip('/')}/bot{token}/{method}"
    try:
        limit = aiohttp.ClientTimeout(total=ANSWER_WAIT)
        async with aiohttp.ClientSession(timeout=limit, trust_env=False) as http, http.post(url) as response:
            answer = orjson.loads(await response.read())
    except TimeoutError:
        raise Unreached(f"no answer within {ANSWER_WAIT:.0f} s") from None
    except (aiohttp.ClientError, OSError, ValueError) as error:  # ValueError: not JSON, or not an address
        raise Unreached(type(error).__name__) from None
    if not isinstance(answer, dict):
        raise Unreached("the answer is not Telegram's")
    if not answer.get("ok"):
        raise Refusal(int(answer.get("error_code") or 0), str(answer.get("description", "")))
    result: dict[str, Any] = answer["result"]
    return result
