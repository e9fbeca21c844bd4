"""One bot as Telegram keeps it: its chats, updates, webhook and profile. What calls do to it is in `methods`."""

import secrets
from typing import Any

from bot.sandbox.telegram.errors import ApiError, bad_request
from bot.sandbox.telegram.feed import EventKind, Feed
from bot.sandbox.telegram.flood import Flood, Rates
from bot.sandbox.telegram.model import Chat, Clock, Json, Message, Query, User
from bot.sandbox.telegram.updates import UpdateBox
from bot.sandbox.telegram.webhook import Webhook

_FIRST_UPDATE = 500_000_000


class BotAccount:
    """State of the bot that owns `token`."""

    def __init__(self, token: str, clock: Clock, feed: Feed, rates: Rates, webhook: Webhook) -> None:
        self.token = token
        self.bot_id = int(token.partition(":")[0])
        self.name = "Góp Ý"
        self.username = f"gopy_{self.bot_id}_bot"
        self.profile: dict[str, Any] = {}
        self.logged_out = False
        self.clock = clock
        self.feed = feed
        self.flood = Flood(rates)
        self.webhook = webhook
        self.updates = UpdateBox(clock, _FIRST_UPDATE + secrets.randbelow(1_000_000), webhook.wake)
        webhook.box = self.updates
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self._last_message_id = 0

    def to_api(self) -> Json:
        """The Bot API's `User` for the bot itself."""
        return {"id": self.bot_id, "is_bot": True, "first_name": self.name, "username": self.username}

    def now(self) -> int:
        """Whole seconds since 1970, as dates in the Bot API."""
        return int(self.clock())

    def private_chat(self, user: User) -> Chat:
        """The chat with a person, made when they first turn to the bot."""
        return self.chats.setdefault(user.user_id, Chat(user.user_id, "private", user.first_name, user=user))

    def reachable(self, chat_id: int | str | None) -> Chat:
        """The chat to send to.

        Raises `ApiError`: 400 for a chat that was never started, 403 when the person blocked the bot or is gone.
        """
        if chat_id in {None, ""}:
            raise bad_request("chat_id is empty")
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else self._by_username(str(chat_id))
        if chat is None:
            raise bad_request("chat not found")
        if chat.user and chat.user.deactivated:
            raise ApiError(403, "Forbidden: user is deactivated")
        if chat.blocked:
            group = "bot was kicked from the group chat"
            raise ApiError(403, f"Forbidden: {'bot was blocked by the user' if chat.user else group}")
        return chat

    def _by_username(self, name: str) -> Chat | None:
        """Only channels and groups are found by @name, never people; there are none here."""
        groups = (chat for chat in self.chats.values() if chat.user is None)
        return next((chat for chat in groups if f"@{chat.title}" == name), None)

    def post(self, chat: Chat, sender: Json, **fields: Any) -> Message:
        """Put a new message into a chat and tell the phones."""
        self._last_message_id += 1
        message = Message(self._last_message_id, chat.to_api(), sender, self.now(), **fields)
        chat.messages[message.message_id] = message
        self.changed(chat, message, "message")
        return message

    def changed(self, chat: Chat, message: Message, kind: EventKind) -> None:
        """Tell the phones about a new or changed message."""
        chat.touch(message)
        self.feed.publish(kind, chat.chat_id, message.to_api())

    def new_query(self, chat_id: int) -> Query:
        """A pressed button, to be answered within the life of the query."""
        query = Query(str(secrets.randbits(62)), chat_id, self.clock())
        self.queries[query.query_id] = query
        return query
