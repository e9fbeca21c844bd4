"""Telegram as a channel, through python-telegram-bot: updates in by webhook or polling, deliveries out.

Reading updates, rendering, and the meaning of errors are in the modules ``telegram_*`` beside this one.
"""

import asyncio
import hmac
import logging
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from typing import Any, Literal

import orjson
from aiohttp import web
from telegram import Bot, BotCommand, InputFile
from telegram.constants import MessageLimit, ParseMode
from telegram.error import BadRequest, TelegramError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter  # what Bot itself builds calls of; 22.x is pinned

from bot.channels.base import Address, Capabilities, Deliver, Delivery, Sent
from bot.channels.telegram_errors import send_error
from bot.channels.telegram_polling import insist, poll
from bot.channels.telegram_render import html, keyboard
from bot.channels.telegram_updates import CHANNEL, WANTED, Unreadable, callback_query_id, read, update_id
from bot.channels.transport import AiohttpRequest
from services.messages import OutMessage

log = logging.getLogger(__name__)

HOOK_PATH = "/hooks/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (the header's name, not a secret)
MAX_UPDATE_BYTES = 256 * 1024  # a message of 4096 letters with every entity stays far below
BODY_WAIT = 10.0
POLL_WAIT, POLL_LIMIT = 25, 100
READ_WAIT = 10.0
NO_PREVIEW = {"is_disabled": True}
KEPT_RENDERED = 2  # as many as a broadcast has languages

Commands = Mapping[str, Sequence[tuple[str, str]]]  # language, or "" for all others -> (command, what it does)
Shared = list[RequestParameter]  # the parameters of a message that do not depend on who gets it


class Telegram:
    """The Telegram channel; sends without ``start``, takes updates after it."""

    name = CHANNEL
    capabilities = Capabilities(  # core.telegram.org/bots/api: sendMessage, sendDocument; counts are UTF-16 units
        max_text=MessageLimit.MAX_TEXT_LENGTH,
        max_caption=MessageLimit.CAPTION_LENGTH,
        max_buttons=100,
        edits=True,
        files=frozenset(("picture", "document")),
        max_file_bytes=50_000_000,
        chat_burst=15,  # core.telegram.org/bots/faq: one message a second to a chat, short bursts may pass
    )

    def __init__(
        self,
        token: str,
        *,
        api_base: str = "https://api.telegram.org",
        mode: Literal["polling", "webhook"] = "polling",
        webhook_secret: str = "",
        public_url: str = "",
        commands: Commands | None = None,
        request: AiohttpRequest | None = None,
    ) -> None:
        """Calls go to ``api_base``/bot<token>/METHOD. Raises ValueError for a webhook without secret or public URL."""
        if mode == "webhook" and not (webhook_secret and public_url):
            raise ValueError("a webhook needs a secret and a public URL")
        logging.getLogger("telegram").setLevel(logging.INFO)  # PTB's debug lines bear the token and people's words
        self._request = request or AiohttpRequest(read_timeout=READ_WAIT)
        base_url = f"{api_base.rstrip('/')}/bot"
        self._bot = Bot(token, base_url=base_url, request=self._request, get_updates_request=self._request)
        self._mode, self._secret, self._commands = mode, webhook_secret, commands or {}
        self._hook_url = public_url.rstrip("/") + HOOK_PATH
        self._newest: tuple[tuple[OutMessage, Shared], ...] = ()
        self._deliver: Deliver | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    # Out

    async def send(self, to: Address, delivery: Delivery) -> Sent:
        """Sends one delivery; an edit that Telegram refuses becomes a fresh message. Raises SendError."""
        message = delivery.message
        try:
            if delivery.files:
                return await self._send_file(to, delivery, keyboard(message.buttons))
            if message.edits and (sent := await self._edit(to, message)):
                return sent
            result = await self._show("sendMessage", message, chat_id=int(to))
        except TelegramError as error:
            raise send_error(error) from error
        return Sent((str(result["message_id"]),))

    async def _show(self, method: str, message: OutMessage, **to: int) -> Any:
        """Skips the Message object of ``Bot.send_message``, which costs more CPU than the call itself.

        The read limit and the sender's own bound the call; two more timers would cost as much as rendering did.
        """
        shared = self._rendered(message)
        data = RequestData([*(RequestParameter(name, value, None) for name, value in to.items()), *shared])
        url = f"{self._bot.base_url}/{method}"
        return await self._bot.request.post(url, data, read_timeout=READ_WAIT, write_timeout=None, pool_timeout=None)

    def _rendered(self, message: OutMessage) -> Shared:
        """What every recipient gets alike; the recipients of a broadcast share one message object per language."""
        for known, shared in self._newest:
            if known is message:
                return shared
        shared = _parameters(
            text=html(message.paragraphs),
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=keyboard(message.buttons),
        )
        self._newest = ((message, shared), *self._newest[: KEPT_RENDERED - 1])
        return shared

    async def _edit(self, to: Address, message: OutMessage) -> Sent | None:
        ref = message.edits
        try:
            await self._show("editMessageText", message, chat_id=int(to), message_id=int(ref))
        except ValueError:
            return None  # not a reference of ours
        except BadRequest as error:
            return Sent((ref,)) if "not modified" in error.message.lower() else None
        return Sent((ref,))

    async def _send_file(self, to: Address, delivery: Delivery, markup: dict[str, Any] | None) -> Sent:
        (file,) = delivery.files
        method, field = ("sendPhoto", "photo") if file.kind == "picture" else ("sendDocument", "document")
        parameters: dict[str, Any] = {field: InputFile(file.content, file.name, attach=True)}
        caption = html(delivery.message.paragraphs)
        result = await self._call(
            method,
            chat_id=int(to),
            caption=caption or None,
            parse_mode=ParseMode.HTML if caption else None,
            reply_markup=markup,
            **parameters,
        )
        return Sent((str(result["message_id"]),))

    async def _call(self, method: str, *, read_timeout: float = READ_WAIT, **parameters: Any) -> Any:
        """One call through PTB's request, its errors as PTB raises them."""
        data = RequestData(_parameters(**parameters))
        return await self._bot.request.post(f"{self._bot.base_url}/{method}", data, read_timeout=read_timeout)

    # In

    def routes(self) -> Iterable[web.RouteDef]:
        """``POST /hooks/telegram`` in webhook mode."""
        return (web.post(HOOK_PATH, self._hook),) if self._mode == "webhook" else ()

    async def start(self, deliver: Deliver) -> None:
        """Takes updates from now on; whatever needs Telegram happens in the background until it succeeds."""
        self._deliver = deliver
        self._spawn(self._take_updates(deliver))
        if self._commands:
            self._spawn(insist("the command menu", self._set_commands))

    async def stop(self) -> None:
        """Ends polling and closes connections. What was not delivered comes again at the next start."""
        self._deliver = None
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._request.shutdown()

    async def _hook(self, request: web.Request) -> web.Response:
        raw = await self._received(request)
        if self._deliver is None:
            return web.Response(status=503, headers={"Retry-After": "2"})
        try:
            await self._take(raw, self._deliver)
        except Exception:  # an edge: whatever went wrong, Telegram is to bring this update again
            log.exception("telegram: an update was not taken; it will come again")
            return web.Response(status=500)
        return web.Response()

    async def _received(self, request: web.Request) -> dict[str, Any]:
        """The update that Telegram posted. Raises the HTTP answer for anything else."""
        given = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, self._secret.encode()):
            raise web.HTTPForbidden
        if (request.content_length or 0) > MAX_UPDATE_BYTES:
            raise web.HTTPRequestEntityTooLarge(MAX_UPDATE_BYTES, request.content_length or 0)
        try:
            async with asyncio.timeout(BODY_WAIT):
                raw = orjson.loads(await request.read())
            update_id(raw if isinstance(raw, dict) else {})
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        except (orjson.JSONDecodeError, Unreadable):
            raise web.HTTPBadRequest from None
        return dict(raw)

    async def _take(self, raw: Mapping[str, Any], deliver: Deliver) -> None:
        """Delivers one update, then answers its button press; one that nobody can read is logged and passed over."""
        try:
            event = read(raw, self._bot)
        except Unreadable as error:
            log.error("telegram: passed over what cannot be read: %s", error)  # noqa: TRY400 (a trace would show words)
            return
        if event is not None:
            await deliver(event)
        if query_id := callback_query_id(raw):
            self._spawn(self._answer(query_id))

    async def _answer(self, query_id: str) -> None:
        """Best effort: Telegram forgets a press after 150 s, and an unanswered button only spins a while."""
        try:
            await self._bot.answer_callback_query(query_id)
        except TelegramError as error:
            log.info("telegram: a button press went unanswered: %s", type(error).__name__)

    async def _take_updates(self, deliver: Deliver) -> None:
        if self._mode == "webhook":
            await insist("the webhook", self._set_webhook)
            return
        self._spawn(insist("the end of any webhook", self._bot.delete_webhook))  # until then polling meets a 409
        await poll(self._fetch, lambda raw: self._take(raw, deliver))

    async def _fetch(self, offset: int) -> list[dict[str, Any]]:
        updates: list[Any] = await self._call(
            "getUpdates",
            read_timeout=POLL_WAIT + READ_WAIT,
            offset=offset,
            limit=POLL_LIMIT,
            timeout=POLL_WAIT,
            allowed_updates=list(WANTED),
        )
        return [raw for raw in updates if isinstance(raw, dict) and isinstance(raw.get("update_id"), int)]

    async def _set_webhook(self) -> None:
        await self._bot.set_webhook(self._hook_url, secret_token=self._secret, allowed_updates=WANTED)

    async def _set_commands(self) -> None:
        for language, commands in self._commands.items():
            menu = [BotCommand(command, description) for command, description in commands]
            await self._bot.set_my_commands(menu, language_code=language or None)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.critical("telegram: background work ended by a fault of ours", exc_info=error)


def _parameters(**given: Any) -> list[RequestParameter]:
    return [RequestParameter.from_input(name, value) for name, value in given.items() if value is not None]
