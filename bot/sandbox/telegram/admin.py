"""Test switches over HTTP under `/_test/`, for tests and tools that run in another process than the world.

The same things are done in Python with `Phone`, `Chaos` and `UpdateBox`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any, get_args

from aiohttp import web

from bot.sandbox.telegram.bot_account import BotAccount
from bot.sandbox.telegram.chaos import Fault, FaultKind
from bot.sandbox.telegram.flood import Rates
from bot.sandbox.telegram.images import plain_png
from bot.sandbox.telegram.model import Json, Message
from bot.sandbox.telegram.params import Upload
from bot.sandbox.telegram.phone import NotPossible, Phone
from bot.sandbox.telegram.webhook import WRONG_SECRET
from bot.sandbox.telegram.world import TelegramWorld

Act = Callable[[Phone, Json], Awaitable[Any]]
_PIXEL = plain_png()


async def _press(phone: Phone, body: Json) -> str:
    """By `label`, by `message_id` with `button` (place) or with raw `data`."""
    if "data" in body:
        return await phone.press_data(int(body["message_id"]), str(body["data"]))
    if "button" in body:
        return await phone.press_index(int(body["message_id"]), int(body["button"]))
    return await phone.press(str(body["label"]), body.get("message_id"))


ACTIONS: dict[str, Act] = {
    "start": lambda phone, body: phone.start(body.get("payload", "")),
    "send": lambda phone, body: phone.send(body["text"]),
    "press": _press,
    "edit": lambda phone, body: phone.edit(int(body["message_id"]), body["text"]),
    "photo": lambda phone, body: phone.send_photo(_PIXEL, body.get("caption", "")),
    "document": lambda phone, body: phone.send_document(body["name"], body.get("content", "x").encode()),
    "sticker": lambda phone, body: phone.send_sticker(body.get("emoji", "👍")),
    "voice": lambda phone, body: phone.send_voice(int(body.get("seconds", 4))),
    "location": lambda phone, _body: phone.send_location(),
    "contact": lambda phone, _body: phone.send_contact(),
    "join": lambda phone, body: phone.join_group(body["title"]),
    "block": lambda phone, _body: phone.block(),
    "unblock": lambda phone, _body: phone.unblock(),
    "deactivate": lambda phone, _body: phone.deactivate(),
}
"""What a person can do: `POST /_test/users/{id}/{action}` with a JSON body."""


class Admin:
    """The handlers, bound to a world; `?token=` chooses a bot other than the first."""

    def __init__(self, world: TelegramWorld) -> None:
        self.world = world

    def _bot(self, request: web.Request) -> BotAccount:
        token = request.query.get("token")
        return self.world.bots[token] if token else self.world.bot

    def _phone(self, request: web.Request) -> Phone:
        user = self.world.users.get(int(request.match_info["user_id"]))
        if user is None:
            raise web.HTTPNotFound(text="no such user")
        return Phone(self.world, self._bot(request), user)

    async def create_user(self, request: web.Request) -> web.Response:
        """`{"name", "user_id"?, "language_code"?}` → the user."""
        body = await request.json()
        user = self.world.user(body["name"], body.get("user_id"), language_code=body.get("language_code", "vi"))
        return web.json_response(user.to_api())

    async def act(self, request: web.Request) -> web.Response:
        """One of `ACTIONS` → its message, its query id or null; 409 when the app would not allow it."""
        action = ACTIONS.get(request.match_info["action"])
        if action is None:
            raise web.HTTPNotFound(text=f"actions: {', '.join(ACTIONS)}")
        try:
            done = await action(self._phone(request), await _body(request))
        except KeyError as error:
            raise web.HTTPBadRequest(text=f"missing in the body: {error}") from None
        except NotPossible as error:
            raise web.HTTPConflict(text=str(error)) from None
        return web.json_response(done.to_api() if isinstance(done, Message) else done)

    async def chat(self, request: web.Request) -> web.Response:
        """All messages of a person's chat as the phone shows them."""
        return web.json_response([message.to_api() for message in self._phone(request).messages])

    async def screen(self, request: web.Request) -> web.Response:
        """The chat as plain text."""
        return web.Response(text=self._phone(request).screen())

    async def repeat(self, request: web.Request) -> web.Response:
        """Deliver an update once more; without an id the newest."""
        box = self._bot(request).updates
        body = await _body(request)
        try:
            box.repeat(int(body.get("update_id") or box.log[-1]["update_id"]))
        except (KeyError, IndexError) as error:
            raise web.HTTPNotFound(text=str(error)) from None
        return web.json_response(True)

    async def hold(self, request: web.Request) -> web.Response:
        """Keep updates aside from now on."""
        self._bot(request).updates.hold()
        return web.json_response(True)

    async def release(self, request: web.Request) -> web.Response:
        """Deliver what was held, `{"backwards": true}` in reversed order → how many."""
        body = await _body(request)
        return web.json_response(self._bot(request).updates.release(backwards=bool(body.get("backwards"))))

    async def chaos(self, request: web.Request) -> web.Response:
        """`{"method", "kind", "times"?, "retry_after"?, "seconds"?}`, or `{"wrong_secrets": n}`; `{}` clears all."""
        body = await _body(request)
        if not body:
            self.world.chaos.clear()
        elif "wrong_secrets" in body:
            self.world.chaos.next_secrets_wrong(int(body["wrong_secrets"]))
        else:
            method, times = body.pop("method"), int(body.pop("times", 1))
            if body.get("kind") not in get_args(FaultKind):
                raise web.HTTPBadRequest(text=f"kinds: {', '.join(get_args(FaultKind))}")
            self.world.chaos.next(method, Fault(**body), times)
        return web.json_response(True)

    async def forge(self, request: web.Request) -> web.Response:
        """Post the newest update (or `update`) with `secret` (null: none) → the receiver's HTTP status."""
        bot, body = self._bot(request), await _body(request)
        update = body.get("update") or bot.updates.log[-1]
        return web.json_response(await bot.webhook.forge(update, body.get("secret", WRONG_SECRET)))

    async def rates(self, request: web.Request) -> web.Response:
        """Set flood limits by the fields of `Rates`; `{"enabled": false}` turns them off."""
        self._bot(request).flood.set_rates(Rates(**await _body(request)))
        return web.json_response(True)

    async def calls(self, request: web.Request) -> web.Response:
        """The log of calls, `?method=` only that one."""
        method = request.query.get("method")
        calls = self.world.calls_of(method) if method else list(self.world.calls)
        return web.json_response([{**asdict(call), "params": _plain(call.params)} for call in calls])


async def _body(request: web.Request) -> Json:
    body: Json = await request.json() if request.can_read_body else {}
    return body


def _plain(params: Json) -> Json:
    """Parameters as JSON can hold them: an upload by its name and size."""
    return {name: repr(value) if isinstance(value, Upload) else value for name, value in params.items()}


def add_admin_routes(app: web.Application, world: TelegramWorld) -> None:
    """Mount the switches."""
    admin = Admin(world)
    app.router.add_post("/_test/users", admin.create_user)
    app.router.add_get("/_test/users/{user_id:\\d+}/chat", admin.chat)
    app.router.add_get("/_test/users/{user_id:\\d+}/screen", admin.screen)
    app.router.add_post("/_test/users/{user_id:\\d+}/{action}", admin.act)
    app.router.add_post("/_test/updates/repeat", admin.repeat)
    app.router.add_post("/_test/updates/hold", admin.hold)
    app.router.add_post("/_test/updates/release", admin.release)
    app.router.add_post("/_test/chaos", admin.chaos)
    app.router.add_post("/_test/forge", admin.forge)
    app.router.add_post("/_test/rates", admin.rates)
    app.router.add_get("/_test/calls", admin.calls)
