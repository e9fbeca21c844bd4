"""Whether Telegram answers and knows the token."""

from bot.doctor.check import Check, Finding, Patient, fail, ok, warn
from bot.doctor.telegram_call import Refusal, Unreached, call


async def _look(patient: Patient) -> Finding | None:
    if patient.settings is None:
        return None
    if not patient.settings.telegram_token.get_secret_value():
        return warn("telegram_off")
    try:
        me = await call(patient.settings, "getMe")
    except Unreached as error:
        return fail("telegram_away", reason=str(error))
    except Refusal as refusal:
        wrong = refusal.code in (401, 404)  # 404: not even shaped like a token
        return fail("telegram_token") if wrong else fail("telegram_no", reason=str(refusal))
    return ok("telegram", username=me.get("username", "?"))


CHECK = Check("telegram", _look)
