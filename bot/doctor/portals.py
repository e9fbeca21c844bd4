"""Whether the portals that are described can be looked at, and are."""

from datetime import timedelta

from sqlmodel import func, select

from bot.doctor.check import Check, Finding, Patient, fail, ok, warn
from bot.doctor.rows import readable
from bot.portals.describing import load
from bot.settings import Unready
from services.portals import states
from storage.models import PortalProposal, ProposalState

FAILURES = 3  # in a row
PATIENCE = timedelta(hours=1)  # after a look was due


async def _look(patient: Patient) -> Finding | None:
    if patient.settings is None or not patient.settings.portals_file:
        return None
    try:
        portals = load(patient.settings.portals_file)
    except Unready as unready:
        return fail("portals_wrong", reason="; ".join(str(unready).splitlines()))
    async with readable(patient) as session:
        if session is None:
            return None
        known = {state.portal: state for state in await states.every(session)}
        waiting = (await session.exec(select(func.count()).where(PortalProposal.state == ProposalState.WAITING))).one()
    found = [known.get(portal.name) for portal in portals]
    failing = [state.portal for state in found if state and state.failures >= FAILURES]
    late = patient.now - PATIENCE
    due = [
        portal.name
        for portal, state in zip(portals, found, strict=True)
        if state is None or (state.next_check_at is not None and state.next_check_at < late)
    ]
    if due:
        return warn("portals_stale", names=", ".join(due))
    if failing:
        return warn("portals_failing", names=", ".join(failing))
    return ok("portals", count=len(portals), waiting=waiting)


CHECK = Check("portals", _look)
