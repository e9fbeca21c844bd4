"""Delivery of updates to the bot's webhook: order per chat, secret, retries, and calls inside the answer.

Facts from the published server source (tdlib/telegram-bot-api, WebhookActor.cpp): one update of a chat in flight,
first retry at once, then 2, 4, 8 … seconds, Retry-After obeyed, a 2xx body with "method" is executed.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.sandbox.telegram.chaos import Chaos
from bot.sandbox.telegram.model import Clock, Json
from bot.sandbox.telegram.updates import Pending, UpdateBox

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
WRONG_SECRET = "not-the-secret"  # noqa: S105 - the point of this value is that it opens nothing
_MAX_BACKOFF = 60.0
_MAX_RETRY_AFTER = 3600.0
Execute = Callable[[str, Json], Awaitable[None]]


@dataclass(frozen=True)
class WebhookPace:
    """How patient deliveries are: `timeout` seconds for an answer, waits multiplied by `scale` (tests use 0.01)."""

    timeout: float = 60.0
    scale: float = 1.0


class Webhook:
    """The webhook of one bot; it delivers while `url` is set."""

    def __init__(self, chaos: Chaos, clock: Clock, pace: WebhookPace, execute: Execute) -> None:
        self.box: UpdateBox
        self.url = ""
        self.secret = ""
        self.max_connections = 40
        self.last_error_date = 0
        self.last_error_message = ""
        self._chaos = chaos
        self._clock = clock
        self._pace = pace
        self._execute = execute
        self._session: aiohttp.ClientSession | None = None
        self._lanes: dict[Hashable, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(self.max_connections)

    def set(self, url: str, secret: str, max_connections: int) -> None:
        """Start delivering to another address, or stop when `url` is empty."""
        for task in self._lanes.values():
            task.cancel()
        self._lanes.clear()
        self.url, self.secret, self.max_connections = url, secret, max_connections
        self.last_error_date, self.last_error_message = 0, ""
        self._slots = asyncio.Semaphore(max_connections)
        for lane in self.box.lanes():
            self.wake(lane)

    def wake(self, lane: Hashable) -> None:
        """See that a lane with pending updates has a task that delivers them."""
        if self.url and lane not in self._lanes:
            self._lanes[lane] = asyncio.create_task(self._run(lane))

    async def close(self) -> None:
        """End all deliveries."""
        tasks = list(self._lanes.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._lanes.clear()
        if self._session:
            await self._session.close()
            self._session = None

    def info(self) -> Json:
        """The Bot API's `WebhookInfo`."""
        info: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": self.box.count(),
        }
        if self.url:
            info["max_connections"] = self.max_connections
        if self.last_error_date:
            info |= {"last_error_date": self.last_error_date, "last_error_message": self.last_error_message}
        if self.box.allowed:
            info["allowed_updates"] = self.box.allowed
        return info

    async def forge(self, update: Json, secret: str | None) -> int:
        """Post an update as somebody else would, with a wrong secret or none; returns the HTTP status."""
        headers = {} if secret is None else {SECRET_HEADER: secret}
        async with self._client().post(self.url, json=update, headers=headers) as answer:
            return answer.status

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=100)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        return self._session

    async def _run(self, lane: Hashable) -> None:
        failures = 0
        try:
            while entry := self.box.first(lane):
                async with self._slots:
                    retry_after = await self._deliver(entry)
                if retry_after is None:
                    self.box.remove(entry)
                    failures = 0
                    continue
                failures += 1
                wait = 0.0 if failures == 1 else min(2.0 ** (failures - 1), _MAX_BACKOFF)
                await asyncio.sleep(max(wait, retry_after) * self._pace.scale)
        finally:
            if self._lanes.get(lane) is asyncio.current_task():
                del self._lanes[lane]

    async def _deliver(self, entry: Pending) -> float | None:
        """Post once: None when taken, otherwise the seconds the receiver asked for (0 when it did not)."""
        entry.offered = True
        try:
            status, reason, retry_after, body = await self._post(entry.update)
        except TimeoutError:
            return self._failed("Read timeout expired")
        except aiohttp.ClientConnectorError:
            return self._failed("Connection refused")
        except aiohttp.ClientError:
            return self._failed("Connection closed")
        if not 200 <= status < 300:
            self._failed(f"Wrong response from the webhook: {status} {reason}")
            return retry_after
        if call := _call_in(body):
            method = str(call.pop("method"))
            await self._execute(method, call)
        return None

    async def _post(self, update: Json) -> tuple[int, str, float, bytes]:
        headers = {"Content-Type": "application/json"}
        if self._chaos.wrong_secrets:
            self._chaos.wrong_secrets -= 1
            headers[SECRET_HEADER] = WRONG_SECRET
        elif self.secret:
            headers[SECRET_HEADER] = self.secret
        data = json.dumps(update, ensure_ascii=False).encode()
        timeout = aiohttp.ClientTimeout(total=self._pace.timeout)
        request = self._client().post(self.url, data=data, headers=headers, timeout=timeout, allow_redirects=False)
        async with request as answer:
            asked = answer.headers.get("Retry-After", "")
            retry_after = min(float(asked), _MAX_RETRY_AFTER) if asked.isdigit() else 0.0
            return answer.status, answer.reason or "", retry_after, await answer.read()

    def _failed(self, message: str) -> float:
        self.last_error_date = int(self._clock())
        self.last_error_message = message
        return 0.0


def _call_in(body: bytes) -> dict[str, Any] | None:
    """The call a webhook answer carries, if it carries one."""
    try:
        call = json.loads(body) if body else None
    except ValueError:
        return None
    return call if isinstance(call, dict) and "method" in call else None
