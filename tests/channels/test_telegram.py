"""The Telegram channel against a strict pretended Telegram: updates by both ways, presses, edits, faults."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bot.channels.base import Delivery, SendError
from bot.channels.telegram import HOOK_PATH, SECRET_HEADER, Telegram
from bot.sandbox.telegram import SANDBOX_TOKEN, Fault, Phone, Rates, TelegramWorld, WebhookPace, make_app
from services.messages import Button, InEvent, OutMessage, say

STAND_IN = "aiohttp.access"  # the pretended Telegram writes its own visitors down
SECRET = "hook-secret-for-tests"


@dataclass
class Engine:
    """Stands where the engine stands: keeps events, fails when told to."""

    events: list[InEvent] = field(default_factory=list)
    failures: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def deliver(self, event: InEvent) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the database is away")
        self.events.append(event)
        self.arrived.set()

    async def has(self, count: int) -> list[InEvent]:
        try:
            async with asyncio.timeout(30):
                while len(self.events) < count:
                    self.arrived.clear()
                    await self.arrived.wait()
        except TimeoutError:
            raise AssertionError(f"only {self.events}") from None
        return self.events


@dataclass
class Scene:
    world: TelegramWorld
    telegram: Telegram
    engine: Engine
    phone: Phone
    hook: str = ""


OpenScene = Callable[..., Awaitable[Scene]]


@pytest.fixture
async def opened() -> AsyncIterator[OpenScene]:
    """Opens a scene: a world, our channel started in it, a phone."""
    closers: list[Callable[[], Awaitable[None]]] = []

    async def open_scene(mode: str = "polling", engine: Engine | None = None) -> Scene:
        world = TelegramWorld(rates=Rates.off(), webhook_pace=WebhookPace(timeout=2, scale=0.01))
        platform = TestServer(make_app(world))
        await platform.start_server()
        hook = f"http://127.0.0.1:{(port := unused_port())}"
        ours = TestServer(web.Application(), port=port)
        telegram = Telegram(
            SANDBOX_TOKEN,
            api_base=str(platform.make_url("")),
            mode="webhook" if mode == "webhook" else "polling",
            webhook_secret=SECRET,
            public_url=hook,
            commands={"": [("duthao", "Dự thảo đang lấy ý kiến")], "en": [("drafts", "Drafts open for comment")]},
        )
        ours.app.add_routes(telegram.routes())
        await ours.start_server()
        scene = Scene(world, telegram, engine or Engine(), world.phone("Lan"), hook + HOOK_PATH)
        await telegram.start(scene.engine.deliver)
        closers.extend([telegram.stop, platform.close, ours.close])
        return scene

    yield open_scene
    for close in closers:
        await close()


def to(scene: Scene) -> str:
    return str(scene.phone.chat_id)


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_words_presses_and_blocks_arrive(opened: OpenScene, mode: str) -> None:
    scene = await opened(mode)
    await until_ready(scene, mode)
    await scene.phone.start("DT12")
    await scene.engine.has(1)
    await scene.telegram.send(to(scene), Delivery(say("Bà con chọn:", buttons=(Button("Đồng ý", "3:y", "1"),))))
    await scene.phone.press("1. Đồng ý")
    await scene.engine.has(2)
    assert await scene.phone.wait_for_answer() == {"text": "", "show_alert": False}
    await scene.phone.block()
    events = await scene.engine.has(3)
    assert [(e.kind, e.text, e.payload, e.address == to(scene)) for e in events] == [
        ("text", "/start DT12", "", True),
        ("press", "", "3:y", True),
        ("gone", "", "", True),
    ]


async def until_ready(scene: Scene, mode: str) -> None:
    """Returns when the channel has told Telegram how it wants its updates."""
    method = "setWebhook" if mode == "webhook" else "getUpdates"
    async with asyncio.timeout(30):
        while not scene.world.calls_of(method) and not scene.world.bot.updates.poll:  # noqa: ASYNC110 (a log of calls)
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_an_update_that_was_not_taken_comes_again(opened: OpenScene, mode: str) -> None:
    scene = await opened(mode, Engine(failures=2))
    await until_ready(scene, mode)
    await scene.phone.start()
    await scene.phone.send("một")
    await scene.phone.send("hai")
    events = await scene.engine.has(3)
    assert [event.text for event in events[:3]] == ["/start", "một", "hai"]
    assert scene.engine.failures == 0


async def test_the_commands_are_listed_in_each_language(opened: OpenScene) -> None:
    scene = await opened()
    async with asyncio.timeout(30):
        while len(calls := scene.world.calls_of("setMyCommands")) < 2:  # noqa: ASYNC110 (see above)
            await asyncio.sleep(0.01)
    assert [(call.params.get("language_code", ""), call.status) for call in calls] == [("", 200), ("en", 200)]


@pytest.mark.parametrize(
    ("secret", "body", "status"),
    [
        (None, b'{"update_id": 1}', 403),
        ("wrong", b'{"update_id": 1}', 403),
        ("b\u1ecb m\u1eadt".encode().decode("latin-1"), b'{"update_id": 1}', 403),
        (SECRET, b"{not json", 400),
        (SECRET, b"[1, 2]", 400),
        (SECRET, b'{"message": {}}', 400),
        (SECRET, b'{"update_id": "7"}', 400),
        (SECRET, b'{"update_id": 7, "x": "' + b"x" * 300_000 + b'"}', 413),
        (SECRET, b'{"update_id": 7, "message": {"unreadable": true}}', 200),
        (SECRET, b'{"update_id": 7}', 200),
    ],
)
async def test_the_hook_takes_only_what_telegram_sends(
    opened: OpenScene, secret: str | None, body: bytes, status: int
) -> None:
    scene = await opened("webhook")
    headers = {} if secret is None else {SECRET_HEADER: secret}
    async with aiohttp.ClientSession() as http, http.post(scene.hook, data=body, headers=headers) as answer:
        assert answer.status == status
    assert scene.engine.events == []


async def test_an_edit_replaces_the_message_and_one_without_change_counts_as_sent(opened: OpenScene) -> None:
    scene = await opened()
    await scene.phone.start()
    first = await scene.telegram.send(to(scene), Delivery(say("Trang 1")))
    page = OutMessage(say("Trang 2").paragraphs, edits=first.refs[0])
    assert await scene.telegram.send(to(scene), Delivery(page)) == first
    assert await scene.telegram.send(to(scene), Delivery(page)) == first
    assert [message.text for message in scene.phone.bot_messages] == ["Trang 2"]


async def test_a_message_that_cannot_be_edited_is_sent_anew(opened: OpenScene) -> None:
    scene = await opened()
    await scene.phone.start()
    sent = await scene.telegram.send(to(scene), Delivery(OutMessage(say("Trang 2").paragraphs, edits="987654")))
    assert [str(message.message_id) for message in scene.phone.bot_messages] == list(sent.refs)


@pytest.mark.parametrize("kind", ["error", "bad_gateway", "reset", "reset_before"])
async def test_faults_between_us_and_telegram_mean_try_again(opened: OpenScene, kind: str) -> None:
    scene = await opened()
    await scene.phone.start()
    scene.world.chaos.next("sendMessage", Fault(kind))  # type: ignore[arg-type]  # the parameters above are such kinds
    with pytest.raises(SendError) as caught:
        await scene.telegram.send(to(scene), Delivery(say("Chào")))
    assert (caught.value.gone, caught.value.ours, caught.value.halts) == (False, False, False)
    await scene.telegram.send(to(scene), Delivery(say("Chào")))


async def test_the_longest_text_and_the_heaviest_marks_pass(opened: OpenScene) -> None:
    scene = await opened()
    await scene.phone.start()
    await scene.telegram.send(to(scene), Delivery(say("&<👍" * 1024)))
    assert len(scene.phone.bot_messages[-1].text) == 3072


async def test_polling_survives_a_bad_start(opened: OpenScene, caplog: pytest.LogCaptureFixture) -> None:
    scene = await opened()
    scene.world.chaos.next("getUpdates", Fault("bad_gateway"), times=1)
    await scene.phone.start()
    await scene.engine.has(1)


async def test_the_token_is_in_no_log_line_and_no_error(opened: OpenScene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    scene = await opened()
    await scene.phone.start()
    await scene.engine.has(1)
    await scene.telegram.send(to(scene), Delivery(say("Chào")))
    away = Telegram(SANDBOX_TOKEN, api_base="http://127.0.0.1:9")
    with pytest.raises(SendError) as caught:
        await away.send("1", Delivery(say("Chào")))
    await away.stop()
    logged = "\n".join(
        str(record.getMessage()) + str(record.exc_text) for record in caplog.records if record.name != STAND_IN
    )
    assert SANDBOX_TOKEN not in logged
    assert SANDBOX_TOKEN not in f"{caught.value!r}{caught.value.__cause__!r}"


def test_a_webhook_without_a_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="secret"):
        Telegram(SANDBOX_TOKEN, mode="webhook", public_url="https://gopy.example.vn")
