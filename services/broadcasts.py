"""Broadcasts: one message to everyone a segment reaches, fanned out by one statement; announcements need two admins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, insert, literal, update
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services import audit, staff, subscriptions
from services.errors import Refused
from services.messages import OutMessage
from services.outbox import BROADCASTS
from storage.models import Broadcast, BroadcastKind, BroadcastState, Draft, OutboxItem, OutboxState, Staff
from storage.types import key


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a broadcast has come: recipients in each state."""

    broadcast: Broadcast
    counts: Mapping[OutboxState, int]

    @property
    def waiting(self) -> int:
        """How many are still to be sent."""
        return self.counts.get(OutboxState.DUE, 0) + self.counts.get(OutboxState.LEASED, 0)


async def publish_draft(
    session: AsyncSession, draft: Draft, messages: Mapping[str, OutMessage], now: datetime
) -> Broadcast:
    """Tells everyone who follows everything, the agency, a field or this draft that it is open."""
    fields = await subscriptions.fields_of(session, key(draft.id))
    broadcast = await _of_draft(session, BroadcastKind.PUBLICATION, draft, messages, now)
    await _fan_out(session, broadcast, subscriptions.followers_of(draft, fields), now)
    return broadcast


async def tell_of_revision(
    session: AsyncSession,
    draft: Draft,
    messages: Mapping[str, OutMessage],
    who: ColumnElement[bool],
    now: datetime,
) -> Broadcast:
    """Tells those under ``who``, a condition that holds their consent, that a draft has a new version."""
    broadcast = await _of_draft(session, BroadcastKind.REVISION, draft, messages, now)
    await _insert(session, broadcast, subscriptions.present(who), now)
    return broadcast


async def _of_draft(
    session: AsyncSession, kind: BroadcastKind, draft: Draft, messages: Mapping[str, OutMessage], now: datetime
) -> Broadcast:
    """A stored broadcast about a draft, sent without a second person; its recipients are still to be found."""
    broadcast = Broadcast(
        kind=kind,
        state=BroadcastState.SENDING,
        segment=f"draft:{draft.code}",
        messages={language: message.as_json() for language, message in messages.items()},
        draft_id=draft.id,
        created_at=now,
    )
    session.add(broadcast)
    await session.flush()
    return broadcast


async def propose(
    session: AsyncSession, by: Staff, segment: str, messages: Mapping[str, OutMessage], now: datetime
) -> Broadcast:
    """Keeps an announcement for a second admin to confirm. Raises Refused: ``not_allowed``, ``unknown_segment`` …"""
    staff.must(by, staff.Act.ANNOUNCE)
    if "vi" not in messages:
        raise Refused("announcement_needs_vietnamese")
    await size(session, segment)
    broadcast = Broadcast(
        kind=BroadcastKind.ANNOUNCEMENT,
        state=BroadcastState.PROPOSED,
        segment=segment,
        messages={language: message.as_json() for language, message in messages.items()},
        proposed_by=by.id,
        created_at=now,
    )
    session.add(broadcast)
    await session.flush()
    audit.record(session, now, by.email, "broadcast.propose", str(broadcast.id), segment=segment)
    return broadcast


async def confirm(session: AsyncSession, broadcast_id: int, by: Staff, now: datetime) -> Broadcast:
    """Sends a proposed announcement. Raises Refused: ``not_allowed``, ``same_admin``, ``unknown_broadcast``,
    ``broadcast_not_proposed``."""
    staff.must(by, staff.Act.ANNOUNCE)
    broadcast = await find(session, broadcast_id, lock=True)
    if broadcast.state is not BroadcastState.PROPOSED:
        raise Refused("broadcast_not_proposed", id=broadcast_id)
    if broadcast.proposed_by == by.id:
        raise Refused("same_admin")
    broadcast.state, broadcast.confirmed_by = BroadcastState.SENDING, by.id
    await _fan_out(session, broadcast, subscriptions.in_segment(broadcast.segment), now)
    audit.record(session, now, by.email, "broadcast.confirm", str(broadcast.id), recipients=broadcast.recipients)
    return broadcast


async def stop(session: AsyncSession, broadcast_id: int, by: Staff, now: datetime) -> int:
    """Stops a broadcast: what has not left stays here. Returns how many were held back."""
    staff.must(by, staff.Act.ANNOUNCE)
    broadcast = await find(session, broadcast_id, lock=True)
    broadcast.state = BroadcastState.STOPPED
    session.add(broadcast)
    result = await session.exec(
        update(OutboxItem)
        .where(col(OutboxItem.broadcast_id) == broadcast_id, col(OutboxItem.state) == OutboxState.DUE)
        .values(state=OutboxState.STOPPED, done_at=now)
    )
    held_back = int(result.rowcount)
    audit.record(session, now, by.email, "broadcast.stop", str(broadcast_id), held_back=held_back)
    return held_back


async def progress(session: AsyncSession, broadcast_id: int) -> Progress:
    """Recipients by state. Raises Refused(``unknown_broadcast``)."""
    broadcast = await find(session, broadcast_id)
    rows = await session.exec(
        select(OutboxItem.state, func.count())
        .where(OutboxItem.broadcast_id == broadcast_id)
        .group_by(col(OutboxItem.state))
    )
    return Progress(broadcast, {OutboxState(state): count for state, count in rows.all()})


async def find(session: AsyncSession, broadcast_id: int, *, lock: bool = False) -> Broadcast:
    """A broadcast by number. Raises Refused(``unknown_broadcast``)."""
    broadcast = await session.get(Broadcast, broadcast_id, with_for_update=lock)
    if broadcast is None:
        raise Refused("unknown_broadcast", id=broadcast_id)
    return broadcast


async def recent(session: AsyncSession, limit: int = 5) -> list[Broadcast]:
    """The newest broadcasts first."""
    return list((await session.exec(select(Broadcast).order_by(col(Broadcast.id).desc()).limit(limit))).all())


async def size(session: AsyncSession, segment: str) -> int:
    """How many people this segment reaches now. Raises Refused: ``unknown_segment``, ``unknown_draft``."""
    scope, _, target = segment.partition(":")
    if scope == "draft" and not (await session.exec(select(Draft.id).where(Draft.code == target))).first():
        raise Refused("unknown_draft", code=target)
    return await subscriptions.count_reachable(session, subscriptions.in_segment(segment))


async def _fan_out(session: AsyncSession, broadcast: Broadcast, who: ColumnElement[bool], now: datetime) -> None:
    """The fan-out to everyone under ``who`` who consents to notices."""
    await _insert(session, broadcast, subscriptions.reachable(who), now)


async def _insert(
    session: AsyncSession, broadcast: Broadcast, recipients: Select[tuple[int, str]], now: datetime
) -> None:
    """One INSERT … SELECT over the living recipients; the unique key makes a replay harmless."""
    people = recipients.subquery()
    columns = ["channel", "lane", "citizen_id", "broadcast_id", "state", "due_at", "created_at"]
    columns += ["leased_by", "attempts", "parts_sent", "error"]
    when = literal(now, OutboxItem.__table__.c.due_at.type)  # type: ignore[attr-defined]  # SQLModel hides __table__
    state = literal(OutboxState.DUE, OutboxItem.__table__.c.state.type)  # type: ignore[attr-defined]  # see above
    chosen = select(  # type: ignore[call-overload]  # more columns than SQLModel's overloads count
        people.c.channel,
        literal(BROADCASTS),
        people.c.id,
        literal(broadcast.id),
        state,
        when,
        when,
        literal(""),
        literal(0),
        literal(0),
        literal(""),
    ).order_by(people.c.id)
    result = await session.exec(insert(OutboxItem).from_select(columns, chosen))
    broadcast.recipients = int(result.rowcount)
    broadcast.started_at = now
    session.add(broadcast)
