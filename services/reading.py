"""Reads an uploaded draft in a child process under limits; what the lines mean is ``nlp.drafts``' business.

Old .doc files go through LibreOffice and scans through tesseract where these programs are installed.
"""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nlp.drafts.reading import Reading
from nlp.drafts.source import Unreadable
from nlp.drafts.tree import Draft, Problem
from services import office
from services.children import ENVIRONMENT, HOME
from services.errors import Refused

_ENVIRONMENT = ENVIRONMENT | {"OMP_THREAD_LIMIT": "1"}  # tesseract's
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What one file may cost: megabytes of file, of memory and of answer, seconds of wall clock and processor;
    ``office_seconds`` for LibreOffice, ``ocr_seconds`` for reading the pages of a scan.
    """

    file_mb: int = 20
    memory_mb: int = 1024
    answer_mb: int = 64
    seconds: float = 30.0
    cpu_seconds: int = 25
    office_seconds: float = 60.0
    ocr_seconds: float = 600.0


DEFAULT_LIMITS = ReadingLimits()


async def read_draft(path: Path, limits: ReadingLimits = DEFAULT_LIMITS) -> Draft:
    """The draft in a .docx, .doc, .odt, .pdf, .html, .txt or .md file. Raises Refused as ``read_file`` does."""
    return (await read_file(path, limits)).draft


async def read_file(path: Path, limits: ReadingLimits = DEFAULT_LIMITS) -> Reading:
    """The draft in a file with the lines it was read from.

    Raises Refused with one of: file_missing, file_kind_unknown, file_too_large (limit_mb), file_empty,
    file_unreadable, file_encrypted, file_scan (a scan, and no tesseract here), file_bomb, file_too_slow,
    file_legacy_doc (a .doc, and no LibreOffice here), file_secret (degree).
    """
    try:
        return await _read_somehow(path, limits)
    except Unreadable as unreadable:
        raise Refused(unreadable.code, **unreadable.values, name=path.name) from unreadable


async def read_bytes(name: str, content: bytes, limits: ReadingLimits = DEFAULT_LIMITS) -> Reading:
    """As ``read_file``, for a file that is in no folder; ``name`` is what people call it."""
    ending = "".join(char for char in Path(name).suffix if char.isalnum())[:8]
    with tempfile.TemporaryDirectory(prefix="gopy-file-") as folder:
        path = Path(folder) / (f"draft.{ending}" if ending else "draft")
        await asyncio.to_thread(path.write_bytes, content)
        try:
            return await read_file(path, limits)
        except Refused as refused:
            raise Refused(refused.code, **(refused.values | {"name": name})) from refused


async def _read_somehow(path: Path, limits: ReadingLimits) -> Reading:
    """The draft as it is; else, where the programs for it are installed, by way of LibreOffice or tesseract."""
    try:
        reading = await _read(path, limits)
    except Unreadable as refusal:
        if refusal.code == "file_legacy_doc" and (program := office.found()):
            return await _read_converted(path, program, limits)
        if refusal.code == "file_scan" and (ocr := shutil.which("tesseract")):
            return await _read(path, _patient(limits), ocr)
        raise
    images = any(problem.code == "page_without_text" for problem in reading.draft.problems)
    ocr = shutil.which("tesseract") if images else None
    return await _read(path, _patient(limits), ocr) if ocr else reading


def _patient(limits: ReadingLimits) -> ReadingLimits:
    return replace(limits, seconds=limits.ocr_seconds, cpu_seconds=max(int(limits.ocr_seconds), 1))


async def _read_converted(path: Path, program: str, limits: ReadingLimits) -> Reading:
    with tempfile.TemporaryDirectory(prefix="gopy-doc-") as folder:
        converted = await office.to_docx(program, _checked(path, limits), Path(folder), limits.office_seconds)
        reading = await _read(converted, limits)
    message = "Tệp .doc cũ đã được LibreOffice đổi sang .docx để đọc; hãy so lại với bản gốc."
    problems = (Problem("converted_doc", "", message), *reading.draft.problems)
    return replace(reading, draft=replace(reading.draft, problems=problems))


async def _read(path: Path, limits: ReadingLimits, ocr: str = "") -> Reading:
    code, answer = await _run(_checked(path, limits), limits, ocr)
    if code < 0:
        # SIGXCPU and SIGKILL come from the processor limit; other signals are a reader's crash.
        slow = -code in {signal.SIGXCPU, signal.SIGKILL}
        raise Unreadable("file_too_slow" if slow else "file_unreadable", reason="signal")
    try:
        document: dict[str, Any] = json.loads(answer)
        if "draft" in document:
            return Reading.from_json(document)
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


async def _run(path: Path, limits: ReadingLimits, ocr: str) -> tuple[int, bytes]:
    """Exit code and answer of the child; it and all it started are dead when this returns or raises."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-E", "-s", "-m", "nlp.drafts"),
        *("--memory-mb", str(limits.memory_mb), "--cpu-seconds", str(limits.cpu_seconds)),
        *(("--ocr", ocr) if ocr else ()),
        *("--", str(path)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=HOME,
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
