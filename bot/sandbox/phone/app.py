"""The phone page over HTTP: the page and its files, a stream of changes, and what a finger can do."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.sandbox.phone.people import Person
from bot.sandbox.telegram import NotPossible, Phone, TelegramWorld
from bot.sandbox.telegram.methods.profile import commands_shown

Info = Callable[[], Mapping[str, Any]]
"""`{"title"?, "text"?, "links"?: [{"label", "url"}]}` for the head of the page."""
_STATIC = Path(__file__).parent / "static"
_PAGES = {"": "index.html", **{name: name for name in ("app.js", "bubble.js", "phone.js", "phones.css", "bubble.css")}}
_MIME = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
_CSP = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'"
_HEARTBEAT = 15.0
_MAX_BODY = 64 * 1024


class PhonePage:
    """The handlers of one page."""

    def __init__(self, world: TelegramWorld, people: Sequence[Person], info: Info | None) -> None:
        self.world = world
        self.people = {person.key: person for person in people}
        self.info = info

    def phone(self, person: Person) -> Phone:
        """The person's phone; the account is made when it is new."""
        return self.world.phone(person.name, person.user_id)

    def _phone_of(self, request: web.Request) -> Phone:
        person = self.people.get(request.match_info["key"])
        if person is None:
            raise web.HTTPNotFound(text="no such phone")
        return self.phone(person)

    async def page(self, request: web.Request) -> web.Response:
        """One of the page's own files, read from disk each time so that edits show on reload."""
        name = _PAGES.get(request.match_info.get("name", ""))
        if name is None:
            raise web.HTTPNotFound
        path = _STATIC / name
        text = await asyncio.to_thread(path.read_text, encoding="utf-8")
        headers = {"Content-Security-Policy": _CSP, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        return web.Response(text=text, content_type=_MIME[path.suffix], headers=headers)

    async def state(self, _request: web.Request) -> web.Response:
        """Everything the page needs to draw itself."""
        return web.json_response(self._state())

    def _state(self) -> dict[str, Any]:
        return {
            "bot": {
                "name": self.world.bot.name,
                "description": self.world.bot.profile.get("description:", ""),
                "commands": commands_shown(self.world.bot, "vi"),
            },
            "info": dict(self.info()) if self.info else {},
            "phones": [self._phone_state(person) for person in self.people.values()],
        }

    def _phone_state(self, person: Person) -> dict[str, Any]:
        phone = self.phone(person)
        chat = phone.chat
        return {
            "key": person.key,
            "name": person.name,
            "note": person.note,
            "role": person.role,
            "chat_id": phone.chat_id,
            "started": phone.started,
            "blocked": bool(chat and chat.blocked),
            "keyboard": chat.reply_keyboard if chat else None,
            "messages": [message.to_api() for message in phone.messages],
        }

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Changes as server-sent events; the first one is the whole state, so a reconnect misses nothing."""
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
        with self.world.feed.listen() as changes:
            await stream.prepare(request)
            await stream.write(_event("state", self._state()))
            while True:
                try:
                    change = await asyncio.wait_for(changes.get(), _HEARTBEAT)
                except TimeoutError:
                    await stream.write(b": still here\n\n")
                    continue
                if change is None:
                    return stream
                data = {"chat_id": change.chat_id, "data": change.data}
                if change.kind == "message" and (chat := self.world.bot.chats.get(change.chat_id)):
                    data["keyboard"] = chat.reply_keyboard
                await stream.write(_event(change.kind, data))

    async def act(self, request: web.Request) -> web.Response:
        """`start`, `send` {text}, `press` {message_id, index}, `edit`, `block`, `unblock`, `photo`, `document`."""
        phone, action = self._phone_of(request), request.match_info["action"]
        try:
            body = json.loads(await request.read() or "{}")
            done = await self._do(phone, action, body)
        except NotPossible as error:
            raise web.HTTPConflict(text=str(error)) from None
        except (KeyError, TypeError, ValueError) as error:
            raise web.HTTPBadRequest(text=f"cannot read the request: {error}") from None
        return web.json_response({"ok": True, "query_id": done})

    async def _do(self, phone: Phone, action: str, body: dict[str, Any]) -> str | None:
        match action:
            case "start":
                await phone.start(str(body.get("payload", "")))
            case "send":
                await phone.send(str(body["text"]))
            case "press":
                return await phone.press_index(int(body["message_id"]), int(body["index"]))
            case "edit":
                await phone.edit(int(body["message_id"]), str(body["text"]))
            case "block":
                await phone.block()
            case "unblock":
                await phone.unblock()
            case "sticker":
                await phone.send_sticker()
            case _:
                raise ValueError(f"unknown action {action}")
        return None

    async def upload(self, request: web.Request) -> web.Response:
        """A picture or a document from the person, the bytes as body, its name in `?name=`."""
        phone, name = self._phone_of(request), request.query.get("name", "tep")
        content = await request.clone(client_max_size=20 * 1024 * 1024).read()
        try:
            if request.content_type in {"image/png", "image/jpeg"}:
                await phone.send_photo(content)
            else:
                await phone.send_document(name, content)
        except NotPossible as error:
            raise web.HTTPConflict(text=str(error)) from None
        return web.json_response({"ok": True})

    async def file(self, request: web.Request) -> web.Response:
        """A picture to show or a document to save, by `file_id`."""
        file = self.world.files.get(request.match_info["file_id"])
        if file is None:
            raise web.HTTPNotFound(text="no such file")
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
        if not file.width:
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
        picture = "image/png" if file.content.startswith(b"\x89PNG") else "image/jpeg"
        kind = picture if file.width else "application/octet-stream"
        return web.Response(body=file.content, content_type=kind, headers=headers)


def _event(kind: str, data: Any) -> bytes:
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def make_app(world: TelegramWorld, people: Sequence[Person], info: Info | None = None) -> web.Application:
    """The page for `people` in `world`, to run alone or under a prefix.

    `info` gives the head of the page its text and links each time the page is drawn. Addresses in the page are
    relative, so the prefix must end with a slash in the browser (the bare prefix redirects there).
    """
    page = PhonePage(world, people, info)
    app = web.Application(client_max_size=_MAX_BODY, middlewares=[_own_page_only])
    app.router.add_get("", _with_slash)
    app.router.add_get("/", page.page)
    app.router.add_get("/api/state", page.state)
    app.router.add_get("/api/events", page.events)
    app.router.add_post("/api/phones/{key}/upload", page.upload)
    app.router.add_post("/api/phones/{key}/{action}", page.act)
    app.router.add_get("/files/{file_id}", page.file)
    app.router.add_get("/{name}", page.page)

    async def press_start(_app: web.Application) -> None:
        for person in people:
            phone = page.phone(person)
            if person.autostart and not phone.started:
                await phone.start()

    async def send_listeners_away(_app: web.Application) -> None:
        world.feed.close()

    app.on_startup.append(press_start)
    app.on_shutdown.append(send_listeners_away)
    return app


@web.middleware
async def _own_page_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """No other web site may press the buttons of a demo that runs on a visitor's machine."""
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise web.HTTPForbidden(text="only the phone page itself may do this")
    return await handler(request)


async def _with_slash(request: web.Request) -> web.Response:
    raise web.HTTPMovedPermanently(request.path + "/")
