"""Every channel against the same contract, sample by sample."""

from dataclasses import asdict
from pathlib import Path

import pytest

from bot.channels.base import SendError
from services.messages import OutMessage, Paragraph, say
from tests.channels.contract import STAGES, sample, samples, send_all


def cases(kind: str) -> pytest.MarkDecorator:
    found = samples(kind)
    return pytest.mark.parametrize(("name", "path"), found, ids=[f"{name}-{path.stem}" for name, path in found])


@cases("in")
async def test_what_the_platform_sends_becomes_our_event(name: str, path: Path, tmp_path: Path) -> None:
    case = sample(path)
    async with STAGES[name](tmp_path) as stage:
        event = stage.read(case["raw"])
    expected = case["event"] and {"text": "", "payload": "", "pressed_on": "", "language": "", **case["event"]}
    assert (event and asdict(event)) == expected


@cases("out")
async def test_what_we_say_is_shown_like_this(name: str, path: Path, tmp_path: Path) -> None:
    case = sample(path)
    async with STAGES[name](tmp_path) as stage:
        await send_all(stage.channel, OutMessage.from_json(case["message"]), case.get("files", {}))
        assert stage.seen() == case["platform"]


@cases("error")
async def test_what_the_platform_refuses_is_understood(name: str, path: Path, tmp_path: Path) -> None:
    case = sample(path)
    async with STAGES[name](tmp_path) as stage:
        stage.answer(case["answer"])
        with pytest.raises(SendError) as caught:
            await send_all(stage.channel, say("Chào bà con"), {})
    error = caught.value
    found = {"retry_after": error.retry_after, "gone": error.gone, "ours": error.ours, "halts": error.halts}
    assert found == {"retry_after": None, "gone": False, "ours": False, "halts": False, **case["error"]}


@pytest.mark.parametrize("name", STAGES)
async def test_every_kind_of_sample_is_there(name: str) -> None:
    assert {kind for kind in ("in", "out", "error") if any(n == name for n, _ in samples(kind))} == {
        "in",
        "out",
        "error",
    }


@pytest.mark.parametrize("name", STAGES)
async def test_the_rows_can_hold_the_name_and_stopping_twice_does_no_harm(name: str, tmp_path: Path) -> None:
    async with STAGES[name](tmp_path) as stage:
        assert stage.channel.name == name
        assert len(name) <= 16
        await stage.channel.stop()
        await stage.channel.stop()


@pytest.mark.parametrize("name", STAGES)
async def test_a_send_that_failed_can_be_repeated_with_the_same_result(name: str, tmp_path: Path) -> None:
    message = OutMessage((Paragraph("Dự thảo DT12", "title"), Paragraph("Còn 3 ngày để góp ý.")))
    async with STAGES[name](tmp_path) as stage:
        await send_all(stage.channel, message, {})
        once = list(stage.seen())
        await send_all(stage.channel, message, {})
        assert stage.seen() == once * 2
