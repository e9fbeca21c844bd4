"""Days in text, roles and names of files, kinds by bytes, and descriptions that are checked key by key."""

import io
import re
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.portals import dates, description, kinds, naming, pages, roles
from nlp.portals.description import DescriptionError
from nlp.portals.entries import FileLink, PageTrouble
from services.drafts.roles import FILE_ROLES

A, Z = (2026, 11, 5), (2026, 12, 30)


@pytest.mark.parametrize(("text", "found"), [
    ("Lấy ý kiến từ ngày 05/11/2026 đến ngày 30/12/2026", (A, Z)),
    ("Thời gian: từ 5/11/2026 đến hết 30/12/2026.", (A, Z)),
    ("tu ngay 05-11-2026 den het ngay 30.12.2026", (A, Z)),
    ("TỪ NGÀY 5 THÁNG 11 NĂM 2026 ĐẾN HẾT NGÀY 30 THÁNG 12 NĂM 2026", (A, Z)),
    ("Từ ngày 05/11/2026 – 17h00 ngày 30/12/2026", (None, None)),
    ("05/11/2026 đến 30/12/2026", (A, Z)),
    ("Ngày bắt đầu: 05/11/2026; Ngày kết thúc: 30/12/2026", (A, Z)),
    ("Bắt đầu 05/11/2026 | Kết thúc 30/12/2026", (A, Z)),
    ("Hết hạn 30/12/2026", (None, Z)),
    ("Hết hạn góp ý vào 17h00 ngày 30/12/2026", (None, Z)),
    ("Hạn cuối nhận góp ý: 30/12/2026", (None, Z)),
    ("Xin gửi trước ngày 30/12/2026 về địa chỉ", (None, Z)),
    ("trước 17 giờ 00 phút, ngày 30/12/2026", (None, Z)),
    ("Ngày đăng: 05/11/2026", (A, None)),
    ("Đăng tải ngày 2026-11-05, đến hết ngày 2026-12-30", (A, Z)),
    ("Nghị định số 05/11/2026/NĐ-CP", (None, None)),
    ("Hết hạn 31/02/2026", (None, None)),
    ("Hết hạn 30/12/26", (None, None)),
    ("Hết hạn 30/12/20261", (None, None)),
    ("", (None, None)),
])  # fmt: skip
def test_days_are_found_in_what_portals_write_around_them(text: str, found: object) -> None:
    assert dates.window(text) == found


def test_a_portals_own_phrases_come_first() -> None:
    text = "Công khai 05/11/2026 tới lúc khóa sổ 30/12/2026. Hết hạn 31/12/2026"
    assert dates.window(text, ("công khai {posted}", "khóa sổ {closes}")) == (A, Z)
    assert dates.window(text) == (None, (2026, 12, 31))


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    year, month, number = day.year, day.month, day.day
    for text in (
        f"{number:02}/{month:02}/{year}", f"{number}-{month}-{year}", f"{number} tháng {month} năm {year}",
        f"{year}-{month:02}-{number:02}",
    ):  # fmt: skip
        assert dates.days(f"ngày {text}.") == [(year, month, number)]


@given(st.text(max_size=300))
def test_any_text_may_be_searched_for_days(text: str) -> None:
    dates.window(text)
    assert all(1 <= month <= 12 and 1 <= day <= 31 for _, month, day in dates.days(text))


def test_long_texts_full_of_almost_days_are_searched_in_one_pass() -> None:
    assert dates.window("từ ngày 05/11/" * 50_000) == (None, None)


@pytest.mark.parametrize(("words", "role"), [
    ("1. Tờ trình Chính phủ về dự thảo Nghị định", "to-trinh"), ("DU THAO NGHI DINH.docx", "du-thao"),
    ("Báo cáo đánh giá tác động chính sách", "danh-gia-tac-dong"),
    ("Bản so sánh, thuyết minh dự thảo", "so-sanh-thuyet-minh"),
    ("Báo cáo tổng kết thi hành", "tong-ket"), ("Phụ lục 1", "khac"), ("", "khac"), ("Thưởng trinh tiết", "khac"),
    ("Dự thảo tờ trình", "to-trinh"), ("to-trinh_ubnd.pdf", "to-trinh"),
])  # fmt: skip
def test_the_words_of_a_link_say_its_role(words: str, role: str) -> None:
    assert roles.role_of(words) == role


def test_every_role_is_one_that_dossiers_know() -> None:
    assert {*roles.WORDS, roles.OTHER} == set(FILE_ROLES)


def link(address: str, text: str = "Tải về") -> FileLink:
    """A link to a file."""
    return FileLink(address, text, "khac")


def test_files_are_named_after_their_links_and_each_name_is_there_once() -> None:
    names = list(naming.named([
        link("https://a.example/tep/1.%20T%E1%BB%9D%20tr%C3%ACnh.doc"),
        link("https://b.example/khac/1.%20T%E1%BB%9D%20tr%C3%ACnh.pdf"),
        link("https://a.example/Download?id=7&name=du%20thao.docx"),
        link("https://a.example/Download?id=8", "Tờ trình: ../../etc/passwd"),
        link("https://a.example/Download?id=9", ""),
        link("https://a.example/v1.2/....docx", "..."),
    ]))  # fmt: skip
    assert names[0] == "1. Tờ trình"
    assert re.fullmatch(r"1\. Tờ trình-[0-9a-f]{8}", names[1])
    assert names[2] == "du thao"
    assert re.fullmatch(r"Tờ trình \.\. \.\. etc passwd-[0-9a-f]{8}", names[3])
    assert re.fullmatch(r"tep-[0-9a-f]{8}", names[4])
    assert re.fullmatch(r"tep-[0-9a-f]{8}", names[5])


@given(
    st.lists(st.builds(link, st.text(max_size=40).map("https://a.example/".__add__), st.text(max_size=40)), max_size=8)
)
def test_names_can_be_files_and_survive_losing_a_suffix(links: list[FileLink]) -> None:
    for name in naming.named(links):
        assert name
        assert not set(name) & set('/\\:*?"<>|\0\n')
        assert naming.stem(f"{name}.docx") == name
        assert naming.stem(name) == name


def packed(*names: str) -> bytes:
    """A zip archive with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(("content", "kind"), [
    (packed("[Content_Types].xml", "word/document.xml"), "docx"), (packed("mimetype", "content.xml"), "odt"),
    (b"\n%PDF-1.7", "pdf"), (b"{\\rtf1", "rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument".encode("utf-16-le"), "doc"),
])  # fmt: skip
def test_kinds_are_known_by_their_bytes(content: bytes, kind: str) -> None:
    assert kinds.kind_of(content) == kind


@pytest.mark.parametrize(("content", "code"), [
    (b"", "file_empty"), (bytes(100), "file_empty"), (b"  <!DOCTYPE HTML><p>404", "file_is_page"),
    (b"\xef\xbb\xbf<html>", "file_is_page"), (packed("a.docx"), "file_packed"), (b"Rar!\x1a\x07", "file_packed"),
    (b"7z\xbc\xaf\x27\x1c", "file_packed"), (packed("[Content_Types].xml", "xl/workbook.xml"), "file_unknown"),
    (b"PK\x03\x04broken", "file_unknown"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "file_unknown"),
    (b"MZ\x90\x00", "file_unknown"), (b"\xff\xd8\xff\xe0", "file_unknown"), (b"Xin chao", "file_unknown"),
])  # fmt: skip
def test_what_is_no_readable_kind_is_refused_with_the_reason(content: bytes, code: str) -> None:
    with pytest.raises(PageTrouble) as met:
        kinds.kind_of(content)
    assert met.value.code == code


@given(st.binary(max_size=200))
def test_any_bytes_are_a_kind_or_a_trouble(content: bytes) -> None:
    try:
        assert kinds.kind_of(content) in kinds.SUFFIXES
    except PageTrouble as trouble:
        assert trouble.code.startswith("file_")  # noqa: PT017 (either way out is right)


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_whole_link_is_one_that_a_request_can_carry(base: str, relative: str) -> None:
    found = pages.absolute(f"https://a.example/{base}", relative)
    assert found == "" or re.fullmatch(r"https?://[!-~]+", found)
    assert "#" not in found


# Descriptions

GOOD: dict[str, object] = {"name": "x", "kind": "list", "address": "https://a.example/", "list": {"item": "li"}}


@pytest.mark.parametrize(("changes", "line"), [
    ({"kind": "json"}, r"portal «x», key «kind»: .*'feed' or 'list'"),
    ({"adress": "https://a.example/"}, r"portal «x», key «adress»: Extra inputs are not permitted"),
    ({"address": "ftp://a.example/"}, r"portal «x», key «address»: must begin with http"),
    ({"address": "https://a:b@a.example/"}, r"key «address»: .*without user or password"),
    ({"address": "https://a.example:99999/"}, r"key «address»: Port out of range"),
    ({"address": "https://a.example/{page}"}, r"portal «x»: pages above 1 and \{page\}"),
    ({"pages": 3}, r"portal «x»: pages above 1 and \{page\}"),
    ({"name": "Cổng X"}, r"portal «Cổng X», key «name»: small letters"),
    ({"every": 1}, r"key «every»: .*greater than or equal to 5"),
    ({"every": "mai"}, r"key «every»: .*valid integer"),
    ({"list": {"item": "li["}}, r"key «list.item»: «li\[» is not a CSS selector"),
    ({"list": {}}, r"key «list.item»: Field required"),
    ({"list": None}, r"portal «x»: a portal of kind list needs"),
    ({"kind": "feed"}, r"portal «x»: a portal of kind feed has no"),
    ({"detail": {"file": "a"}}, r"key «detail.file»: Extra inputs"),
    ({"dates": ["hết hạn"]}, r"key «dates.0»: a phrase holds"),
    ({"dates": ["{closes} {closes}"]}, r"key «dates.0»: a phrase holds"),
    ({"dates": ["hết hạn{closes}"]}, r"key «dates.0»: a phrase holds"),
    ({"roles": {"to_trinh": ["tờ trình"]}}, r"key «roles.to_trinh»: no such role; roles are so-sanh"),
    ({"keep": [""]}, r"key «keep.0»: .*at least 2"),
])  # fmt: skip
def test_a_wrong_description_names_portal_and_key(changes: dict[str, object], line: str) -> None:
    with pytest.raises(DescriptionError, match=line):
        description.read({"portal": [{**GOOD, **changes}]})


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(DescriptionError) as met:
        description.read({"portals": [], "portal": [{**GOOD, "every": 1}, {"kind": "feed"}, GOOD, GOOD]})
    assert str(met.value).splitlines()[0] == "key «portals»: only [[portal]] is known here"
    assert "portal «number 2», key «name»: Field required" in str(met.value)
    assert "portal «x»: there are two of this name" in str(met.value)
    with pytest.raises(DescriptionError, match="written as"):
        description.read({"portal": {"name": "x"}})
    assert description.read({}) == ()
