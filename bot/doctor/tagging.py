"""Whether the tagger loads its word list and finds the field of a plain sentence."""

import asyncio

from bot.doctor.check import Check, Finding, Patient, fail, ok

SAMPLE, FIELD = "Mức thu gom rác thải sinh hoạt gây ô nhiễm môi trường", "moi_truong_tai_nguyen"


async def _look(_patient: Patient) -> Finding:
    found = await asyncio.to_thread(_topics, SAMPLE)
    return ok("tagging") if FIELD in found else fail("tagging_wrong", found=", ".join(found) or "-")


def _topics(text: str) -> list[str]:
    from nlp.tagging import Tagger  # noqa: PLC0415 (a broken word list is this check's finding)

    return [topic.code for topic in Tagger.load().tag(text).topics]


CHECK = Check("tagging", _look)
