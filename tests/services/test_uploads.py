"""Uploaded files: read in the background, refused with their sentence, taken up again after a crash, forgotten."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from services import refusals, uploads
from services.citizens import Secrets
from services.drafts import library, outline, publishing
from services.drafts.intake import NewDraft
from services.errors import Refused
from services.i18n import translator
from services.reading import ReadingLimits
from storage.db import Database
from storage.models import DraftFile, Staff, StaffRole, Upload, UploadState
from storage.types import key
from tests import factories
from tests.nlp.drafts.files import Word, zip_bomb
from tests.nlp.drafts.test_edits import FEES
from tests.services.test_reading import heavy

NEW = NewDraft("Quy định mức thu phí chợ", "quyet-dinh", "so_ct", datetime(2026, 12, 20).date())  # noqa: DTZ001 (a calendar day)


async def officer(database: Database, now: datetime, secrets: Secrets, email: str = "a@example.invalid") -> Staff:
    async with database.transaction() as session:
        account, _ = await factories.account(session, now, secrets.pseudonyms, email=email, agency="so_ct")
        return account


async def hand_in(database: Database, by: Staff, content: bytes, now: datetime, name: str = "phi-cho.txt") -> int:
    async with database.transaction() as session:
        return key((await uploads.begin(session, by, name, content, now)).id)


async def standing(database: Database, number: int, by: Staff) -> uploads.Standing:
    async with database.transaction() as session:
        return await uploads.standing(session, number, by)


async def test_a_file_is_read_and_becomes_a_draft(database: Database, now: datetime, secrets: Secrets) -> None:
    by = await officer(database, now, secrets)
    number = await hand_in(database, by, FEES.encode(), now)
    assert (await standing(database, number, by)).state is UploadState.READING
    async with database.transaction() as session:
        with pytest.raises(Refused, match="upload_not_read"):
            await uploads.make_draft(session, number, NEW, by, now)
    assert await uploads.read(database, number, lambda: now) is UploadState.READ
    assert await uploads.read(database, number, lambda: now) is None  # there is nothing left to read
    async with database.transaction() as session:
        draft = await uploads.make_draft(session, number, NEW, by, now)
        [file] = (await session.exec(select(DraftFile))).all()
        bench = await outline.open_bench(session, draft.code, by)
        assert (await session.exec(select(Upload))).all() == []
    assert (file.name, file.content, file.role) == ("phi-cho.txt", FEES.encode(), "du-thao")
    assert bench.reading.lines[3].startswith("Điều 1.")


async def test_a_file_that_cannot_be_a_draft_is_refused_with_its_sentence_and_not_kept(
    database: Database, now: datetime, secrets: Secrets, tmp_path: Path
) -> None:
    by = await officer(database, now, secrets)
    cases = {
        "mat.txt": ("TỐI MẬT\nĐiều 1. Một".encode(), "TỐI MẬT"),
        "bom.docx": (zip_bomb(tmp_path / "h.docx", 20).read_bytes(), "giải nén"),
        "hong.docx": (Word().save(tmp_path / "w.docx").read_bytes()[:900], "bị hỏng"),
        "la.xyz": (b"abc", "không phải loại đọc được"),
    }
    for name, (content, said) in cases.items():
        number = await hand_in(database, by, content, now, name)
        assert await uploads.read(database, number, lambda: now) is UploadState.REFUSED
        why = (await standing(database, number, by)).why()
        assert why is not None
        sentence = refusals.sentence(why, translator("vi"))
        assert said in sentence
        assert name in sentence
    async with database.transaction() as session:
        assert {upload.content for upload in (await session.exec(select(Upload))).all()} == {b""}


async def test_what_is_no_file_at_all_is_refused_at_once(
    sqlite_database: Database, now: datetime, secrets: Secrets
) -> None:
    by = await officer(sqlite_database, now, secrets)
    with pytest.raises(Refused, match="file_empty"):
        await hand_in(sqlite_database, by, b"", now)
    with pytest.raises(Refused, match="file_too_large"):
        await hand_in(sqlite_database, by, bytes(20 * 2**20 + 1), now)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../a/b.docx", "b.docx"),
        ("C:\\hồ sơ\\dự thảo.docx", "dự thảo.docx"),
        ("\x00\n", "du-thao"),
        ("", "du-thao"),
        ("x" * 400 + ".docx", "x" * 250 + ".docx"),
    ],
)
def test_names_of_files_are_made_plain(name: str, kept: str) -> None:
    assert uploads.plain_name(name) == kept


@dataclass
class Clock:
    """A clock that a test moves."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


async def test_a_reading_that_died_with_its_process_is_seen_and_done_again(
    database: Database, now: datetime, secrets: Secrets, tmp_path: Path
) -> None:
    by = await officer(database, now, secrets)
    clock = Clock(now)
    number = await hand_in(database, by, heavy(tmp_path / "a.txt", 6).read_bytes(), now)
    reading = asyncio.create_task(uploads.read(database, number, clock))
    await asyncio.sleep(0.3)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    left = await standing(database, number, by)
    assert (left.state, left.is_silent(now), left.is_silent(now + timedelta(minutes=1))) == (
        UploadState.READING, False, True,
    )  # fmt: skip
    limits = ReadingLimits(seconds=0.2)
    assert await uploads.read(database, number, clock, limits) is UploadState.REFUSED
    again = await standing(database, number, by)
    assert again.refusal["code"] == "file_too_slow"


async def test_while_it_is_read_the_row_shows_signs_of_life(
    sqlite_database: Database, now: datetime, secrets: Secrets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "BEAT", timedelta(milliseconds=50))
    by = await officer(sqlite_database, now, secrets)
    clock = Clock(now)
    number = await hand_in(sqlite_database, by, heavy(tmp_path / "a.txt", 6).read_bytes(), now)
    reading = asyncio.create_task(uploads.read(sqlite_database, number, clock))
    clock.now = now + timedelta(minutes=5)
    async with asyncio.timeout(20):
        while (await standing(sqlite_database, number, by)).started_at != clock.now:  # noqa: ASYNC110 (asks a row)
            await asyncio.sleep(0.05)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading


async def test_uploads_are_their_officers_own(database: Database, now: datetime, secrets: Secrets) -> None:
    mine = await officer(database, now, secrets)
    other = await officer(database, now, secrets, "b@example.invalid")
    number = await hand_in(database, mine, FEES.encode(), now)
    await uploads.read(database, number, lambda: now)
    async with database.transaction() as session:
        for attempt in (
            uploads.standing(session, number, other),
            uploads.reading_of(session, number, other),
            uploads.make_draft(session, number, NEW, other, now),
            uploads.standing(session, 99, mine),
        ):
            with pytest.raises(Refused, match="unknown_upload"):
                await attempt


async def test_an_officer_brings_in_drafts_of_his_agency_only(
    database: Database, now: datetime, secrets: Secrets
) -> None:
    by = await officer(database, now, secrets)
    number = await hand_in(database, by, FEES.encode(), now)
    await uploads.read(database, number, lambda: now)
    foreign = NewDraft("Phí chợ", "quyet-dinh", "so_yt", NEW.closes_on)
    with pytest.raises(Refused, match="other_agency"):
        async with database.transaction() as session:
            await uploads.make_draft(session, number, foreign, by, now)
    async with database.transaction() as session:
        assert await library.every(session) == []


async def test_a_new_version_is_shown_before_it_is_made(database: Database, now: datetime, secrets: Secrets) -> None:
    by = await officer(database, now, secrets)
    first = await hand_in(database, by, FEES.encode(), now)
    await uploads.read(database, first, lambda: now)
    async with database.transaction() as session:
        await uploads.make_draft(session, first, NEW, by, now)
        await publishing.publish(session, "DT1", None, now)
        second = await uploads.begin(session, by, "ban-2.txt", FEES.replace("10.000", "12.000").encode(), now, "DT1")
        number = key(second.id)
    await uploads.read(database, number, lambda: now)
    async with database.transaction() as session:
        expected = await uploads.expect_version(session, number, by)
        assert (expected.told, len(expected.difference.touched)) == (0, 1)
    async with database.transaction() as session:
        done = await uploads.make_version(session, number, by, now)
    assert (done.version.number, done.counts()["changed"]) == (2, 1)


async def test_uploads_that_became_nothing_are_forgotten_after_three_days(
    database: Database, now: datetime, secrets: Secrets
) -> None:
    by = await officer(database, now, secrets)
    await hand_in(database, by, b"mot", now)
    async with database.transaction() as session:
        assert await uploads.prune(session, now + timedelta(days=3)) == 0
        assert await uploads.prune(session, now + timedelta(days=3, seconds=1)) == 1


async def test_accounts_without_the_right_hand_nothing_in(
    sqlite_database: Database, now: datetime, secrets: Secrets
) -> None:
    by = await officer(sqlite_database, now, secrets)
    by.disabled_at = now
    with pytest.raises(Refused, match="not_allowed"):
        await hand_in(sqlite_database, by, b"mot", now)
    assert StaffRole.OFFICER is by.role
