"""``gopy portal``: descriptions that are wrong, what a check prints, proposals taken in and dismissed by officers."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.cli.portals import _checked
from bot.sandbox.portal import Site, offered_files
from nlp.portals import description
from services.portals import proposals, states
from services.portals.proposals import Found, FoundFile
from services.portals.troubles import PortalTrouble
from storage.db import Database
from tests import factories
from tests.bot.portals.world import announced, described, portal_place
from tests.cli.gopy import CLOSES, Gopy

FILE = """
[[portal]]
name = "lam-giang"
kind = "list"
address = "http://127.0.0.1:9/du-thao"
agency = "so_nnmt"
[portal.list]
item = "li"
"""
MAIL = "can-bo@example.invalid"


def inside(gopy: Gopy, work: Callable[[AsyncSession], Awaitable[object]]) -> None:
    """Does something in the database of the commands."""

    async def run() -> None:
        database = Database(f"sqlite+aiosqlite:///{gopy.database_file}")
        async with database.transaction() as session:
            await work(session)
        await database.close()

    asyncio.run(run())


def described_in(gopy: Gopy, text: str = FILE) -> None:
    """Names a file with this description."""
    gopy.environment["GOPY_PORTALS_FILE"] = str(gopy.write("cong.toml", text))


def proposed(gopy: Gopy) -> None:
    """A portal that proposed two drafts, and an officer."""
    gopy("staff", "add", MAIL, "--role", "officer", "--agency", "so_nnmt")
    [portal] = description.read(
        {"portal": [{"name": "lam-giang", "kind": "feed", "address": "https://a.example/", "agency": "so_nnmt"}]}
    )
    files = (FoundFile("du-thao", "du-thao.txt", factories.DECISION.encode()),)
    found = [Found(f"Dự thảo {n}", f"https://a.example/{n}", None, date.fromisoformat(CLOSES), files) for n in (1, 2)]
    inside(gopy, lambda session: proposals.store(session, portal, found, datetime.now(UTC)))


def test_without_a_file_there_is_nothing_to_list_and_a_wrong_one_is_named_key_by_key(gopy: Gopy) -> None:
    assert gopy("portal", "list", "--json").json == []
    assert gopy("portal", "check", "x").refusal == "Không có cổng nào tên «x» trong mô tả. Các cổng: –."
    described_in(gopy, FILE.replace('item = "li"', 'item = "li["\nitems = "x"'))
    said = gopy("portal", "list")
    assert said.code == 1
    assert said.err.splitlines() == [
        "GOPY_PORTALS_FILE: portal «lam-giang», key «list.item»: «li[» is not a CSS selector that can be read",
        "GOPY_PORTALS_FILE: portal «lam-giang», key «list.items»: Extra inputs are not permitted",
    ]
    described_in(gopy, "[[portal]\n")
    assert "is not TOML" in gopy("portal", "list").refusal
    gopy.environment["GOPY_PORTALS_FILE"] = str(gopy.folder / "khong-co.toml")
    assert "khong-co.toml cannot be read (No such file or directory)" in gopy("portal", "list").refusal
    (gopy.folder / "cong.toml").write_bytes(b"\xff\xfe")
    gopy.environment["GOPY_PORTALS_FILE"] = str(gopy.folder / "cong.toml")
    assert "is not UTF-8" in gopy("portal", "list").refusal


def test_the_command_goes_to_no_address_of_this_machine(gopy: Gopy) -> None:
    described_in(gopy)
    said = gopy("portal", "check", "lam-giang", "--json")
    assert said.code == 1
    assert "127.0.0.1 dẫn tới địa chỉ nội bộ" in said.out
    assert "dẫn tới địa chỉ nội bộ" in gopy("portal", "check").err


async def test_a_check_shows_what_the_description_finds_and_stores_nothing() -> None:
    days = {"posted": datetime.now(UTC).date(), "closes": date(2999, 1, 1)}
    site = Site([announced(number, "Dự thảo", *offered_files(), **days) for number in range(1, 6)], gone={2})
    async with portal_place(site) as place:
        row = await _checked(place.fetcher, described(place.base))
        paths = place.site.paths()
    assert (row["portal"], row["seen"], row["trouble"], len(row["entries"])) == ("lam-giang", 5, "", 5)
    assert [len(entry["files"]) for entry in row["entries"]] == [3, 0, 3, 0, 0]
    assert row["entries"][0]["files"][0]["role"] == "du-thao"
    assert "404" in row["entries"][1]["trouble"]
    assert [path for path in paths if path.startswith("/tep")] == []


def test_the_state_of_each_portal_is_told(gopy: Gopy) -> None:
    described_in(gopy)
    gopy("db", "upgrade")
    [portal] = description.read({"portal": [{"name": "lam-giang", "kind": "feed", "address": "https://a.example/"}]})

    async def failed(session: AsyncSession) -> None:
        await states.claim(session, portal, datetime.now(UTC))
        await states.went_wrong(session, portal, PortalTrouble("wall"), datetime.now(UTC))

    inside(gopy, failed)
    [row] = gopy("portal", "list", "--json").json
    assert (row["portal"], row["failures"], "tường cookie" in row["trouble"]) == ("lam-giang", 1, True)
    said = gopy("portal", "list")
    assert "http://127.0.0.1:9/du-thao" in said.out
    assert "tường cookie" in said.err


def test_a_proposal_is_taken_in_or_dismissed_by_an_officer(gopy: Gopy) -> None:
    proposed(gopy)
    second, first = gopy("portal", "proposals", "--json").json
    assert (first["id"], first["title"], first["closes"]) == (1, "Dự thảo 1", CLOSES)
    assert first["files"] == [
        {"id": 1, "role": "du-thao", "name": "du-thao.txt", "bytes": len(factories.DECISION.encode())}
    ]
    assert "[du-thao] du-thao.txt" in gopy("portal", "proposals").out
    assert gopy("portal", "take", 1, "--by", MAIL, "--json").json == {"proposal": 1, "code": "DT1"}
    [draft] = gopy("draft", "list", "--json").json
    assert (draft["title"], draft["stage"], draft["kind"]) == ("Dự thảo 1", "preparation", "quyet-dinh")
    assert "đã được xử lý" in gopy("portal", "take", 1, "--by", MAIL).refusal
    assert "Đã bỏ qua đề xuất số 2" in gopy("portal", "dismiss", second["id"], "--by", MAIL).out
    assert gopy("portal", "proposals", "--json").json == []
    assert "Không có tài khoản" in gopy("portal", "dismiss", 2, "--by", "ai@example.invalid").refusal


def test_the_doctor_tells_how_portals_are(gopy: Gopy) -> None:
    def told() -> tuple[str, str]:
        checks = {check["name"]: check for check in json.loads(gopy("doctor", "--json").out)["checks"]}
        return checks["portals"]["status"], checks["portals"]["result"]

    described_in(gopy, "[[portal]]\n")
    gopy("db", "upgrade")
    assert told()[0] == "fail"
    described_in(gopy)
    assert told() == ("warn", "Đã lâu không ai xem các cổng: lam-giang")
    proposed(gopy)
    [portal] = description.read({"portal": [{"name": "lam-giang", "kind": "feed", "address": "https://a.example/"}]})

    async def looked(session: AsyncSession) -> None:
        await states.claim(session, portal, datetime.now(UTC))
        await states.went_well(session, portal, states.Validators(), datetime.now(UTC))

    async def failed(session: AsyncSession) -> None:
        for _ in range(3):
            await states.went_wrong(session, portal, PortalTrouble("wall"), datetime.now(UTC))

    inside(gopy, looked)
    assert told() == ("ok", "Xem được 1 cổng thông tin, 2 đề xuất đang chờ")
    inside(gopy, failed)
    assert told() == ("warn", "Các cổng không xem được: lam-giang")
