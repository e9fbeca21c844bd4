"""Staff on both databases: one-time codes, one chat each, and the table of what a role may do."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from services import staff
from services.citizens import Secrets
from services.errors import Refused
from services.staff import Act
from storage.db import Database
from storage.models import AuditEntry, SignInCode, Staff, StaffRole
from storage.types import key
from tests import factories
from tests.services.people import admin, meet


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (StaffRole.OFFICER, {Act.DIGEST, Act.PUBLISH}),
        (StaffRole.PUBLISHER, {Act.DIGEST, Act.PUBLISH}),
        (StaffRole.ADMIN, {Act.DIGEST, Act.PUBLISH, Act.ANNOUNCE}),
    ],
)
def test_what_each_role_may_do(role: StaffRole, may: set[Act], now: datetime) -> None:
    account = Staff(email="a@example.invalid", role=role, agency_code="so", created_at=now)
    for act in (Act.DIGEST, Act.PUBLISH, Act.ANNOUNCE):
        if act in may:
            staff.must(account, act)
        else:
            with pytest.raises(Refused, match="not_allowed"):
                staff.must(account, act)
    account.disabled_at = now
    for act in Act:
        with pytest.raises(Refused, match="not_allowed"):
            staff.must(account, act)


def test_every_role_stands_in_the_table() -> None:
    assert set(staff.MAY) == set(StaffRole)


async def test_drafts_of_another_agency_are_not_ones_own(database: Database, secrets: Secrets, now: datetime) -> None:
    async with database.transaction() as session:
        draft = await factories.draft(session, now)
        own, _ = await factories.account(session, now, secrets.pseudonyms)
        other, _ = await factories.account(session, now, secrets.pseudonyms, email="b@example.invalid", agency="so_yt")
        boss = await admin(session, "c@example.invalid", secrets, now)
        boss.agency_code = "so_yt"
        staff.must_own(own, draft, Act.PUBLISH)
        staff.must_own(boss, draft, Act.PUBLISH)
        with pytest.raises(Refused, match="other_agency"):
            staff.must_own(other, draft, Act.PUBLISH)


async def test_a_code_links_one_chat_once(database: Database, secrets: Secrets, now: datetime) -> None:
    codes = secrets.pseudonyms
    async with database.transaction() as session:
        account, code = await factories.account(session, now, codes)
        hoa, nam = await meet(session, "hoa", secrets, now), await meet(session, "nam", secrets, now)
        kept = (await session.exec(select(SignInCode))).one()
        assert code.replace("-", "") not in kept.code_hash
        linked = await staff.link(session, hoa, code.lower().replace("-", " "), codes, now)
        assert (linked.id, linked.citizen_id) == (account.id, hoa.id)
        assert (await staff.of_chat(session, key(hoa.id))) is linked
        assert await staff.of_chat(session, key(nam.id)) is None
        for wrong in (code, "AAAA-AAAA-AAAA", ""):
            with pytest.raises(Refused, match="bad_sign_in_code"):
                await staff.link(session, nam, wrong, codes, now)


async def test_a_code_lives_for_two_days_and_dies_when_renewed(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    codes = secrets.pseudonyms
    async with database.transaction() as session:
        _, first = await factories.account(session, now, codes)
        account, second = await factories.account(session, now, codes, role=StaffRole.ADMIN)
        hoa = await meet(session, "hoa", secrets, now)
        assert account.role is StaffRole.ADMIN
        with pytest.raises(Refused, match="bad_sign_in_code"):
            await staff.link(session, hoa, first, codes, now)
        with pytest.raises(Refused, match="bad_sign_in_code"):
            await staff.link(session, hoa, second, codes, now + timedelta(hours=48, seconds=1))
        assert (await staff.link(session, hoa, second, codes, now + timedelta(hours=48))).id == account.id
        assert len((await session.exec(select(Staff))).all()) == 1


async def test_a_chat_that_links_another_account_leaves_the_first(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    codes = secrets.pseudonyms
    async with database.transaction() as session:
        hoa, nam = await meet(session, "hoa", secrets, now), await meet(session, "nam", secrets, now)
        first, code = await factories.account(session, now, codes)
        await staff.link(session, hoa, code, codes, now)
        second, code = await factories.account(session, now, codes, email="b@example.invalid")
        await staff.link(session, hoa, code, codes, now)
        assert (first.citizen_id, second.citizen_id) == (None, hoa.id)
        _, code = await factories.account(session, now, codes, email="b@example.invalid")
        await staff.link(session, nam, code, codes, now)
        assert second.citizen_id == nam.id


async def test_a_disabled_account_opens_nothing(database: Database, secrets: Secrets, now: datetime) -> None:
    codes = secrets.pseudonyms
    async with database.transaction() as session:
        hoa = await meet(session, "hoa", secrets, now)
        account, code = await factories.account(session, now, codes)
        await staff.link(session, hoa, code, codes, now)
        account, code = await factories.account(session, now, codes)
        account.disabled_at = now
        session.add(account)
        await session.flush()
        assert await staff.of_chat(session, key(hoa.id)) is None
        for call in (staff.link(session, hoa, code, codes, now), staff.by_email(session, account.email)):
            with pytest.raises(Refused, match=r"bad_sign_in_code|unknown_staff"):
                await call


async def test_addresses_are_checked_and_long_ones_fit(database: Database, secrets: Secrets, now: datetime) -> None:
    async with database.transaction() as session:
        for wrong in ("", "a", "a@b", "a b@c.d", "a@b@c.d", "@b.c", "a" * 245 + "@b.invalid"):
            with pytest.raises(Refused, match="bad_email"):
                await staff.add(session, wrong, StaffRole.OFFICER, "so", secrets.pseudonyms, now)
        long = "a" * 200 + "@example.invalid"
        await staff.add(session, f" {long.upper()} ", StaffRole.OFFICER, "so", secrets.pseudonyms, now)
        assert (await staff.by_email(session, long)).email == long
        [line] = (await session.exec(select(AuditEntry))).all()
        assert (line.actor, line.action, line.subject) == ("system", "staff.add", long[:100])


async def test_the_other_admins_are_those_who_can_answer(database: Database, secrets: Secrets, now: datetime) -> None:
    codes = secrets.pseudonyms
    async with database.transaction() as session:
        chats = {name: await meet(session, name, secrets, now) for name in ("a", "b", "c", "d")}
        for name in ("a", "b", "c"):
            _, code = await factories.account(
                session, now, codes, email=f"{name}@example.invalid", role=StaffRole.ADMIN
            )
            await staff.link(session, chats[name], code, codes, now)
        _, code = await factories.account(session, now, codes, email="d@example.invalid")
        await staff.link(session, chats["d"], code, codes, now)
        await admin(session, "khong-chat@example.invalid", secrets, now)
        left = await staff.by_email(session, "c@example.invalid")
        left.disabled_at = now
        session.add(left)
        await session.flush()
        first = await staff.by_email(session, "A@example.invalid")
        assert [citizen.id for citizen in await staff.other_admins(session, first)] == [chats["b"].id]
