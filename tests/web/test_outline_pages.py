"""The outline beside its file as an officer works with it: problems at their places, plain forms, undo."""

import re
import unicodedata

from nlp.drafts import structure
from nlp.drafts.source import Source, lines_of
from services.drafts import intake, library, publishing
from services.drafts.intake import DossierFile, NewDraft
from storage.db import Database
from tests.conftest import NOW
from tests.nlp.drafts.samples import DECISION
from tests.nlp.drafts.test_edits import FEES
from tests.web.site import Answer, Visitor

BASE = "/console/drafts/DT1/outline"


async def bring_in(database: Database, text: str = FEES) -> None:
    """A draft in preparation, with its file."""
    new = NewDraft("Quy định mức thu phí chợ", "quyet-dinh", "so_nnmt", NOW.date())
    async with database.transaction() as session:
        file = DossierFile("du-thao", "phi-cho.txt", text.encode())
        await intake.add(session, new, structure.read(Source(lines_of(text))), [file], "test", NOW)


async def corrects(visitor: Visitor, edit: str, path: str, **fields: str) -> Answer:
    """Opens a provision's page and sends one of its forms."""
    page = await visitor.opens(f"{BASE}/part?path={path}")
    assert page.status == 200, page.text
    found = re.search(r'name="fingerprint" value="([^"]*)"', page.html)
    fingerprint = found[1] if found else ""
    return await visitor.posts(BASE, {"edit": edit, "path": path, "fingerprint": fingerprint, **fields})


async def paths(database: Database) -> list[str]:
    async with database.transaction() as session:
        draft = await library.find(session, "DT1")
        return [part.path for part in await library.provisions(session, await library.version_of(session, draft))]


async def test_the_outline_stands_beside_its_file_with_the_problem_at_its_place(
    visitor: Visitor, database: Database
) -> None:
    await bring_in(database)
    await visitor.signs_in()
    page = await visitor.opens(BASE)
    assert "Chỗ cần xem đầu tiên (có 1)" in page.text
    assert "⚠ Sau khoản 1 là khoản 3." in page.text
    assert '<a href="#l10">dòng 10</a>' in page.html  # from the problem to the file
    assert re.search(r'<li id="l10" class="flawed">.*?3\. Mức thu.*?href="#p6".*?href="#v1"', page.html, re.DOTALL)
    assert re.search(r'<li id="p2"[^>]*flawed.*?id="v1"', page.html, re.DOTALL)


async def test_a_missed_clause_is_split_off_at_a_place_the_page_offers(visitor: Visitor, database: Database) -> None:
    await bring_in(database)
    await visitor.signs_in()
    page = await visitor.opens(f"{BASE}/part?path=dieu-2/khoan-1")
    [place] = re.findall(r'<option value="(\d+:2\. Hộ không[^"]*)"', page.html)[:1]
    done = await corrects(visitor, "split", "dieu-2/khoan-1", place=place, kind="khoan")
    assert done.goes_to == f"{BASE}?said=corrected#p3"
    after = await visitor.opens(BASE)
    assert "Không thấy chỗ nào cần xem" in after.text
    assert "Tách thành hai phần" in after.text
    assert "dieu-2/khoan-2/diem-a" in await paths(database)
    undone = await visitor.posts(f"{BASE}/undo", {"number": "1"})
    assert undone.goes_to == f"{BASE}?said=undone"
    assert "dieu-2/khoan-1/diem-a" in await paths(database)
    assert (await visitor.posts(f"{BASE}/undo", {"number": "1"})).status == 400


async def test_every_correction_has_its_form(visitor: Visitor, database: Database) -> None:
    await bring_in(database)
    await visitor.signs_in()
    await corrects(visitor, "split", "dieu-2/khoan-1", begins="2. Hộ không cố định", kind="khoan", label="")
    await corrects(visitor, "rename", "dieu-3", label="Điều 4", heading="Hiệu lực thi hành")
    await corrects(visitor, "level", "dieu-2/khoan-2/diem-b", kind="khoan", label="2a")
    await corrects(visitor, "merge", "dieu-2/khoan-3")
    await corrects(visitor, "annex", "dieu-4", annex_kind="quy-che", label="", title="QUẢN LÝ CHỢ")
    assert await paths(database) == [
        "dieu-1", "dieu-2", "dieu-2/khoan-1", "dieu-2/khoan-2", "dieu-2/khoan-2/diem-a", "dieu-2/khoan-2a",
        "quy-che/dieu-4",
    ]  # fmt: skip
    page = await visitor.opens(BASE)
    assert "Lần sửa (5)" in page.text
    assert "Quy chế QUẢN LÝ CHỢ" in page.text
    await corrects(visitor, "annex", "quy-che", annex="0")
    assert (await paths(database))[-1] == "dieu-4"


async def test_what_cannot_be_done_is_said_beside_the_form_and_nothing_typed_is_lost(
    visitor: Visitor, database: Database
) -> None:
    await bring_in(database)
    await visitor.signs_in()
    page = await corrects(visitor, "split", "dieu-2/khoan-1", begins='không "có"', kind="diem", label="đ")
    assert (page.status, "Không thấy chỗ tách" in page.text) == (400, True)
    assert 'value="không &#34;có&#34;"' in page.html
    assert '<option value="diem" selected>' in page.html
    assert (await corrects(visitor, "level", "dieu-2/khoan-1", kind="khoan")).status == 400  # nothing would change
    assert (await corrects(visitor, "bay", "dieu-2/khoan-1")).status == 400
    assert (await visitor.opens(f"{BASE}/part?path=dieu-9")).status == 404


async def test_what_is_typed_may_hold_anything(visitor: Visitor, database: Database) -> None:
    await bring_in(database)
    await visitor.signs_in()
    decomposed = unicodedata.normalize("NFD", "2. Hộ không cố định")
    done = await corrects(visitor, "split", "dieu-2/khoan-1", begins=f"\x00{decomposed}\u200b", kind="khoan")
    assert done.status == 303, done.text
    await corrects(visitor, "rename", "dieu-1", label="Điều 1", heading="Phạm\x00 vi 😀" + "x" * 5000)
    assert (await visitor.opens(BASE)).status == 200
    assert (await visitor.posts(BASE, {"edit": "merge", "path": "x" * 5000})).status == 400
    assert (await visitor.posts(f"{BASE}/undo", {"number": "9" * 40})).status == 400


async def test_a_form_that_was_opened_before_somebody_else_corrected_changes_nothing(
    visitor: Visitor, database: Database
) -> None:
    await bring_in(database)
    await visitor.signs_in()
    page = await visitor.posts(BASE, {"edit": "merge", "path": "dieu-3", "fingerprint": "của chữ khác"})
    assert (page.status, "tải lại trang" in page.text) == (400, True)
    assert "dieu-3" in await paths(database)


async def test_a_published_outline_can_only_be_looked_at(visitor: Visitor, database: Database) -> None:
    await bring_in(database)
    async with database.transaction() as session:
        await publishing.publish(session, "DT1", None, NOW)
    await visitor.signs_in()
    page = await visitor.opens(BASE)
    assert "mục lục chỉ để xem" in page.text
    assert f"{BASE}/part" not in page.html
    refused = await visitor.posts(BASE, {"edit": "merge", "path": "dieu-3"})
    assert (refused.status, "không sửa mục lục được nữa" in refused.text) == (400, True)


async def test_reading_the_file_again_keeps_the_corrections(visitor: Visitor, database: Database) -> None:
    await bring_in(database)
    await visitor.signs_in()
    await corrects(visitor, "split", "dieu-2/khoan-1", begins="2. Hộ không cố định", kind="khoan")
    assert (await visitor.posts(f"{BASE}/reread")).goes_to == f"{BASE}?said=reread"
    assert "dieu-2/khoan-2/diem-a" in await paths(database)


async def test_annexes_stand_in_the_outline_with_their_own_form(visitor: Visitor, database: Database) -> None:
    await bring_in(database, DECISION)
    await visitor.signs_in()
    page = await visitor.opens(f"{BASE}/part?path=quy-che")
    assert "Không phải phụ lục" in page.text
    assert "QUẢN LÝ, SỬ DỤNG VỈA HÈ" in page.text


async def test_words_of_a_file_stay_words(visitor: Visitor, database: Database) -> None:
    await bring_in(database, FEES.replace("Hộ nghèo;", 'Hộ <script>alert(1)</script> "nghèo";'))
    await visitor.signs_in()
    for path in (BASE, f"{BASE}/part?path=dieu-2/khoan-1/diem-a"):
        page = await visitor.opens(path)
        assert "<script>alert" not in page.html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.html


async def test_the_pages_speak_english_too(visitor: Visitor, database: Database) -> None:
    await bring_in(database)
    await visitor.signs_in()
    page = await visitor.opens(f"{BASE}/part?path=dieu-2/khoan-1", **{"Accept-Language": "en"})
    assert "Join to the part before" in page.text


async def test_officers_of_other_agencies_see_no_outline(visitor: Visitor, database: Database) -> None:
    await bring_in(database)
    await visitor.signs_in(agency="so_yt")
    assert (await visitor.opens(BASE)).status == 403
