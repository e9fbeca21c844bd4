"""Whether underthesea cuts Vietnamese text into words; its model comes with the package, so no network is needed."""

import asyncio

from bot.doctor.check import Check, Finding, Patient, fail, ok

SAMPLE, WORDS = "Tôi phản đối dự thảo", ("Tôi", "phản đối", "dự thảo")


async def _look(_patient: Patient) -> Finding:
    found = await asyncio.to_thread(_cut, SAMPLE)
    return ok("words") if found == WORDS else fail("words_wrong", found=" | ".join(found))


def _cut(text: str) -> tuple[str, ...]:
    from nlp.segment import words  # noqa: PLC0415 (a broken library is this check's finding, not the doctor's end)

    return words(text)


CHECK = Check("words", _look)
