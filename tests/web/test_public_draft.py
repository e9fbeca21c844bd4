"""The public page of a draft: readable by everybody, each provision under its own address, hostile words only words."""

from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot import server
from nlp.drafts.source import Source, lines_of
from nlp.drafts.structure import parse
from services.citizens import Secrets
from services.drafts import card, intake, publishing, revising
from services.drafts.intake import DossierFile, NewDraft
from storage.db import Database
from storage.models import CardSlot, Draft
from tests import factories
from tests.conftest import NOW
from tests.web.site import Visitor, make_site

HOSTILE = "<script>alert(1)</script> \" onmouseover='x' & <img src=x onerror=y>"


async def revise(database: Database, text: str) -> None:
    """A next version of DT1."""
    async with database.transaction() as session:
        await revising.revise(session, "DT1", parse(Source(lines_of(text))), (), None, NOW)


async def test_a_draft_in_preparation_does_not_exist_for_the_public(visitor: Visitor, database: Database) -> None:
    async with database.transaction() as session:
        await factories.draft(session, NOW)
    for path in ("/d/DT1", "/d/DT1/dieu-1", "/d/DT1/changes", "/d/DT1/files/1"):
        answer = await visitor.opens(path)
        assert (answer.status, "thu gom" in answer.text) == (404, False), path


async def test_the_page_shows_dates_text_outline_and_how_to_comment(visitor: Visitor, database: Database) -> None:
    await factories.open_draft(database, NOW)
    page = await visitor.opens("/d/dt1")
    assert page.status == 200
    for words in (
        "Sở Nông nghiệp và Môi trường", "Đăng ngày 23/11/2026.", "Nhận góp ý đến hết ngày 20/12/2026 (còn 27 ngày).",
        "góp ý DT1", "Điều 2. Mức thu", "1. Hộ gia đình nộp 25.000 đồng mỗi tháng.", "đ) Hộ có người khuyết tật nặng.",
    ):  # fmt: skip
        assert words in page.text, words
    assert 'id="dieu-2/khoan-2/diem-đ"' in page.html
    assert 'href="/d/DT1#dieu-2"' in page.html
    assert "Tóm tắt" not in page.text  # no approved card, no card


async def test_the_address_of_a_provision_leads_to_its_place(visitor: Visitor, database: Database) -> None:
    await factories.open_draft(database, NOW)
    assert (await visitor.opens("/d/DT1/dieu-2/khoan-1")).goes_to == "/d/DT1#dieu-2/khoan-1"
    point = await visitor.opens("/d/DT1/dieu-2/khoan-2/diem-%C4%91")
    assert point.goes_to == "/d/DT1#dieu-2/khoan-2/diem-%C4%91"
    for path in ("/d/DT1/dieu-9", "/d/DT1/../../etc/passwd", "/d/DT1/%3Cscript%3E", "/d/DT77", "/d/DT1/files/abc"):
        assert (await visitor.opens(path)).status == 404, path


async def test_older_versions_stay_readable_and_old_addresses_find_the_provision(
    visitor: Visitor, database: Database
) -> None:
    await factories.open_draft(database, NOW)
    text = factories.DECISION.replace("Điều 3. Hiệu", "Điều 3. Kinh phí\nNgân sách tỉnh chi trả.\nĐiều 4. Hiệu")
    await revise(database, text.replace("c) Hộ cận nghèo;\nd) Hộ có người có công;\nđ)", "c) Hộ cận nghèo;\nd)"))
    newest = await visitor.opens("/d/DT1")
    assert "Điều 3. Kinh phí" in newest.text
    old = await visitor.opens("/d/DT1?version=1")
    assert ("Điều 3. Kinh phí" in old.text, "Đây là bản 1, bản cũ." in old.text) == (False, True)
    assert 'href="/d/DT1?version=1#dieu-3"' in old.html
    gone = await visitor.opens("/d/DT1/dieu-2/khoan-2/diem-%C4%91")
    assert gone.goes_to in ("/d/DT1/dieu-2/khoan-2/diem-d", "/d/DT1/dieu-2/khoan-2/diem-%C4%91?version=1")
    assert (await visitor.opens(gone.goes_to)).status == 303
    for wrong in ("0", "3", "x", "1%27", "99999999999999999999"):
        answer = await visitor.opens(f"/d/DT1?version={wrong}")
        assert (answer.status, "Bản mới nhất là bản 2" in answer.text) == (404, True), wrong


async def test_words_are_found_with_and_without_diacritics(visitor: Visitor, database: Database) -> None:
    await factories.open_draft(database, NOW)
    page = await visitor.opens("/d/DT1?q=khuyet+tat")
    assert "Tìm thấy 1 chỗ cho «khuyet tat»" in page.text
    assert 'href="/d/DT1/dieu-2/khoan-2/diem-%C4%91"' in page.html
    assert "Không thấy." in (await visitor.opens("/d/DT1?q=tau+vu+tru")).text
    assert (await visitor.opens("/d/DT1", q="")).status == 200


async def test_a_closed_draft_says_so_and_no_longer_asks_for_comments(visitor: Visitor, database: Database) -> None:
    await factories.open_draft(database, NOW)
    async with database.transaction() as session:
        await publishing.close(session, "DT1", None, NOW + timedelta(days=3))
    page = await visitor.opens("/d/DT1")
    assert "Đã kết thúc lấy ý kiến ngày 26/11/2026." in page.text
    assert "góp ý DT1" not in page.text


async def test_english_readers_get_an_english_frame_and_card(visitor: Visitor, database: Database) -> None:
    draft = await factories.open_draft(database, NOW)
    async with database.transaction() as session:
        officer, _ = await factories.account(session, NOW, visitor.secrets.pseudonyms)
        edit = card.LineEdit("Từ năm 2027", "From 2027", "điều 3")
        await card.save(session, draft.code, {CardSlot.WHEN: edit}, officer, NOW)
        await card.approve(session, draft.code, officer, NOW)
    page = await visitor.opens("/d/DT1?lang=en")
    for words in ("How to comment", "comment DT1", "From when From 2027", "Department of Agriculture and Environment"):
        assert words in page.text, words


async def test_files_are_saved_and_never_shown(visitor: Visitor, database: Database) -> None:
    async with database.transaction() as session:
        new = NewDraft("Dự thảo", "quyet-dinh", "so_nnmt", NOW.date() + timedelta(days=30), NOW.date())
        files = [DossierFile("to-trinh", 'Tờ trình "số 5".html', HOSTILE.encode())]
        draft = await intake.add(session, new, parse(Source(lines_of(factories.DECISION))), files, "test", NOW)
        await publishing.publish(session, draft.code, None, NOW)
        other = await factories.draft(session, NOW)
    page = await visitor.opens("/d/DT1")
    assert 'Tờ trình: Tờ trình "số 5".html (1 KB)' in page.text
    file = await visitor.opens("/d/DT1/files/1")
    assert (file.status, file.html) == (200, HOSTILE)
    assert file.headers["Content-Type"].startswith("application/octet-stream")
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''T%E1%BB%9D")
    assert (await visitor.opens(f"/d/{other.code}/files/1")).status == 404
    assert (await visitor.opens("/d/DT1/files/99999999999999999999")).status == 404


async def test_hostile_words_in_a_draft_stay_words(visitor: Visitor, database: Database) -> None:
    text = (
        f"QUYẾT ĐỊNH\nVề {HOSTILE}\nCăn cứ {HOSTILE};\nĐiều 1. Tên {HOSTILE}\nLời {HOSTILE}\n1. Khoản {HOSTILE}\n"
        f"a) Điểm {HOSTILE}\nĐiều 2. Bảng\nHộ | {HOSTILE}\nĐiều 3. Hiệu lực thi hành\n"
        f"Quyết định này có hiệu lực từ ngày 01 tháng 01 năm 2027 {HOSTILE}."
    )
    await factories.open_draft(database, NOW, text=text, title=f"Dự thảo {HOSTILE}")
    async with database.transaction() as session:
        officer, _ = await factories.account(session, NOW, visitor.secrets.pseudonyms)
        await card.propose(session, "DT1", officer, NOW)
        await card.approve(session, "DT1", officer, NOW)
    await revise(database, text.replace("Khoản", "Khoản mới"))
    for path in ("/d/DT1", "/d/DT1?version=1", "/d/DT1?part=all", "/d/DT1/changes", "/d/DT1?q=%3Cscript%3E+khoan"):
        page = await visitor.opens(path)
        assert page.status == 200
        for tag in ("<script", "<img", "onmouseover='"):
            assert tag not in page.html, (path, tag)
        assert "<script>alert(1)</script>" in page.text  # shown as words


CHAPTERS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")


def long_draft(articles: int) -> str:
    """A draft of many articles in chapters of fifty."""
    morning, tidy = "Chợ họp vào buổi sáng. " * 12, "Người bán giữ vệ sinh. " * 12
    lines = ["LUẬT", "Về chợ"]
    for number in range(1, articles + 1):
        if number % 50 == 1:
            lines += [f"Chương {CHAPTERS[number // 50]}", "QUY ĐỊNH CHUNG"]
        lines += [f"Điều {number}. Chợ số {number}", f"1. {morning}", f"2. {tidy}"]
    return "\n".join(lines)


async def test_a_draft_of_700_articles_comes_in_parts_and_whole_for_printing(
    sqlite_database: Database, secrets: Secrets
) -> None:
    await factories.open_draft(sqlite_database, NOW, text=long_draft(700))
    async with TestClient(TestServer(server.make(make_site(sqlite_database, secrets), []))) as client:
        visitor = Visitor(client, sqlite_database, secrets)
        first = await visitor.opens("/d/DT1")
        assert ("Điều 1. Chợ số 1" in first.text, 'id="dieu-700"' in first.html) == (True, False)
        assert "Phần 1/" in first.text
        assert "Điều 700. Chợ số 700" in first.text  # in the outline
        target = (await visitor.opens("/d/DT1/dieu-700/khoan-2")).goes_to
        assert target.endswith("#dieu-700/khoan-2")
        assert 'id="dieu-700/khoan-2"' in (await visitor.opens(target.partition("#")[0])).html
        whole = await visitor.opens("/d/DT1?part=all")
        assert ('id="dieu-1"' in whole.html, 'id="dieu-700"' in whole.html) == (True, True)
        for odd in ("0", "-1", "x", "999", "9999999999"):
            assert (await visitor.opens(f"/d/DT1?part={odd}")).status == 200, odd


@pytest.mark.parametrize("text", ["Một công văn không có điều khoản nào.", "QUYẾT ĐỊNH\nVề chợ"])
async def test_a_text_without_structure_has_a_page_too(visitor: Visitor, database: Database, text: str) -> None:
    opened: Draft = await factories.open_draft(database, NOW, text=text)
    page = await visitor.opens(f"/d/{opened.code}")
    assert (page.status, "không có điều, mục nào đọc được" in page.text) == (200, True)
