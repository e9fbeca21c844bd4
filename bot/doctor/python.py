"""Whether this Python is new enough."""

import platform
import sys

from bot.doctor.check import Check, Finding, Patient, fail, ok

OLDEST = (3, 11)


async def _look(_patient: Patient) -> Finding:
    version = platform.python_version()
    if sys.version_info[:2] < OLDEST:
        return fail("python_old", version=version)
    return ok("python", version=version)


CHECK = Check("python", _look)
