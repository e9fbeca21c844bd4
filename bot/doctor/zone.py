"""Whether this machine knows Vietnam's time: without zone data every closing day would be wrong."""

from datetime import timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.doctor.check import Check, Finding, Patient, fail, ok

NAME = "Asia/Ho_Chi_Minh"


async def _look(patient: Patient) -> Finding:
    try:
        offset = patient.now.astimezone(ZoneInfo(NAME)).utcoffset()
    except ZoneInfoNotFoundError:
        return fail("zone_missing")
    return ok("zone", zone=NAME) if offset == timedelta(hours=7) else fail("zone_wrong", offset=str(offset))


CHECK = Check("time zone", _look)
