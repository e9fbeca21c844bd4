"""The console's page of portals: what waits, what went wrong, taking in with nothing typed lost, dismissing."""

from datetime import date

from sqlmodel import select

from nlp.portals import description
from services.portals import proposals, states
from services.portals.proposals import Found, FoundFile
from services.portals.troubles import PortalTrouble, Trouble
from storage.db import Database
from storage.models import Draft, PortalProposal, ProposalState, Stage
from tests import factories
from tests.conftest import NOW
from tests.web.site import Visitor

TITLE = "Dự thảo <b>Quyết định</b> & phụ lục"
TYPED = {"title": "Tên do cán bộ gõ", "kind": "quyet-dinh", "posted": "2026-11-20", "agency": "so_nnmt", "file": "1"}


async def proposed(database: Database, agency: str = "so_nnmt", closes: date | None = date(2026, 12, 20)) -> None:
    """A portal that proposes a draft with two files and an archive, and one that does not work."""
    rows = [
        {"name": name, "kind": "feed", "address": "https://a.example/", "agency": agency} for name in ("tot", "hong")
    ]
    good, broken = description.read({"portal": rows})
    files = (
        FoundFile("du-thao", 'du "thao".txt', factories.DECISION.encode()),
        FoundFile("to-trinh", "to-trinh.pdf", b"%PDF-1 <script>alert(1)</script>"),
    )
    found = Found(
        TITLE, "https://a.example/1", None, closes, files, (Trouble("file_packed", {"suffix": ".rar"}, "ban-do"),)
    )
    async with database.transaction() as session:
        await proposals.store(session, good, [found], NOW)
        for portal in (good, broken):
            await states.claim(session, portal, NOW)
        await states.went_well(session, good, states.Validators(), NOW)
        await states.went_wrong(session, broken, PortalTrouble("tls", host="a.example", reason="self-signed"), NOW)


async def test_the_page_shows_what_waits_and_how_each_portal_is(visitor: Visitor, database: Database) -> None:
    await visitor.signs_in()
    empty = (await visitor.opens("/console/portals")).text
    assert "Không có đề xuất nào đang chờ" in empty
    assert "Chưa theo dõi cổng nào" in empty
    await proposed(database)
    page = await visitor.opens("/console/portals")
    assert TITLE in page.text
    assert "<b>" not in page.html
    assert "hạn 20/12/2026 · 2 tệp · 1 chỗ cần xem" in page.text
    assert "Không xác minh được chứng thư TLS của a.example: self-signed" in page.text
    assert "xem lúc 09:00 23/11/2026 · lần sau 12:00 23/11/2026" in page.text
    assert "Drafts seen on portals" in (await visitor.opens("/console/portals?lang=en")).text


async def test_an_officer_takes_a_proposal_in_and_nothing_is_published(visitor: Visitor, database: Database) -> None:
    await proposed(database)
    await visitor.signs_in()
    page = await visitor.opens("/console/portals/1")
    assert "ban-do: Tệp nén .rar" in page.text
    assert 'rel="noopener noreferrer nofollow"' in page.html
    done = await visitor.posts(
        "/console/portals/1/take", TYPED | {"closes": "2027-01-10", "field": "moi_truong_tai_nguyen"}
    )
    assert done.goes_to == "/console/drafts/DT1?said=proposal_taken"
    async with database.transaction() as session:
        [draft] = (await session.exec(select(Draft))).all()
    assert (draft.title, draft.stage, draft.closes_on) == ("Tên do cán bộ gõ", Stage.PREPARATION, date(2027, 1, 10))
    assert draft.source_url == "https://a.example/1"
    again = await visitor.opens("/console/portals/1")
    assert "đã được xử lý" in again.text
    assert 'href="/console/drafts/DT1"' in again.html
    assert (await visitor.posts("/console/portals/1/take", TYPED)).status == 400


async def test_what_was_typed_stays_when_something_is_wrong(visitor: Visitor, database: Database) -> None:
    await proposed(database, closes=None)
    await visitor.signs_in()
    for closes, said in (
        ("", "Xin nhập ngày hết hạn"), ("mai", "«mai» không phải ngày"), ("2026-11-01", "đã qua"),
    ):  # fmt: skip
        page = await visitor.posts("/console/portals/1/take", TYPED | {"closes": closes})
        assert (page.status, said in page.text, "Tên do cán bộ gõ" in page.text) == (400, True, True), closes
        assert 'value="quyet-dinh" selected' in page.html
    unread = await visitor.posts("/console/portals/1/take", TYPED | {"closes": "2027-01-10", "file": "2"})
    assert (unread.status, "Không mở được tệp to-trinh.pdf" in unread.text) == (400, True)
    other = await visitor.posts("/console/portals/1/take", TYPED | {"closes": "2027-01-10", "file": "77"})
    assert "không có tệp dự thảo đọc được" in other.text


async def test_a_file_of_a_portal_is_only_ever_a_download(visitor: Visitor, database: Database) -> None:
    await proposed(database)
    await visitor.signs_in()
    answer = await visitor.opens("/console/portals/1/files/1")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''du%20%22thao%22.txt"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert (await visitor.opens("/console/portals/1/files/99")).status == 404
    assert (await visitor.opens("/console/portals/1/files/x")).status == 404


async def test_a_proposal_is_dismissed_for_good(visitor: Visitor, database: Database) -> None:
    await proposed(database)
    await visitor.signs_in()
    done = await visitor.posts("/console/portals/1/dismiss")
    assert done.goes_to == "/console/portals?said=proposal_dismissed"
    assert "Không có đề xuất nào đang chờ" in (await visitor.opens("/console/portals")).text
    async with database.transaction() as session:
        [row] = (await session.exec(select(PortalProposal))).all()
    assert row.state is ProposalState.DISMISSED


async def test_proposals_of_another_agency_are_out_of_reach(visitor: Visitor, database: Database) -> None:
    await proposed(database, agency="so_xd")
    await visitor.signs_in()
    assert "Không có đề xuất nào đang chờ" in (await visitor.opens("/console/portals")).text
    for path in ("/console/portals/1", "/console/portals/1/files/1"):
        assert (await visitor.opens(path)).status == 403
    for act in ("take", "dismiss"):
        assert (await visitor.posts(f"/console/portals/1/{act}", TYPED)).status == 403
    for number in ("99", "x", "9" * 30):
        assert (await visitor.opens(f"/console/portals/{number}")).status == 404
