"""Old Word files into .docx through LibreOffice, where it is installed; reading the result is ``reading``'s part."""

import asyncio
import contextlib
import os
import shutil
import signal
from pathlib import Path

from nlp.drafts.source import Unreadable

_PROGRAMS = ("soffice", "libreoffice")
# Kilobytes and half-kilobyte blocks: no conversion of a draft needs more memory or writes more.
_MEMORY_KB = 4 * 2**20
_FILE_BLOCKS = 400 * 2**11
_LIMITED = f'ulimit -v {_MEMORY_KB}; ulimit -f {_FILE_BLOCKS}; ulimit -c 0; exec "$@"'


def found() -> str | None:
    """The path of LibreOffice, None where it is not installed."""
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), None)


async def to_docx(program: str, path: Path, folder: Path, seconds: float) -> Path:
    """``path`` as a .docx in ``folder``, which is thrown away by the caller together with LibreOffice's profile.

    A profile of its own keeps the settings of other users out (and macros off, as they are by default); nothing of
    the bot's environment reaches the program. Raises Unreadable: file_too_slow, file_unreadable.
    """
    source = folder / f"draft{path.suffix.lower() or '.doc'}"
    await asyncio.to_thread(shutil.copyfile, path, source)
    command = ("--headless", "--norestore", "--nolockcheck", "--convert-to", "docx", "--outdir", str(folder / "out"))
    child = await asyncio.create_subprocess_exec(
        *("/bin/sh", "-c", _LIMITED, "sh", program),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *command,
        str(source),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=folder,
        env={"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8"},
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(seconds):
            await child.wait()
    except TimeoutError as error:
        raise Unreadable("file_too_slow", seconds=seconds) from error
    finally:
        await _end(child)
    converted = folder / "out" / f"{source.stem}.docx"
    if not converted.is_file():
        raise Unreadable("file_unreadable", reason="office")
    return converted


async def _end(child: asyncio.subprocess.Process) -> None:
    """Kill the program and what it started (soffice leaves a soffice.bin behind); a group that is gone is fine."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    await child.wait()
