"""The dossier of a draft: what may change when and by whom, its questions, its files and its warnings."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.citizens import Secrets
from services.drafts import dossier, dossier_files, focus, library, publishing, rules
from services.drafts.dossier import Edit
from services.drafts.focus import Question
from services.drafts.intake import DossierFile
from services.errors import Refused
from services.i18n import translator
from storage.db import Database
from storage.models import AuditEntry, Draft, Phase, Procedure, Staff, StaffRole
from tests import factories

CLOSES = date(2026, 12, 20)


async def audit_lines(session: AsyncSession) -> list[AuditEntry]:
    """The lines about acts on dossiers, in their order."""
    rows = await session.exec(
        select(AuditEntry)
        .where(
            col(AuditEntry.action).in_(("draft.change", "draft.focus")) | col(AuditEntry.action).like("draft.file.%")
        )
        .order_by(col(AuditEntry.id))
    )
    return list(rows.all())


async def officers(session: AsyncSession, secrets: Secrets, now: datetime) -> tuple[Staff, Staff, Staff]:
    """An officer of the draft's agency, one of another agency, and an admin of another agency."""
    own, _ = await factories.account(session, now, secrets.pseudonyms)
    other, _ = await factories.account(session, now, secrets.pseudonyms, email="b@example.invalid", agency="so_yt")
    admin, _ = await factories.account(
        session, now, secrets.pseudonyms, email="c@example.invalid", agency="so_yt", role=StaffRole.ADMIN
    )
    return own, other, admin


# Entries


async def test_every_entry_can_be_changed_before_publication_with_one_line_of_what_changed(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    edit = Edit(
        title="  Quy định  thu gom rác ", kind="Quyết định của Chủ tịch UBND tỉnh", phase=Phase.POLICY,
        procedure=Procedure.SHORTENED, issuer="Chủ tịch  UBND tỉnh", posted_on=date(2026, 11, 20),
        closes_on=date(2026, 12, 25), contact="Phòng Môi trường,\n điện thoại 0200 000 0001 ",
        source_url=" https://lamgiang.example.invalid/du-thao/12 ", fields=("nong_nghiep", "moi_truong_tai_nguyen"),
    )  # fmt: skip
    async with database.transaction() as session:
        await factories.draft(session, now)
        own, _, _ = await officers(session, secrets, now)
        await dossier.change(session, "DT1", edit, own, now)
    async with database.transaction() as session:
        draft = await library.find(session, "DT1")
        found = await dossier.read(session, draft, now)
        assert (draft.title, draft.kind, draft.issuer) == (
            "Quy định thu gom rác", "quyet-dinh-chu-tich-tinh", "Chủ tịch UBND tỉnh",
        )  # fmt: skip
        assert (draft.phase, draft.procedure) == (Phase.POLICY, Procedure.SHORTENED)
        assert (draft.posted_on, draft.closes_on) == (date(2026, 11, 20), date(2026, 12, 25))
        assert draft.contact == "Phòng Môi trường,\nđiện thoại 0200 000 0001"
        assert draft.source_url == "https://lamgiang.example.invalid/du-thao/12"
        assert found.fields == ["moi_truong_tai_nguyen", "nong_nghiep"]
        [line] = await audit_lines(session)
        assert (line.actor, line.action, line.subject) == ("can-bo@example.invalid", "draft.change", "DT1")
        assert line.details["closes_on"] == {"from": "2026-12-20", "to": "2026-12-25"}
        assert line.details["fields"] == {
            "from": ["moi_truong_tai_nguyen"], "to": ["moi_truong_tai_nguyen", "nong_nghiep"],
        }  # fmt: skip
        assert len(line.details) == 10
        await dossier.change(session, "DT1", edit, None, now)
        assert len(await audit_lines(session)) == 1, "the same again is no act"


@pytest.mark.parametrize(
    ("code", "edit"),
    [
        ("title_missing", Edit(title=" ")),
        ("title_missing", Edit(kind="\n")),
        ("title_too_long", Edit(title="a" * 1001)),
        ("title_too_long", Edit(kind="a" * 101)),
        ("text_too_long", Edit(contact="a" * 1001)),
        ("text_too_long", Edit(issuer="a" * 301)),
        ("closes_in_past", Edit(closes_on=date(2026, 11, 22))),
        ("closes_before_posted", Edit(posted_on=date(2026, 12, 21))),
        ("closes_before_posted", Edit(posted_on=date(2026, 12, 1), closes_on=date(2026, 11, 30))),
        ("unknown_field", Edit(fields=("rac",))),
        ("bad_source_url", Edit(source_url="javascript:alert(1)")),
        ("bad_source_url", Edit(source_url="ftp://a.invalid/x")),
        ("bad_source_url", Edit(source_url="https://")),
        ("bad_source_url", Edit(source_url="https://a.invalid/x y")),
        ("bad_source_url", Edit(source_url="https://ten:mat-khau@a.invalid/")),
        ("bad_source_url", Edit(source_url="https://[::1/")),
        ("bad_source_url", Edit(source_url="https://a.invalid:cong/")),
        ("bad_source_url", Edit(source_url="du-thao/12")),
        ("text_too_long", Edit(source_url="https://a.invalid/" + "a" * 2000)),
    ],
)
async def test_entries_that_cannot_be_are_refused_and_nothing_changes(
    database: Database, now: datetime, code: str, edit: Edit
) -> None:
    async with database.transaction() as session:
        await factories.draft(session, now)
    with pytest.raises(Refused, match=code):
        async with database.transaction() as session:
            await dossier.change(session, "DT1", edit, None, now)
    async with database.transaction() as session:
        assert await audit_lines(session) == []
        assert (await library.find(session, "DT1")).closes_on == CLOSES


async def test_only_staff_of_the_agency_and_admins_may_change_anything(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    file = DossierFile("to-trinh", "Tờ trình.docx", b"noi dung")
    async with database.transaction() as session:
        await factories.draft(session, now)
        own, other, admin = await officers(session, secrets, now)
        own.disabled_at = now
        for wrong, code in ((other, "other_agency"), (own, "not_allowed")):
            with pytest.raises(Refused, match=code):
                await dossier.change(session, "DT1", Edit(contact="x"), wrong, now)
            with pytest.raises(Refused, match=code):
                await focus.put(session, "DT1", [Question("Có đủ không?")], wrong, now)
            with pytest.raises(Refused, match=code):
                await dossier_files.add(session, "DT1", file, wrong, now)
            with pytest.raises(Refused, match=code):
                await dossier_files.remove(session, "DT1", 1, wrong, now)
        await dossier.change(session, "DT1", Edit(contact="Phòng Môi trường"), admin, now)
        with pytest.raises(Refused, match="unknown_draft"):
            await dossier.change(session, "DT9", Edit(contact="x"), admin, now)
        assert [line.actor for line in await audit_lines(session)] == ["c@example.invalid"]


async def test_after_publication_the_window_only_grows_and_the_rest_stands(database: Database, now: datetime) -> None:
    await factories.open_draft(database, now)
    later = Edit(closes_on=CLOSES + timedelta(days=10), contact="Phòng Môi trường", source_url="https://a.invalid/1")
    async with database.transaction() as session:
        await dossier.change(session, "DT1", later, None, now)
        with pytest.raises(Refused, match="closing_only_later"):
            await dossier.change(session, "DT1", Edit(closes_on=CLOSES + timedelta(days=9)), None, now)
        for fixed in (
            Edit(title="Tên khác"), Edit(kind="ke-hoach"), Edit(phase=Phase.POLICY), Edit(issuer="UBND tỉnh"),
            Edit(procedure=Procedure.SPECIAL), Edit(posted_on=date(2026, 11, 1)), Edit(fields=()),
        ):  # fmt: skip
            with pytest.raises(Refused, match="entry_fixed"):
                await dossier.change(session, "DT1", fixed, None, now)
        await focus.put(session, "DT1", [Question("Mức thu có vừa sức không?")], None, now)
        await publishing.close(session, "DT1", None, now)
        with pytest.raises(Refused, match="entry_fixed"):
            await dossier.change(session, "DT1", Edit(closes_on=CLOSES + timedelta(days=20)), None, now)
        with pytest.raises(Refused, match="entry_fixed"):
            await focus.put(session, "DT1", [], None, now)
        draft = await dossier.change(session, "DT1", Edit(contact="Văn phòng"), None, now)
        assert (draft.closes_on, draft.contact) == (CLOSES + timedelta(days=10), "Văn phòng")
        assert [line.action for line in await audit_lines(session)] == ["draft.change", "draft.focus", "draft.change"]


async def test_a_form_that_repeats_what_stands_is_no_change_even_after_the_last_day(
    database: Database, now: datetime
) -> None:
    made = await factories.open_draft(database, now)
    after = now + timedelta(days=60)
    async with database.transaction() as session:
        same = Edit(title=made.title, kind="Quyết định", posted_on=made.posted_on, closes_on=CLOSES, contact="Phòng A")
        assert (await dossier.change(session, "DT1", same, None, after)).contact == "Phòng A"
        with pytest.raises(Refused, match="closes_in_past"):
            await dossier.change(session, "DT1", Edit(closes_on=CLOSES + timedelta(days=1)), None, after)


@pytest.mark.parametrize(
    ("typed", "found"),
    [("policy", Phase.POLICY), ("Chính sách", Phase.POLICY), ("chinh sach", Phase.POLICY), ("DRAFT", Phase.DRAFT)],
)
def test_a_phase_may_be_typed_as_people_call_it(typed: str, found: Phase) -> None:
    assert rules.read_phase(typed) is found


@pytest.mark.parametrize(
    ("typed", "found"),
    [("shortened", Procedure.SHORTENED), ("rút gọn", Procedure.SHORTENED), ("dac biet", Procedure.SPECIAL)],
)
def test_a_procedure_may_be_typed_as_people_call_it(typed: str, found: Procedure) -> None:
    assert rules.read_procedure(typed) is found
    with pytest.raises(Refused, match="unknown_procedure"):
        rules.read_procedure("nhanh")
    with pytest.raises(Refused, match="unknown_phase"):
        rules.read_phase("")


# Focus questions


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("Hộ nông dân: Mức 350.000 đồng có đủ không?", Question("Mức 350.000 đồng có đủ không?", "Hộ nông dân")),
        ("Hộ nghèo@dieu-2/khoan-1:  Nộp được không?", Question("Nộp được không?", "Hộ nghèo", "", "dieu-2/khoan-1")),
        ("@dieu-2: Mức này có phù hợp không?", Question("Mức này có phù hợp không?", "", "", "dieu-2")),
        (": Bán từ 5: 00 có được không?", Question("Bán từ 5: 00 có được không?")),
        ("Giờ bán từ 5:00 có tiện không?", Question("Giờ bán từ 5:00 có tiện không?")),
        ("Có tiện không? Ví dụ: sáng sớm", Question("Có tiện không? Ví dụ: sáng sớm")),
        ("", Question("")),
    ],
)
def test_a_question_is_typed_with_its_audience_in_front(line: str, question: Question) -> None:
    assert focus.read(line) == question


@given(st.text(max_size=300))
def test_no_word_of_a_typed_question_is_lost(line: str) -> None:
    found = focus.read(line)
    kept = f"{found.audience}{found.path or ''}{found.text}"
    assert [c for c in kept if c.isalnum()] == [c for c in line if c.isalnum()]


async def test_questions_keep_their_order_and_point_at_provisions_that_exist(database: Database, now: datetime) -> None:
    asked = [
        Question("Mức thu có vừa sức không?", "Hộ nghèo", "Can you afford it?", "dieu-2/khoan-1"),
        Question("Còn điều gì chưa rõ?"),
        Question("Nên miễn cho ai nữa?", "Tổ dân phố", path="dieu-2/khoan-2/diem-đ"),
    ]
    async with database.transaction() as session:
        await factories.draft(session, now)
        await focus.put(session, "DT1", asked, None, now)
        await focus.put(session, "DT1", asked, None, now)
        stored = await focus.put(session, "DT1", [asked[2], asked[0]], None, now)
        assert [(one.order, one.audience, one.path, one.text_en) for one in stored] == [
            (0, "Tổ dân phố", "dieu-2/khoan-2/diem-đ", ""),
            (1, "Hộ nghèo", "dieu-2/khoan-1", "Can you afford it?"),
        ]
        assert [line.details for line in await audit_lines(session)] == [
            {"before": 0, "after": 3}, {"before": 3, "after": 2},
        ]  # fmt: skip
        pointed = await focus.put(session, "DT1", [Question("Có đủ không?", path="điểm đ khoản 2 điều 2")], None, now)
        assert [one.path for one in pointed] == ["dieu-2/khoan-2/diem-đ"]
        for wrong, code in (
            ([Question(" ", "Hộ nghèo")], "focus_empty"),
            ([Question("Có đủ không?", path="dieu-9")], "unknown_provision"),
            ([Question("a" * 1001)], "text_too_long"),
            ([Question("Có đủ không?", "a" * 201)], "text_too_long"),
            ([Question(f"Câu {n}?") for n in range(21)], "focus_too_many"),
        ):
            with pytest.raises(Refused, match=code):
                await focus.put(session, "DT1", wrong, None, now)
        assert len(await focus.of(session, await library.find(session, "DT1"))) == 1


# The whole


async def test_the_dossier_is_told_whole_with_its_warnings(database: Database, now: datetime) -> None:
    async with database.transaction() as session:
        draft: Draft = await factories.draft(session, now, kind="quyet-dinh-ubnd-tinh", closes_on=date(2026, 12, 1))
        await dossier_files.add(session, "DT1", DossierFile("to-trinh", "t.docx", b"t"), None, now)
        await focus.put(session, "DT1", [Question("Có đủ không?", "Hộ nghèo", path="dieu-2")], None, now)
        found: dict[str, Any] = dossier.as_json(await dossier.read(session, draft, now), translator("vi"))
    assert {name: found[name] for name in ("code", "phase", "procedure", "posted", "closes", "version")} == {
        "code": "DT1", "phase": "draft", "procedure": "normal", "posted": "2026-11-23", "closes": "2026-12-01",
        "version": 1,
    }  # fmt: skip
    assert found["focus"] == [{"audience": "Hộ nghèo", "text": "Có đủ không?", "text_en": "", "path": "dieu-2"}]
    assert [(file["role"], file["name"], file["size"]) for file in found["files"]] == [("to-trinh", "t.docx", 1)]
    assert [(warning["code"], warning["about"]) for warning in found["warnings"]] == [
        ("period_short_unverified", "closes"),
        ("part_missing_unverified", "file-danh-gia-tac-dong"),
        ("part_missing_unverified", "file-so-sanh-thuyet-minh"),
        ("part_missing_unverified", "file-tong-ket"),
    ]
    assert "13/12/2026" in found["warnings"][0]["message"]
