"""When a portal is looked at next, what it said it had last, and how the last look went; no look happens here."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.portals.description import Portal
from services.portals.troubles import PortalTrouble, Trouble
from storage.models import PortalState
from storage.statements import insert_once

LEASE = timedelta(minutes=30)  # a look that was begun and not ended (the process was killed) is begun again after it
LONGEST_WAIT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Validators:
    """What the portal said of the list it sent last: asked again with these, it may answer "not modified"."""

    etag: str = ""
    last_modified: str = ""


async def claim(session: AsyncSession, portal: Portal, now: datetime) -> Validators | None:
    """Takes a look that is due, for this process alone; None when it is not due or another process has it."""
    await insert_once(session, PortalState, {"portal": portal.name, "failures": 0, "etag": "", "last_modified": "",
                                             "trouble": ""})  # fmt: skip
    due = or_(col(PortalState.next_check_at).is_(None), col(PortalState.next_check_at) <= now)
    taken = await session.exec(
        update(PortalState).where(col(PortalState.portal) == portal.name, due).values(next_check_at=now + LEASE)
    )
    if taken.rowcount != 1:
        return None
    state = await _state(session, portal)
    mark, _, etag = state.etag.partition(" ")
    return Validators(etag, state.last_modified) if mark == _mark(portal) else Validators()


async def went_well(session: AsyncSession, portal: Portal, validators: Validators, now: datetime) -> None:
    """Notes a look that went well: the next is due after the portal's interval."""
    state = await _state(session, portal)
    state.etag = f"{_mark(portal)} {validators.etag}" if len(validators.etag) <= 280 else ""
    state.last_modified = validators.last_modified[:100]
    state.checked_at, state.next_check_at = now, now + timedelta(minutes=portal.every)
    state.failures, state.trouble = 0, ""
    session.add(state)


async def went_wrong(session: AsyncSession, portal: Portal, met: PortalTrouble, now: datetime) -> None:
    """Notes a look that met trouble: each one in a row doubles the wait, and a wait that was asked for is kept."""
    state = await _state(session, portal)
    state.failures += 1
    wait = min(timedelta(minutes=portal.every) * 2 ** min(state.failures, 12), LONGEST_WAIT)
    wait = max(wait, timedelta(minutes=portal.every), timedelta(seconds=met.wait_seconds))
    state.checked_at, state.next_check_at = now, now + wait
    state.trouble = Trouble(met.code, met.values).packed()
    session.add(state)


async def every(session: AsyncSession) -> list[PortalState]:
    """The state of every portal that was ever looked at, by name."""
    return list((await session.exec(select(PortalState).order_by(col(PortalState.portal)))).all())


async def _state(session: AsyncSession, portal: Portal) -> PortalState:
    found = await session.exec(select(PortalState).where(PortalState.portal == portal.name))
    return found.one()


def _mark(portal: Portal) -> str:
    """A description that changed must be read against the whole list again, "not modified" or not."""
    return hashlib.sha256(portal.model_dump_json().encode()).hexdigest()[:8]
