"""What a check is and what it finds; no check lives here."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.logs import clean
from bot.settings import Settings, Unready

Status = Literal["ok", "warn", "fail"]
LIMIT = 20.0  # seconds one check may take; those on the network have shorter ones of their own


@dataclass(frozen=True, slots=True)
class Patient:
    """The installation under examination; ``unready`` says why there are no settings, when there are none."""

    settings: Settings | None
    now: datetime
    unready: Unready | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """How a check ended: ``code`` names its sentence in ``bot/cli/doctor.py``, ``values`` fill it."""

    status: Status
    code: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its name and what it does with a patient. None: it does not apply here."""

    name: str
    look: Callable[[Patient], Awaitable[Finding | None]]


def ok(code: str, **values: object) -> Finding:
    """Nothing to do."""
    return Finding("ok", code, values)


def warn(code: str, **values: object) -> Finding:
    """It runs, but somebody should look."""
    return Finding("warn", code, values)


def fail(code: str, **values: object) -> Finding:
    """It cannot run like this."""
    return Finding("fail", code, values)


async def examine(checks: Sequence[Check], patient: Patient) -> list[tuple[Check, Finding]]:
    """What every check that applies finds, in their order; a check that breaks is a finding too."""
    found = [(check, await _look(check, patient)) for check in checks]
    return [(check, finding) for check, finding in found if finding is not None]


async def _look(check: Check, patient: Patient) -> Finding | None:
    try:
        async with asyncio.timeout(LIMIT):
            return await check.look(patient)
    except TimeoutError:
        return fail("too_slow", seconds=int(LIMIT))
    except Exception as error:  # the edge of a check: the others must still be told
        return fail("broken", error=one_line(error))


def one_line(error: BaseException) -> str:
    """An error in one line without tokens and passwords."""
    lines = clean(str(error)).splitlines() or [""]
    return f"{type(error).__name__}: {lines[0]}"
