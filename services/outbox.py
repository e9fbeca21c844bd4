"""The outbox: replies and broadcasts written with the act that causes them, leased to a sender, settled in batches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import delete, exists, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services import citizens
from services.messages import OutMessage
from storage.models import Broadcast, BroadcastState, ChannelState, Citizen, OutboxItem, OutboxState
from storage.sealing import Sealer
from storage.statements import insert_once
from storage.types import key

REPLIES, BROADCASTS = 0, 1
LEASE = timedelta(seconds=30)  # longer than any one send may take
HOLD = timedelta(seconds=1.5)  # a standby takes over when the holder has been silent for this long
GIVE_UP_AFTER = 12

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


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one send ended; ``retry_at`` only with ``retry``."""

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
    """Whether the channel is ours to send on, and until when the platform wants silence."""

    ours: bool
    halted_until: datetime | None = None


async def hold(session: AsyncSession, channel: str, holder: str, now: datetime) -> Hold:
    """Takes or keeps the channel for ``holder``, unless another holds it.

    Leases of a former holder fall back to due at once: exactly one sender holds a channel.
    """
    await insert_once(session, ChannelState, {"channel": channel, "holder": ""})
    state = (await session.exec(select(ChannelState).where(ChannelState.channel == channel).with_for_update())).one()
    if state.holder != holder:
        if state.holder and state.held_until and state.held_until > now:
            return Hold(ours=False)
        await session.execute(
            update(OutboxItem)
            .where(col(OutboxItem.channel) == channel, col(OutboxItem.state) == OutboxState.LEASED)
            .values(state=OutboxState.DUE)
        )
    state.holder, state.held_until = holder, now + HOLD
    session.add(state)
    halted = state.halted_until is not None and state.halted_until > now
    return Hold(ours=True, halted_until=state.halted_until if halted else None)


async def let_go(session: AsyncSession, channel: str, holder: str) -> None:
    """Gives the channel up at a clean stop, so that a standby need not wait."""
    await session.execute(
        update(ChannelState)
        .where(col(ChannelState.channel) == channel, col(ChannelState.holder) == holder)
        .values(holder="", held_until=None)
    )


async def lease(
    session: AsyncSession, channel: str, holder: str, limit: int, sealer: Sealer, now: datetime
) -> list[Parcel]:
    """Leases up to ``limit`` due messages, replies first, at most one per citizen so that order holds."""
    earlier = aliased(OutboxItem)
    waits_behind = exists().where(
        col(earlier.citizen_id) == col(OutboxItem.citizen_id),
        col(earlier.lane) == col(OutboxItem.lane),
        col(earlier.id) < col(OutboxItem.id),
        col(earlier.state).in_((OutboxState.DUE, OutboxState.LEASED)),
    )
    ready = or_(
        col(OutboxItem.state) == OutboxState.DUE,
        (col(OutboxItem.state) == OutboxState.LEASED) & (col(OutboxItem.leased_until) < now),
    )
    rows = (
        await session.exec(
            select(OutboxItem, Citizen, Broadcast.messages)
            .join(Citizen, col(Citizen.id) == OutboxItem.citizen_id)
            .join(Broadcast, col(Broadcast.id) == OutboxItem.broadcast_id, isouter=True)
            .where(OutboxItem.channel == channel, ready, col(OutboxItem.due_at) <= now, ~waits_behind)
            .order_by(col(OutboxItem.lane), col(OutboxItem.id))
            .limit(limit)
            .with_for_update(of=OutboxItem, skip_locked=True)
        )
    ).all()
    ids = [item.id for item, _, _ in rows]
    if ids:
        await session.execute(
            update(OutboxItem)
            .where(col(OutboxItem.id).in_(ids))
            .values(state=OutboxState.LEASED, leased_by=holder, leased_until=now + LEASE)
        )
    return [_parcel(item, citizen, texts, sealer) for item, citizen, texts in rows]


def _parcel(item: OutboxItem, citizen: Citizen, texts: Mapping[str, Any] | None, sealer: Sealer) -> Parcel:
    stored = item.message or _in_language(texts or {}, citizen.language)
    return Parcel(
        id=key(item.id),
        citizen_id=item.citizen_id,
        address=sealer.unseal(citizen.address_sealed),
        message=OutMessage.from_json(stored),
        attempts=item.attempts,
        parts_sent=item.parts_sent,
        is_reply=item.lane == REPLIES,
    )


def _in_language(texts: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = texts.get(language) or texts["vi"]
    return found


async def settle(session: AsyncSession, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Writes the outcomes of a batch. A reply that was sent is deleted: what is not held cannot leak."""
    sent = [o.parcel.id for o in outcomes if o.result == "sent"]
    if sent:
        await session.execute(
            delete(OutboxItem).where(col(OutboxItem.id).in_(sent), col(OutboxItem.broadcast_id).is_(None))
        )
        await session.execute(
            update(OutboxItem).where(col(OutboxItem.id).in_(sent)).values(state=OutboxState.SENT, done_at=now)
        )
    for outcome in outcomes:
        if outcome.result != "sent":
            await _settle_other(session, outcome, now)


async def _settle_other(session: AsyncSession, outcome: Outcome, now: datetime) -> None:
    item = await session.get(OutboxItem, outcome.parcel.id)
    if item is None or item.state not in (OutboxState.LEASED, OutboxState.DUE):
        return
    item.error, item.parts_sent = outcome.error[:300], outcome.parts_sent
    if outcome.result == "released":  # not tried: the platform told us to be silent before its turn came
        item.state = OutboxState.DUE
    elif outcome.result == "retry" and item.attempts + 1 < GIVE_UP_AFTER:
        item.state, item.attempts, item.due_at = OutboxState.DUE, item.attempts + 1, outcome.retry_at or now
    else:
        item.state = OutboxState.GONE if outcome.result == "gone" else OutboxState.FAILED
        item.done_at, item.message = now, None
    if await _broadcast_stopped(session, item) and item.state is OutboxState.DUE:
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
    """Silences a channel until the platform lets us speak again; a successor obeys it too."""
    await session.execute(update(ChannelState).where(col(ChannelState.channel) == channel).values(halted_until=until))
