"""Proposals: once for each link, corrected while they wait, taken in or dismissed by a named officer; looks."""

import hashlib
from datetime import date, datetime, timedelta
from string import Formatter

import pytest
from sqlmodel import select

from nlp.portals import description
from nlp.portals.description import Portal
from services import reading
from services.citizens import Secrets
from services.errors import Refused
from services.i18n import translator
from services.portals import deciding, proposals, states
from services.portals.deciding import Answers
from services.portals.proposals import Found, FoundFile, Known, Stored, hash_of
from services.portals.states import LEASE, LONGEST_WAIT, Validators
from services.portals.troubles import MAX_PACKED, SENTENCES, PortalTrouble, Trouble, say, unpack
from services.refusals import SENTENCES as REFUSALS
from storage.db import Database
from storage.models import (
    AuditEntry,
    Broadcast,
    Draft,
    DraftFile,
    PortalProposal,
    ProposalFile,
    ProposalState,
    Staff,
    StaffRole,
    Stage,
)
from tests import factories

TEXT = factories.DECISION.encode()
LINK = "https://cong.example.vn/du-thao/1"
POSTED, CLOSES = date(2026, 11, 20), date(2026, 12, 20)


def portal(**changes: object) -> Portal:
    """A portal of the department of agriculture."""
    row = {"name": "lam-giang", "kind": "list", "address": "https://cong.example.vn/", "agency": "so_nnmt", "every": 60}
    return description.read({"portal": [{**row, "list": {"item": "li"}, **changes}]})[0]


def found(**changes: object) -> Found:
    """An entry with the draft and a tờ trình."""
    files = (FoundFile("du-thao", "du-thao.txt", TEXT), FoundFile("to-trinh", "to-trinh.pdf", b"%PDF-1"))
    given = {"title": "Dự thảo Quyết định", "link": LINK, "posted_on": POSTED, "closes_on": CLOSES, "files": files}
    given["names"] = frozenset(file.name for file in files)
    return Found(**{**given, **changes})  # type: ignore[arg-type]  # passed on as they are


async def store(database: Database, now: datetime, *entries: Found, at: Portal | None = None) -> Stored:
    """Stores what a look found."""
    async with database.transaction() as session:
        return await proposals.store(session, at or portal(), entries, now)


async def officer(database: Database, secrets: Secrets, now: datetime, **options: object) -> Staff:
    """An officer of the agency."""
    async with database.transaction() as session:
        account, _ = await factories.account(session, now, secrets.pseudonyms, **options)  # type: ignore[arg-type]  # passed on as they are
        return account


async def names(database: Database) -> list[str]:
    """The names of all files that are kept."""
    async with database.transaction() as session:
        return list((await session.exec(select(ProposalFile.file_name).order_by(ProposalFile.file_name))).all())


async def take(
    database: Database, by: Staff, now: datetime, answers: Answers | None = None, file_id: int | None = None
) -> Draft:
    """Takes the first proposal in as the console does."""
    async with database.transaction() as session:
        main = await deciding.main_file(session, 1, file_id)
    read = await reading.read_bytes(main.file_name, main.content)
    async with database.transaction() as session:
        return await deciding.take(session, 1, main, read, answers or Answers(), by, now)


# Storing


async def test_a_link_is_proposed_once_with_its_files(database: Database, now: datetime) -> None:
    assert await store(database, now, found()) == Stored(new=[1])
    assert await store(database, now, found(files=())) == Stored()
    async with database.transaction() as session:
        [row] = (await session.exec(select(PortalProposal))).all()
        [entry] = (await session.exec(select(AuditEntry))).all()
        kept = await proposals.known(session, portal())
    assert (row.title, row.agency_code, row.posted_on, row.closes_on) == (
        "Dự thảo Quyết định",
        "so_nnmt",
        POSTED,
        CLOSES,
    )
    assert (entry.actor, entry.action, entry.subject) == ("system", "portal.propose", "lam-giang/1")
    assert kept == {hash_of(LINK): Known(waiting=True, names=frozenset({"du-thao.txt", "to-trinh.pdf"}))}
    assert await names(database) == ["du-thao.txt", "to-trinh.pdf"]


async def test_the_same_link_on_two_portals_is_two_proposals(database: Database, now: datetime) -> None:
    await store(database, now, found())
    assert await store(database, now, found(), at=portal(name="khac")) == Stored(new=[2])


async def test_a_waiting_proposal_follows_what_the_portal_says(database: Database, now: datetime) -> None:
    await store(database, now, found(troubles=(Trouble("file_packed", {"suffix": ".rar"}, "ban-do"),)))
    new = FoundFile("du-thao", "du-thao-lan-2.txt", TEXT + b"x")
    changed = found(
        title="Dự thảo Quyết định (lần 2)", closes_on=date(2027, 1, 5), posted_on=None, files=(new,),
        names=frozenset({"du-thao-lan-2.txt", "to-trinh.pdf"}),
    )  # fmt: skip
    assert await store(database, now, changed) == Stored(changed=[1])
    async with database.transaction() as session:
        [row] = (await session.exec(select(PortalProposal))).all()
    assert (row.title, row.posted_on, row.closes_on) == ("Dự thảo Quyết định (lần 2)", POSTED, date(2027, 1, 5))
    assert row.troubles == []  # the archive is no longer there
    assert await names(database) == ["du-thao-lan-2.txt", "to-trinh.pdf"]
    # A look that did not reach the page of the draft says nothing about its files.
    assert await store(database, now, found(title=row.title, closes_on=row.closes_on, files=(), names=None)) == Stored()
    assert await names(database) == ["du-thao-lan-2.txt", "to-trinh.pdf"]


async def test_a_decided_proposal_stays_as_it_was_decided(database: Database, secrets: Secrets, now: datetime) -> None:
    await store(database, now, found())
    by = await officer(database, secrets, now)
    async with database.transaction() as session:
        await deciding.dismiss(session, 1, by, now)
    assert await store(database, now, found(title="Khác")) == Stored()
    async with database.transaction() as session:
        assert await deciding.waiting(session) == []
        assert (await proposals.known(session, portal()))[hash_of(LINK)].waiting is False


async def test_files_of_what_was_decided_long_ago_are_forgotten(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await store(database, now, found(), found(link=f"{LINK}0"))
    by = await officer(database, secrets, now)
    async with database.transaction() as session:
        await deciding.dismiss(session, 1, by, now)
        assert await proposals.forget_files(session, now + timedelta(days=29)) == 0
        assert await proposals.forget_files(session, now + timedelta(days=31)) == 2
    assert len(await names(database)) == 2


# Deciding


async def test_files_that_are_pictures_enter_a_dossier_only_when_an_officer_looked_at_them(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await store(database, now, found(troubles=(Trouble("file_scan", {}, "to-trinh.pdf"),)))
    by = await officer(database, secrets, now)
    with pytest.raises(Refused, match=r"file_scan_unseen.*to-trinh\.pdf"):
        await take(database, by, now)
    assert (await take(database, by, now, Answers(looked_at=True))).code == "DT1"


async def test_an_officer_takes_a_proposal_in_as_a_hidden_draft(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await store(database, now, found())
    by = await officer(database, secrets, now)
    draft = await take(database, by, now, Answers(fields=("moi_truong_tai_nguyen",)))
    assert (draft.code, draft.stage, draft.source_url, draft.kind) == ("DT1", Stage.PREPARATION, LINK, "quyet-dinh")
    assert (draft.title, draft.agency_code) == ("Dự thảo Quyết định", "so_nnmt")
    assert (draft.posted_on, draft.closes_on) == (POSTED, CLOSES)
    async with database.transaction() as session:
        shown = await deciding.find(session, 1, by)
        files = (await session.exec(select(DraftFile).order_by(DraftFile.id))).all()
        sent = (await session.exec(select(Broadcast))).all()
        acts = (await session.exec(select(AuditEntry).where(AuditEntry.actor == by.email))).all()
    assert (shown.proposal.state, shown.proposal.decided_by, shown.draft_code) == (ProposalState.TAKEN, by.id, "DT1")
    assert [(file.role, file.name) for file in files] == [("du-thao", "du-thao.txt"), ("to-trinh", "to-trinh.pdf")]
    assert files[0].sha256 == hashlib.sha256(TEXT).hexdigest()
    assert sent == []  # nothing is published here
    assert [entry.action for entry in acts] == ["draft.add", "portal.take"]
    with pytest.raises(Refused, match="proposal_decided"):
        await take(database, by, now)
    async with database.transaction() as session:
        with pytest.raises(Refused, match="proposal_decided"):
            await deciding.dismiss(session, 1, by, now)


async def test_what_the_officer_says_wins_over_what_the_portal_says(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    files = (FoundFile("khac", "a.txt", TEXT), FoundFile("khac", "b.txt", b"Phu luc"))
    await store(database, now, found(files=files, closes_on=None, names=None))
    by = await officer(database, secrets, now)
    with pytest.raises(Refused, match="proposal_without_draft"):
        await take(database, by, now)
    with pytest.raises(Refused, match="closes_missing"):
        await take(database, by, now, file_id=1)
    answers = Answers("Tên đúng", "nghi-quyet", "so_nnmt", POSTED, date(2027, 1, 15))
    draft = await take(database, by, now, answers, file_id=1)
    assert (draft.title, draft.kind, draft.closes_on) == ("Tên đúng", "nghi-quyet", date(2027, 1, 15))
    async with database.transaction() as session:
        files_kept = (await session.exec(select(DraftFile.role, DraftFile.name).order_by(DraftFile.id))).all()
    assert files_kept == [("du-thao", "a.txt"), ("khac", "b.txt")]


async def test_only_those_who_publish_for_the_agency_decide(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await store(database, now, found())
    await store(database, now, found(link=f"{LINK}0"), at=portal(agency="", name="tin"))
    other = await officer(database, secrets, now, email="khac@example.invalid", agency="so_xd")
    admin = await officer(
        database, secrets, now, email="quan-tri@example.invalid", agency="vp_ubnd", role=StaffRole.ADMIN
    )
    async with database.transaction() as session:
        assert [shown.proposal.id for shown in await deciding.waiting(session, other)] == [2]
        assert [shown.proposal.id for shown in await deciding.waiting(session, admin)] == [2, 1]
        for refused in (deciding.find(session, 1, other), deciding.file_of(session, 1, 1, other)):
            with pytest.raises(Refused, match="proposal_other_agency"):
                await refused
        with pytest.raises(Refused, match="unknown_proposal_file"):
            await deciding.file_of(session, 1, 99, admin)
        with pytest.raises(Refused, match="unknown_proposal"):
            await deciding.find(session, 77, admin)
        other.disabled_at = now
        with pytest.raises(Refused, match="not_allowed"):
            await deciding.dismiss(session, 2, other, now)
    with pytest.raises(Refused, match="proposal_other_agency"):
        await take(database, await officer(database, secrets, now, email="ba@example.invalid", agency="so_xd"), now)
    assert (await take(database, admin, now)).agency_code == "so_nnmt"


async def test_a_file_that_changed_meanwhile_is_not_taken_for_the_one_that_was_read(
    database: Database, secrets: Secrets, now: datetime
) -> None:
    await store(database, now, found())
    by = await officer(database, secrets, now)
    async with database.transaction() as session:
        main = await deciding.main_file(session, 1)
    read = await reading.read_bytes(main.file_name, main.content)
    await store(database, now, found(files=(), names=frozenset({"to-trinh.pdf"})))
    async with database.transaction() as session:
        with pytest.raises(Refused, match="proposal_without_draft"):
            await deciding.take(session, 1, main, read, Answers(), by, now)


# States


async def test_a_look_is_claimed_once_and_again_when_it_was_left_behind(database: Database, now: datetime) -> None:
    async def claim(at: datetime) -> Validators | None:
        async with database.transaction() as session:
            return await states.claim(session, portal(), at)

    assert await claim(now) == Validators()
    assert await claim(now) is None
    assert await claim(now + LEASE - timedelta(seconds=1)) is None
    assert await claim(now + LEASE) == Validators()


async def test_validators_are_kept_until_the_description_changes(database: Database, now: datetime) -> None:
    said = Validators('"abc d"', "Fri, 20 Nov 2026 08:00:00 GMT")
    later = now + timedelta(minutes=60)
    async with database.transaction() as session:
        await states.claim(session, portal(), now)
        await states.went_well(session, portal(), said, now)
        assert await states.claim(session, portal(), later - timedelta(seconds=1)) is None
        assert await states.claim(session, portal(), later) == said
        await states.went_well(session, portal(), Validators('"' + "x" * 400), later)
        assert await states.claim(session, portal(keep=["dự thảo"]), later + LEASE * 4) == Validators()


async def test_each_failure_doubles_the_wait_and_a_wish_to_wait_is_kept(database: Database, now: datetime) -> None:
    waits = []
    async with database.transaction() as session:
        await states.claim(session, portal(), now)
        for met in [PortalTrouble("away", host="a.example")] * 6 + [PortalTrouble("busy", host="a", status=429)]:
            await states.went_wrong(session, portal(), met, now)
            [state] = await states.every(session)
            waits.append(((state.next_check_at or now) - now) / timedelta(hours=1))
        assert waits == [2, 4, 8, 16, 24, 24, 24]
        await states.went_wrong(session, portal(), PortalTrouble("busy", host="a", status=429).waiting(200_000), now)
        assert state.next_check_at == now + timedelta(seconds=200_000)
        assert state.next_check_at > now + LONGEST_WAIT
        assert (state.failures, unpack(state.trouble)) == (8, Trouble("busy", {"host": "a", "status": 429}))
        await states.went_well(session, portal(), Validators(), now)
        assert (state.failures, unpack(state.trouble)) == (0, None)


# Troubles


def test_every_trouble_is_said_and_fits_its_column() -> None:
    assert not SENTENCES.keys() & REFUSALS.keys()
    for code, sentence in SENTENCES.items():
        values = {name: 'ế"' * 400 for _, name, _, _ in Formatter().parse(sentence) if name}
        trouble = Trouble(code, values, "tệp " * 200)
        assert len(trouble.packed()) <= MAX_PACKED
        again = unpack(trouble.packed())
        assert again is not None
        assert sentence.split("{", maxsplit=1)[0] in say(again, translator("vi"))


def test_what_the_reader_of_files_refuses_is_said_as_everywhere() -> None:
    assert say(Trouble("file_scan", {}, "to-trinh.pdf"), translator("vi")).startswith("Tệp to-trinh.pdf là bản quét")
