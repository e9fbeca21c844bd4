"""Whether the settings can be used, and whether their secrets are one's own."""

from bot.doctor.check import Check, Finding, Patient, fail, ok, warn
from bot.settings import Unready


async def _look(patient: Patient) -> Finding:
    if patient.settings is None:
        return fail("settings_wrong", reason=_joined(patient.unready))
    try:
        patient.settings.check()
    except Unready as unready:
        return fail("settings_wrong", reason=_joined(unready))
    strict = patient.settings.model_copy(update={"env": "production"})
    try:
        strict.check()
    except Unready as unready:
        return warn("settings_example", reason=_joined(unready))
    return ok("settings", env=patient.settings.env)


def _joined(unready: Unready | None) -> str:
    return "; ".join(str(unready).splitlines())


CHECK = Check("settings", _look)
