"""What a citizen reads of a dossier in chat, and finding an agency by a name it had before."""

from datetime import date, datetime

from sqlmodel import select

from services import agencies
from services.drafts import dossier, dossier_files, focus
from services.drafts.dossier import Edit
from services.drafts.focus import Question
from services.drafts.intake import DossierFile
from storage.db import Database
from storage.models import Subscription
from tests import factories
from tests.handlers.talk import Person


async def test_the_overview_tells_questions_papers_and_whom_to_ask(
    person: Person, database: Database, now: datetime
) -> None:
    await factories.open_draft(database, now)
    bare = await person.says("DT1")
    assert "Liên hệ" not in bare
    async with database.transaction() as session:
        asked = [
            Question("Mức thu có vừa sức không?", "Hộ nghèo", "Can you afford the fee?"),
            Question("Còn điều gì chưa rõ?"),
            *(Question(f"Câu hỏi thứ {n}?") for n in range(3, 9)),
        ]
        await focus.put(session, "DT1", asked, None, now)
        await dossier.change(session, "DT1", Edit(contact="Phòng Môi trường\nđiện thoại 0200 000 0001"), None, now)
        for role, content in (("tong-ket", b"mot"), ("to-trinh", b"hai"), ("tong-ket", b"ba")):
            await dossier_files.add(session, "DT1", DossierFile(role, "a.pdf", content), None, now)
    screen = await person.says("DT1")
    assert "• Dành cho Hộ nghèo: Mức thu có vừa sức không?\n• Còn điều gì chưa rõ?" in screen
    assert "Câu hỏi thứ 6?" in screen
    assert "Câu hỏi thứ 7?" not in screen
    assert "Hồ sơ đăng kèm: tờ trình, báo cáo tổng kết, đánh giá thực trạng." in screen
    assert "Liên hệ: Phòng Môi trường, điện thoại 0200 000 0001" in screen
    await person.says("/language")
    await person.says("english")
    screen = await person.says("DT1")
    assert "For Hộ nghèo: Can you afford the fee?" in screen
    assert "Còn điều gì chưa rõ?" in screen


async def test_an_old_draft_is_read_under_the_name_its_agency_had(
    person: Person, database: Database, now: datetime
) -> None:
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        await agencies.add_alias(
            session, "so_nnmt", "Sở Tài nguyên và Môi trường", "test", now, until=date(2026, 12, 31)
        )
    screen = await person.says("DT1")
    assert "Sở Tài nguyên và Môi trường (nay là Sở Nông nghiệp và Môi trường)" in screen


async def test_an_agency_is_followed_by_the_name_people_remember(
    person: Person, database: Database, now: datetime
) -> None:
    async with database.transaction() as session:
        await agencies.name(session, "so_nnmt", "Sở Nông nghiệp và Môi trường")
        await agencies.name(session, "so_nv", "Sở Nội vụ")
        await agencies.name(session, "xa_a", "Ủy ban nhân dân xã Đồng Sậy")
        await agencies.name(session, "xa_b", "Ủy ban nhân dân xã Sậy Thượng")
        await agencies.add_alias(
            session, "so_nnmt", "Sở Tài nguyên và Môi trường", "test", now, until=date(2025, 2, 28)
        )
    await person.says("theo doi")
    await person.says("2")
    assert "kể cả tên trước khi sáp nhập" in person.screen
    assert "Không tìm thấy cơ quan tên như vậy" in await person.says("Sở Thủy lợi")
    narrowed = await person.says("Ủy ban nhân dân xã")
    assert "một trong các cơ quan sau" in narrowed
    assert "Sở Nội vụ" not in narrowed
    assert "đồng ý nhận tin nhắn" in await person.says("so tn&mt")
    assert "Đã theo dõi: Sở Nông nghiệp và Môi trường" in await person.says("co")
    async with database.transaction() as session:
        [row] = (await session.exec(select(Subscription))).all()
    assert (row.scope.value, row.target) == ("agency", "so_nnmt")
