"""Handing files in as an officer does it: form, waiting, refusals with their advice, draft, new version."""

import asyncio
import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import FormData

from services import uploads
from services.drafts import library, publishing
from storage.db import Database
from storage.models import StaffRole
from tests.conftest import NOW
from tests.nlp.drafts.files import encrypted_pdf, zip_bomb
from tests.nlp.drafts.test_edits import FEES
from tests.services.people import follower
from tests.web.site import Answer, Visitor

DETAILS = {"title": "Mức thu phí chợ", "kind": "Quyết định", "posted": "2026-11-23", "closes": "2026-12-20"}


def form(name: str, content: bytes, **fields: str) -> FormData:
    """A form with a file, as a browser sends it."""
    data = FormData(quote_fields=False)  # names as browsers send them
    for field, value in fields.items():
        data.add_field(field, value)
    data.add_field("file", BytesIO(content), filename=name, content_type="application/octet-stream")
    return data


async def waits(visitor: Visitor, place: str) -> str:
    """Looks at the bar of an upload until its file has been read; the state it ended in."""
    async with asyncio.timeout(60):
        while (found := json.loads((await visitor.opens(f"{place}/state")).html))["state"] == "reading":  # noqa: ASYNC110 (asks a page)
            await asyncio.sleep(0.1)
    return str(found["state"])


async def hands_in(visitor: Visitor, name: str, content: bytes, **fields: str) -> Answer:
    """Uploads a file, waits for it and opens its page."""
    sent = await visitor.posts("/console/upload", form(name, content, **fields))
    assert sent.status == 303, sent.text
    await waits(visitor, sent.goes_to)
    return await visitor.opens(sent.goes_to)


async def test_a_file_becomes_a_draft_in_three_steps(visitor: Visitor) -> None:
    await visitor.signs_in()
    assert 'type="file"' in (await visitor.opens("/console/upload")).html
    page = await hands_in(visitor, "Phí chợ.txt", FEES.encode())
    assert "Đã đọc Phí chợ.txt: 3 điều, 7 phần, 12 dòng." in page.text
    assert "Có 1 chỗ cần xem" in page.text
    assert "QUYẾT ĐỊNH Quy định mức thu phí chợ</textarea>" in page.html
    wrong = await visitor.posts("/console/uploads/1/draft", DETAILS | {"closes": "2020-01-01", "title": "Tên <b>"})
    assert (wrong.status, "đã qua" in wrong.text) == (400, True)
    assert "Tên &lt;b&gt;</textarea>" in wrong.html  # nothing typed is lost
    assert (
        "«mai» không phải ngày" in (await visitor.posts("/console/uploads/1/draft", DETAILS | {"closes": "mai"})).text
    )
    made = await visitor.posts("/console/uploads/1/draft", DETAILS | {"title": "Mức thu\x00 phí"})
    assert made.goes_to == "/console/drafts/DT1/outline?said=draft_made"
    assert (await visitor.opens("/console/uploads/1")).status == 404  # it is a draft now


async def test_while_a_file_is_read_the_page_waits_without_scripts_too(visitor: Visitor, database: Database) -> None:
    account = await visitor.signs_in()
    async with database.transaction() as session:
        await uploads.begin(session, account, "a.txt", FEES.encode(), NOW)
    page = await visitor.opens("/console/uploads/1")
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page.html
    assert "Đang đọc, 0 giây" in page.text
    assert json.loads((await visitor.opens("/console/uploads/1/state")).html) == {"state": "reading", "seconds": 0}
    assert "a.txt" in (await visitor.opens("/console/upload")).text


async def test_a_reading_whose_process_died_begins_again_when_somebody_looks(
    visitor: Visitor, database: Database
) -> None:
    account = await visitor.signs_in()
    async with database.transaction() as session:
        await uploads.begin(session, account, "a.txt", FEES.encode(), NOW - timedelta(minutes=1))
    assert await waits(visitor, "/console/uploads/1") == "read"


async def test_scripts_are_answered_in_json(visitor: Visitor) -> None:
    await visitor.signs_in()
    good = await visitor.posts("/console/upload", form("a.txt", FEES.encode()), Accept="application/json")
    assert json.loads(good.html) == {"next": "/console/uploads/1"}
    bad = await visitor.posts("/console/upload", form("a.txt", b""), Accept="application/json")
    assert (bad.status, "không có chữ nào" in json.loads(bad.html)["refusal"]) == (400, True)


async def test_files_that_cannot_be_drafts_are_refused_with_advice(visitor: Visitor, tmp_path: Path) -> None:
    await visitor.signs_in()
    for name, content, said in (
        ("mat.txt", "TUYỆT MẬT\nĐiều 1. Một".encode(), "Văn bản mật không được đưa lên đây"),
        ("khoa.pdf", encrypted_pdf(tmp_path / "k.pdf").read_bytes(), "có mật khẩu"),
        ("bom.docx", zip_bomb(tmp_path / "b.docx", 20).read_bytes(), "lưu lại bằng phần mềm soạn thảo"),
        ("choi.exe", b"MZ\x90\x00" + bytes(99), "không phải loại đọc được"),
    ):
        page = await hands_in(visitor, name, content)
        assert said in page.text, name
        assert "Chọn tệp khác" in page.text
    nothing = await visitor.posts("/console/upload", {"file": ""})
    assert (nothing.status, "Chưa chọn tệp nào" in nothing.text) == (400, True)
    empty = await visitor.posts("/console/upload", form("a.docx", b""))
    assert (empty.status, "không có chữ nào" in empty.text) == (400, True)


@pytest.mark.parametrize("size", [20 * 2**20 + 9, 25 * 2**20])
async def test_a_file_that_is_too_large_gets_a_page_with_advice(visitor: Visitor, size: int) -> None:
    await visitor.signs_in()
    page = await visitor.posts("/console/upload", form("a.docx", bytes(size)))
    assert page.status in (400, 413)
    assert "20 MB" in page.text


async def test_an_upload_is_seen_by_its_officer_only(visitor: Visitor) -> None:
    await visitor.signs_in()
    await hands_in(visitor, "a.txt", FEES.encode())
    await visitor.signs_in(email="khac@example.invalid")
    for path in (
        "/console/uploads/1",
        "/console/uploads/1/state",
        "/console/uploads/x",
        f"/console/uploads/{'9' * 30}",
    ):
        assert (await visitor.opens(path)).status == 404
    assert (await visitor.posts("/console/uploads/1/draft", DETAILS)).status == 404


async def test_an_admin_says_for_which_agency(visitor: Visitor, database: Database) -> None:
    await visitor.signs_in(agency="so_ct", email="ct@example.invalid")
    await visitor.signs_in(StaffRole.ADMIN, agency="vp_ubnd", email="quan-tri@example.invalid")
    page = await hands_in(visitor, "a.txt", FEES.encode())
    assert '<option value="so_ct">' in page.html
    await visitor.posts("/console/uploads/1/draft", DETAILS | {"agency": "so_ct"})
    async with database.transaction() as session:
        assert (await library.find(session, "DT1")).agency_code == "so_ct"


async def test_a_new_version_shows_what_changed_and_who_is_told_before_it_is_made(
    visitor: Visitor, database: Database
) -> None:
    await visitor.signs_in()
    await hands_in(visitor, "a.txt", FEES.encode())
    await visitor.posts("/console/uploads/1/draft", DETAILS)
    async with database.transaction() as session:
        await publishing.publish(session, "DT1", None, NOW)
        await follows(session, visitor)
    assert "Bản mới của DT1" in (await visitor.opens("/console/drafts/DT1/revise")).text
    same = await hands_in(visitor, "a.txt", FEES.encode(), draft="DT1")
    assert "không khác bản 1" in same.text
    page = await hands_in(visitor, "b.txt", FEES.replace("30.000", "25.000").encode(), draft="DT1")
    assert "Lưu bản 2 và báo cho 1 người" in page.text
    assert "[bỏ «30.000»] [thêm «25.000»]" in page.text
    number = page.html.partition("/console/uploads/")[2].partition("/")[0]
    async with database.transaction() as session:
        assert (await library.version_of(session, await library.find(session, "DT1"))).number == 1
    done = await visitor.posts(f"/console/uploads/{number}/version")
    assert done.goes_to == "/console/drafts/DT1?said=version_made"
    async with database.transaction() as session:
        assert (await library.version_of(session, await library.find(session, "DT1"))).number == 2


async def follows(session: Any, visitor: Visitor) -> None:
    """Somebody who follows the draft."""
    from storage.models import Scope

    await follower(session, "1001", visitor.secrets, NOW, Scope.DRAFT, "DT1")


async def test_only_the_agency_of_a_draft_brings_new_versions(visitor: Visitor) -> None:
    await visitor.signs_in()
    await hands_in(visitor, "a.txt", FEES.encode())
    await visitor.posts("/console/uploads/1/draft", DETAILS)
    await visitor.signs_in(agency="so_yt", email="yt@example.invalid")
    assert (await visitor.opens("/console/drafts/DT1/revise")).status == 403
    sent = await visitor.posts("/console/upload", form("b.txt", FEES.encode(), draft="DT1"))
    assert sent.status == 403
