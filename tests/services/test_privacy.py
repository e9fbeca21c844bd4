"""A citizen's rights on both databases: a whole copy, an erasure that leaves no way back, links that end in time."""

import json
from datetime import datetime, timedelta

from sqlmodel import select

from services import citizens, feedback, outbox, privacy, staff, subscriptions
from services.citizens import Secrets
from services.drafts import publishing
from services.messages import say
from storage.db import Database
from storage.models import (
    Authorship,
    Citizen,
    Consent,
    Conversation,
    Feedback,
    OutboxItem,
    Purpose,
    Scope,
    Staff,
    Subscription,
)
from storage.types import key
from tests import factories
from tests.services.people import comments, meet


async def count(database: Database, *tables: type) -> list[int]:
    """How many rows each table holds."""
    async with database.transaction() as session:
        return [len((await session.exec(select(table))).all()) for table in tables]


async def hoa_lives_here(database: Database, secrets: Secrets, now: datetime) -> tuple[int, str]:
    """Hoa follows, has commented and waits for a message; her number and her receipt."""
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        hoa = await meet(session, "địa-chỉ-của-Hoa", secrets, now, Purpose.NOTICES, Purpose.FEEDBACK)
        await subscriptions.follow(session, key(hoa.id), Scope.DRAFT, "DT1", now)
        receipt = await comments(session, hoa, secrets, now, "Gọi tôi: 0912 345 678", wording="40.000 đồng")
        session.add(Conversation(citizen_id=key(hoa.id), flow="comment", data={"text": "đang viết"}, updated_at=now))
        outbox.reply(session, hoa, [say("Xong.")], now)
        return key(hoa.id), receipt


async def test_a_copy_holds_everything_that_is_held(database: Database, secrets: Secrets, now: datetime) -> None:
    number, _ = await hoa_lives_here(database, secrets, now)
    async with database.transaction() as session:
        await privacy.withdraw_consent(session, number, Purpose.NOTICES, now)
        hoa = await session.get_one(Citizen, number)
        text = await privacy.export(session, hoa)
    copy = json.loads(text)
    moment = "2026-11-23T02:00:00+00:00"
    assert (copy["channel"], copy["address"], copy["language"], copy["joined_at"]) == (
        "telegram",
        "sealed",
        "vi",
        moment,
    )
    assert [(c["purpose"], c["given_at"], c["withdrawn_at"]) for c in copy["consents"]] == [
        ("notices", moment, moment),
        ("feedback", moment, None),
    ]
    assert copy["follows"] == []
    assert copy["feedback"] == [
        {
            "draft": "DT1",
            "path": "dieu-2/khoan-2",
            "stance": "oppose",
            "text": "Gọi tôi: 0912 345 678",
            "wording": "40.000 đồng",
            "sent_at": moment,
            "status": "received",
        }
    ]
    assert "địa-chỉ-của-Hoa" not in text


async def test_withdrawing_ends_what_rested_on_it_and_nothing_else(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    number, _ = await hoa_lives_here(database, secrets, now)
    async with database.transaction() as session:
        await privacy.withdraw_consent(session, number, Purpose.NOTICES, now)
    assert await count(database, Subscription, Authorship) == [0, 1]
    async with database.transaction() as session:
        await privacy.withdraw_consent(session, number, Purpose.FEEDBACK, now)
    assert await count(database, Authorship, Feedback, Consent) == [0, 1, 2]


async def test_erasure_waits_for_the_last_word_and_then_leaves_only_the_comment(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    number, receipt = await hoa_lives_here(database, secrets, now)
    async with database.transaction() as session:
        hoa = await session.get_one(Citizen, number)
        account, code = await factories.account(session, now, secrets.pseudonyms)
        await staff.link(session, hoa, code, secrets.pseudonyms, now)
        await privacy.ask_erasure(session, hoa, now)
    assert await count(database, Authorship, Consent, Subscription) == [0, 0, 0]
    async with database.transaction() as session:
        assert await privacy.finish_erasures(session) == 0
        [parcel] = await outbox.lease(session, "telegram", "me", 5, secrets.sealer, now)
    async with database.transaction() as session:
        assert await privacy.finish_erasures(session) == 0  # on its way
        await outbox.settle(session, [outbox.Outcome(parcel, "sent")], now)
        assert await privacy.finish_erasures(session) == 1
    assert await count(database, Citizen, Conversation, OutboxItem, Feedback, Staff) == [0, 0, 0, 1, 1]
    async with database.transaction() as session:
        assert (await session.get_one(Staff, key(account.id))).citizen_id is None
        assert (await feedback.look_up(session, receipt, secrets)).feedback.wording == "40.000 đồng"


async def test_only_those_who_asked_are_erased(database: Database, secrets: Secrets, now: datetime) -> None:
    async with database.transaction() as session:
        await meet(session, "hoa", secrets, now)
        await privacy.ask_erasure(session, await meet(session, "nam", secrets, now), now)
    async with database.transaction() as session:
        assert await privacy.finish_erasures(session) == 1
        await citizens.meet(session, "telegram", "nam", "vi", secrets.sealer, now)  # he comes back as a stranger
    assert await count(database, Citizen, Consent) == [2, 0]


async def test_links_end_some_days_after_the_draft_was_closed(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now)
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        hoa = await meet(session, "hoa", secrets, now, Purpose.FEEDBACK)
        await comments(session, hoa, secrets, now, draft="DT1")
        await comments(session, hoa, secrets, now, draft="DT2")
        await publishing.close(session, "DT1", None, now)
    async with database.transaction() as session:
        assert await privacy.erase_old_links(session, now) == 0
        assert await privacy.erase_old_links(session, now + timedelta(seconds=1)) == 1
        assert await privacy.erase_old_links(session, now + timedelta(seconds=1)) == 0
        [left] = await feedback.mine(session, key(hoa.id))
        assert left.draft.code == "DT2"
    assert await count(database, Feedback) == [2]
