"""Runs a process and says how long it took and what it held; what it prints decides when it counts as ready."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Ended:
    """Seconds of wall clock, the most memory held (MB), and what it said."""

    seconds: float
    megabytes: float
    said: bytes


def environment(**more: str) -> dict[str, str]:
    """This process's own environment without its GOPY_ settings."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GOPY_")}
    return inherited | {"PYTHONPATH": str(ROOT), **more}


def to_the_end(arguments: Sequence[str], folder: Path, more: Mapping[str, str] | None = None) -> Ended:
    """Runs Python with ``arguments`` until it ends; raises when it fails."""
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *arguments], cwd=folder, env=environment(**(more or {})), stdout=subprocess.PIPE
    ) as process:
        said = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{arguments} ended with {process.returncode}")
    return Ended(time.perf_counter() - started, usage.ru_maxrss / 1024, said)


async def finished(arguments: Sequence[str], folder: Path, more: Mapping[str, str] | None = None) -> Ended:
    """``to_the_end`` without blocking the loop."""
    return await asyncio.to_thread(to_the_end, arguments, folder, more)


def held_by(process_id: int) -> float:
    """The memory a process holds now (MB)."""
    status = Path(f"/proc/{process_id}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:", 1)[1].split(None, 1)[0]) / 1024
