"""Citizens: found by their sealed address, locked for one event, gone and back; nothing about what they say."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.errors import Refused
from storage.models import Citizen, OutboxItem, OutboxState, Subscription
from storage.sealing import Pseudonyms, SealBroken, Sealer
from storage.statements import insert_once


@dataclass(frozen=True, slots=True)
class Secrets:
    """The keyed functions that stand between an address or a code and the rows."""

    sealer: Sealer
    pseudonyms: Pseudonyms


async def meet(
    session: AsyncSession, channel: str, address: str, language: str, sealer: Sealer, now: datetime
) -> Citizen:
    """The citizen behind ``address``, created at first sight, locked until the transaction ends.

    The lock is what keeps two messages of one person from running at the same time.
    """
    hashes = sealer.hashes(address)
    query = select(Citizen).where(Citizen.channel == channel, col(Citizen.address_hash).in_(hashes)).with_for_update()
    citizen = (await session.exec(query)).first()
    if citizen is None:
        await insert_once(
            session,
            Citizen,
            {
                "channel": channel,
                "address_hash": hashes[0],
                "address_sealed": sealer.seal(address),
                "language": language,
                "joined_at": now,
            },
        )
        citizen = (await session.exec(query)).one()
    return citizen


async def mark_gone(session: AsyncSession, citizen_id: int, now: datetime) -> None:
    """The citizen blocked us or left: his subscriptions end and nothing that waits for him is sent."""
    await session.exec(update(Citizen).where(col(Citizen.id) == citizen_id).values(gone_at=now))
    await session.exec(delete(Subscription).where(col(Subscription.citizen_id) == citizen_id))
    await session.exec(
        update(OutboxItem)
        .where(col(OutboxItem.citizen_id) == citizen_id, col(OutboxItem.state) == OutboxState.DUE)
        .values(state=OutboxState.GONE, done_at=now, message=None)
    )


async def rotate_keys(session: AsyncSession, sealer: Sealer, after_id: int, batch: int) -> int | None:
    """Seals and hashes one batch of addresses anew under the current key; the last id done, None at the end.

    Raises Refused(``seal_broken``) when a key is missing; nothing of the batch is changed then.
    """
    rows = (
        await session.exec(select(Citizen).where(col(Citizen.id) > after_id).order_by(col(Citizen.id)).limit(batch))
    ).all()
    for citizen in rows:
        try:
            address = sealer.unseal(citizen.address_sealed)
        except SealBroken as broken:
            raise Refused("seal_broken") from broken
        citizen.address_sealed = sealer.seal(address)
        citizen.address_hash = sealer.hashes(address)[0]
        session.add(citizen)
    return rows[-1].id if rows else None
