"""Signed-in browsers of staff: opened by a one-time code, ended by time, by hand or with the account."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services import audit, staff
from storage.models import ConsoleSession, Staff
from storage.sealing import Pseudonyms
from storage.types import key

LIFE = timedelta(hours=12)  # a working day
IDLE = timedelta(hours=2)  # without a request
_SEEN_STEP = timedelta(minutes=1)  # how exact the last request is kept: not a write per request


async def sign_in(session: AsyncSession, code: str, codes: Pseudonyms, now: datetime) -> tuple[Staff, str]:
    """Opens a session with a one-time code, which is used up; returns the account and the browser's cookie.

    Only a keyed hash of the cookie is kept. Raises Refused(``bad_sign_in_code``).
    """
    account = await staff.redeem(session, code, codes, now)
    cookie = secrets.token_urlsafe(32)
    session.add(
        ConsoleSession(
            cookie_hash=codes.of("console-session", cookie),
            staff_id=key(account.id),
            created_at=now,
            seen_at=now,
            expires_at=now + LIFE,
        )
    )
    audit.record(session, now, account.email, "console.sign_in", account.email)
    return account, cookie


async def account_of(session: AsyncSession, cookie: str, codes: Pseudonyms, now: datetime) -> tuple[Staff | None, bool]:
    """The account behind a cookie, and whether its session is to be touched; it writes nothing.

    The account is None when the session ended, was idle too long, or the account is disabled.
    """
    found = await session.get(ConsoleSession, codes.of("console-session", cookie))
    if found is None or found.expires_at <= now or found.seen_at + IDLE <= now:
        return None, False
    account = await session.get(Staff, found.staff_id)
    if account is None or account.disabled_at is not None:
        return None, False
    return account, found.seen_at + _SEEN_STEP <= now


async def touch(session: AsyncSession, cookie: str, codes: Pseudonyms, now: datetime) -> None:
    """Notes that the session is in use; one that ended meanwhile stays ended."""
    query = update(ConsoleSession).where(
        col(ConsoleSession.cookie_hash) == codes.of("console-session", cookie), col(ConsoleSession.seen_at) < now
    )
    await session.exec(query.values(seen_at=now))


async def sign_out(session: AsyncSession, cookie: str, codes: Pseudonyms) -> None:
    """Ends one session; a cookie that is worth nothing is fine."""
    hashed = codes.of("console-session", cookie)
    await session.exec(delete(ConsoleSession).where(col(ConsoleSession.cookie_hash) == hashed))


async def sign_out_everywhere(session: AsyncSession, account: Staff, now: datetime) -> None:
    """Ends every session of an account, on whatever device."""
    await session.exec(delete(ConsoleSession).where(col(ConsoleSession.staff_id) == account.id))
    audit.record(session, now, account.email, "console.sign_out_everywhere", account.email)


async def forget_ended(session: AsyncSession, now: datetime) -> None:
    """Deletes the rows of sessions whose time is over."""
    await session.exec(delete(ConsoleSession).where(col(ConsoleSession.expires_at) <= now))
