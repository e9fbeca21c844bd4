"""A person's phone as tests and the phone page drive it: start, type, press, read the screen."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from bot.sandbox.telegram.bot_account import BotAccount
from bot.sandbox.telegram.entities import MAX_TEXT, detect
from bot.sandbox.telegram.html_entities import utf16_length
from bot.sandbox.telegram.methods.sending import document, photo_size
from bot.sandbox.telegram.model import Chat, Json, Message, User
from bot.sandbox.telegram.screen import render

if TYPE_CHECKING:
    from bot.sandbox.telegram.world import TelegramWorld

Found = TypeVar("Found")


class NotPossible(RuntimeError):
    """The real app would not let the person do this (write before Start, press a button that is not there …)."""


class Phone:
    """One person's Telegram, open at the chat with one bot.

    Actions return at once; what the bot answers is awaited with `wait_for`.
    """

    def __init__(self, world: "TelegramWorld", bot: BotAccount, user: User) -> None:
        self.world = world
        self.bot = bot
        self.user = user
        self._seen = 0
        self._last_query = ""

    @property
    def chat_id(self) -> int:
        """The id of the private chat, which is the id of the person."""
        return self.user.user_id

    @property
    def chat(self) -> Chat | None:
        """The chat with the bot, None before Start."""
        return self.bot.chats.get(self.chat_id)

    @property
    def started(self) -> bool:
        """Whether the person ever pressed Start."""
        return self.chat is not None

    @property
    def messages(self) -> list[Message]:
        """All bubbles, oldest first."""
        return list(self.chat.messages.values()) if self.chat else []

    @property
    def bot_messages(self) -> list[Message]:
        """The bot's bubbles, oldest first."""
        return [message for message in self.messages if message.by_bot]

    @property
    def buttons(self) -> list[str]:
        """Labels of the buttons under the newest message that has some."""
        with_buttons = [message for message in self.messages if message.buttons]
        return [button["text"] for button in with_buttons[-1].buttons] if with_buttons else []

    def screen(self) -> str:
        """The chat as plain text, one bubble after another, buttons in square brackets."""
        return render(self.messages)

    async def start(self, payload: str = "") -> Message:
        """Press Start (or open a t.me link with a payload)."""
        chat = self.bot.private_chat(self.user)
        if chat.blocked:
            await self.unblock()
        return self._say(chat, text=f"/start {payload}".strip())

    async def send(self, text: str) -> Message:
        """Type a text; one over 4,096 units goes out in several messages, as the app does."""
        chat = self._open_chat()
        pieces = _split(text.strip())
        if not pieces:
            raise NotPossible("Telegram sends no empty message")
        return [self._say(chat, text=piece) for piece in pieces][-1]

    async def edit(self, message_id: int, text: str) -> Message:
        """Change a text the person sent before."""
        message = self.message(message_id)
        if message.by_bot or message.media:
            raise NotPossible(f"message {message_id} is not the person's own text")
        chat = self._open_chat()
        self._seen = chat.revision
        message.text, message.entities, message.edit_date = text, detect(text, []), self.bot.now()
        self.bot.changed(chat, message, "edited")
        self.bot.updates.add("edited_message", message.to_api(), chat.chat_id)
        return message

    async def press(self, label: str, message_id: int | None = None) -> str:
        """Press the button with this label (or its beginning), in the newest message that has it.

        Returns the id of the callback query. Raises `NotPossible` when no such button is on the screen.
        """
        messages = [self.message(message_id)] if message_id else self.messages
        for same in (str.__eq__, str.startswith):
            for message in reversed(messages):
                for button in message.buttons:
                    if same(button["text"], label):
                        return self._press(message, button)
        raise NotPossible(f"there is no button {label!r} on the screen:\n{self.screen()}")

    async def press_index(self, message_id: int, index: int) -> str:
        """Press a button by its place in the message, counted from 0 in reading order."""
        message = self.message(message_id)
        if not 0 <= index < len(message.buttons):
            raise NotPossible(f"message {message_id} has no button {index}")
        return self._press(message, message.buttons[index])

    async def press_data(self, message_id: int, data: str) -> str:
        """Send callback data that may not be on any button, as a changed client could."""
        return self._press(self.message(message_id), {"text": data, "callback_data": data})

    def message(self, message_id: int) -> Message:
        """A bubble by its id; raises `NotPossible` when it is not there."""
        found = self.chat.messages.get(message_id) if self.chat else None
        if found is None:
            raise NotPossible(f"there is no message {message_id} in the chat")
        return found

    async def send_photo(self, content: bytes, caption: str = "") -> Message:
        """Send a picture (PNG or JPEG)."""
        file = self.world.store_file("photo.jpg", content, folder="photos")
        return self._say(self._open_chat(), text=caption, media={"photo": [photo_size(file)]})

    async def send_document(self, name: str, content: bytes, caption: str = "") -> Message:
        """Send a file."""
        file = self.world.store_file(name, content)
        return self._say(self._open_chat(), text=caption, media={"document": document(file)})

    async def send_voice(self, seconds: int = 4) -> Message:
        """Send a voice message."""
        file = self.world.store_file("voice.oga", b"OggS", "audio/ogg", "voice")
        voice = {"file_id": file.file_id, "file_unique_id": file.unique_id, "duration": seconds}
        return self._say(self._open_chat(), media={"voice": voice})

    async def send_sticker(self, emoji: str = "👍") -> Message:
        """Send a sticker."""
        file = self.world.store_file("sticker.webp", b"RIFF", "image/webp", "stickers")
        sticker = {
            "file_id": file.file_id,
            "file_unique_id": file.unique_id,
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
        }
        return self._say(self._open_chat(), media={"sticker": sticker})

    async def send_location(self, latitude: float = 21.0285, longitude: float = 105.8542) -> Message:
        """Share a place."""
        place = {"latitude": latitude, "longitude": longitude}
        return self._say(self._open_chat(), media={"location": place})

    async def send_contact(self, phone_number: str = "+84900000000", first_name: str = "") -> Message:
        """Share a phone number."""
        contact = {"phone_number": phone_number, "first_name": first_name or self.user.first_name}
        return self._say(self._open_chat(), media={"contact": contact})

    async def block(self) -> None:
        """Block the bot: it gets `my_chat_member` and from then on 403."""
        chat = self._open_chat()
        chat.blocked = True
        self._member_update(chat, "member", "kicked")

    async def unblock(self) -> None:
        """Take the block back (the app then offers to start the bot again)."""
        if self.chat is None or not self.chat.blocked:
            raise NotPossible("the bot is not blocked")
        self.chat.blocked = False
        self._member_update(self.chat, "kicked", "member")

    async def deactivate(self) -> None:
        """Delete the account: the bot gets 403 "user is deactivated"."""
        self.user.deactivated = True

    async def join_group(self, title: str) -> int:
        """Join a group in which the bot is (the bot is added when it is new); returns the group's chat id."""
        chat_id = next((chat.chat_id for chat in self.bot.chats.values() if chat.title == title), None)
        if chat_id is None:
            chat_id = -1000 - len(self.bot.chats)
            self.bot.chats[chat_id] = Chat(chat_id, "group", title)
            self._member_update(self.bot.chats[chat_id], "left", "member")
        self._say(self.bot.chats[chat_id], media={"new_chat_members": [self.user.to_api()]})
        return chat_id

    async def send_to_group(self, chat_id: int, text: str) -> Message:
        """Write in a group; with privacy mode on, the bot only gets commands."""
        chat = self.bot.chats[chat_id]
        return self._say(chat, text=text, quietly=not text.startswith("/"))

    async def wait_for(self, text: str, timeout: float = 20.0) -> Message:  # noqa: ASYNC109 - it is the time a reader would wait, part of the driver's language
        """The newest bot message that says `text` and came or changed after the person's last action.

        Capital letters make no difference. Raises TimeoutError with the whole screen after `timeout` seconds.
        """
        return await self._wait(lambda: self._find(text), f"no message with {text!r}", timeout)

    async def wait_for_message(self, timeout: float = 20.0) -> Message:  # noqa: ASYNC109 - as above
        """The newest bot message that came or changed after the person's last action."""
        return await self.wait_for("", timeout)

    async def wait_for_answer(self, timeout: float = 20.0) -> Json:  # noqa: ASYNC109 - as above
        """Until the button pressed last is answered: `{"text", "show_alert"}` as the phone shows it."""
        query_id = self._last_query

        def found() -> Json | None:
            for call in reversed(self.world.calls_of("answerCallbackQuery")):
                if call.params.get("callback_query_id") == query_id and call.status == 200:
                    alert = str(call.params.get("show_alert", "")).lower() == "true"
                    return {"text": call.params.get("text", ""), "show_alert": alert}
            return None

        return await self._wait(found, "the pressed button was not answered", timeout)

    async def _wait(self, look: Callable[[], Found | None], what: str, limit: float) -> Found:
        with self.world.feed.listen() as events:
            try:
                async with asyncio.timeout(limit):
                    while (found := look()) is None:
                        await events.get()
            except TimeoutError:
                raise TimeoutError(f"{what} within {limit} s. {self.user.first_name} sees:\n{self.screen()}") from None
        return found

    def _find(self, text: str) -> Message | None:
        fresh = [message for message in self.bot_messages if message.revision > self._seen]
        return next((m for m in reversed(fresh) if text.casefold() in m.text.casefold()), None)

    def _open_chat(self) -> Chat:
        if self.chat is None:
            raise NotPossible(f"{self.user.first_name} has not started the bot: call start() first")
        if self.chat.blocked:
            raise NotPossible(f"{self.user.first_name} has blocked the bot")
        return self.chat

    def _say(self, chat: Chat, *, quietly: bool = False, text: str = "", media: Json | None = None) -> Message:
        self._seen = chat.revision
        message = self.bot.post(chat, self.user.to_api(), text=text, entities=detect(text, []), media=media or {})
        if not quietly:
            self.bot.updates.add("message", message.to_api(), chat.chat_id)
        return message

    def _press(self, message: Message, button: Json) -> str:
        if "callback_data" not in button:
            raise NotPossible(f"the button {button['text']!r} opens a link: {button.get('url', 'nothing')}")
        chat = self._open_chat()
        self._seen = chat.revision
        query = self.bot.new_query(chat.chat_id)
        self._last_query = query.query_id
        payload = {
            "id": query.query_id,
            "from": self.user.to_api(),
            "message": message.to_api(),
            "chat_instance": str(chat.chat_id * 7919),
            "data": button["callback_data"],
        }
        self.bot.updates.add("callback_query", payload, ("press", self.chat_id))
        return query.query_id

    def _member_update(self, chat: Chat, old: str, new: str) -> None:
        def member(status: str) -> Json:
            until = {"until_date": 0} if status == "kicked" else {}
            return {"user": self.bot.to_api(), "status": status, **until}

        payload = {
            "chat": chat.to_api(),
            "from": self.user.to_api(),
            "date": self.bot.now(),
            "old_chat_member": member(old),
            "new_chat_member": member(new),
        }
        self.bot.feed.publish("chat", chat.chat_id, {"blocked": chat.blocked})
        self.bot.updates.add("my_chat_member", payload, chat.chat_id)


def _split(text: str) -> list[str]:
    """Pieces of at most 4,096 UTF-16 units."""
    pieces = []
    while text:
        end = min(len(text), MAX_TEXT)
        while utf16_length(text[:end]) > MAX_TEXT:
            end -= 1
        pieces.append(text[:end])
        text = text[end:]
    return pieces
