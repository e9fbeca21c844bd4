"""The files of a dossier: which are taken, when they are added, replaced and removed, what the log keeps of it."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.drafts.source import Source, lines_of
from nlp.drafts.structure import parse
from services.drafts import dossier_files, revising
from services.drafts.intake import DossierFile
from services.errors import Refused
from services.reading import ReadingLimits
from storage.db import Database
from tests import factories
from tests.nlp.drafts.files import Word, encrypted_pdf, raw_pdf, sealed_docx, zip_bomb
from tests.services.test_dossier import audit_lines


async def test_a_file_is_taken_when_it_can_be_read_and_bears_no_stamp(tmp_path: Path) -> None:
    word = Word()
    word.say("TỜ TRÌNH")
    word.say("Về việc ban hành Quyết định thu gom rác.")
    path = word.save(tmp_path / "Tờ trình số 5.docx")
    file = await dossier_files.accept("to-trinh", path)
    assert (file.role, file.name, file.content, file.by_eye) == (
        "to-trinh", "Tờ trình số 5.docx", path.read_bytes(), False,
    )  # fmt: skip


@pytest.mark.parametrize("degree", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
async def test_a_stamped_file_is_refused_in_every_role(tmp_path: Path, degree: str) -> None:
    path = tmp_path / "to-trinh.txt"
    path.write_text(f"UBND TỈNH LAM GIANG\n{degree}\nTỜ TRÌNH\nKính gửi: Ủy ban nhân dân tỉnh", encoding="utf-8")
    for role in ("to-trinh", "danh-gia-tac-dong", "so-sanh-thuyet-minh", "tong-ket", "khac", "du-thao"):
        with pytest.raises(Refused) as refused:
            await dossier_files.accept(role, path, looked_at=True)
        assert (refused.value.code, refused.value.values["degree"]) == ("file_secret", degree)


async def test_what_cannot_be_looked_into_is_refused(tmp_path: Path) -> None:
    def written(name: str, content: bytes) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    cases = {
        written("bang.xlsx", b"PK\x03\x04" + bytes(200)): "file_kind_unknown",
        written("ho-so.zip", b"PK\x03\x04" + bytes(200)): "file_kind_unknown",
        written("ho-so.rar", b"Rar!" + bytes(200)): "file_kind_unknown",
        written("anh.png", b"\x89PNG" + bytes(200)): "file_kind_unknown",
        written("trong.txt", b""): "file_empty",
        zip_bomb(tmp_path / "bom.docx"): "file_bomb",
        sealed_docx(tmp_path / "khoa.docx"): "file_encrypted",
        encrypted_pdf(tmp_path / "khoa.pdf"): "file_encrypted",
        tmp_path / "khong-co.pdf": "file_missing",
    }
    for path, code in cases.items():
        with pytest.raises(Refused, match=code):
            await dossier_files.accept("khac", path, looked_at=True)
    with pytest.raises(Refused, match="file_too_large"):
        await dossier_files.accept("khac", written("to.txt", b"a" * 2**21), limits=ReadingLimits(file_mb=1))
    with pytest.raises(Refused, match="unknown_file_role"):
        await dossier_files.accept("anh", tmp_path / "trong.txt")


async def test_a_scan_is_taken_only_when_an_officer_looked_for_stamps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # no tesseract here
    scan = raw_pdf(tmp_path / "quet.pdf")
    with pytest.raises(Refused, match="file_scan_unseen"):
        await dossier_files.accept("to-trinh", scan)
    file = await dossier_files.accept("to-trinh", scan, looked_at=True)
    assert file.by_eye


async def test_files_are_added_replaced_and_removed_before_publication(database: Database, now: datetime) -> None:
    first = DossierFile("to-trinh", "Tờ trình.docx", b"mot", by_eye=True)
    async with database.transaction() as session:
        draft = await factories.draft(session, now)
        added = await dossier_files.add(session, "DT1", first, None, now)
        await dossier_files.add(session, "DT1", DossierFile("khac", "Bảng giá.pdf", b"hai"), None, now)
        for wrong, code in (
            (first, "file_already_there"),
            (DossierFile("du-thao", "a.docx", b"ba"), "draft_file_by_revision"),
            (DossierFile("anh", "a.png", b"ba"), "unknown_file_role"),
        ):
            with pytest.raises(Refused, match=code):
                await dossier_files.add(session, "DT1", wrong, None, now)
        second = DossierFile("to-trinh", "Tờ trình sửa.docx", b"mot hai")
        await dossier_files.replace(session, "DT1", added.id or 0, second, None, now)
        held = await dossier_files.held(session, draft)
        assert [(file.role, file.name, file.size, file.version) for file in held] == [
            ("to-trinh", "Tờ trình sửa.docx", 7, 1), ("khac", "Bảng giá.pdf", 3, 1),
        ]  # fmt: skip
        assert (await dossier_files.content(session, draft, held[0].id)).content == b"mot hai"
        with pytest.raises(Refused, match="unknown_file"):
            await dossier_files.content(session, draft, 99)
        await dossier_files.remove(session, "DT1", held[1].id, None, now)
        assert len(await dossier_files.held(session, draft)) == 1
        lines = await audit_lines(session)
        assert [line.action for line in lines] == [
            "draft.file.add", "draft.file.add", "draft.file.replace", "draft.file.remove",
        ]  # fmt: skip
        assert (lines[0].details["stamps_by_eye"], lines[2].details["former"]) == (True, "Tờ trình.docx")


async def test_after_publication_a_missing_file_may_come_but_none_may_go(database: Database, now: datetime) -> None:
    await factories.open_draft(database, now)
    async with database.transaction() as session:
        added = await dossier_files.add(session, "DT1", DossierFile("tong-ket", "b.pdf", b"b"), None, now)
        with pytest.raises(Refused, match="entry_fixed"):
            await dossier_files.remove(session, "DT1", added.id or 0, None, now)
        with pytest.raises(Refused, match="entry_fixed"):
            await dossier_files.replace(session, "DT1", added.id or 0, DossierFile("tong-ket", "c", b"c"), None, now)


async def test_a_file_of_another_draft_is_out_of_reach(database: Database, now: datetime) -> None:
    async with database.transaction() as session:
        await factories.draft(session, now)
        await factories.draft(session, now)
        foreign = await dossier_files.add(session, "DT2", DossierFile("khac", "b.pdf", b"b"), None, now)
        with pytest.raises(Refused, match="unknown_file"):
            await dossier_files.remove(session, "DT1", foreign.id or 0, None, now)


async def test_a_dossier_is_bounded(database: Database, now: datetime) -> None:
    async with database.transaction() as session:
        await factories.draft(session, now)
        for number in range(dossier_files.MOST_FILES):
            await dossier_files.add(session, "DT1", DossierFile("khac", f"{number}.pdf", b"%d" % number), None, now)
        with pytest.raises(Refused, match="too_many_files"):
            await dossier_files.add(session, "DT1", DossierFile("khac", "them.pdf", b"them"), None, now)


async def test_a_new_version_brings_its_own_draft_and_keeps_the_other_files(database: Database, now: datetime) -> None:
    second = parse(Source(lines_of(factories.DECISION.replace("25.000", "30.000"))))
    async with database.transaction() as session:
        draft = await factories.draft(session, now)
        await dossier_files.add(session, "DT1", DossierFile("to-trinh", "t.docx", b"t"), None, now)
        await revising.revise(session, "DT1", second, [DossierFile("du-thao", "ban-2.docx", b"2")], None, now)
        await revising.revise(
            session, "DT1", parse(Source(lines_of(factories.DECISION))), [DossierFile("du-thao", "b3", b"3")], None, now
        )
        held = await dossier_files.held(session, draft)
    assert [(file.role, file.name, file.version) for file in held] == [("du-thao", "b3", 3), ("to-trinh", "t.docx", 1)]


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\hồ sơ\\Tờ trình.docx", "Tờ trình.docx"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nb\u202e.pdf", "a b .pdf"),
        ("...", "tep"),
        ("x" * 300 + ".docx", "x" * 250 + ".docx"),
    ],
)
def test_names_of_files_lead_nowhere_and_fit(given_name: str, kept: str) -> None:
    assert dossier_files.clean_name(given_name) == kept


@given(st.text(max_size=400))
def test_any_name_becomes_a_name(given_name: str) -> None:
    kept = dossier_files.clean_name(given_name)
    assert 0 < len(kept) <= 255
    assert not set(kept) & set('/\\:*?"<>|\r\n\0')
