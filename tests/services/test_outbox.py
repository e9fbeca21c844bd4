"""The outbox on both databases: who holds a channel, what may be leased, what outcomes leave behind."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services import citizens, outbox
from services.messages import say
from services.outbox import HOLD, Outcome, Parcel, Result
from storage.db import Database
from storage.models import Broadcast, BroadcastKind, BroadcastState, ChannelState, Citizen, OutboxItem, OutboxState
from storage.sealing import Sealer
from storage.types import key

CHANNEL = "telegram"
SECOND = timedelta(seconds=1)
OTHER_KEY = "x2qQ0m1r2Yq3J8WJrYy3m1o0u4l9T7nKf5sVb6cXd8E="  # for tests only: it guards nothing


async def citizen(session: AsyncSession, address: str, sealer: Sealer, now: datetime, language: str = "vi") -> Citizen:
    return await citizens.meet(session, CHANNEL, address, language, sealer, now)


async def broadcast(session: AsyncSession, to: list[Citizen], now: datetime, **texts: str) -> Broadcast:
    made = Broadcast(
        kind=BroadcastKind.ANNOUNCEMENT,
        state=BroadcastState.SENDING,
        segment="all",
        messages={language: say(text).as_json() for language, text in texts.items()},
        created_at=now,
    )
    session.add(made)
    await session.flush()
    for one in to:
        session.add(
            OutboxItem(
                channel=CHANNEL,
                lane=outbox.BROADCASTS,
                citizen_id=key(one.id),
                broadcast_id=made.id,
                due_at=now,
                created_at=now,
            )
        )
    return made


async def lease(
    database: Database, sealer: Sealer, now: datetime, limit: int = 50, *, only_replies: bool = False
) -> list[Parcel]:
    async with database.transaction() as session:
        return await outbox.lease(session, CHANNEL, "first", limit, sealer, now, only_replies=only_replies)


async def settle(database: Database, now: datetime, parcel: Parcel, result: Result, **more: object) -> None:
    async with database.transaction() as session:
        await outbox.settle(session, [Outcome(parcel, result, **more)], now)  # type: ignore[arg-type]  # passed on


async def row(database: Database, parcel: Parcel) -> OutboxItem | None:
    async with database.transaction() as session:
        return await session.get(OutboxItem, parcel.id)


async def one_leased(database: Database, sealer: Sealer, now: datetime) -> Parcel:
    async with database.transaction() as session:
        outbox.reply(session, await citizen(session, "lan", sealer, now), [say("Chào")], now)
    (parcel,) = await lease(database, sealer, now)
    return parcel


async def test_one_holds_the_channel_and_a_silent_holder_loses_it(database: Database, now: datetime) -> None:
    async with database.transaction() as session:
        assert (await outbox.hold(session, CHANNEL, "first", now)).ours
        assert not (await outbox.hold(session, CHANNEL, "second", now + SECOND)).ours
        assert (await outbox.hold(session, CHANNEL, "first", now + SECOND)).ours
        assert (await outbox.hold(session, CHANNEL, "second", now + SECOND + HOLD)).ours
        assert not (await outbox.hold(session, CHANNEL, "first", now + SECOND + HOLD)).ours


async def test_letting_go_leaves_the_channel_free_but_only_ones_own(database: Database, now: datetime) -> None:
    async with database.transaction() as session:
        await outbox.hold(session, CHANNEL, "first", now)
        await outbox.let_go(session, CHANNEL, "second")
        assert not (await outbox.hold(session, CHANNEL, "third", now)).ours
        await outbox.let_go(session, CHANNEL, "first")
        assert (await outbox.hold(session, CHANNEL, "third", now)).ours


async def test_a_halt_is_told_to_whoever_holds_and_is_never_shortened(database: Database, now: datetime) -> None:
    async with database.transaction() as session:
        await outbox.hold(session, CHANNEL, "first", now)
        await outbox.halt(session, CHANNEL, now + 9 * SECOND)
        await outbox.halt(session, CHANNEL, now + 3 * SECOND)
        await outbox.let_go(session, CHANNEL, "first")
    async with database.transaction() as session:
        assert (await outbox.hold(session, CHANNEL, "second", now)).halted_until == now + 9 * SECOND
        assert (await outbox.hold(session, CHANNEL, "second", now + 9 * SECOND)).halted_until is None


async def test_replies_come_first_and_each_citizens_in_order(database: Database, sealer: Sealer, now: datetime) -> None:
    async with database.transaction() as session:
        lan, minh = await citizen(session, "lan", sealer, now), await citizen(session, "minh", sealer, now, "en")
        await broadcast(session, [lan, minh], now, vi="Dự thảo mới", en="A new draft")
        outbox.reply(session, minh, [say("một"), say("hai")], now)
    parcels = await lease(database, sealer, now)
    assert [(parcel.address, parcel.message.plain(), parcel.is_reply) for parcel in parcels] == [
        ("minh", "một", True),
        ("lan", "Dự thảo mới", False),
        ("minh", "A new draft", False),
    ]
    assert await lease(database, sealer, now) == []
    await settle(database, now, parcels[0], "sent")
    (second,) = await lease(database, sealer, now)
    assert second.message.plain() == "hai"


async def test_only_replies_can_be_asked_for(database: Database, sealer: Sealer, now: datetime) -> None:
    async with database.transaction() as session:
        lan = await citizen(session, "lan", sealer, now)
        await broadcast(session, [lan], now, vi="Dự thảo mới")
    assert await lease(database, sealer, now, only_replies=True) == []
    assert len(await lease(database, sealer, now)) == 1


async def test_a_broadcast_without_the_readers_language_speaks_vietnamese(
    database: Database, sealer: Sealer, now: datetime
) -> None:
    async with database.transaction() as session:
        await broadcast(session, [await citizen(session, "ann", sealer, now, "en")], now, vi="Dự thảo mới")
    (parcel,) = await lease(database, sealer, now)
    assert parcel.message.plain() == "Dự thảo mới"


async def test_a_lease_that_ran_out_can_be_taken_again(database: Database, sealer: Sealer, now: datetime) -> None:
    parcel = await one_leased(database, sealer, now)
    assert await lease(database, sealer, now + outbox.LEASE) == []
    (again,) = await lease(database, sealer, now + outbox.LEASE + SECOND)
    assert again.id == parcel.id


async def test_a_reply_that_was_sent_is_deleted_and_a_broadcast_is_marked(
    database: Database, sealer: Sealer, now: datetime
) -> None:
    async with database.transaction() as session:
        lan = await citizen(session, "lan", sealer, now)
        outbox.reply(session, lan, [say("Chào")], now)
        await broadcast(session, [lan], now, vi="Dự thảo mới")
    reply, news = await lease(database, sealer, now)
    await settle(database, now, reply, "sent")
    await settle(database, now, news, "sent")
    kept = await row(database, news)
    assert await row(database, reply) is None
    assert kept is not None
    assert (kept.state, kept.done_at) == (OutboxState.SENT, now)


async def test_a_retry_waits_and_counts_but_a_release_does_not_count(
    database: Database, sealer: Sealer, now: datetime
) -> None:
    parcel = await one_leased(database, sealer, now)
    await settle(database, now, parcel, "retry", error="502\x00", retry_at=now + 9 * SECOND, parts_sent=2)
    assert await lease(database, sealer, now + 8 * SECOND) == []
    (again,) = await lease(database, sealer, now + 9 * SECOND)
    assert (again.attempts, again.parts_sent) == (1, 2)
    await settle(database, now, again, "released", parts_sent=3, retry_at=now + 10 * SECOND)
    assert await lease(database, sealer, now + 9 * SECOND) == []
    (last,) = await lease(database, sealer, now + 10 * SECOND)
    assert (last.attempts, last.parts_sent) == (1, 3)


async def test_after_a_hundred_tries_a_message_fails_and_its_text_is_dropped(
    database: Database, sealer: Sealer, now: datetime
) -> None:
    parcel = await one_leased(database, sealer, now)
    async with database.transaction() as session:
        await session.exec(update(OutboxItem).values(attempts=outbox.GIVE_UP_AFTER - 1))
    await settle(database, now, parcel, "retry", error="502", retry_at=now)
    kept = await row(database, parcel)
    assert kept is not None
    assert (kept.state, kept.message, kept.error) == (OutboxState.FAILED, None, "502")


async def test_outcomes_of_a_sender_that_lost_the_channel_change_nothing(
    database: Database, sealer: Sealer, now: datetime
) -> None:
    parcel = await one_leased(database, sealer, now)
    async with database.transaction() as session:
        await outbox.hold(session, CHANNEL, "second", now)
        (theirs,) = await outbox.lease(session, CHANNEL, "second", 9, sealer, now)
    await settle(database, now, parcel, "released")
    await settle(database, now, parcel, "failed", error="too late")
    kept = await row(database, theirs)
    assert kept is not None
    assert (kept.state, kept.leased_by) == (OutboxState.LEASED, "second")


async def test_who_is_gone_is_marked_and_nothing_waits_for_him(
    database: Database, sealer: Sealer, now: datetime
) -> None:
    async with database.transaction() as session:
        outbox.reply(session, await citizen(session, "lan", sealer, now), [say("một"), say("hai")], now)
    (parcel,) = await lease(database, sealer, now)
    await settle(database, now, parcel, "gone", error="Forbidden: bot was blocked by the user")
    async with database.transaction() as session:
        items = (await session.exec(select(OutboxItem))).all()
        assert [(item.state, item.message) for item in items] == [(OutboxState.GONE, None)] * 2
        assert (await session.exec(select(Citizen.gone_at))).one() == now


async def test_what_comes_back_from_a_stopped_broadcast_stays_here(
    database: Database, sealer: Sealer, now: datetime
) -> None:
    async with database.transaction() as session:
        made = await broadcast(session, [await citizen(session, "lan", sealer, now)], now, vi="Dự thảo mới")
    (parcel,) = await lease(database, sealer, now)
    async with database.transaction() as session:
        await session.exec(update(Broadcast).where(col(Broadcast.id) == made.id).values(state=BroadcastState.STOPPED))
    await settle(database, now, parcel, "released")
    kept = await row(database, parcel)
    assert kept is not None
    assert kept.state is OutboxState.STOPPED


async def test_one_unreadable_row_and_one_broken_seal_do_not_hold_up_the_others(
    database: Database, sealer: Sealer, now: datetime
) -> None:
    async with database.transaction() as session:
        lan = await citizen(session, "lan", sealer, now)
        outbox.reply(session, lan, [say("hỏng")], now)
        await session.flush()
        await session.exec(update(OutboxItem).values(message={"no": "paragraphs"}))
        foreign = await citizen(session, "minh", Sealer([OTHER_KEY]), now)
        outbox.reply(session, foreign, [say("không mở được")], now)
        outbox.reply(session, await citizen(session, "hoa", sealer, now), [say("Chào")], now)
    assert [parcel.address for parcel in await lease(database, sealer, now)] == ["hoa"]
    async with database.transaction() as session:
        items = (await session.exec(select(OutboxItem).order_by(col(OutboxItem.id)))).all()
        assert [(item.state.value, item.error) for item in items[:2]] == [
            ("failed", "unreadable message (KeyError)"),
            ("due", "no key opens it"),
        ]
        assert (await session.exec(select(ChannelState))).all() == []
    (later,) = await lease(database, Sealer([OTHER_KEY]), now + outbox.SEAL_WAIT)
    assert later.address == "minh"


async def test_no_look_into_a_long_outbox_reads_it_all(
    sqlite_database: Database, sealer: Sealer, now: datetime
) -> None:
    database = sqlite_database  # PostgreSQL plans by statistics, which an empty table does not have
    asked: list[tuple[str, Any]] = []

    @event.listens_for(database.engine.sync_engine, "before_cursor_execute")
    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if "FROM outbox" in statement or "UPDATE outbox" in statement:
            asked.append((statement, parameters))

    async with database.transaction() as session:
        await outbox.hold(session, CHANNEL, "first", now)
    assert await lease(database, sealer, now) == []
    assert await lease(database, sealer, now, only_replies=True) == []
    for statement, parameters in tuple(asked):
        async with database.engine.connect() as connection:
            plan = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)).mappings().all()
        assert not [step["detail"] for step in plan if step["detail"].startswith("SCAN")], statement
    assert len(asked) >= 3
