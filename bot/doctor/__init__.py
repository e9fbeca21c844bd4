"""The doctor: one small check a file, in the order in which ``gopy doctor`` tells them; sentences are the edge's."""

from bot.doctor import (
    backlog,
    database,
    disk,
    leases,
    pictures,
    portals,
    python,
    secrets,
    tagging,
    telegram,
    telegram_hook,
    unlearnt,
    untagged,
    words,
    zone,
)
from bot.doctor.check import Check

CHECKS: tuple[Check, ...] = (
    python.CHECK,
    zone.CHECK,
    secrets.CHECK,
    database.CHECK,
    disk.CHECK,
    backlog.CHECK,
    leases.CHECK,
    untagged.CHECK,
    unlearnt.CHECK,
    portals.CHECK,
    telegram.CHECK,
    telegram_hook.CHECK,
    pictures.CHECK,
    words.CHECK,
    tagging.CHECK,
)
