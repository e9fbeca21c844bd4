"""Child processes that compute: they answer, know nothing of the bot, and their death is told without words."""

import asyncio
import json
import os
from pathlib import Path

import pytest

from services import children
from services.children import ChildEndedError

DYING = "tests.services.dying"


async def test_a_child_sees_nothing_of_the_bots_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOPY_SECRET_KEY", "bí mật")
    seen = json.loads(await children.compute(DYING, b"environment"))
    assert "GOPY_SECRET_KEY" not in seen
    assert {"PATH", "PYTHONUTF8"} <= set(seen)


async def test_a_child_that_is_killed_or_fails_is_told_without_its_words() -> None:
    for given, how in ((b"die", "SIGKILL"), (b"fail", "ValueError")):
        with pytest.raises(ChildEndedError) as told:
            await children.compute(DYING, given)
        assert str(told.value) == f"{DYING}: {how}"


async def test_a_child_nobody_waits_for_any_longer_is_ended(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    task = asyncio.create_task(children.compute(DYING, str(note).encode()))
    for _ in range(6_000):
        if note.exists() and note.read_text():
            break
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)
