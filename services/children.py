"""Computing in a child process: bytes in, bytes out, so that nothing here stands still; what is computed is nlp's.

The child is told nothing of the running bot's environment, holds no database and leaves nothing behind when it ends.
"""

import asyncio
import contextlib
import signal
import sys
from pathlib import Path

# A child runs from the folder that holds the rooms, so that it needs no PYTHONPATH.
HOME = Path(__file__).resolve().parent.parent
# Nothing of the running bot's environment (tokens, keys, database) reaches a child.
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUTF8": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


class ChildEndedError(RuntimeError):
    """A child that ended without an answer: ``how`` is the signal that killed it, or the error it met."""

    def __init__(self, module: str, how: str) -> None:
        super().__init__(f"{module}: {how}")
        self.module = module
        self.how = how


async def compute(module: str, given: bytes) -> bytes:
    """What ``python -m module`` answers on its standard output to ``given`` on its standard input.

    The child is dead when this returns, raises or is cancelled. Raises ChildEndedError when it was killed or failed.
    """
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-E", "-s", "-m", module,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        cwd=HOME, env=ENVIRONMENT,
    )  # fmt: skip
    try:
        answer, said = await child.communicate(given)
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    if child.returncode:
        raise ChildEndedError(module, _how(child.returncode, said))
    return answer


def _how(code: int, said: bytes) -> str:
    """The signal or the name of the error; its words may quote what a citizen typed, so they are left out."""
    if code < 0:
        return signal.Signals(-code).name
    last = said.decode("utf-8", "replace").strip().splitlines()[-1:] or [f"exit {code}"]
    return last[0].partition(":")[0][:100]
