"""Signing in by a one-time link, staying signed in, and every way in which that ends."""

from datetime import timedelta

from aiohttp.test_utils import TestClient, TestServer
from sqlmodel import select

from bot import server
from services.citizens import Secrets
from services.console_sessions import IDLE, LIFE, forget_ended
from storage.db import Database
from storage.models import AuditEntry, ConsoleSession, Staff
from tests import factories
from tests.conftest import NOW
from tests.web.site import Visitor, make_site


async def code_of(database: Database, secrets: Secrets) -> str:
    """A fresh one-time code."""
    async with database.transaction() as session:
        return (await factories.account(session, NOW, secrets.pseudonyms))[1]


async def test_opening_a_link_uses_nothing_up_and_pressing_it_does(visitor: Visitor) -> None:
    code = await code_of(visitor.database, visitor.secrets)
    for _ in range(3):  # a mail program, a chat and the officer open it
        answer = await visitor.opens(f"/console/sign-in?code={code}")
        assert (answer.status, f'value="{code}"' in answer.html) == (200, True)
    assert (await visitor.posts("/console/sign-in", {"code": code})).goes_to == "/console/?said=signed_in"
    assert "can-bo@example.invalid" in (await visitor.opens("/console/")).text
    again = await visitor.posts("/console/sign-in", {"code": code})
    assert (again.status, "đã dùng hoặc đã hết hạn" in again.text) == (400, True)


async def test_a_code_is_read_as_people_type_it(visitor: Visitor) -> None:
    code = await code_of(visitor.database, visitor.secrets)
    typed = f"  {code.lower().replace('-', ' ')} "
    assert (await visitor.posts("/console/sign-in", {"code": typed})).status == 303


async def test_something_that_is_no_code_is_not_put_on_the_page(visitor: Visitor) -> None:
    answer = await visitor.opens('/console/sign-in?code="><img src=x>')
    assert (answer.status, "<img" in answer.html) == (200, False)


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(database: Database, secrets: Secrets) -> None:
    site = make_site(database, secrets)
    code = await code_of(database, secrets)
    secure = type(site)(site.database, site.secrets, site.clock, "https://gopy.example", site.operator)
    async with TestClient(TestServer(server.make(secure, []))) as client:
        answer = await Visitor(client, database, secrets).posts("/console/sign-in", {"code": code})
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-gopy=")
    assert all(word in cookie for word in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/"))
    value = cookie.split("=", 1)[1].split(";")[0]
    async with database.transaction() as session:
        [row] = (await session.exec(select(ConsoleSession))).all()
    assert value not in row.cookie_hash


async def later(visitor: Visitor, by: timedelta) -> Visitor:
    """The same browser after a while: its cookie meets a server whose clock has moved on."""
    site = make_site(visitor.database, visitor.secrets, NOW + by)
    client = TestClient(TestServer(server.make(site, [])), cookie_jar=visitor.client.session.cookie_jar)
    await client.start_server()
    return Visitor(client, visitor.database, visitor.secrets)


async def test_a_session_ends_when_idle_and_after_a_working_day(visitor: Visitor) -> None:
    await visitor.signs_in()
    after = await later(visitor, IDLE - timedelta(minutes=1))
    assert (await after.opens("/console/")).status == 200
    still = await later(visitor, 2 * IDLE - timedelta(minutes=2))  # a request in between kept it awake
    assert (await still.opens("/console/")).status == 200
    idle = await later(visitor, 4 * IDLE)
    assert (await idle.opens("/console/")).status == 401
    for one in (after, still, idle):
        await one.client.close()


async def test_a_session_never_outlives_its_day(visitor: Visitor) -> None:
    await visitor.signs_in()
    step = IDLE - timedelta(minutes=1)
    moment = step
    while moment < LIFE:
        awake = await later(visitor, moment)
        assert (await awake.opens("/console/")).status == 200
        await awake.client.close()
        moment += step
    over = await later(visitor, moment)
    assert (await over.opens("/console/")).status == 401
    await over.client.close()
    async with visitor.database.transaction() as session:
        await forget_ended(session, NOW + moment)
        assert (await session.exec(select(ConsoleSession))).all() == []


async def test_signing_out_ends_this_session_or_all(visitor: Visitor) -> None:
    await visitor.signs_in()
    await visitor.signs_in()  # on another device, say
    assert (await visitor.posts("/console/sign-out")).goes_to == "/console/sign-in?said=signed_out"
    assert (await visitor.opens("/console/")).status == 401
    async with visitor.database.transaction() as session:
        assert len((await session.exec(select(ConsoleSession))).all()) == 1
    await visitor.signs_in()
    assert "everywhere" in (await visitor.posts("/console/sign-out", {"everywhere": "1"})).goes_to
    async with visitor.database.transaction() as session:
        assert (await session.exec(select(ConsoleSession))).all() == []
        acts = (await session.exec(select(AuditEntry.action))).all()
    assert {"console.sign_in", "console.sign_out_everywhere"} <= set(acts)


async def test_a_disabled_account_is_out_at_once(visitor: Visitor) -> None:
    account = await visitor.signs_in()
    async with visitor.database.transaction() as session:
        row = await session.get(Staff, account.id)
        assert row is not None
        row.disabled_at = NOW
        session.add(row)
    assert (await visitor.opens("/console/")).status == 401
