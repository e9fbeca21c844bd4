"""The difference between versions on the web: what was removed, added, moved, renumbered, in signs besides colour."""

from nlp.drafts.source import Source, lines_of
from nlp.drafts.structure import parse
from services.drafts import revising
from storage.db import Database
from tests import factories
from tests.conftest import NOW
from tests.web.site import Visitor

ONE = factories.DECISION
TWO = (
    ONE.replace("25.000 đồng", "30.000 đồng")
    .replace("c) Hộ cận nghèo;\n", "")
    .replace("d) Hộ", "c) Hộ")
    .replace("đ) Hộ", "d) Hộ")
)
THREE = TWO.replace("Điều 3. Hiệu", "Điều 3. Kinh phí\n1. Ngân sách tỉnh chi trả.\n2. Xã quyết toán.\nĐiều 4. Hiệu")


async def versions(database: Database, *texts: str) -> None:
    """The next versions of DT1."""
    for text in texts:
        async with database.transaction() as session:
            await revising.revise(session, "DT1", parse(Source(lines_of(text))), (), None, NOW)


async def test_words_are_struck_and_underlined_and_said_to_those_who_cannot_see(
    visitor: Visitor, database: Database
) -> None:
    await factories.open_draft(database, NOW)
    await versions(database, TWO)
    page = await visitor.opens("/d/DT1/changes")
    assert "Bản 1 → bản 2" in page.text
    assert "sửa 1 chỗ · bỏ 1 chỗ · đổi số 2 chỗ" in page.text
    assert "Hộ gia đình nộp [bỏ: 25.000 ] [thêm: 30.000 ] đồng mỗi tháng." in page.text
    assert "<del>" in page.html
    assert "[bỏ: Hộ cận nghèo; ]" in page.text
    assert "điểm d khoản 2 Điều 2 → điểm c khoản 2 Điều 2" in page.text


async def test_any_two_versions_are_compared_and_the_older_stands_first(visitor: Visitor, database: Database) -> None:
    await factories.open_draft(database, NOW)
    await versions(database, TWO, THREE)
    assert "Bản 2 → bản 3" in (await visitor.opens("/d/DT1/changes")).text
    both = await visitor.opens("/d/DT1/changes?from=3&to=1")
    assert "Bản 1 → bản 3" in both.text
    assert "[thêm: Kinh phí khoản 1: Ngân sách tỉnh chi trả. khoản 2: Xã quyết toán. ]" in both.text
    assert 'href="/d/DT1/dieu-3"' in both.html
    earlier = await visitor.opens("/d/DT1/changes?from=1&to=2")
    assert 'href="/d/DT1/dieu-2/khoan-1?version=2"' in earlier.html
    assert "không khác nhau" in (await visitor.opens("/d/DT1/changes?from=2&to=2")).text
    for odd in ("from=x&to=9", "page=77", "page=x", "from=-1"):
        assert (await visitor.opens(f"/d/DT1/changes?{odd}")).status == 200, odd


async def test_a_draft_with_one_version_has_nothing_to_compare(visitor: Visitor, database: Database) -> None:
    await factories.open_draft(database, NOW)
    assert "mới có một bản" in (await visitor.opens("/d/DT1/changes")).text


async def test_officers_see_changes_before_the_public_does(visitor: Visitor, database: Database) -> None:
    async with database.transaction() as session:
        await factories.draft(session, NOW)
    await versions(database, TWO)
    assert (await visitor.opens("/d/DT1/changes")).status == 404
    await visitor.signs_in()
    page = await visitor.opens("/console/drafts/DT1/changes")
    assert ("[thêm: 30.000 ]" in page.text, "/d/DT1/" in page.html) == (True, False)
    await visitor.signs_in(agency="so_yt", email="khac@example.invalid")
    assert (await visitor.opens("/console/drafts/DT1/changes")).status == 403


async def test_very_many_changes_come_in_pages(visitor: Visitor, database: Database) -> None:
    one = "LUẬT\nVề chợ\n" + "\n".join(f"Điều {n}. Chợ {n}\nChợ {n} họp sáng." for n in range(1, 131))
    await factories.open_draft(database, NOW, text=one)
    await versions(database, one.replace("họp sáng", "họp chiều"))
    first = await visitor.opens("/d/DT1/changes")
    assert ("Trang 1/2" in first.text, "Điều 101" in first.text) == (True, False)
    assert "from=1&amp;to=2&amp;page=2" in first.html
    assert "Điều 101" in (await visitor.opens("/d/DT1/changes?from=1&to=2&page=2")).text
