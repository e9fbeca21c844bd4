"""The officer's page of the clause card: proposed, edited beside the cited words, approved; nothing typed is lost."""

import re

from storage.db import Database
from storage.models import Draft, StaffRole
from tests import factories
from tests.conftest import NOW
from tests.web.site import Answer, Visitor

PAGE = "/console/drafts/DT1/card"


async def stored(database: Database, **options: str) -> Draft:
    """A draft in preparation."""
    async with database.transaction() as session:
        return await factories.draft(session, NOW, **options)  # type: ignore[arg-type]  # passed on as they are


def typed(page: Answer) -> dict[str, str]:
    """What the form on a page holds: its text areas and its places."""
    areas = re.findall(r'<textarea id="[^"]*" name="([^"]+)"[^>]*>([^<]*)</textarea>', page.html)
    places = re.findall(r'name="([a-z]+-place)" value="([^"]*)"', page.html)
    return dict(areas) | dict(places)


async def test_a_card_is_proposed_edited_and_approved_by_a_named_officer(visitor: Visitor, database: Database) -> None:
    await stored(database)
    await visitor.signs_in()
    empty = await visitor.opens(PAGE)
    assert (empty.status, "Chưa có thẻ" in empty.text) == (200, True)
    assert (await visitor.posts(f"{PAGE}/propose")).goes_to == f"{PAGE}?said=proposed"
    proposed = await visitor.opens(PAGE)
    assert typed(proposed)["when-text"] == "Quyết định này có hiệu lực từ ngày 01 tháng 01 năm 2027."
    assert typed(proposed)["when-place"] == "Điều 3"
    assert "Điều 3. Hiệu lực thi hành Quyết định này có hiệu lực" in proposed.text  # the cited words stand beside it
    assert "Chưa duyệt" in proposed.text
    fields = typed(proposed) | {"who-text": "Hộ ở nông thôn", "who-place": "k2 d2", "then": "approve"}
    assert (await visitor.posts(PAGE, fields)).goes_to == f"{PAGE}?said=approved"
    done = await visitor.opens(PAGE)
    assert typed(done)["who-place"] == "khoản 2 Điều 2"
    assert "can-bo@example.invalid đã duyệt lúc 09:00 23/11/2026" in done.text
    await visitor.posts(f"{PAGE[:-5]}/publish")
    public = await visitor.opens("/d/DT1")
    assert "Ai chịu tác động Hộ ở nông thôn khoản 2 Điều 2" in public.text


async def test_saving_alone_does_not_approve(visitor: Visitor, database: Database) -> None:
    await stored(database)
    await visitor.signs_in()
    await visitor.posts(f"{PAGE}/propose")
    fields = typed(await visitor.opens(PAGE)) | {"then": "save"}
    assert (await visitor.posts(PAGE, fields)).goes_to == f"{PAGE}?said=saved"
    assert "Chưa duyệt" in (await visitor.opens(PAGE)).text


async def test_a_wrong_place_is_told_and_nothing_typed_is_lost(visitor: Visitor, database: Database) -> None:
    await stored(database)
    await visitor.signs_in()
    fields = {"who-text": "Mọi <b>người</b> & hộ", "who-place": "điều 44", "must-text": "Nộp phí", "then": "approve"}
    page = await visitor.posts(PAGE, fields)
    assert page.status == 400
    assert "Bản này không có chỗ «điều 44»" in page.text
    assert typed(page)["who-text"] == "Mọi &lt;b&gt;người&lt;/b&gt; &amp; hộ"
    assert (typed(page)["who-place"], typed(page)["must-text"]) == ("điều 44", "Nộp phí")
    assert "Chưa có thẻ" in (await visitor.opens(PAGE)).text


async def test_a_line_without_place_is_not_approved_and_not_half_saved(visitor: Visitor, database: Database) -> None:
    await stored(database)
    await visitor.signs_in()
    page = await visitor.posts(PAGE, {"must-text": "Nộp phí", "must-place": "", "then": "approve"})
    assert (page.status, "Dòng 3 của thẻ tóm tắt chưa dẫn" in page.text) == (400, True)
    assert "Chưa có thẻ" in (await visitor.opens(PAGE)).text


async def test_other_agencies_cannot_open_or_change_the_card(visitor: Visitor, database: Database) -> None:
    await stored(database)
    await visitor.signs_in(agency="so_yt", email="khac@example.invalid")
    assert (await visitor.opens(PAGE)).status == 403
    assert (await visitor.posts(PAGE, {"who-text": "x", "who-place": "điều 1"})).status == 403
    assert (await visitor.posts(f"{PAGE}/propose")).status == 403
    await visitor.signs_in(StaffRole.ADMIN, agency="vp_ubnd", email="qt@example.invalid")
    assert (await visitor.opens(PAGE)).status == 200


async def test_a_place_that_only_a_path_names_exactly_is_offered_as_its_path(
    visitor: Visitor, database: Database
) -> None:
    text = (
        "QUYẾT ĐỊNH\nBan hành Quy định\nĐiều 1. Ban hành kèm theo Quyết định này Quy định về chợ.\n"
        "Điều 2. Quyết định này có hiệu lực từ ngày 01 tháng 01 năm 2027.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n"
        "QUY ĐỊNH\nVề chợ\n(Kèm theo Quyết định số 1/QĐ-UBND)\nĐiều 1. Phạm vi điều chỉnh\n"
        "Quy định này quy định về chợ.\n"
        "Điều 2. Giờ mở cửa\nChợ mở cửa lúc 05 giờ."
    )
    await stored(database, text=text)
    await visitor.signs_in()
    await visitor.posts(f"{PAGE}/propose")
    fields = typed(await visitor.opens(PAGE))
    assert fields["what-text"] == "Quy định này quy định về chợ."
    assert (await visitor.posts(PAGE, fields | {"then": "approve"})).status == 303
    again = typed(await visitor.opens(PAGE))
    assert (again["what-text"], again["what-place"]) == (fields["what-text"], fields["what-place"])
    assert "Đã duyệt" not in again
    assert "Quy định này quy định về chợ" in (await visitor.opens(PAGE)).text
