"""Looking for words, told as talks: from a few typed words to the provision on screen."""

from datetime import datetime

from storage.db import Database
from tests import factories
from tests.handlers.talk import Person

MARKET = """ỦY BAN NHÂN DÂN TỈNH LAM GIANG
QUYẾT ĐỊNH
Về chợ nông thôn

Điều 1. Phạm vi điều chỉnh
Quyết định này nói về chợ ở nông thôn.
Điều 2. Thuế và phí
1. Hộ kinh doanh trong chợ nộp phí vệ sinh.
2. Việc thuê ki-ốt theo hợp đồng.
"""


async def test_words_lead_to_the_provision(person: Person, database: Database, now: datetime) -> None:
    await factories.open_draft(database, now)
    await factories.open_draft(database, now, text=MARKET, title="Quyết định về chợ")
    assert "Xin nhắn vài từ" in await person.says("tìm kiếm")
    found = await person.says("ho kinh doanh")
    assert "Tìm thấy cho «ho kinh doanh»: 2 chỗ" in found
    assert "DT1 · khoản 2 Điều 2\nHộ kinh doanh nộp 60.000 đồng" in found
    assert "DT2 · khoản 1 Điều 2\nHộ kinh doanh trong chợ" in found
    assert "Điều 2. Thuế và phí" in await person.presses("DT2")


async def test_words_behind_the_command_are_looked_for_at_once(
    person: Person, database: Database, now: datetime
) -> None:
    await factories.open_draft(database, now)
    assert "khoản 2 Điều 2 điểm đ" not in await person.says("/timkiem khuyết tật")
    assert "DT1 · điểm đ khoản 2 Điều 2\nHộ có người khuyết tật nặng." in person.screen
    assert "Không tìm thấy «máy bay»" in await person.says("máy bay")
    assert "Xin nhắn vài từ" in person.screen


async def test_words_typed_while_reading_are_looked_for_in_that_draft(
    person: Person, database: Database, now: datetime
) -> None:
    await factories.open_draft(database, now)
    await factories.open_draft(database, now, text=MARKET, title="Quyết định về chợ")
    await person.says("doc DT1")
    assert "Điều 3. Hiệu lực thi hành" in await person.says("điều 3")
    found = await person.says("hộ kinh doanh")
    assert "DT1 · khoản 2 Điều 2" in found
    assert "DT2" not in found
    assert "DT2 · khoản 1 Điều 2" in await person.presses("Tìm trong mọi dự thảo")
    await person.says("doc DT1")
    assert "Không tìm thấy chỗ đó" in await person.says("điều 77")


async def test_drafts_in_preparation_are_not_found(person: Person, database: Database, now: datetime) -> None:
    async with database.transaction() as session:
        await factories.draft(session, now)
    assert "Không tìm thấy «hộ kinh doanh»" in await person.says("/search hộ kinh doanh")
