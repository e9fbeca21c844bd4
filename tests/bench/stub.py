"""A Telegram that costs as little as possible, in a process of its own: ``python -m tests.bench.stub``.

It checks nothing; the strict one is bot/sandbox. Its first line on stdout is its port.
"""

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import orjson

SENT = orjson.dumps(
    {
        "ok": True,
        "result": {
            "message_id": 4711,
            "from": {"id": 42, "is_bot": True, "first_name": "Góp Ý", "username": "gop_y_bot"},
            "chat": {"id": 10_000_001, "first_name": "Lan", "type": "private"},
            "date": 1_795_392_000,
            "text": "Có dự thảo mới đang lấy ý kiến. " * 6,
        },
    }
)
YES = b'{"ok":true,"result":true}'
NO_UPDATES = b'{"ok":true,"result":[]}'
POLL_WAIT = 1.0


@dataclass
class Seen:
    """What arrived (moments on the machine's monotonic clock, chats) and what is to be refused."""

    times: list[float]
    chats: list[int]
    refuse_at: int = -1  # the count at which one request is answered 429
    retry_after: int = 0
    refused_at: float = 0.0


class Answering(asyncio.Protocol):
    """One kept-alive connection: one request at a time, as bots send them."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self._buffer = b""
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps the way back."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answers once the body is whole."""
        self._buffer += data
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        at = head.lower().find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(rest) < length:
            return
        body, self._buffer = rest[:length], rest[length:]
        self._answer(head.split(b" ", 2)[1], body)

    def _answer(self, path: bytes, body: bytes) -> None:
        if path.endswith(b"/sendMessage"):
            self._take(body)
        elif path.endswith(b"/getUpdates"):
            asyncio.get_running_loop().call_later(POLL_WAIT, self._write, NO_UPDATES)
        elif path == b"/seen":
            self._write(orjson.dumps(self._seen))
        elif path == b"/reset":
            given = orjson.loads(body)
            self._seen.times, self._seen.chats, self._seen.refused_at = [], [], 0.0
            self._seen.refuse_at, self._seen.retry_after = given["refuse_at"], given["retry_after"]
            self._write(YES)
        else:
            self._write(YES)

    def _take(self, body: bytes) -> None:
        seen = self._seen
        seen.times.append(time.monotonic())
        at = body.find(b'"chat_id":') + 10
        seen.chats.append(int(body[at : at + 20].split(b",", 1)[0].rstrip(b"}")))
        if len(seen.times) == seen.refuse_at:
            seen.refused_at = seen.times[-1]
            words = f"Too Many Requests: retry after {seen.retry_after}"
            parameters = {"retry_after": seen.retry_after}
            refusal = {"ok": False, "error_code": 429, "description": words, "parameters": parameters}
            self._write(orjson.dumps(refusal), b"429 Too Many Requests")
        else:
            self._write(SENT)

    def _write(self, body: bytes, status: bytes = b"200 OK") -> None:
        if not self._transport.is_closing():
            kind = b"\r\nContent-Type: application/json\r\nContent-Length: "
            self._transport.write(b"HTTP/1.1 " + status + kind + str(len(body)).encode() + b"\r\n\r\n" + body)


class Stub:
    """The running stub, seen from the benchmarks."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"

    async def reset(self, refuse_at: int = -1, retry_after: int = 0) -> None:
        """Forgets what arrived; the ``refuse_at``-th message from now on is answered 429."""
        order = orjson.dumps({"refuse_at": refuse_at, "retry_after": retry_after})
        async with aiohttp.ClientSession() as http, http.post(f"{self.base}/reset", data=order) as answer:
            await answer.read()

    async def seen(self) -> Seen:
        """What arrived so far."""
        async with aiohttp.ClientSession() as http, http.post(f"{self.base}/seen") as answer:
            return Seen(**orjson.loads(await answer.read()))


@asynccontextmanager
async def stub() -> AsyncIterator[Stub]:
    """Starts the stub, ends it in the end."""
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.stub"], stdout=subprocess.PIPE)  # noqa: ASYNC220 (it only starts)
    try:
        if process.stdout is None:
            raise RuntimeError("the stub has no way to say its port")
        yield Stub(int(await asyncio.to_thread(process.stdout.readline)))
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait)


async def main() -> None:
    """Serves until ended."""
    seen = Seen([], [])
    server = await asyncio.get_running_loop().create_server(lambda: Answering(seen), "127.0.0.1", 0, backlog=512)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
