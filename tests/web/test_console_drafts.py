"""The officer's list, the page of a draft, publishing with the number of people told, and closing."""

from storage.db import Database
from storage.models import Draft, StaffRole, Stage
from tests import factories
from tests.conftest import NOW
from tests.services.people import follower
from tests.web.site import Visitor


async def stored(database: Database) -> Draft:
    """A draft in preparation."""
    async with database.transaction() as session:
        return await factories.draft(session, NOW)


async def stage_of(database: Database, draft: Draft) -> Stage:
    """Where the draft stands now."""
    async with database.transaction() as session:
        found = await session.get(Draft, draft.id)
        assert found is not None
        return found.stage


async def test_an_officer_sees_the_drafts_of_his_agency_and_an_admin_all(visitor: Visitor, database: Database) -> None:
    await visitor.signs_in()
    assert "Chưa có dự thảo nào" in (await visitor.opens("/console/")).text
    async with database.transaction() as session:
        await factories.draft(session, NOW)
        await factories.draft(session, NOW, agency="so_xd", title="Quyết định về hè phố")
    page = await visitor.opens("/console/")
    assert "thu gom rác thải" in page.text
    assert "hè phố" not in page.text
    await visitor.signs_in(StaffRole.ADMIN, agency="vp_ubnd", email="quan-tri@example.invalid")
    assert "hè phố" in (await visitor.opens("/console/")).text


async def test_the_page_of_a_draft_leads_to_what_is_to_be_done(visitor: Visitor, database: Database) -> None:
    draft = await stored(database)
    await visitor.signs_in()
    page = await visitor.opens(f"/console/drafts/{draft.code}")
    assert "Đang chuẩn bị" in page.text
    for way in ("outline", "dossier", "card", "publish"):
        assert f"/console/drafts/{draft.code}/{way}" in page.html


async def test_publishing_shows_the_number_of_people_first_and_then_tells_them(
    visitor: Visitor, database: Database
) -> None:
    draft = await stored(database)
    async with database.transaction() as session:
        for address in ("1001", "1002"):
            await follower(session, address, visitor.secrets, NOW)
    await visitor.signs_in()
    page = await visitor.opens(f"/console/drafts/{draft.code}/publish")
    assert "Công bố và gửi cho 2 người" in page.text
    assert "Có dự thảo mới đang lấy ý kiến" in page.text
    assert await stage_of(database, draft) is Stage.PREPARATION  # looking changes nothing
    done = await visitor.posts(f"/console/drafts/{draft.code}/publish")
    assert done.goes_to == f"/console/drafts/{draft.code}?said=published"
    assert await stage_of(database, draft) is Stage.OPEN
    assert draft.title in (await visitor.opens("/")).text
    again = await visitor.posts(f"/console/drafts/{draft.code}/publish")
    assert (again.status, "đã được công bố" in again.text) == (400, True)
    assert (await visitor.posts(f"/console/drafts/{draft.code}/close")).goes_to.endswith("said=closed")
    assert await stage_of(database, draft) is Stage.CLOSED


async def test_a_title_with_markup_stays_text(visitor: Visitor, database: Database) -> None:
    async with database.transaction() as session:
        await factories.draft(session, NOW, title="<img src=x onerror=alert(1)> & 'hai' \"ba\"")
    await visitor.signs_in()
    for path in ("/console/", "/console/drafts/DT1", "/console/drafts/DT1/publish"):
        assert "<img" not in (await visitor.opens(path)).html
