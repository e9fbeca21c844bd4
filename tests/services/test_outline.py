"""Corrections of a stored outline: kept, undone, applied again to a new reading, refused once published."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import select

from nlp.drafts import structure
from nlp.drafts.edits import Edit
from nlp.drafts.reading import Reading
from nlp.drafts.source import Source, lines_of
from services.citizens import Secrets
from services.drafts import intake, library, outline, publishing, rereading, revising
from services.drafts.intake import DossierFile, NewDraft
from services.errors import Refused
from storage.db import Database
from storage.models import (
    AuditEntry,
    CardSlot,
    ClauseCard,
    ClauseCardLine,
    DraftVersion,
    FocusQuestion,
    OutlineEdit,
    Provision,
    StaffRole,
)
from storage.types import key
from tests import factories
from tests.nlp.drafts.test_edits import FEES

SPLIT = Edit("split", "dieu-2/khoan-1", details={"begins": "2. Hộ không cố định", "kind": "khoan"})
FILE = DossierFile("du-thao", "phi-cho.txt", FEES.encode())


def read(text: str = FEES) -> Reading:
    return structure.read(Source(lines_of(text)))


async def bring_in(database: Database, now: datetime, text: str = FEES) -> None:
    """A draft in preparation, with its file."""
    new = NewDraft("Quy định mức thu phí chợ", "quyet-dinh", "so_ct", now.date())
    async with database.transaction() as session:
        await intake.add(session, new, read(text), [FILE], "test", now)


async def make(database: Database, edit: Edit, now: datetime) -> outline.Bench:
    async with database.transaction() as session:
        return await outline.correct(session, "DT1", edit, None, now)


async def paths(database: Database) -> list[str]:
    """The stored paths of the newest version, in reading order."""
    async with database.transaction() as session:
        draft = await library.find(session, "DT1")
        return [part.path for part in await library.provisions(session, await library.version_of(session, draft))]


async def test_a_draft_keeps_its_reading_and_the_lines_of_its_file(database: Database, now: datetime) -> None:
    await bring_in(database, now)
    async with database.transaction() as session:
        [version] = (await session.exec(select(DraftVersion))).all()
        bench = await outline.open_bench(session, "DT1", None)
    assert version.source == list(read().lines)
    assert "lines" not in version.reading
    assert bench.reading == read()
    assert [(line, problem.code) for line, problem in outline.problems_by_line(bench)] == [(10, "number_gap")]


async def test_an_edit_is_kept_written_down_and_undone(database: Database, now: datetime) -> None:
    await bring_in(database, now)
    before = await paths(database)
    await make(database, SPLIT, now)
    assert "dieu-2/khoan-2/diem-a" in await paths(database)
    async with database.transaction() as session:
        [row] = (await session.exec(select(OutlineEdit))).all()
        [part] = (await session.exec(select(Provision).where(Provision.path == "dieu-2/khoan-2"))).all()
        acts = {(entry.action, entry.subject) for entry in (await session.exec(select(AuditEntry))).all()}
    assert (row.number, row.path, len(row.file_sha256), row.fingerprint != "") == (1, "dieu-2/khoan-1", 64, True)
    assert " ho khong co dinh " in part.folded.replace("  ", " ")
    assert ("outline.edit", "DT1") in acts
    async with database.transaction() as session:
        await outline.undo(session, "DT1", 1, None, now)
    assert await paths(database) == before
    async with database.transaction() as session:
        with pytest.raises(Refused, match="unknown_edit"):
            await outline.undo(session, "DT1", 1, None, now)


async def test_edits_are_made_one_upon_the_other_and_the_first_may_be_left_out(
    database: Database, now: datetime
) -> None:
    await bring_in(database, now)
    await make(database, SPLIT, now)
    await make(database, Edit("rename", "dieu-2/khoan-2", details={"label": "khoản 2a"}), now)
    await make(database, Edit("rename", "dieu-3", details={"heading": "Thi hành"}), now)
    assert "dieu-2/khoan-2a/diem-b" in await paths(database)
    async with database.transaction() as session:
        after = await outline.undo(session, "DT1", 1, None, now)
    assert [problem.code for problem in after.corrected.draft.problems] == ["edit_lost", "number_gap"]
    assert after.corrected.draft.provisions[-1].heading == "Thi hành"
    assert "dieu-2/khoan-1/diem-b" in await paths(database)


async def test_the_same_file_read_again_gets_the_same_edits(database: Database, now: datetime) -> None:
    await bring_in(database, now, FEES.replace("Điều 3. Hiệu lực", "Điều thứ ba. Hiệu lực"))  # as a poor reader read it
    await make(database, Edit("merge", "dieu-1"), now)
    await make(database, SPLIT, now)
    bench = await rereading.reread(database, "DT1", None, now)
    assert bench.corrected.lost == {}
    assert await paths(database) == [
        "dieu-2", "dieu-2/khoan-1", "dieu-2/khoan-2", "dieu-2/khoan-2/diem-a", "dieu-2/khoan-2/diem-b",
        "dieu-2/khoan-3", "dieu-3",
    ]  # fmt: skip
    async with database.transaction() as session:
        with pytest.raises(Refused, match="draft_without_file"):
            await outline.reread(session, "DT1", read(), "0" * 64, None, now)


async def test_an_edit_that_a_better_reader_made_needless_is_a_problem_not_an_error(
    database: Database, now: datetime
) -> None:
    await bring_in(database, now)
    await make(database, SPLIT, now)
    better = read(FEES.replace(" 2. Hộ không", "\n2. Hộ không"))
    async with database.transaction() as session:
        bench = await outline.reread(session, "DT1", better, outline.sha256_of([FILE]), None, now)
    assert [problem.code for problem in bench.corrected.draft.problems] == ["edit_lost"]
    assert "dieu-2/khoan-2/diem-a" in await paths(database)


async def test_what_cites_a_provision_follows_it(database: Database, now: datetime) -> None:
    await bring_in(database, now)
    async with database.transaction() as session:
        [version] = (await session.exec(select(DraftVersion))).all()
        session.add(
            FocusQuestion(draft_id=version.draft_id, order=1, text="Mức này có hợp lý?", path="dieu-2/khoan-1/diem-a")
        )
        session.add(ClauseCard(version_id=key(version.id), proposed_at=now, approved_at=now))
        await session.flush()
        session.add(ClauseCardLine(version_id=key(version.id), slot=CardSlot.WHO, text="Hộ", path="dieu-2/khoan-1"))
        session.add(ClauseCardLine(version_id=key(version.id), slot=CardSlot.WHEN, text="2027", path="dieu-1"))
    await make(database, Edit("rename", "dieu-3", details={"label": "4"}), now)

    async def cited() -> tuple[list[str | None], bool]:
        async with database.transaction() as session:
            questions = (await session.exec(select(FocusQuestion.path))).all()
            lines = (await session.exec(select(ClauseCardLine.path).order_by(ClauseCardLine.slot))).all()
            [card] = (await session.exec(select(ClauseCard))).all()
        return [*questions, *lines], card.approved_at is not None

    assert await cited() == (["dieu-2/khoan-1/diem-a", "dieu-1", "dieu-2/khoan-1"], True)  # the words are the same
    await make(database, SPLIT, now)  # takes words away from what a line rests on: its officer approved others
    assert await cited() == (["dieu-2/khoan-2/diem-a", "dieu-1", "dieu-2/khoan-1"], False)
    await make(database, Edit("merge", "dieu-1"), now)  # into the preamble: no provision any more
    assert await cited() == (["dieu-2/khoan-2/diem-a", None, "dieu-2/khoan-1"], False)


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (Edit("merge", "dieu-9"), "edit_lost"),
        (Edit("split", "dieu-2/khoan-1", details={"begins": "không có", "kind": "khoan"}), "edit_place_missing"),
        (Edit("level", "dieu-2/khoan-1", details={"kind": "bài"}), "edit_kind_unknown"),
        (Edit("rename", "dieu-2/khoan-1", details={"label": "k" * 99}), "edit_label_wrong"),
        (Edit("rename", "dieu-2/khoan-1", details={"label": "1"}), "outline_same"),
    ],
)
async def test_what_cannot_be_done_is_refused_and_leaves_nothing(
    sqlite_database: Database, now: datetime, edit: Edit, code: str
) -> None:
    await bring_in(sqlite_database, now)
    before = await paths(sqlite_database)
    with pytest.raises(Refused, match=code):
        await make(sqlite_database, edit, now)
    assert await paths(sqlite_database) == before
    async with sqlite_database.transaction() as session:
        assert (await session.exec(select(OutlineEdit))).all() == []


async def test_a_published_outline_stays_as_it_is(database: Database, now: datetime) -> None:
    await bring_in(database, now)
    await make(database, SPLIT, now)
    async with database.transaction() as session:
        await publishing.publish(session, "DT1", None, now)
    for attempt in (
        make(database, Edit("merge", "dieu-3"), now),
        rereading.reread(database, "DT1", None, now),
    ):
        with pytest.raises(Refused, match="outline_published"):
            await attempt
    async with database.transaction() as session:
        with pytest.raises(Refused, match="outline_published"):
            await outline.undo(session, "DT1", 1, None, now)


async def test_officers_of_another_agency_may_not_correct(
    sqlite_database: Database, now: datetime, secrets: Secrets
) -> None:
    await bring_in(sqlite_database, now)
    async with sqlite_database.transaction() as session:
        stranger, _ = await factories.account(session, now, secrets.pseudonyms, role=StaffRole.OFFICER, agency="so_yt")
        for attempt in (
            outline.open_bench(session, "DT1", stranger),
            outline.correct(session, "DT1", SPLIT, stranger, now),
        ):
            with pytest.raises(Refused, match="other_agency"):
                await attempt


async def test_the_same_file_as_a_new_version_is_no_change_even_when_it_was_corrected(
    database: Database, now: datetime
) -> None:
    await bring_in(database, now)
    await make(database, SPLIT, now)
    async with database.transaction() as session:
        with pytest.raises(Refused, match="nothing_changed"):
            await revising.revise(session, "DT1", read(), [FILE], None, now)


async def test_the_mapping_between_versions_follows_a_correction(database: Database, now: datetime) -> None:
    await bring_in(database, now)
    second = FEES.replace("10.000", "12.000")
    async with database.transaction() as session:
        file = DossierFile("du-thao", "ban-2.txt", second.encode())
        await revising.revise(session, "DT1", read(second), [file], None, now)
    bench = await make(database, SPLIT, now)
    assert bench.version.mapping["dieu-2/khoan-1/diem-a"] == "dieu-2/khoan-2/diem-a"


async def test_drafts_from_before_readings_were_kept_can_be_corrected_too(database: Database, now: datetime) -> None:
    await bring_in(database, now)
    async with database.transaction() as session:
        [version] = (await session.exec(select(DraftVersion))).all()
        version.reading, version.source = {}, []
        session.add(version)
    await make(database, SPLIT, now)
    await make(database, Edit("merge", "dieu-3"), now)
    assert (await paths(database))[-1] == "dieu-2/khoan-3"
    async with database.transaction() as session:
        await outline.undo(session, "DT1", 1, None, now)
    assert "dieu-2/khoan-1/diem-a" in await paths(database)


async def test_what_a_revision_would_do_is_known_before_it_is_done(
    database: Database, now: datetime, secrets: Secrets, tmp_path: Path
) -> None:
    from tests.services.people import comments, meet

    await bring_in(database, now)
    async with database.transaction() as session:
        await publishing.publish(session, "DT1", None, now)
        from storage.models import Purpose

        hoa = await meet(session, "hoa", secrets, now, Purpose.FEEDBACK)
        await comments(session, hoa, secrets, now, path="dieu-2/khoan-1")
    second = read(FEES.replace("10.000", "12.000"))
    file = DossierFile("du-thao", "ban-2.txt", b"hai")
    async with database.transaction() as session:
        expected = await revising.expect(session, "DT1", second, [file], None)
        assert (expected.told, len(expected.difference.of("changed"))) == (1, 1)
        assert len((await session.exec(select(DraftVersion))).all()) == 1
        done = await revising.revise(session, "DT1", second, [file], None, now)
    assert done.told == expected.told
