"""Whether there is room for the database to grow."""

import shutil
from pathlib import Path

from bot.doctor.check import Check, Finding, Patient, fail, ok, warn
from bot.settings import sqlite_file

ENOUGH, LEAST = 1024, 100  # megabytes


async def _look(patient: Patient) -> Finding:
    file = sqlite_file(patient.settings.database_url) if patient.settings else None
    return judge(shutil.disk_usage(_folder(file)).free // 2**20)


def _folder(file: Path | None) -> Path:
    """The folder of the database that exists, else the one we run in."""
    return file.parent if file is not None and file.parent.is_dir() else Path.cwd()


def judge(megabytes: int) -> Finding:
    """What so much free space means."""
    if megabytes < LEAST:
        return fail("disk_full", megabytes=megabytes)
    return warn("disk_low", megabytes=megabytes) if megabytes < ENOUGH else ok("disk", megabytes=megabytes)


CHECK = Check("disk", _look)
