"""A look at a pretended portal over real HTTP: entries, details, files, what stops it and what only troubles it."""

import io
from datetime import date, datetime

import pytest
from docx import Document

from bot.portals.looking import Look, look
from bot.sandbox.portal import Offered, Site, offered_files
from nlp.portals.description import Portal
from services.i18n import translator
from services.portals.proposals import Found, Known, hash_of
from services.portals.states import Validators
from services.portals.troubles import say
from tests.bot.portals.world import Place, announced, described, portal_place


async def looked(
    place: Place,
    portal: Portal,
    now: datetime,
    known: dict[str, Known] | None = None,
    validators: Validators | None = None,
) -> tuple[Look, list[Found]]:
    """How a look went, and what it handed over."""
    found: list[Found] = []

    async def keep(one: Found) -> None:
        found.append(one)

    done = await look(place.fetcher, portal, known or {}, validators or Validators(), now, keep)
    return done, found


async def test_a_draft_comes_with_its_days_its_files_in_their_roles_and_what_nobody_can_read(now: datetime) -> None:
    async with portal_place(Site([announced(7, "Dự thảo Quyết định về nước dưới đất", *offered_files())])) as place:
        done, [found] = await looked(place, described(place.base), now)
        assert (done.trouble, done.complete, done.seen) == (None, True, 1)
    assert (found.title, found.link) == ("Dự thảo Quyết định về nước dưới đất", f"{place.base}/du-thao/7")
    assert (found.posted_on, found.closes_on) == (date(2026, 11, 20), date(2026, 12, 20))
    assert [(file.role, file.name, file.content[:2]) for file in found.files] == [
        ("du-thao", "quyet-dinh-nuoc-duoi-dat.docx", b"PK"),
        ("to-trinh", "to-trinh-nuoc-duoi-dat.docx", b"PK"),
    ]
    [packed] = found.troubles
    assert say(packed, translator("vi")) == (
        "ban-do-vung-han-che: Tệp nén .rar: xin tải về, tự giải nén rồi nhập bằng tay."
    )
    assert place.site.complaints == []


async def test_a_feed_is_read_too_and_its_moments_are_days_in_vietnam(now: datetime) -> None:
    site = Site([announced(1, posted=date(2026, 11, 20), closes=None), announced(2, "Hội nghị", closes=None)])
    async with portal_place(site) as place:
        portal = described(place.base, kind="feed", address=f"{place.base}/nguon.rss", list=None, keep=["dự thảo"])
        _, found = await looked(place, portal, now)
    assert [(one.link, one.posted_on, one.closes_on) for one in found] == [
        (f"{place.base}/du-thao/1", date(2026, 11, 20), None)
    ]


async def test_a_list_that_did_not_change_costs_one_request(now: datetime) -> None:
    async with portal_place(Site([announced()])) as place:
        first, _ = await looked(place, described(place.base), now)
        before = len(place.site.visits)
        again, found = await looked(place, described(place.base), now, validators=first.validators)
        assert (again.modified, again.trouble, found) == (False, None, [])
        assert place.site.paths()[before:] == ["/du-thao"]


async def test_closed_and_old_drafts_are_passed_over_and_decided_ones_not_asked_for(now: datetime) -> None:
    site = Site([
        announced(1, closes=date(2026, 11, 22)),
        announced(2, posted=date(2026, 3, 1), closes=None),
        announced(3, closes=date(2026, 11, 23)),
        announced(4),
    ])  # fmt: skip
    async with portal_place(site) as place:
        known = {hash_of(f"{place.base}/du-thao/4"): Known(waiting=False)}
        done, found = await looked(place, described(place.base), now, known)
    assert (done.seen, [one.link[-1] for one in found]) == (4, ["3"])
    assert "/du-thao/4" not in place.site.paths()


async def test_of_a_waiting_draft_only_new_files_are_fetched(now: datetime) -> None:
    one, other, packed = offered_files()
    async with portal_place(Site([announced(1, "Dự thảo", one, other, packed)])) as place:
        known = {
            hash_of(f"{place.base}/du-thao/1"): Known(
                waiting=True, names=frozenset({one.name, "ban-do-vung-han-che", "cu.pdf"})
            )
        }
        _, [found] = await looked(place, described(place.base), now, known)
    assert [file.name for file in found.files] == [other.name]
    assert found.names == {one.name, other.name, "ban-do-vung-han-che"}
    assert [path for path in place.site.paths() if path.startswith("/tep")] == [f"/tep/1/{other.name}"]


@pytest.mark.parametrize(("file", "code", "kept"), [
    (Offered("Dự thảo", "a.pdf", b"<html><body>Xin dang nhap</body></html>", "text/html"), "file_is_page", False),
    (Offered("Dự thảo", "a.zip", b"PK\x05\x06" + bytes(18), "application/zip"), "file_packed", False),
    (Offered("Dự thảo", "a.docx", bytes(100)), "file_empty", False),
    (Offered("Dự thảo", "a.docx", b"\x89PNG\r\n\x1a\n" + bytes(50)), "file_unknown", False),
    (Offered("Dự thảo", "a.pdf", b"%PDF-1.4 hong"), "file_unreadable", True),
    (Offered("Dự thảo", "a.docx", b"x" * (21 * 2**20)), "too_large", False),
])  # fmt: skip
async def test_a_file_that_cannot_be_used_is_named_with_the_reason(
    file: Offered, code: str, kept: bool, now: datetime
) -> None:
    async with portal_place(Site([announced(1, "Dự thảo", file)])) as place:
        done, [found] = await looked(place, described(place.base), now)
    assert done.trouble is None
    assert [trouble.code for trouble in found.troubles] == [code]
    assert bool(found.files) is kept


async def test_a_file_marked_as_secret_is_not_kept(now: datetime) -> None:
    document = Document()
    for line in ("TỐI MẬT", "QUYẾT ĐỊNH", "Điều 1. Phạm vi", "Nội dung."):
        document.add_paragraph(line)
    saved = io.BytesIO()
    document.save(saved)
    async with portal_place(Site([announced(1, "Dự thảo", Offered("Dự thảo", "a.docx", saved.getvalue()))])) as place:
        _, [found] = await looked(place, described(place.base), now)
    assert found.files == []
    [trouble] = found.troubles
    assert (trouble.code, trouble.values["degree"]) == ("file_secret", "TỐI MẬT")


async def test_a_page_of_a_draft_that_is_gone_leaves_the_entry_with_its_trouble(now: datetime) -> None:
    async with portal_place(Site([announced(1), announced(2)], gone={2})) as place:
        done, found = await looked(place, described(place.base), now)
    assert done.trouble is None
    assert [(one.link[-1], [trouble.code for trouble in one.troubles], one.names) for one in found] == [
        ("2", ["status"], None),
        ("1", [], frozenset()),
    ]


async def test_a_wall_and_a_request_to_wait_stop_the_look_at_once(now: datetime) -> None:
    async with portal_place(Site([announced(1), announced(2)], wall=True)) as place:
        done, found = await looked(place, described(place.base), now)
        assert done.trouble is not None
        assert (done.trouble.code, found, done.complete) == ("wall", [], False)
        assert place.site.paths() == ["/robots.txt", "/du-thao"]
        place.site.wall = False
        place.site.halt(900)
        done, found = await looked(place, described(place.base), now)
        assert done.trouble is not None
        assert (done.trouble.code, done.trouble.wait_seconds, found) == ("busy", 900, [])
    assert place.site.complaints == []


async def test_more_new_drafts_than_a_look_takes_follow_at_the_next(now: datetime) -> None:
    site = Site([announced(number) for number in range(1, 24)])
    async with portal_place(site) as place:
        done, found = await looked(place, described(place.base), now)
        assert (done.complete, len(found)) == (False, 20)
        known = {hash_of(one.link): Known(waiting=True) for one in found}
        done, found = await looked(place, described(place.base), now, known)
        assert (done.complete, len(found)) == (True, 20)  # those that wait are looked at as far as a look goes
        assert [one.link.rsplit("/", 1)[-1] for one in found[:3]] == ["3", "2", "1"]


async def test_an_answer_of_the_wrong_type_is_not_read(now: datetime) -> None:
    async with portal_place() as place:
        done, _ = await looked(place, described(place.base, address=f"{place.base}/thu/anh"), now)
        assert done.trouble is not None
        assert (done.trouble.code, done.trouble.values["type"]) == ("wrong_type", "image/png")
