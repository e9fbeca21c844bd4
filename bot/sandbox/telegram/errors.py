"""The one exception by which the pretended Telegram refuses a call; the texts stand where they are raised."""

from typing import Any


class ApiError(Exception):
    """A refused call, as the Bot API words it (https://core.telegram.org/bots/api#making-requests)."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def body(self) -> dict[str, Any]:
        """The JSON body Telegram answers with; the HTTP status is `code`."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(reason: str) -> ApiError:
    """400 with Telegram's own prefix."""
    return ApiError(400, f"Bad Request: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    """429 with the seconds to wait, both in words and as a parameter."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after)
