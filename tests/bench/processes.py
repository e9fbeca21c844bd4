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


# Runs a module as -m would and says on stderr what it held: the usage that the kernel reports counts our own pages.
REPORTING = """
import atexit, runpy, sys
atexit.register(lambda: sys.stderr.write(open("/proc/self/status").read()))
module = sys.argv.pop(1)
runpy.run_module(module, run_name="__main__", alter_sys=True)
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """Seconds of wall clock, and what it said on stdout."""

    seconds: float
    said: bytes


def environment(**more: str) -> dict[str, str]:
    """This process's own environment without its GOPY_ settings."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GOPY_")}
    return inherited | {"PYTHONPATH": str(ROOT), **more}


def to_the_end(arguments: Sequence[str], folder: Path, more: Mapping[str, str] | None = None) -> Ended:
    """Runs Python with ``arguments`` until it ends; raises when it fails."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment(**(more or {})), check=True, stdout=subprocess.PIPE
    )
    return Ended(time.perf_counter() - started, done.stdout)


async def finished(arguments: Sequence[str], folder: Path, more: Mapping[str, str] | None = None) -> Ended:
    """``to_the_end`` without blocking the loop."""
    return await asyncio.to_thread(to_the_end, arguments, folder, more)


async def most_held(arguments: Sequence[str], folder: Path, more: Mapping[str, str]) -> float:
    """The most memory (MB) that ``python -m ARGUMENTS`` holds until it ends."""
    command = [sys.executable, "-c", REPORTING, *arguments]
    done = await asyncio.to_thread(
        subprocess.run, command, cwd=folder, env=environment(**more), check=True, capture_output=True
    )
    return _megabytes(done.stderr.decode(), "VmHWM:")


def held_by(process_id: int) -> float:
    """The memory a process holds now (MB)."""
    return _megabytes(Path(f"/proc/{process_id}/status").read_text(encoding="ascii"), "VmRSS:")


def _megabytes(status: str, line: str) -> float:
    return int(status.split(line, 1)[1].split(None, 1)[0]) / 1024
