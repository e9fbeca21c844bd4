"""Broadcasts on both databases: one statement reaches everybody once; announcements pass two admins."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services import broadcasts, outbox
from services.broadcasts import _fan_out
from services.citizens import Secrets
from services.drafts import publishing
from services.errors import Refused
from services.messages import say
from services.subscriptions import in_segment
from storage.db import Database
from storage.models import AuditEntry, Broadcast, BroadcastState, OutboxItem, OutboxState, Purpose, Staff
from storage.sealing import Sealer
from storage.types import key
from tests import factories
from tests.services.people import admin, follower, meet

TEXT = {"vi": say("Bảo trì tối nay."), "en": say("Maintenance tonight.")}


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The statements that touch the outbox inside the block."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "outbox" in statement:
            seen.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def two_admins(session: AsyncSession, secrets: Secrets, now: datetime) -> list[Staff]:
    return [await admin(session, f"{name}@example.invalid", secrets, now) for name in "ab"]


async def items(session: AsyncSession) -> list[OutboxItem]:
    return list((await session.exec(select(OutboxItem).order_by("id"))).all())


async def test_a_publication_is_one_statement_however_many_follow(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    async with database.transaction() as session:
        draft = await factories.draft(session, now)
        for number in range(30):
            await follower(session, f"c{number}", secrets, now)
    with statements(database) as seen:
        async with database.transaction() as session:
            broadcast = await publishing.publish(session, draft.code, None, now)
    assert broadcast.recipients == 30
    assert len(seen) == 1
    assert seen[0].startswith("INSERT INTO outbox")
    async with database.transaction() as session:
        found = await items(session)
    assert {(item.lane, item.state, item.message, item.due_at, item.broadcast_id) for item in found} == {
        (outbox.BROADCASTS, OutboxState.DUE, None, now, broadcast.id)
    }
    assert len({item.citizen_id for item in found}) == 30


async def test_nobody_gets_a_broadcast_twice(database: Database, secrets: Secrets, now: datetime) -> None:
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        await follower(session, "hoa", secrets, now)
        await follower(session, "nam", secrets, now)
        first, second = await two_admins(session, secrets, now)
        proposed = await broadcasts.propose(session, first, "all", TEXT, now)
        await broadcasts.confirm(session, key(proposed.id), second, now)
    async with database.transaction() as session:
        again = await broadcasts.find(session, key(proposed.id))
        with pytest.raises(IntegrityError):
            await _fan_out(session, again, in_segment("all"), now)
        await session.rollback()
    async with database.transaction() as session:
        assert len(await items(session)) == 2
        with pytest.raises(Refused, match="broadcast_not_proposed"):
            await broadcasts.confirm(session, key(proposed.id), second, now)
        with pytest.raises(Refused, match="already_published"):
            await publishing.publish(session, "DT1", None, now)
        assert len(await items(session)) == 2


async def test_everybody_is_written_to_in_his_language(
    database: Database, secrets: Secrets, sealer: Sealer, now: datetime
) -> None:
    async with database.transaction() as session:
        first, second = await two_admins(session, secrets, now)
        for name, language in (("hoa", "vi"), ("ann", "en"), ("li", "zh")):
            citizen = await follower(session, name, secrets, now)
            citizen.language = language
            session.add(citizen)
        proposed = await broadcasts.propose(session, first, "all", TEXT, now)
        await broadcasts.confirm(session, key(proposed.id), second, now)
    async with database.transaction() as session:
        parcels = await outbox.lease(session, "telegram", "me", 10, sealer, now)
    assert {parcel.address: parcel.message.plain() for parcel in parcels} == {
        "hoa": "Bảo trì tối nay.",
        "ann": "Maintenance tonight.",
        "li": "Bảo trì tối nay.",
    }


async def test_an_announcement_needs_another_admin_and_vietnamese(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    async with database.transaction() as session:
        first, second = await two_admins(session, secrets, now)
        officer, _ = await factories.account(session, now, secrets.pseudonyms)
        for code, by, segment, messages in (
            ("not_allowed", officer, "all", TEXT),
            ("announcement_needs_vietnamese", first, "all", {"en": say("Hello")}),
            ("unknown_segment", first, "stance:oppose", TEXT),
            ("unknown_draft", first, "draft:DT9", TEXT),
        ):
            with pytest.raises(Refused, match=code):
                await broadcasts.propose(session, by, segment, messages, now)
        proposed = await broadcasts.propose(session, first, "all", TEXT, now)
        assert await items(session) == []
        for code, by, number in (
            ("same_admin", first, key(proposed.id)),
            ("not_allowed", officer, key(proposed.id)),
            ("unknown_broadcast", second, 99),
        ):
            with pytest.raises(Refused, match=code):
                await broadcasts.confirm(session, number, by, now)
        assert proposed.state is BroadcastState.PROPOSED


async def test_two_admins_who_confirm_at_once_send_it_once(database: Database, secrets: Secrets, now: datetime) -> None:
    async with database.transaction() as session:
        await follower(session, "hoa", secrets, now)
        admins = [await admin(session, f"{name}@example.invalid", secrets, now) for name in "abc"]
        number = key((await broadcasts.propose(session, admins[0], "all", TEXT, now)).id)

    async def confirm(index: int) -> int:
        async with database.transaction() as session:
            return (await broadcasts.confirm(session, number, admins[index], now)).recipients

    outcomes = await asyncio.gather(confirm(1), confirm(2), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Refused", "int"]
    async with database.transaction() as session:
        assert len(await items(session)) == 1


async def test_stopping_holds_back_what_has_not_left(
    database: Database, secrets: Secrets, sealer: Sealer, now: datetime
) -> None:
    async with database.transaction() as session:
        first, second = await two_admins(session, secrets, now)
        for number in range(3):
            await follower(session, f"c{number}", secrets, now)
        number = key((await broadcasts.propose(session, first, "all", TEXT, now)).id)
        await broadcasts.confirm(session, number, second, now)
        [parcel] = await outbox.lease(session, "telegram", "me", 1, sealer, now)
        await outbox.settle(session, [outbox.Outcome(parcel, "sent")], now)
        assert await broadcasts.stop(session, number, first, now) == 2
    async with database.transaction() as session:
        progress = await broadcasts.progress(session, number)
        assert progress.counts == {OutboxState.SENT: 1, OutboxState.STOPPED: 2}
        assert (progress.waiting, progress.broadcast.state) == (0, BroadcastState.STOPPED)
        assert await outbox.lease(session, "telegram", "me", 10, sealer, now) == []
        assert [b.id for b in await broadcasts.recent(session)] == [number]
        acts = [entry.action for entry in (await session.exec(select(AuditEntry).order_by("id"))).all()]
    assert acts == ["staff.add", "staff.add", "broadcast.propose", "broadcast.confirm", "broadcast.stop"]


async def test_those_who_left_or_never_agreed_get_nothing(database: Database, secrets: Secrets, now: datetime) -> None:
    async with database.transaction() as session:
        await meet(session, "quiet", secrets, now, Purpose.NOTICES)
        await meet(session, "never", secrets, now, Purpose.FEEDBACK)
        gone = await follower(session, "gone", secrets, now)
        gone.gone_at = now
        session.add(gone)
        assert await broadcasts.size(session, "all") == 1
        found: Broadcast = await broadcasts.publish_draft(session, await factories.draft(session, now), TEXT, now)
        assert found.recipients == 0
