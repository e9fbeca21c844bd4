"""The outbox: replies and broadcasts written with the act that causes them, leased to a sender, settled in batches."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import BindParameter, ColumnElement, Row, bindparam, delete, exists, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services import citizens
from services.messages import OutMessage
from storage.models import Broadcast, BroadcastState, ChannelState, Citizen, OutboxItem, OutboxState
from storage.sealing import SealBroken, Sealer
from storage.statements import insert_once
from storage.types import key

REPLIES, BROADCASTS = 0, 1
LEASE = timedelta(seconds=30)  # longer than any one send may take
SEAL_WAIT = timedelta(hours=1)  # a removed key may come back; until then its citizens wait
HOLD = timedelta(seconds=1.5)  # a standby takes over when the holder has been silent for this long
GIVE_UP_AFTER = 100  # tries; with the sender's back-off about a day, so that no outage of a platform loses a message

Result = Literal["sent", "retry", "failed", "gone", "released"]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A leased message, addressed and ready to send."""

    id: int
    citizen_id: int
    address: str
    message: OutMessage
    attempts: int
    parts_sent: int
    is_reply: bool
    leased_by: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one send ended; ``released`` was not tried: its turn had not come. ``retry_at``: not before."""

    parcel: Parcel
    result: Result
    error: str = ""
    retry_at: datetime | None = None
    parts_sent: int = 0


def reply(session: AsyncSession, citizen: Citizen, messages: Sequence[OutMessage], now: datetime) -> None:
    """Queues replies to one citizen, in order, in the caller's transaction."""
    session.add_all(
        OutboxItem(
            channel=citizen.channel,
            lane=REPLIES,
            citizen_id=key(citizen.id),
            message=message.as_json(),
            due_at=now,
            created_at=now,
        )
        for message in messages
    )


@dataclass(frozen=True, slots=True)
class Hold:
    """Whether the channel is ours to send on, and until when the platform wants silence.

    ``kept``: it was ours before and nobody held it in between, so our leases still stand.
    """

    ours: bool
    kept: bool = False
    halted_until: datetime | None = None


async def hold(session: AsyncSession, channel: str, holder: str, now: datetime) -> Hold:
    """Takes or keeps the channel for ``holder``, unless another holds it.

    Leases of a former holder fall back to due at once: exactly one sender holds a channel.
    """
    await insert_once(session, ChannelState, {"channel": channel, "holder": ""})
    state = (await session.exec(select(ChannelState).where(ChannelState.channel == channel).with_for_update())).one()
    kept = state.holder == holder
    if not kept:
        if state.holder and state.held_until and state.held_until > now:
            return Hold(ours=False)
        await session.exec(
            update(OutboxItem)
            .where(
                col(OutboxItem.channel) == channel,
                _unfinished(OutboxItem),
                col(OutboxItem.state) == OutboxState.LEASED,
            )
            .values(state=OutboxState.DUE)
        )
    state.holder, state.held_until = holder, now + HOLD
    session.add(state)
    halted = state.halted_until is not None and state.halted_until > now
    return Hold(ours=True, kept=kept, halted_until=state.halted_until if halted else None)


async def let_go(session: AsyncSession, channel: str, holder: str) -> None:
    """Gives the channel up at a clean stop, so that a standby need not wait."""
    await session.exec(
        update(ChannelState)
        .where(col(ChannelState.channel) == channel, col(ChannelState.holder) == holder)
        .values(holder="", held_until=None)
    )


async def lease(
    session: AsyncSession,
    channel: str,
    holder: str,
    limit: int,
    sealer: Sealer,
    now: datetime,
    *,
    only_replies: bool = False,
) -> list[Parcel]:
    """Leases up to ``limit`` due messages, replies first, at most one per citizen and lane so that order holds.

    A row that cannot be made into a parcel fails here, so that it never blocks the others.
    """
    lanes = (REPLIES,) if only_replies else (REPLIES, BROADCASTS)
    rows: Sequence[Any] = (await session.exec(_next_due(channel, lanes, limit, now))).all()  # typed as plain tuples
    if not rows:
        return []
    await session.exec(
        update(OutboxItem)
        .where(col(OutboxItem.id).in_([row.id for row in rows]))
        .values(state=OutboxState.LEASED, leased_by=holder, leased_until=now + LEASE)
    )
    texts = await _texts_of(session, {row.broadcast_id for row in rows if row.broadcast_id is not None})
    parcels = [await _parcel(session, row, texts, sealer, holder, now) for row in rows]
    return [parcel for parcel in parcels if parcel is not None]


def _next_due(channel: str, lanes: Sequence[int], limit: int, now: datetime) -> Any:
    """The statement that finds and locks what may be sent now."""
    earlier = aliased(OutboxItem)
    waits_behind = exists().where(
        col(earlier.citizen_id) == col(OutboxItem.citizen_id),
        col(earlier.lane) == col(OutboxItem.lane),
        col(earlier.id) < col(OutboxItem.id),
        _unfinished(earlier),
    )
    ready = or_(
        col(OutboxItem.state) == OutboxState.DUE,
        (col(OutboxItem.state) == OutboxState.LEASED) & (col(OutboxItem.leased_until) < now),
    )
    return (
        select(*_PARCEL_COLUMNS)  # type: ignore[call-overload]  # more columns than SQLModel's overloads count
        .join(Citizen, col(Citizen.id) == OutboxItem.citizen_id)
        .where(
            OutboxItem.channel == channel,
            col(OutboxItem.lane).in_(lanes),
            _unfinished(OutboxItem),
            ready,
            col(OutboxItem.due_at) <= now,
            ~waits_behind,
        )
        .order_by(col(OutboxItem.lane), col(OutboxItem.id))
        .limit(limit)
        .with_for_update(of=OutboxItem, skip_locked=True)
    )


def _unfinished(item: type[OutboxItem]) -> ColumnElement[bool]:
    """Due or leased, written out as the partial indexes have it: behind parameters no planner can match them."""
    states: BindParameter[Any] = bindparam(
        "unfinished", (OutboxState.DUE, OutboxState.LEASED), expanding=True, literal_execute=True
    )
    return col(item.state).in_(states)


_PARCEL_COLUMNS = (
    OutboxItem.id,
    OutboxItem.citizen_id,
    OutboxItem.lane,
    OutboxItem.broadcast_id,
    OutboxItem.message,
    OutboxItem.attempts,
    OutboxItem.parts_sent,
    Citizen.address_sealed,
    Citizen.language,
)
Texts = Mapping[int | None, Mapping[str, OutMessage]]  # broadcast -> language -> message


async def _texts_of(session: AsyncSession, broadcast_ids: Collection[int]) -> Texts:
    """The messages of these broadcasts, read once for all recipients."""
    if not broadcast_ids:
        return {}
    rows = await session.exec(select(Broadcast.id, Broadcast.messages).where(col(Broadcast.id).in_(broadcast_ids)))
    return {
        broadcast_id: {language: OutMessage.from_json(message) for language, message in messages.items()}
        for broadcast_id, messages in rows.all()
    }


async def _parcel(
    session: AsyncSession, row: Row[Any], texts: Texts, sealer: Sealer, holder: str, now: datetime
) -> Parcel | None:
    try:
        message = OutMessage.from_json(row.message) if row.message else _in_language(texts[row.broadcast_id], row)
        address = sealer.unseal(row.address_sealed)
    except SealBroken:
        await _set_aside(session, row.id, {"state": OutboxState.DUE, "due_at": now + SEAL_WAIT}, "no key opens it")
        return None
    except (KeyError, TypeError) as error:
        failed = {"state": OutboxState.FAILED, "done_at": now, "message": None}
        await _set_aside(session, row.id, failed, f"unreadable message ({type(error).__name__})")
        return None
    return Parcel(
        id=row.id,
        citizen_id=row.citizen_id,
        address=address,
        message=message,
        attempts=row.attempts,
        parts_sent=row.parts_sent,
        is_reply=row.lane == REPLIES,
        leased_by=holder,
    )


def _in_language(messages: Mapping[str, OutMessage], row: Row[Any]) -> OutMessage:
    return messages.get(row.language) or messages["vi"]


async def _set_aside(session: AsyncSession, item_id: int, values: Mapping[str, Any], error: str) -> None:
    await session.exec(update(OutboxItem).where(col(OutboxItem.id) == item_id).values(error=error, **values))


async def settle(session: AsyncSession, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Writes the outcomes of a batch. A reply that was sent is deleted: what is not held cannot leak."""
    sent = [o.parcel.id for o in outcomes if o.result == "sent"]
    if sent:
        replies = [o.parcel.id for o in outcomes if o.result == "sent" and o.parcel.is_reply]
        if replies:
            await session.exec(delete(OutboxItem).where(col(OutboxItem.id).in_(replies)))
        if len(replies) < len(sent):
            await session.exec(
                update(OutboxItem).where(col(OutboxItem.id).in_(sent)).values(state=OutboxState.SENT, done_at=now)
            )
    untouched = [o for o in outcomes if _untouched(o)]
    if untouched:
        await _give_back(session, untouched, now)
    for outcome in outcomes:
        if outcome.result != "sent" and not _untouched(outcome):
            await _settle_other(session, outcome, now)


def _untouched(outcome: Outcome) -> bool:
    return outcome.result == "released" and outcome.retry_at is None and outcome.parts_sent == outcome.parcel.parts_sent


async def _give_back(session: AsyncSession, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Makes leased messages due again as they were; those of a stopped broadcast stay here."""
    ours = (
        col(OutboxItem.id).in_([o.parcel.id for o in outcomes]),
        col(OutboxItem.state) == OutboxState.LEASED,
        col(OutboxItem.leased_by) == outcomes[0].parcel.leased_by,
    )
    stopped = select(Broadcast.id).where(Broadcast.state == BroadcastState.STOPPED)
    await session.exec(
        update(OutboxItem)
        .where(*ours, col(OutboxItem.broadcast_id).in_(stopped))
        .values(state=OutboxState.STOPPED, done_at=now)
    )
    await session.exec(update(OutboxItem).where(*ours).values(state=OutboxState.DUE))


async def _settle_other(session: AsyncSession, outcome: Outcome, now: datetime) -> None:
    item = await session.get(OutboxItem, outcome.parcel.id)
    if item is None or item.state not in (OutboxState.LEASED, OutboxState.DUE):
        return
    if item.leased_by != outcome.parcel.leased_by and outcome.result != "gone":
        return  # another sender has taken the channel over, and this message with it
    item.error = outcome.error.replace("\x00", "")[:300]  # PostgreSQL stores no NUL
    item.parts_sent = outcome.parts_sent
    if outcome.result == "released":
        item.state, item.due_at = OutboxState.DUE, outcome.retry_at or item.due_at
    elif outcome.result == "retry" and item.attempts + 1 < GIVE_UP_AFTER:
        item.state, item.attempts, item.due_at = OutboxState.DUE, item.attempts + 1, outcome.retry_at or now
    else:
        item.state = OutboxState.GONE if outcome.result == "gone" else OutboxState.FAILED
        item.done_at, item.message = now, None
    if item.state is OutboxState.DUE and await _broadcast_stopped(session, item):
        item.state, item.done_at = OutboxState.STOPPED, now
    session.add(item)
    if outcome.result == "gone":
        await session.flush()
        await citizens.mark_gone(session, item.citizen_id, now)


async def _broadcast_stopped(session: AsyncSession, item: OutboxItem) -> bool:
    if item.broadcast_id is None:
        return False
    broadcast = await session.get(Broadcast, item.broadcast_id)
    return broadcast is not None and broadcast.state is BroadcastState.STOPPED


async def halt(session: AsyncSession, channel: str, until: datetime) -> None:
    """Silences a channel until the platform lets us speak again; a successor obeys it too. Never shortens a halt."""
    await session.exec(
        update(ChannelState)
        .where(
            col(ChannelState.channel) == channel,
            or_(col(ChannelState.halted_until).is_(None), col(ChannelState.halted_until) < until),
        )
        .values(halted_until=until)
    )


async def unfinished(session: AsyncSession, channel: str) -> int:
    """How many messages of a channel still wait to leave."""
    states = (OutboxState.DUE, OutboxState.LEASED)
    query = select(func.count()).where(OutboxItem.channel == channel, col(OutboxItem.state).in_(states))
    return int((await session.exec(query)).one())
