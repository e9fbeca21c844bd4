"""Whether corrections of topics wait for too long to be learnt from."""

from datetime import timedelta

from bot.doctor.check import Check, Finding, Patient, ok, warn
from bot.doctor.rows import readable
from services import corrections

PATIENCE = timedelta(days=3)  # the job learns every night


async def _look(patient: Patient) -> Finding | None:
    async with readable(patient) as session:
        if session is None:
            return None
        waiting = await corrections.since_last_attempt(session)
    if waiting.oldest is not None and waiting.oldest < patient.now - PATIENCE:
        return warn("unlearnt", count=waiting.number, days=(patient.now - waiting.oldest).days)
    return ok("learnt", count=waiting.number)


CHECK = Check("learning", _look)
