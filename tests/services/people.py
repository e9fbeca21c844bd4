"""Citizens and staff to stand in tests of the services, each made in one line."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from services import citizens, consents, feedback, subscriptions
from services.citizens import Secrets
from services.feedback import NewFeedback
from storage.models import Citizen, Purpose, Scope, Staff, StaffRole, Stance
from storage.types import key
from tests import factories


async def meet(session: AsyncSession, name: str, keys: Secrets, now: datetime, *purposes: Purpose) -> Citizen:
    """A citizen on Telegram who consents to these purposes."""
    citizen = await citizens.meet(session, "telegram", name, "vi", keys.sealer, now)
    for purpose in purposes:
        await consents.give(session, key(citizen.id), purpose, now)
    return citizen


async def follower(
    session: AsyncSession, name: str, keys: Secrets, now: datetime, scope: Scope = Scope.ALL, target: str = ""
) -> Citizen:
    """A citizen who consents to notices and follows something."""
    citizen = await meet(session, name, keys, now, Purpose.NOTICES)
    await subscriptions.follow(session, key(citizen.id), scope, target, now)
    return citizen


async def comments(
    session: AsyncSession,
    citizen: Citizen,
    keys: Secrets,
    now: datetime,
    text: str = "Mức thu quá cao",
    *,
    draft: str = "DT1",
    path: str | None = "dieu-2/khoan-2",
    stance: Stance = Stance.OPPOSE,
    wording: str = "",
) -> str:
    """Sends a comment; returns its receipt."""
    return await feedback.submit(session, citizen, NewFeedback(draft, path, stance, text, wording), keys, now)


async def admin(session: AsyncSession, email: str, keys: Secrets, now: datetime) -> Staff:
    """An admin's account."""
    account, _ = await factories.account(session, now, keys.pseudonyms, email=email, role=StaffRole.ADMIN)
    return account
