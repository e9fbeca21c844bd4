"""Bringing drafts in, finding and publishing them, on both databases."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import col, select

from nlp.drafts.source import Source, lines_of
from nlp.drafts.structure import parse
from services import agencies
from services.citizens import Secrets
from services.drafts import intake, library, publishing
from services.drafts.intake import DossierFile, NewDraft
from services.errors import Refused
from storage.db import Database
from storage.models import AuditEntry, DraftFile, StaffRole, Stage
from tests import factories
from tests.services.people import follower

READ = parse(Source(lines_of(factories.DECISION)))


def new(**changed: object) -> NewDraft:
    """A draft as an agency announces it."""
    usual: dict[str, object] = {
        "title": "  Mức  hỗ trợ\nthu gom ", "kind": "Quyết định", "agency_code": "so_nnmt",
        "closes_on": date(2026, 12, 20), "posted_on": None, "fields": ("moi_truong_tai_nguyen",) * 2,
    }  # fmt: skip
    return NewDraft(**(usual | changed))  # type: ignore[arg-type]  # the values are of the fields' types


async def test_a_draft_is_kept_hidden_as_version_one(database: Database, now: datetime) -> None:
    file = DossierFile("to-trinh", "Tờ trình số 5.docx", b"noi dung")
    async with database.transaction() as session:
        draft = await intake.add(session, new(), READ, [file], "a@example.invalid", now)
        assert (draft.code, draft.title, draft.kind) == ("DT1", "Mức hỗ trợ thu gom", "quyet-dinh")
        assert (draft.stage, draft.posted_on) == (Stage.PREPARATION, date(2026, 11, 23))
        version = await library.version_of(session, draft)
        parts = await library.provisions(session, version)
        assert (version.number, library.count_articles(parts)) == (1, 3)
        assert [part.path for part in parts] == [part.path for part in READ.provisions]
        assert (await library.provision(session, version, "dieu-2/khoan-2/diem-đ")).text.startswith("Hộ có người")
        with pytest.raises(Refused, match="unknown_provision"):
            await library.provision(session, version, "dieu-9")
        [kept] = (await session.exec(select(DraftFile))).all()
        assert (kept.name, kept.content, kept.sha256) == (
            file.name, file.content, hashlib.sha256(file.content).hexdigest(),
        )  # fmt: skip
        [line] = (await session.exec(select(AuditEntry))).all()
        assert (line.actor, line.action, line.subject) == ("a@example.invalid", "draft.add", "DT1")
        assert (await agencies.ensure(session, "so_nnmt")).name == "so_nnmt"


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("title_missing", {"title": " \n"}),
        ("title_missing", {"kind": " "}),
        ("title_too_long", {"title": "a" * 1001}),
        ("title_too_long", {"kind": "a" * 101}),
        ("closes_in_past", {"closes_on": date(2026, 11, 22)}),
        ("closes_before_posted", {"posted_on": date(2026, 12, 21)}),
        ("unknown_field", {"fields": ("rac",)}),
        ("bad_agency_code", {"agency_code": "Sở"}),
    ],
)
async def test_what_cannot_be_is_refused(
    database: Database, now: datetime, code: str, changed: dict[str, object]
) -> None:
    async with database.transaction() as session:
        with pytest.raises(Refused, match=code):
            await intake.add(session, new(**changed), READ, [], "test", now)
        with pytest.raises(Refused, match="unknown_file_role"):
            await intake.add(session, new(), READ, [DossierFile("anh", "a.png", b"")], "test", now)
        assert await library.every(session) == []


async def test_a_day_ends_at_midnight_in_vietnam(database: Database) -> None:
    before = datetime(2026, 12, 20, 16, 59, tzinfo=UTC)  # 23:59 in Vietnam
    async with database.transaction() as session:
        draft = await intake.add(session, new(), READ, [], "test", before)
        assert draft.posted_on == date(2026, 12, 20)
        assert (library.is_late(draft, before), library.days_left(draft, before)) == (False, 0)
        after = before + timedelta(minutes=1)
        assert (library.is_late(draft, after), library.days_left(draft, after)) == (True, -1)
        with pytest.raises(Refused, match="closes_in_past"):
            await publishing.publish(session, "DT1", None, after)
        await publishing.publish(session, "DT1", None, before)


async def test_drafts_are_found_by_code_however_typed(database: Database, now: datetime) -> None:
    await factories.open_draft(database, now, closes_on=date(2026, 12, 20))
    await factories.open_draft(database, now, closes_on=date(2026, 12, 1))
    async with database.transaction() as session:
        await factories.draft(session, now)
        for typed in ("DT2", "dt2", " dt 02 ", "DT-2"):
            assert (await library.find(session, typed)).code == "DT2"
        for wrong in ("DT9", "2", "", "DT2x", "DT٢", "DT" + "9" * 40):
            with pytest.raises(Refused, match="unknown_draft"):
                await library.find(session, wrong)
        assert (await library.find(session, "DT3")).stage is Stage.PREPARATION
        with pytest.raises(Refused, match="unknown_draft"):
            await library.find_public(session, "DT3")
        assert [draft.code for draft in await library.open_drafts(session)] == ["DT2", "DT1"]
        assert [draft.code for draft in await library.every(session)] == ["DT3", "DT2", "DT1"]
        assert [draft.code for draft in await library.every(session, [Stage.OPEN])] == ["DT2", "DT1"]


async def test_publishing_and_closing_happen_once_and_by_the_right_people(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    async with database.transaction() as session:
        await factories.draft(session, now)
        await follower(session, "hoa", secrets, now)
        officer, _ = await factories.account(session, now, secrets.pseudonyms, role=StaffRole.OFFICER)
        other, _ = await factories.account(session, now, secrets.pseudonyms, email="b@example.invalid", agency="so_yt")
        for act in (publishing.publish, publishing.close):
            with pytest.raises(Refused, match="other_agency"):
                await act(session, "DT1", other, now)
            with pytest.raises(Refused, match="unknown_draft"):
                await act(session, "DT9", officer, now)
        with pytest.raises(Refused, match="not_open"):
            await publishing.close(session, "DT1", officer, now)
        assert await publishing.audience(session, await library.find(session, "DT1")) == 1
        assert (await publishing.publish(session, "DT1", officer, now)).recipients == 1
        with pytest.raises(Refused, match="already_published"):
            await publishing.publish(session, "DT1", officer, now)
        draft = await publishing.close(session, "DT1", officer, now)
        assert (draft.stage, draft.published_at, draft.closed_at) == (Stage.CLOSED, now, now)
        with pytest.raises(Refused, match="not_open"):
            await publishing.close(session, "DT1", None, now)
        lines = (
            await session.exec(
                select(AuditEntry).where(col(AuditEntry.action).startswith("draft.")).order_by(col(AuditEntry.id))
            )
        ).all()
    assert [(line.action, line.actor) for line in lines] == [
        ("draft.add", "test"),
        ("draft.publish", "can-bo@example.invalid"),
        ("draft.close", "can-bo@example.invalid"),
    ]


async def test_the_notice_says_what_when_and_how(database: Database, now: datetime) -> None:
    async with database.transaction() as session:
        draft = await factories.draft(session, now)
        broadcast = await publishing.publish(session, draft.code, None, now)
    vietnamese, english = str(broadcast.messages["vi"]), str(broadcast.messages["en"])
    assert "Nhận góp ý đến hết ngày 20/12/2026." in vietnamese
    assert "Department of Agriculture and Environment" in english
    for text in (vietnamese, english):
        assert {f"go:{act}" for act in ("read:DT1", "comment:DT1", "stop")} <= set(text.replace("'", " ").split())


async def test_agencies_are_named_once_made_on_first_mention(database: Database) -> None:
    async with database.transaction() as session:
        await agencies.ensure(session, "so_yt")
        named = await agencies.name(session, "so_yt", " Sở  Y tế ", "Department of Health")
        await agencies.name(session, "bo_tc", "Bộ Tài chính")
        assert [agency.code for agency in await agencies.listed(session)] == ["bo_tc", "so_yt"]
        assert (agencies.show(named, "vi"), agencies.show(named, "en")) == ("Sở Y tế", "Department of Health")
        assert agencies.show(await agencies.ensure(session, "bo_tc"), "en") == "Bộ Tài chính"
        for wrong in ("", "Sở", "a b", "a" * 65, "-a", "a/b"):
            with pytest.raises(Refused, match="bad_agency_code"):
                await agencies.ensure(session, wrong)
