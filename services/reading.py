"""Reads an uploaded draft in a child process under limits; what the lines mean is ``nlp.drafts``' business."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.drafts.source import Unreadable
from nlp.drafts.tree import Draft
from services.errors import Refused

# The child runs from the folder that holds the rooms, so that it needs no PYTHONPATH.
_HOME = Path(__file__).resolve().parent.parent
# Nothing of the running bot's environment (tokens, keys, database) reaches the child.
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What one file may cost: megabytes of file, of memory and of answer, seconds of wall clock and processor."""

    file_mb: int = 20
    memory_mb: int = 1024
    answer_mb: int = 64
    seconds: float = 30.0
    cpu_seconds: int = 25


DEFAULT_LIMITS = ReadingLimits()


async def read_draft(path: Path, limits: ReadingLimits = DEFAULT_LIMITS) -> Draft:
    """The draft in a .docx, .pdf, .html, .txt or .md file.

    Raises Refused with one of: file_missing, file_kind_unknown, file_too_large (limit_mb), file_empty,
    file_unreadable, file_encrypted, file_scan, file_bomb, file_too_slow, file_legacy_doc.
    """
    try:
        return await _read(path, limits)
    except Unreadable as unreadable:
        raise Refused(unreadable.code, **unreadable.values, name=path.name) from unreadable


async def _read(path: Path, limits: ReadingLimits) -> Draft:
    code, answer = await _run(_checked(path, limits), limits)
    if code < 0:
        # SIGXCPU and SIGKILL come from the processor limit; other signals are a reader's crash.
        slow = -code in {signal.SIGXCPU, signal.SIGKILL}
        raise Unreadable("file_too_slow" if slow else "file_unreadable", reason="signal")
    try:
        document: dict[str, Any] = json.loads(answer)
        if "draft" in document:
            return Draft.from_json(document["draft"])
        refused = document["refused"]
        code_name, values = str(refused["code"]), dict(refused["values"])
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable("file_unreadable", reason="answer") from error
    raise Unreadable(code_name, **values)


def _checked(path: Path, limits: ReadingLimits) -> Path:
    """The absolute path of a file that is there and not too large; one look at its entry, so no thread is needed."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Unreadable("file_missing") from error
    if not path.is_file():
        raise Unreadable("file_missing")
    if size == 0:
        raise Unreadable("file_empty")
    if size > limits.file_mb * 2**20:
        raise Unreadable("file_too_large", limit_mb=limits.file_mb)
    return path.resolve()


async def _run(path: Path, limits: ReadingLimits) -> tuple[int, bytes]:
    """Exit code and answer of the child; it and all it started are dead when this returns or raises."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-E", "-s", "-m", "nlp.drafts"),
        *("--memory-mb", str(limits.memory_mb), "--cpu-seconds", str(limits.cpu_seconds)),
        *("--", str(path)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=_HOME,
        env=_ENVIRONMENT,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(limits.seconds):
            answer = await _answer(child, limits.answer_mb * 2**20)
            return await child.wait(), answer
    except TimeoutError as error:
        raise Unreadable("file_too_slow", seconds=limits.seconds) from error
    finally:
        await _end(child)


async def _answer(child: asyncio.subprocess.Process, most: int) -> bytes:
    if child.stdout is None:
        return b""
    found = bytearray()
    while chunk := await child.stdout.read(_CHUNK):
        found += chunk
        if len(found) > most:
            raise Unreadable("file_bomb", answer_mb=most // 2**20)
    return bytes(found)


async def _end(child: asyncio.subprocess.Process) -> None:
    """Kill the child's whole process group; a group that is gone already is fine."""
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        await child.wait()
