"""Staff link their chat, publish and pull digests; admins announce, and never alone. Told as talks."""

from datetime import datetime

import pytest
from sqlmodel import select

from handlers.chat.engine import Engine
from services.citizens import Secrets
from storage.db import Database
from storage.models import AuditEntry, Broadcast, BroadcastState, OutboxItem, OutboxState, StaffRole
from tests import factories
from tests.handlers.talk import Person


@pytest.fixture
async def officer(engine: Engine, database: Database, secrets: Secrets, now: datetime) -> Person:
    """An officer of the agency that drafts, linked."""
    return await _linked(engine, database, secrets, now, "5001", "can-bo@example.invalid", StaffRole.OFFICER)


@pytest.fixture
async def admins(engine: Engine, database: Database, secrets: Secrets, now: datetime) -> tuple[Person, Person]:
    """Two admins, linked."""
    first = await _linked(engine, database, secrets, now, "6001", "lan@example.invalid", StaffRole.ADMIN)
    second = await _linked(engine, database, secrets, now, "6002", "nam@example.invalid", StaffRole.ADMIN)
    return first, second


async def _linked(
    engine: Engine, database: Database, secrets: Secrets, now: datetime, address: str, email: str, role: StaffRole
) -> Person:
    async with database.transaction() as session:
        _, code = await factories.account(session, now, secrets.pseudonyms, email=email, role=role)
    person = Person(engine, database, secrets, address)
    assert f"Đã liên kết với tài khoản {email}" in await person.says(f"/start s_{code}")
    return person


async def _follower(engine: Engine, database: Database, secrets: Secrets) -> Person:
    person = Person(engine, database, secrets, "1001")
    for line in ("theo doi", "1", "co"):
        await person.says(line)
    return person


async def test_a_code_links_once_and_only_once(
    engine: Engine, database: Database, secrets: Secrets, now: datetime, person: Person
) -> None:
    async with database.transaction() as session:
        _, code = await factories.account(session, now, secrets.pseudonyms)
    assert "Đã liên kết" in await person.says(f"liên kết {code}")
    thief = Person(engine, database, secrets, "9999")
    assert "đã dùng hoặc đã hết hạn" in await thief.says(f"liên kết {code}")
    assert "đã dùng hoặc đã hết hạn" in await thief.says("/link AAAA-BBBB-CCCC")


async def test_an_officer_publishes_and_the_follower_is_told(
    officer: Person, engine: Engine, database: Database, secrets: Secrets, now: datetime
) -> None:
    farmer = await _follower(engine, database, secrets)
    async with database.transaction() as session:
        await factories.draft(session, now)
    await officer.says("cong bo")
    screen = await officer.says("1")
    assert "Số người sẽ nhận: 1" in screen
    assert "tới 1 người" in await officer.presses("Công bố ngay")
    async with database.transaction() as session:
        [item] = (await session.exec(select(OutboxItem).where(OutboxItem.lane == 1))).all()
        assert item.state is OutboxState.DUE
        broadcast = (await session.exec(select(Broadcast))).one()
    assert "Nhận góp ý đến hết ngày 20/12/2026" in str(broadcast.messages["vi"])
    assert "đã được công bố" in await officer.says("/congbo DT1")
    assert "Đọc từ đầu" in await farmer.says("đọc DT1")


async def test_an_officer_cannot_touch_another_agency(officer: Person, database: Database, now: datetime) -> None:
    async with database.transaction() as session:
        await factories.draft(session, now, agency="so_yt")
    assert "Không có dự thảo nào đang chờ công bố" in await officer.says("cong bo")
    assert "thuộc cơ quan khác" in await officer.says("/congbo DT1")
    assert "thuộc cơ quan khác" in await officer.says("/digest DT1")


async def test_the_digest_is_a_text_a_picture_and_a_spreadsheet(
    officer: Person, engine: Engine, database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now)
    citizen = Person(engine, database, secrets, "1001")
    for line in ("gop y DT1", "1", "dieu 1", "3", "Tôi không đồng ý, xin gọi 0912345678", "bo qua", "1"):
        await citizen.says(line)
    screen = await officer.says("tong hop DT1")
    assert "Điều 1" in screen
    assert "0912345678" not in screen
    digest = next(message for message in officer.last if message.files)
    assert [(file.kind, file.make) for file in digest.files] == [
        ("picture", "digest.png"),
        ("document", "digest.xlsx"),
    ]


async def test_an_announcement_needs_a_second_admin_and_can_be_stopped(
    admins: tuple[Person, Person], engine: Engine, database: Database, secrets: Secrets
) -> None:
    first, second = admins
    await _follower(engine, database, secrets)
    await first.says("thong bao")
    await first.says("1")
    await first.says("1")
    await first.says("Tối nay từ 22 giờ hệ thống bảo trì một giờ.")
    preview = await first.says("The service is down for an hour from 22:00 tonight.")
    assert "Tối nay từ 22 giờ" in preview
    assert "from 22:00 tonight" in preview
    assert "Số người sẽ nhận: 1" in preview
    assert "Đã gửi thông báo TB1" in await first.says("1")
    await first.says("thông báo TB1")
    assert "Xác nhận và gửi" not in first.screen
    invitation = await second.hears()
    assert "lan@example.invalid đã soạn một thông báo" in invitation
    review = await second.presses("Xem và xác nhận")
    assert "Tối nay từ 22 giờ" in review
    assert "Đang gửi tới 1 người" in await second.presses("Xác nhận và gửi")
    stopped = await second.presses("Dừng thông báo này")
    assert "không gửi đi: 1" in stopped
    assert "Đã dừng: 1" in stopped
    async with database.transaction() as session:
        assert (await session.exec(select(Broadcast))).one().state is BroadcastState.STOPPED
        actions = [entry.action for entry in (await session.exec(select(AuditEntry))).all()]
    assert [a for a in actions if a.startswith("broadcast")] == [
        "broadcast.propose",
        "broadcast.confirm",
        "broadcast.stop",
    ]


async def test_a_segment_is_what_people_follow(
    admins: tuple[Person, Person], engine: Engine, database: Database, secrets: Secrets, now: datetime
) -> None:
    await factories.open_draft(database, now)
    citizen = Person(engine, database, secrets, "1001")
    for line in ("theo dõi DT1", "co"):
        await citizen.says(line)
    first, _ = admins
    for line in ("thong bao", "1", "3", "1", "Dự thảo DT1 gia hạn đến hết tháng."):
        await first.says(line)
    assert "Số người sẽ nhận: 1" in await first.says("bo qua")


async def test_an_officer_may_not_announce(officer: Person) -> None:
    assert "không có quyền" in await officer.says("/thongbao")
