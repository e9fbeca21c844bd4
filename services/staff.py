"""Staff accounts: created with a one-time code, linked to a chat, allowed what their role allows."""

import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services import agencies, audit
from services.errors import Refused
from storage.models import Citizen, Draft, SignInCode, Staff, StaffRole
from storage.sealing import Pseudonyms
from storage.types import key

CODE_LIFE = timedelta(hours=48)
CONSOLE_CODE_LIFE = timedelta(minutes=15)
MAX_EMAIL = 254  # characters (RFC 5321)
_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # no letters that are read as one another
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class Act(StrEnum):
    """What a staff account may be allowed to do."""

    DIGEST = "digest"
    REVIEW = "review"
    PUBLISH = "publish"
    ANNOUNCE = "announce"
    ADMINISTER = "administer"


MAY: Mapping[StaffRole, frozenset[Act]] = {
    StaffRole.OFFICER: frozenset({Act.DIGEST, Act.REVIEW, Act.PUBLISH}),
    StaffRole.PUBLISHER: frozenset({Act.DIGEST, Act.REVIEW, Act.PUBLISH}),
    StaffRole.ADMIN: frozenset(Act),
}


def must(account: Staff, act: Act) -> None:
    """Raises Refused(``not_allowed``) unless the account's role allows the act."""
    if account.disabled_at is not None or act not in MAY[account.role]:
        raise Refused("not_allowed", act=act.value)


def must_own(account: Staff, draft: Draft, act: Act) -> None:
    """As ``must``, and the draft must be of the account's agency; admins see every agency's drafts."""
    must(account, act)
    if account.role is not StaffRole.ADMIN and account.agency_code != draft.agency_code:
        raise Refused("other_agency", code=draft.code)


async def add(
    session: AsyncSession, email: str, role: StaffRole, agency_code: str, codes: Pseudonyms, now: datetime
) -> tuple[Staff, str]:
    """Creates an account, or renews the code of the one that has this e-mail; returns it with its one-time code.

    Codes that were given before and not used are worth nothing any more. Raises Refused(``bad_email``).
    """
    email = email.strip().lower()
    if not _EMAIL.fullmatch(email) or len(email) > MAX_EMAIL:
        raise Refused("bad_email", email=email)
    await agencies.ensure(session, agency_code)
    account = (await session.exec(select(Staff).where(Staff.email == email))).first()
    if account is None:
        account = Staff(email=email, role=role, agency_code=agency_code, created_at=now)
    account.role, account.agency_code = role, agency_code
    session.add(account)
    await session.flush()
    await session.exec(
        delete(SignInCode).where(col(SignInCode.staff_id) == account.id, col(SignInCode.used_at).is_(None))
    )
    code = _keep_code(session, account, codes, now + CODE_LIFE)
    audit.record(session, now, "system", "staff.add", email, role=role.value, agency=agency_code)
    return account, code


def console_code(session: AsyncSession, account: Staff, codes: Pseudonyms, now: datetime) -> str:
    """A one-time code for the console that a linked account asked for in chat; short-lived, others stay valid."""
    audit.record(session, now, account.email, "staff.console_code", account.email)
    return _keep_code(session, account, codes, now + CONSOLE_CODE_LIFE)


def _keep_code(session: AsyncSession, account: Staff, codes: Pseudonyms, until: datetime) -> str:
    code = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    session.add(SignInCode(code_hash=codes.of("sign-in", code), staff_id=key(account.id), expires_at=until))
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


async def redeem(session: AsyncSession, code: str, codes: Pseudonyms, now: datetime) -> Staff:
    """Uses up a one-time code and returns its account. Raises Refused(``bad_sign_in_code``)."""
    plain = "".join(char for char in code.upper() if char.isalnum())
    entry = await session.get(SignInCode, codes.of("sign-in", plain), with_for_update=True)
    if entry is None or entry.used_at is not None or entry.expires_at < now:
        raise Refused("bad_sign_in_code")
    account = await session.get(Staff, entry.staff_id)
    if account is None or account.disabled_at is not None:
        raise Refused("bad_sign_in_code")
    entry.used_at = now
    session.add(entry)
    return account


async def link(session: AsyncSession, citizen: Citizen, code: str, codes: Pseudonyms, now: datetime) -> Staff:
    """Links this chat to the account of a one-time code. Raises Refused(``bad_sign_in_code``)."""
    account = await redeem(session, code, codes, now)
    former = (await session.exec(select(Staff).where(Staff.citizen_id == citizen.id))).first()
    if former is not None and former.id != account.id:
        former.citizen_id = None
        session.add(former)
        await session.flush()
    account.citizen_id = citizen.id
    session.add(account)
    audit.record(session, now, account.email, "staff.link", account.email, channel=citizen.channel)
    return account


async def of_chat(session: AsyncSession, citizen_id: int) -> Staff | None:
    """The enabled account linked to this chat, if any."""
    rows = await session.exec(select(Staff).where(Staff.citizen_id == citizen_id, col(Staff.disabled_at).is_(None)))
    return rows.first()


async def by_email(session: AsyncSession, email: str) -> Staff:
    """The account of this e-mail. Raises Refused(``unknown_staff``)."""
    account = (await session.exec(select(Staff).where(Staff.email == email.strip().lower()))).first()
    if account is None or account.disabled_at is not None:
        raise Refused("unknown_staff", email=email)
    return account


async def other_admins(session: AsyncSession, than: Staff) -> list[Citizen]:
    """The linked chats of the other enabled admins: those who may confirm."""
    rows = await session.exec(
        select(Citizen)
        .join(Staff, col(Staff.citizen_id) == Citizen.id)
        .where(Staff.role == StaffRole.ADMIN, Staff.id != than.id, col(Staff.disabled_at).is_(None))
    )
    return list(rows.all())
