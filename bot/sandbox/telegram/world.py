"""The pretended Telegram as a whole: bots, people, files, faults and the log of calls; HTTP is in `app`."""

import mimetypes
import secrets
from collections import deque
from collections.abc import Iterable

from bot.sandbox.telegram.bot_account import BotAccount
from bot.sandbox.telegram.chaos import Chaos
from bot.sandbox.telegram.errors import ApiError
from bot.sandbox.telegram.feed import Feed
from bot.sandbox.telegram.flood import Rates
from bot.sandbox.telegram.images import picture_size
from bot.sandbox.telegram.methods import execute
from bot.sandbox.telegram.model import Call, Clock, Json, StoredFile, User, system_clock
from bot.sandbox.telegram.phone import Phone
from bot.sandbox.telegram.updates import QUERY_LIFETIME
from bot.sandbox.telegram.webhook import Webhook, WebhookPace

SANDBOX_TOKEN = "7000000001:sandbox-token-that-opens-nothing-outside"  # noqa: S105 - valid only in this pretended world
_FIRST_USER = 900_000_001


class TelegramWorld:
    """A Telegram of one's own, in memory.

    `tokens` are the bots that exist (numeric id, colon, anything), `clock` gives seconds since 1970, `rates` the
    flood limits, `webhook_pace` how fast failed deliveries are tried again, `query_lifetime` the seconds within
    which a pressed button may be answered. The log `calls` keeps the newest `max_calls`.
    """

    def __init__(
        self,
        tokens: Iterable[str] = (SANDBOX_TOKEN,),
        *,
        clock: Clock = system_clock,
        rates: Rates | None = None,
        webhook_pace: WebhookPace | None = None,
        query_lifetime: float = QUERY_LIFETIME,
        max_calls: int = 10_000,
    ) -> None:
        self.clock = clock
        self.query_lifetime = query_lifetime
        self.chaos = Chaos()
        self.feed = Feed()
        self.users: dict[int, User] = {}
        self.files: dict[str, StoredFile] = {}
        self.calls: deque[Call] = deque(maxlen=max_calls)
        self.bots: dict[str, BotAccount] = {}
        for token in tokens:
            self._add_bot(token, rates or Rates(), webhook_pace or WebhookPace())

    def _add_bot(self, token: str, rates: Rates, pace: WebhookPace) -> None:
        async def execute_reply(method: str, params: Json) -> None:
            await self.call(self.bots[token], method, params)

        webhook = Webhook(self.chaos, self.clock, pace, execute_reply)
        self.bots[token] = BotAccount(token, self.clock, self.feed, rates, webhook)

    @property
    def bot(self) -> BotAccount:
        """The first bot: most worlds have just this one."""
        return next(iter(self.bots.values()))

    def user(self, name: str, user_id: int | None = None, *, language_code: str = "vi", username: str = "") -> User:
        """The person of that name (or id), with a new account when there is none yet."""
        for user in self.users.values():
            if user.user_id == user_id or (user_id is None and user.first_name == name):
                return user
        new_id = user_id or max(self.users, default=_FIRST_USER - 1) + 1
        self.users[new_id] = User(new_id, name, username=username, language_code=language_code)
        return self.users[new_id]

    def phone(
        self,
        name: str,
        user_id: int | None = None,
        *,
        language_code: str = "vi",
        username: str = "",
        bot: BotAccount | None = None,
    ) -> Phone:
        """The phone of the person of that name, who gets an account when there is none yet."""
        user = self.user(name, user_id, language_code=language_code, username=username)
        return Phone(self, bot or self.bot, user)

    async def call(self, bot: BotAccount, method: str, params: Json) -> tuple[int, Json]:
        """Execute one Bot API call; returns the HTTP status and the JSON body, and keeps both in `calls`."""
        try:
            status, body = 200, {"ok": True, **await execute(self, bot, method, params)}
        except ApiError as error:
            status, body = error.code, error.body()
        self.calls.append(Call(self.clock(), bot.token, method, params, status, body))
        return status, body

    def calls_of(self, method: str) -> list[Call]:
        """The logged calls of one method, oldest first."""
        return [call for call in self.calls if call.method.lower() == method.lower()]

    def store_file(self, name: str, content: bytes, mime_type: str = "", folder: str = "documents") -> StoredFile:
        """Keep the bytes of an upload under a new `file_id`."""
        number = len(self.files)
        mime_type = mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        suffix = f".{name.rpartition('.')[2]}" if "." in name else ""
        file = StoredFile(
            file_id=f"BQAC{secrets.token_urlsafe(24)}",
            unique_id=f"AgAD{secrets.token_urlsafe(8)}",
            path=f"{folder}/file_{number}{suffix}",
            name=name,
            mime_type=mime_type,
            content=content,
        )
        file.width, file.height = picture_size(content) or (0, 0)
        self.files[file.file_id] = file
        return file

    def file_at(self, path: str) -> StoredFile | None:
        """The file getFile gave this path to."""
        return next((file for file in self.files.values() if file.path == path), None)

    async def close(self) -> None:
        """End deliveries, waiting polls and listeners."""
        self.feed.close()
        for bot in self.bots.values():
            if bot.updates.poll:
                bot.updates.poll.end(ApiError(500, "Internal Server Error: restart"))
            await bot.webhook.close()
