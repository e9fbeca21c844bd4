"""Consents on both databases: each purpose alone, withdrawn at a word, the record kept as proof."""

from datetime import datetime

from sqlmodel import select

from services import consents
from services.citizens import Secrets
from storage.db import Database
from storage.models import Consent, Purpose
from storage.types import key
from tests.services.people import meet


async def test_consents_stand_each_alone_and_leave_their_proof(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    async with database.transaction() as session:
        hoa = key((await meet(session, "hoa", secrets, now)).id)
        assert await consents.given(session, hoa) == frozenset()
        for _ in range(2):
            await consents.give(session, hoa, Purpose.NOTICES, now)
        await consents.give(session, hoa, Purpose.FEEDBACK, now)
        assert await consents.given(session, hoa) == {Purpose.NOTICES, Purpose.FEEDBACK}
        await consents.withdraw(session, hoa, Purpose.NOTICES, now)
        await consents.withdraw(session, hoa, Purpose.NOTICES, now)
        assert await consents.given(session, hoa) == {Purpose.FEEDBACK}
        await consents.give(session, hoa, Purpose.NOTICES, now)
        assert await consents.given(session, hoa) == {Purpose.NOTICES, Purpose.FEEDBACK}
        found = (await session.exec(select(Consent).order_by("id"))).all()
    assert [(c.purpose.value, c.withdrawn_at is None, c.text_version) for c in found] == [
        ("notices", False, consents.TEXT_VERSION),
        ("feedback", True, consents.TEXT_VERSION),
        ("notices", True, consents.TEXT_VERSION),
    ]
