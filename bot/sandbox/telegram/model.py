"""People, chats, messages and files as the pretended Telegram keeps them; rules for calls live in `methods`."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
_NAME_FIELDS = {"first_name", "last_name", "username"}
Clock = Callable[[], float]
"""Seconds since 1970 UTC; tests may give their own."""
system_clock: Clock = time.time


@dataclass
class User:
    """A person with a Telegram account."""

    user_id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "vi"
    deactivated: bool = False

    def to_api(self) -> Json:
        """The Bot API's `User`."""
        user: Json = {"id": self.user_id, "is_bot": False, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            if value := getattr(self, name):
                user[name] = value
        return user


@dataclass
class StoredFile:
    """The bytes behind a `file_id`."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime_type: str
    content: bytes
    width: int = 0
    height: int = 0

    def to_api(self) -> Json:
        """The Bot API's `File`."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.content),
            "file_path": self.path,
        }


@dataclass
class Message:
    """One bubble. `text` is the caption when `media` holds a photo or a document."""

    message_id: int
    chat: Json
    sender: Json
    date: int
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    media: Json = field(default_factory=dict)
    reply_markup: Json | None = None
    reply_to: "Message | None" = None
    edit_date: int | None = None
    revision: int = 0
    """Grows with every change in the chat, so that a phone knows what is new."""

    @property
    def by_bot(self) -> bool:
        """Sent by the bot, not by a person."""
        return bool(self.sender["is_bot"])

    @property
    def buttons(self) -> list[Json]:
        """The inline buttons in reading order."""
        rows = (self.reply_markup or {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    def to_api(self) -> Json:
        """The Bot API's `Message`."""
        message: Json = {
            "message_id": self.message_id,
            "date": self.date,
            "chat": self.chat,
            "from": self.sender,
            **self.media,
        }
        if self.edit_date:
            message["edit_date"] = self.edit_date
        if self.text:
            message["caption" if self.media else "text"] = self.text
        if self.entities:
            message["caption_entities" if self.media else "entities"] = self.entities
        if self.reply_markup and "inline_keyboard" in self.reply_markup:
            message["reply_markup"] = self.reply_markup
        if self.reply_to:
            message["reply_to_message"] = {
                key: value for key, value in self.reply_to.to_api().items() if key != "reply_to_message"
            }
        return message


@dataclass
class Chat:
    """One chat as one bot sees it; a private chat has the id of its user."""

    chat_id: int
    type: Literal["private", "group"]
    title: str
    user: User | None = None
    blocked: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    reply_keyboard: Json | None = None
    revision: int = 0

    def to_api(self) -> Json:
        """The Bot API's `Chat`."""
        if self.user is None:
            return {"id": self.chat_id, "type": self.type, "title": self.title}
        person = self.user.to_api()
        kept: Json = {key: person[key] for key in person if key in _NAME_FIELDS}
        return {"id": self.chat_id, "type": self.type, **kept}

    def touch(self, message: Message) -> None:
        """Mark a message as the newest change."""
        self.revision += 1
        message.revision = self.revision


@dataclass
class Query:
    """A pressed button that waits for `answerCallbackQuery`."""

    query_id: str
    chat_id: int
    created: float
    answered: bool = False


@dataclass(frozen=True)
class Call:
    """One API call as it arrived, with the HTTP status it got (kept for tests)."""

    at: float
    token: str
    method: str
    params: Json
    status: int
    answer: Json
