"""What leaves as a file: every format opens, says the right numbers, names nobody and can run nothing."""

import csv
import io
import json
import struct
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from docx import Document
from sqlmodel import select

from services import charts, digests
from services.digests import ByDay, ByProvision, Digest
from services.errors import Refused
from services.exports.cells import guarded
from services.exports.comments import Comment, collect
from services.exports.files import make_file, read_moment
from services.exports.render import FORMATS, render
from services.messages import File
from storage.db import Database
from storage.models import Authorship, Citizen, Draft, Feedback, Stance
from storage.queries.digest import Numbers
from storage.types import key
from tests import factories
from tests.services.test_digest import Said, write

PSEUDONYM = "5f0c9a7be1d24488b3aa90cc17d2e6f4"
ADDRESS = "7731004455"
FORMULAS = [
    '=HYPERLINK("https://vi-du.invalid","Xem")',
    "+84 là đầu số",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "   =1+1",
    "\u200b=1+1",
    "＝1+1",
]


def some_digest(**changes: object) -> Digest:
    """A small digest written by hand."""
    digest = Digest(
        code="DT7",
        title="Quyết định về mức hỗ trợ thu gom rác thải nông thôn",
        agency="Sở Nông nghiệp và Môi trường",
        agency_en="Department of Agriculture and Environment",
        since=None,
        until=None,
        made_at=datetime(2026, 11, 23, 2, 0, tzinfo=UTC),
        numbers=Numbers(3, 4, 4),
        late=0,
        untagged=1,
        withdrawn=2,
        provisions=(
            ByProvision(
                "dieu-2/khoan-2",
                "khoản 2 Điều 2",
                "Mức thu",
                Numbers(3, 4, 4),
                {Stance.AMEND: Numbers(3, 3, 3), Stance.OPPOSE: Numbers(1, 1, 1)},
            ),
        ),
        topics=(),
        days=(ByDay(date(2026, 11, 20), Numbers(3, 4, 4)),),
        kinds=(),
        samples=(),
    )
    return replace(digest, **changes)  # type: ignore[arg-type]  # passed on as they are


def comment(text: str, number: int = 1, **changes: object) -> Comment:
    """One collected comment."""
    made = Comment(
        number=number,
        day=date(2026, 11, 20),
        path="dieu-2/khoan-2",
        place="khoản 2 Điều 2",
        stance=Stance.AMEND,
        text=text,
        wording="",
        topics=("moi_truong_tai_nguyen",),
        kind="opinion",
        late=False,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # passed on as they are


def insides(content: bytes) -> bytes:
    """Every byte a reader could find: those of the file, and those of its parts when it is a zip."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return content + b"".join(parts.read(name) for name in parts.namelist())


async def a_world(database: Database, now: datetime) -> Draft:
    """A draft on which one person said something, with numbers in it that identify him."""
    draft = await factories.open_draft(database, now)
    said = Said(PSEUDONYM, "Gọi tôi 0912 345 678, mức thu cao", wording="Hộ nộp, CCCD 001203004567")
    async with database.transaction() as session:
        await write(session, draft, said, Said(PSEUDONYM, "Ý đã rút", withdrawn=True))
        author = Citizen(channel="telegram", address_hash=b"", address_sealed=ADDRESS.encode(), joined_at=now)
        session.add(author)
        await session.flush()
        for feedback in (await session.exec(select(Feedback))).all():
            session.add(Authorship(feedback_id=key(feedback.id), citizen_id=key(author.id)))
    return draft


@pytest.mark.parametrize("form", FORMATS)
async def test_no_file_leads_to_the_author_or_shows_his_numbers(form: str, database: Database, now: datetime) -> None:
    draft = await a_world(database, now)
    async with database.transaction() as session:
        digest = await digests.make(session, draft, None, None, now)
        comments = await collect(session, draft, None, None)
    found = insides(render(digest, comments, form, "vi"))
    for secret in (PSEUDONYM, ADDRESS, "telegram", "receipt-", "0912 345 678", "001203004567", "Ý đã rút"):
        assert secret.encode() not in found, secret


async def test_collected_comments_are_numbered_dated_and_placed(database: Database, now: datetime) -> None:
    draft = await factories.open_draft(database, now)
    async with database.transaction() as session:
        topics = (("moi_truong_tai_nguyen", "auto"),)
        await write(
            session,
            draft,
            Said("an", "Giảm mức thu", topics=topics, late=True),
            Said("binh", "Hợp lý", Stance.AGREE, None, topics=None),
        )
    async with database.transaction() as session:
        first, second = await collect(session, draft, None, None)
    assert first == comment("Giảm mức thu", late=True)
    assert (second.number, second.place, second.topics, second.kind) == (2, "", (), "")
    assert "Giảm" not in repr(first)  # what citizens wrote does not slip into a log


async def test_comments_are_collected_over_many_batches_in_the_order_they_came(
    database: Database, now: datetime
) -> None:
    draft = await factories.open_draft(database, now)
    moments = [now, now + timedelta(minutes=1), now, now, now - timedelta(minutes=1)]
    async with database.transaction() as session:
        await write(session, draft, *(Said("an", f"Ý {number}", at=at) for number, at in enumerate(moments)))
    async with database.transaction() as session:
        found = await collect(session, draft, None, None, batch=2)
    assert [each.text for each in found] == ["Ý 4", "Ý 0", "Ý 2", "Ý 3", "Ý 1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_stays_text_in_excel(text: str) -> None:
    content = render(some_digest(title=text), [comment(text, wording=text)], "xlsx", "vi")
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_in_csv_stands_behind_an_apostrophe(text: str) -> None:
    content = render(some_digest(), [comment(text, wording=text)], "csv", "vi")
    row = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1]
    assert row[4].startswith("'")
    assert row[5].startswith("'")


def test_ordinary_text_is_not_touched_in_csv() -> None:
    assert [guarded(text) for text in ("Điều 4 = khoản 1", "", "Hộ nghèo")] == ["Điều 4 = khoản 1", "", "Hộ nghèo"]


def test_csv_opens_in_excel_with_its_marks() -> None:
    content = render(some_digest(), [comment('Hộ nghèo, "cận nghèo"\nnên được miễn', late=True)], "csv", "vi")
    assert content.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert head[:4] == ["STT", "Ngày", "Điều khoản", "Ý muốn"]
    assert row == [
        "1",
        "20/11/2026",
        "Khoản 2 Điều 2",
        "Đề nghị sửa",
        'Hộ nghèo, "cận nghèo"\nnên được miễn',
        "",
        "Môi trường, tài nguyên",
        "Ý kiến",
        "Có",
    ]


def test_the_workbook_has_four_sheets_with_frozen_headers_and_numbers() -> None:
    book = openpyxl.load_workbook(io.BytesIO(render(some_digest(), [comment("Giảm mức thu")], "xlsx", "vi")))
    assert book.sheetnames == ["Tổng hợp", "Theo điều khoản", "Theo lĩnh vực", "Danh sách góp ý"]
    assert {sheet.freeze_panes for sheet in book} == {"A2"}
    summary = {row[0]: row[1] for row in book["Tổng hợp"].iter_rows(min_row=2, values_only=True)}
    assert (summary["Số người"], summary["Số góp ý"], summary["Nội dung khác nhau"]) == (3, 4, 4)
    row = next(book["Theo điều khoản"].iter_rows(min_row=2, values_only=True))
    assert row == ("Khoản 2 Điều 2", "Mức thu", 3, 4, 4, 0, 3, 1, 0, 0)
    cell = book["Danh sách góp ý"]["E2"]
    assert (cell.value, cell.alignment.wrap_text) == ("Giảm mức thu", True)
    assert book["Danh sách góp ý"].column_dimensions["E"].width > 60


@pytest.mark.parametrize("form", ["xlsx", "docx", "csv", "json", "text"])
def test_what_no_office_file_can_carry_does_no_harm(form: str) -> None:
    odd = "Mức\x00 thu\x0b cao\x1b[31m \ufffe😀 " + "dài " * 10_000
    digest = some_digest(title=odd[:400], samples=(digests.Sample(None, "", Stance.AMEND, odd, 1, False),))
    content = render(digest, [comment(odd)], form, "vi")
    if form == "docx":
        assert "Mức thu cao" in Document(io.BytesIO(content)).paragraphs[2].text
    if form == "xlsx":
        assert "😀" in openpyxl.load_workbook(io.BytesIO(content))["Danh sách góp ý"]["E2"].value


def test_json_keeps_its_keys() -> None:
    sample = digests.Sample(None, "", Stance.AGREE, "Hợp lý", 1, False)
    topic = digests.ByTopic("dat_dai", "Đất đai", "Land", Numbers(1, 1, 1), {}, digests.Share(0.1, 0.2))
    kind = digests.ByKind("opinion", Numbers(1, 1, 1))
    full = some_digest(samples=(sample,), topics=(topic,), kinds=(kind,))
    found = json.loads(render(full, [comment("Giảm")], "json", "en"))
    three = ["people", "messages", "texts"]
    assert list(found) == [
        "draft",
        "period",
        "made_at",
        *three,
        "late",
        "untagged",
        "withdrawn",
        "provisions",
        "topics",
        "days",
        "kinds",
        "samples",
        "comments",
    ]
    assert list(found["provisions"][0]) == ["path", "label", "heading", *three, "stances"]
    assert found["provisions"][0]["stances"]["amend"] == {"people": 3, "messages": 3, "texts": 3}
    assert list(found["topics"][0]) == ["code", "name", *three, "bands", "share"]
    assert found["topics"][0]["name"] == "Land"
    assert list(found["samples"][0]) == ["path", "label", "stance", "text", "messages", "rare"]
    assert list(found["comments"][0]) == [
        "number",
        "day",
        "path",
        "label",
        "stance",
        "text",
        "wording",
        "topics",
        "kind",
        "late",
    ]
    assert found["made_at"] == "2026-11-23T02:00:00Z"


def test_the_word_document_looks_like_an_official_paper() -> None:
    sample = digests.Sample("dieu-2/khoan-2", "khoản 2 Điều 2", Stance.OPPOSE, "Không thu hộ nghèo", 2, True)
    doc = Document(io.BytesIO(render(some_digest(samples=(sample,)), (), "docx", "vi")))
    section = doc.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert round(section.left_margin.mm) == 30
    assert doc.styles["Normal"].font.name == "Times New Roman"
    assert "PAGE" in section.header._element.xml
    left, right = doc.tables[0].rows[0].cells
    assert left.paragraphs[0].text == "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"
    assert [p.text for p in right.paragraphs if p.text] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "…………, ngày 23 tháng 11 năm 2026",
    ]
    assert [cell.text for cell in doc.tables[1].rows[0].cells] == ["3", "4", "4"]
    assert [cell.text for cell in doc.tables[2].rows[1].cells][:4] == ["Khoản 2 Điều 2. Mức thu", "3", "4", "4"]
    assert len(doc.inline_shapes) == 1
    assert doc.paragraphs[-1].text == ("Khoản 2 Điều 2, không đồng ý (số góp ý giống nhau: 2): «Không thu hộ nghèo»")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_empty_digest_makes_every_file(form: str, language: str) -> None:
    empty = some_digest(numbers=Numbers(), provisions=(), days=(), late=0, untagged=0, withdrawn=0)
    assert render(empty, (), form, language)


def test_plain_text_tells_the_numbers() -> None:
    told = render(some_digest(), (), "text", "vi").decode().splitlines()
    assert "- Số người: 3" in told
    assert (
        "- Khoản 2 Điều 2 | Tiêu đề: Mức thu | Số người: 3 | Số góp ý: 4 | Nội dung khác nhau: 4"
        " | Đề nghị sửa: 3 | Không đồng ý: 1" in told
    )


def test_the_picture_is_the_same_every_time_and_as_wide_as_a_phone() -> None:
    picture = charts.png(some_digest(), "vi")
    assert picture == charts.png(some_digest(), "vi")
    width, height = struct.unpack(">II", picture[16:24])
    assert width == 1080
    assert 700 < height < 1600


def test_the_picture_draws_signs_it_has_no_letters_for() -> None:
    assert charts.png(some_digest(title="Dự thảo $x^2$ 𓀀 漢字 \\alpha"), "vi")


def test_the_picture_copes_with_very_many_provisions_and_days() -> None:
    part = some_digest().provisions[0]
    parts = tuple(replace(part, path=f"dieu-{n}", label=f"Điều {n}") for n in range(1, 200))
    days = tuple(ByDay(date(2026, month, 1), Numbers(n, 10**6 * n, n)) for n, month in enumerate(range(1, 12), 1))
    picture = charts.png(some_digest(provisions=parts, days=days), "en")
    assert struct.unpack(">II", picture[16:24])[1] < 2000


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(Refused, match="unknown_format"):
        render(some_digest(), (), "exe", "vi")


async def test_a_promised_file_is_made_when_it_is_sent(database: Database, now: datetime) -> None:
    draft = await a_world(database, now)
    arguments = {"draft": draft.code, "since": "2026-11-20", "until": "2026-11-20", "language": "vi"}
    picture = await make_file(database, File("picture", "a.png", "digest.png", arguments), now)
    assert picture.startswith(b"\x89PNG")
    book = await make_file(database, File("document", "a.xlsx", "digest.xlsx", arguments), now)
    assert openpyxl.load_workbook(io.BytesIO(book))["Danh sách góp ý"].max_row == 2
    paper = await make_file(database, File("document", "a.docx", "digest.docx", {"draft": draft.code}), now)
    assert Document(io.BytesIO(paper)).tables[1].rows[0].cells[1].text == "1"


@pytest.mark.parametrize(
    ("make", "arguments", "code"),
    [
        ("digest.exe", {}, "unknown_export"),
        ("digest.png", {"draft": "DT999"}, "unknown_draft"),
        ("digest.png", {"draft": "DT999", "since": "hôm qua"}, "bad_date"),
    ],
)
async def test_a_file_that_cannot_be_made_is_refused(
    make: str, arguments: dict[str, str], code: str, database: Database, now: datetime
) -> None:
    with pytest.raises(Refused, match=code):
        await make_file(database, File("document", "a", make, arguments), now)


def test_days_in_arguments_are_whole_days_in_vietnam() -> None:
    assert read_moment("2026-11-20") == datetime(2026, 11, 19, 17, 0, tzinfo=UTC)
    assert read_moment("2026-11-20", end=True) == datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
    assert read_moment("2026-11-20T08:00") == datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    assert read_moment("") is None
