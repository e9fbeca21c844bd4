"""The dossier form of the console: entries, questions, files, warnings; and the page of agencies."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from aiohttp import FormData

from services import agencies
from services.drafts import dossier, dossier_files, library
from services.drafts.dossier import Dossier
from storage.db import Database
from storage.models import Phase, Procedure, StaffRole
from tests import factories
from tests.conftest import NOW
from tests.nlp.drafts.files import raw_pdf
from tests.web.site import Visitor

FORM = "/console/drafts/DT1/dossier"
ENTRIES = {
    "title": "Quy định thu gom rác", "kind": "Quyết định của Chủ tịch UBND tỉnh", "issuer": "Chủ tịch UBND tỉnh",
    "phase": "draft", "procedure": "shortened", "posted_on": "2026-11-20", "closes_on": "2026-12-25",
    "contact": "Phòng Môi trường", "source_url": "https://lamgiang.example.invalid/12", "has_fields": "1",
}  # fmt: skip


async def sow(database: Database) -> None:
    """A draft in preparation that closes a week after it was posted."""
    async with database.transaction() as session:
        await factories.draft(session, NOW, closes_on=NOW.date() + timedelta(days=7))


async def as_stored(database: Database) -> Dossier:
    """The dossier of DT1."""
    async with database.transaction() as session:
        return await dossier.read(session, await library.find(session, "DT1"), NOW)


def upload(content: bytes, name: str = "Tờ trình.txt", **fields: str) -> FormData:
    """A form with a file."""
    form = FormData(quote_fields=False)  # as browsers send names: in UTF-8
    for field, value in ({"role": "to-trinh"} | fields).items():
        form.add_field(field, value)
    form.add_field("file", content, filename=name, content_type="application/octet-stream")
    return form


async def test_the_form_shows_warnings_next_to_their_fields_and_keeps_what_is_saved(
    visitor: Visitor, database: Database
) -> None:
    await sow(database)
    await visitor.signs_in()
    page = await visitor.opens(FORM)
    assert page.status == 200
    assert 'aria-describedby="look-closes"' in page.html
    assert "nên đặt hạn từ 13/12/2026" in page.text
    assert "Hồ sơ chưa có: Tờ trình" in page.text
    before = await visitor.opens("/console/drafts/DT1/publish")
    assert "Hồ sơ có 5 điều cần xem lại" in before.text
    assert "nên đặt hạn từ 13/12/2026" in before.text
    done = await visitor.posts(FORM, [*ENTRIES.items(), ("fields", "nong_nghiep"), ("fields", "y_te")])
    assert done.goes_to == f"{FORM}?said=saved", done.text
    found = await as_stored(database)
    assert (found.draft.kind, found.draft.procedure, found.draft.phase) == (
        "quyet-dinh-chu-tich-tinh", Procedure.SHORTENED, Phase.DRAFT,
    )  # fmt: skip
    assert (found.draft.posted_on, found.draft.closes_on) == (date(2026, 11, 20), date(2026, 12, 25))
    assert (found.draft.contact, list(found.fields)) == ("Phòng Môi trường", ["nong_nghiep", "y_te"])
    page = await visitor.opens(FORM)
    assert 'value="https://lamgiang.example.invalid/12"' in page.html
    assert len(re.findall(r'name="fields" value="\w+" checked', page.html)) == 2
    assert 'value="Quyết định của Chủ tịch Ủy ban nhân dân cấp tỉnh"' in page.html


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("source_url", "javascript:alert(1)", "không phải địa chỉ trang mạng"),
        ("closes_on", "2026-11-01", "đã qua"),
        ("closes_on", "", "không phải ngày"),
        ("title", " ", "cần có tên"),
        ("phase", "nhap", "Không có giai đoạn"),
        ("procedure", "nhanh", "Không có trình tự"),
        ("fields", "rac", "Không có lĩnh vực"),
    ],
)
async def test_what_is_refused_is_said_above_the_form_and_nothing_typed_is_lost(
    visitor: Visitor, database: Database, field: str, value: str, said: str
) -> None:
    await sow(database)
    await visitor.signs_in()
    answer = await visitor.posts(FORM, ENTRIES | {"contact": "Ông <Ba>", field: value})
    assert (answer.status, said in answer.text) == (400, True), answer.text
    assert "Ông &lt;Ba&gt;" in answer.html
    assert 'value="Chủ tịch UBND tỉnh"' in answer.html
    assert (await as_stored(database)).draft.contact == ""


async def test_after_publication_only_the_open_entries_are_fields(visitor: Visitor, database: Database) -> None:
    await factories.open_draft(database, NOW)
    await visitor.signs_in()
    page = await visitor.opens(FORM)
    assert re.search(r'<input id="kind"[^>]* disabled>', page.html)
    assert not re.search(r'<input id="closes_on"[^>]* disabled>', page.html)
    assert 'name="has_fields"' not in page.html
    sent = {"closes_on": "2026-12-31", "contact": "Phòng Môi trường", "source_url": ""}
    assert (await visitor.posts(FORM, sent)).status == 303
    shorter = await visitor.posts(FORM, {"closes_on": "2026-12-24"})
    assert (shorter.status, "chỉ được lùi hạn" in shorter.text) == (400, True)
    forged = await visitor.posts(FORM, {"title": "Tên khác"})
    assert (forged.status, "không sửa được nữa" in forged.text) == (400, True)
    found = await as_stored(database)
    assert (found.draft.closes_on, list(found.fields)) == (date(2026, 12, 31), ["moi_truong_tai_nguyen"])


async def test_questions_are_ordered_pointed_and_dropped_without_javascript(
    visitor: Visitor, database: Database
) -> None:
    await sow(database)
    await visitor.signs_in()

    def rows(*given: tuple[str, str, str, str]) -> list[tuple[str, str]]:
        return [
            pair
            for order, audience, text, path in given
            for pair in (("order", order), ("audience", audience), ("text", text), ("text_en", ""), ("path", path))
        ]

    place = f"{FORM}/questions"
    first = rows(
        ("2", "Hộ nghèo", "Có đủ không?", "khoản 1 điều 2"), ("1", "", "Còn gì chưa rõ?", ""), ("3", "", "", "")
    )
    assert (await visitor.posts(place, first)).goes_to == f"{FORM}?said=saved#questions"
    stored = (await as_stored(database)).questions
    assert [(one.audience, one.text, one.path) for one in stored] == [
        ("", "Còn gì chưa rõ?", None), ("Hộ nghèo", "Có đủ không?", "dieu-2/khoan-1"),
    ]  # fmt: skip
    page = await visitor.opens(FORM)
    assert page.html.count('name="text_en"') == 3
    assert 'id="place-2">khoản 1 Điều 2<' in page.html
    more = await visitor.posts(place, [*rows(("1", "", "Đang gõ dở", "")), ("more", "1")])
    assert (more.status, more.html.count('name="text_en"')) == (200, 2)
    assert "Đang gõ dở" in more.html
    wrong = await visitor.posts(place, rows(("1", "Hộ nghèo", "Có đủ không?", "điều 99")))
    assert (wrong.status, "«điều 99»" in wrong.text, 'value="điều 99"' in wrong.html) == (400, True, True)
    assert (await visitor.posts(place, rows(("1", "", " ", "")))).status == 303
    assert (await as_stored(database)).questions == []


async def test_files_come_in_by_role_are_replaced_removed_and_downloaded(visitor: Visitor, database: Database) -> None:
    await sow(database)
    await visitor.signs_in()
    done = await visitor.posts(f"{FORM}/files", upload("TỜ TRÌNH\nVề thu gom rác".encode()))
    assert done.goes_to == f"{FORM}?said=file_added#files", done.text
    page = await visitor.opens(FORM)
    assert "Hồ sơ chưa có: Tờ trình" not in page.text
    [file] = (await as_stored(database)).files
    got = await visitor.client.get(f"{FORM}/files/{file.id}", headers=visitor.headers)
    assert (await got.read()).decode().startswith("TỜ TRÌNH")
    assert got.headers["Content-Disposition"] == "attachment; filename*=UTF-8''T%E1%BB%9D%20tr%C3%ACnh.txt"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    again = await visitor.posts(f"{FORM}/files", upload("TỜ TRÌNH\nVề thu gom rác".encode()))
    assert (again.status, "đã có trong hồ sơ" in again.text) == (400, True)
    new = await visitor.posts(f"{FORM}/files/{file.id}/replace", upload(b"TO TRINH moi", "sua.txt"))
    assert new.status == 303
    [file] = (await as_stored(database)).files
    assert (file.role, file.name) == ("to-trinh", "sua.txt")
    assert (await visitor.posts(f"{FORM}/files/{file.id}/remove")).goes_to == f"{FORM}?said=file_removed#files"
    gone = await visitor.posts(f"{FORM}/files/{file.id}/remove")
    assert (gone.status, "không có tệp này" in gone.text) == (400, True)
    assert (await visitor.opens(f"{FORM}/files/{file.id}")).status == 404
    assert (await visitor.opens(f"{FORM}/files/1x")).status == 404


@pytest.mark.parametrize(
    ("role", "name", "content", "said"),
    [
        ("danh-gia-tac-dong", "bao-cao.txt", "UBND TỈNH\nTUYỆT MẬT\nBÁO CÁO".encode(), "có dấu TUYỆT MẬT"),
        ("khac", "gia.xlsx", b"PK\x03\x04" + bytes(99), "không phải loại đọc được"),
        ("to-trinh", "trong.txt", b"", "không có chữ nào"),
        ("anh", "a.txt", b"mot", "Không có vai trò tệp"),
        ("du-thao", "a.txt", b"mot hai", "chỉ được thay bằng một bản mới"),
        ("khac", "", b"", "Chưa chọn tệp nào"),
    ],
)
async def test_a_file_that_cannot_be_taken_is_refused_beside_the_files(
    visitor: Visitor, database: Database, role: str, name: str, content: bytes, said: str
) -> None:
    await sow(database)
    await visitor.signs_in()
    form = upload(content, name, role=role) if name else {"role": role}
    answer = await visitor.posts(f"{FORM}/files", form)
    assert (answer.status, said in answer.text) == (400, True), answer.text
    assert (await as_stored(database)).files == []


async def test_a_scan_needs_the_officers_word(
    visitor: Visitor, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sow(database)
    await visitor.signs_in()
    monkeypatch.setenv("PATH", str(tmp_path))  # no tesseract here
    scan = raw_pdf(tmp_path / "quet.pdf").read_bytes()
    refused = await visitor.posts(f"{FORM}/files", upload(scan, "quet.pdf"))
    assert (refused.status, "xác nhận đã xem" in refused.text) == (400, True)
    assert (await visitor.posts(f"{FORM}/files", upload(scan, "quet.pdf", looked_at="1"))).status == 303


async def test_other_agencies_officers_see_and_change_nothing(visitor: Visitor, database: Database) -> None:
    await sow(database)
    async with database.transaction() as session:
        row = await dossier_files.add(session, "DT1", dossier_files.DossierFile("khac", "a.pdf", b"a"), None, NOW)
    await visitor.signs_in(agency="so_yt")
    for path in (FORM, f"{FORM}/files/{row.id}"):
        assert (await visitor.opens(path)).status == 403
    for path, form in (
        (FORM, ENTRIES), (f"{FORM}/questions", {"text": "Có đủ không?"}), (f"{FORM}/files", upload(b"mot")),
        (f"{FORM}/files/{row.id}/remove", {}), (f"{FORM}/files/{row.id}/replace", upload(b"mot")),
    ):  # fmt: skip
        assert (await visitor.posts(path, form)).status == 403  # type: ignore[arg-type]  # a form or its fields
    assert (await visitor.posts("/console/drafts/DT9/dossier", ENTRIES)).status == 404
    assert len((await as_stored(database)).files) == 1


# Agencies


async def test_admins_name_agencies_and_keep_what_they_were_called(visitor: Visitor, database: Database) -> None:
    await visitor.signs_in()
    assert (await visitor.opens("/console/agencies")).status == 403
    await visitor.signs_in(StaffRole.ADMIN, agency="vp_ubnd", email="quan-tri@example.invalid")
    place = "/console/agencies"
    added = await visitor.posts(place, {"code": "so_nv", "name": "Sở Lao động", "name_en": "Labour"})
    assert added.goes_to == f"{place}?said=saved#so_nv"
    await visitor.posts(f"{place}/so_nv", {"name": "Sở Nội vụ", "name_en": "", "last_day": "2025-02-28"})
    await visitor.posts(f"{place}/so_nv/aliases", {"former": "Sở LĐTBXH"})
    page = await visitor.opens(f"{place}?q=so+lao+dong")
    assert "Sở Nội vụ" in page.text
    assert "đến 28/02/2025" in page.text
    assert "Bỏ tên cũ Sở LĐTBXH" in page.html
    assert "vp_ubnd" not in page.text
    async with database.transaction() as session:
        assert await agencies.name_on(session, "so_nv", date(2025, 2, 28)) == "Sở Lao động"
        short = next(one for one in await agencies.aliases(session, "so_nv") if one.until is None)
    assert (await visitor.posts(f"{place}/so_nv/aliases/{short.id}/remove")).status == 303
    for path, form, said in (
        (place, {"code": "Sở Y tế", "name": "Sở Y tế"}, "không hợp lệ"),
        (f"{place}/so_nv", {"name": " ", "name_en": ""}, "cần có từ 1 đến 300"),
        (f"{place}/so_nv", {"name": "Sở Nội vụ 2", "last_day": "mai"}, "không phải ngày"),
        (
            f"{place}/so_nv/aliases",
            {"former": "Sở Cũ", "since": "2025-02-02", "until": "2025-02-01"},
            "xem lại hai ngày",
        ),
        (f"{place}/so_nv/aliases/{short.id}/remove", {}, "không có tên cũ này"),
    ):
        answer = await visitor.posts(path, form)
        assert (answer.status, said in answer.text) == (400, True), answer.text
    assert "Không có cơ quan nào" in (await visitor.opens(f"{place}?q=khong+co+dau")).text
