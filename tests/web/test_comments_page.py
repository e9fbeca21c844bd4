"""The console's page of a draft's comments: read, filtered, confirmed, corrected; no slip loses what was ticked."""

import asyncio
import re
from datetime import timedelta

from aiohttp.test_utils import TestClient, TestServer
from sqlmodel import select

from bot import server
from nlp.tagging import AUTO
from services.citizens import Secrets
from services.i18n import translator
from storage.db import Database
from storage.models import AuditEntry, Correction, FeedbackTopic, StaffRole
from tests import factories
from tests.conftest import NOW
from tests.services.review.desk import many, say, topic, withdraw
from tests.web.site import Answer, Visitor, make_site

PAGE = "/console/drafts/DT1/comments"
HOSTILE = 'Phí <script>alert(1)</script> rác "cao" & xấu, gọi 0912 345 678'


async def world(database: Database, secrets: Secrets) -> None:
    """An open draft with one comment of two suggestions, hostile to careless pages."""
    await factories.open_draft(database, NOW)
    async with database.transaction() as session:
        sure = topic("moi_truong_tai_nguyen", AUTO, "rác", HOSTILE)
        await say(session, secrets, NOW, HOSTILE, [sure, topic("thue_phi_hai_quan", words="Phí", text=HOSTILE)])


def hidden(answer: Answer, form: str) -> dict[str, str]:
    """The hidden fields of the first form that is sent to this address; of a repeated name the last."""
    html = answer.html[answer.html.index(f'action="{form}"') :]
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html[: html.index("</form>")])
    return {name: value.replace("&amp;", "&") for name, value in fields}


async def topics(database: Database, comment: int) -> list[str]:
    """The topics a comment has now."""
    async with database.transaction() as session:
        query = select(FeedbackTopic.code).where(FeedbackTopic.feedback_id == comment)
        return sorted((await session.exec(query)).all())


async def test_a_comment_is_shown_safe_masked_with_its_evidence_and_no_author(
    visitor: Visitor, database: Database, secrets: Secrets
) -> None:
    await world(database, secrets)
    await visitor.signs_in()
    page = await visitor.opens(PAGE)
    assert page.status == 200
    assert (
        "<mark>Phí</mark> &lt;script&gt;alert(1)&lt;/script&gt; <mark>rác</mark> &#34;cao&#34; &amp; xấu" in page.html
    )
    assert "[số điện thoại]" in page.text
    assert "0912" not in page.html
    assert "Khoản 2 Điều 2" in page.text
    assert "Môi trường, tài nguyên Chắc chắn vì có các từ: rác" in page.text
    assert "Thuế, phí, lệ phí, hải quan Gợi ý vì có các từ: Phí" in page.text
    assert "1 góp ý 0 đã xem, 1 chưa ai xem" in page.text
    assert "Môi trường, tài nguyên (1)" in page.text
    async with database.transaction() as session:
        from storage.models import Feedback

        [row] = (await session.exec(select(Feedback))).all()
    for secret in (row.pseudonym, row.receipt_hash, row.channel, "telegram"):
        assert secret not in page.html
    english = await visitor.opens(f"{PAGE}?lang=en")
    assert translator("en")("Đúng rồi") in english.text
    assert translator("en")("Đúng rồi") != "Đúng rồi"


async def test_one_press_confirms_and_leads_back_to_the_same_place(
    visitor: Visitor, database: Database, secrets: Secrets
) -> None:
    await world(database, secrets)
    account = await visitor.signs_in()
    view = f"{PAGE}?topic=moi_truong_tai_nguyen&kind=opinion"
    form = hidden(await visitor.opens(view), f"{PAGE}/1/topics")
    shown = form["shown"].split()
    done = await visitor.posts(f"{PAGE}/1/topics", form | {"topic": shown})
    assert (done.status, done.goes_to) == (303, f"{view}&said=topics_kept#c1")
    after = await visitor.opens(done.goes_to)
    assert "Đã lưu chủ đề của góp ý." in after.text
    assert f"{account.email} đã xem lúc 09:00 23/11/2026" in after.text
    assert "1 đã xem, 0 chưa ai xem" in after.text
    async with database.transaction() as session:
        [made] = (await session.exec(select(Correction))).all()
        [entry] = (await session.exec(select(AuditEntry).where(AuditEntry.action == "topics.correct"))).all()
    assert (made.suggested, made.confirmed, made.staff_id) == (sorted(shown), sorted(shown), account.id)
    assert (entry.actor, entry.subject) == (account.email, "DT1")


async def test_a_comment_is_corrected_by_boxes_and_a_list_and_can_be_corrected_again(
    visitor: Visitor, database: Database, secrets: Secrets
) -> None:
    await world(database, secrets)
    await visitor.signs_in()
    form = hidden(await visitor.opens(PAGE), f"{PAGE}/1/topics")
    await visitor.posts(f"{PAGE}/1/topics", form | {"topic": ["thue_phi_hai_quan"], "add": "nong_nghiep"})
    assert await topics(database, 1) == ["nong_nghiep", "thue_phi_hai_quan"]
    page = await visitor.opens(f"{PAGE}?comment=1")
    assert page.html.count('type="checkbox"') == 24
    assert 'value="nong_nghiep" checked' in page.html
    again = hidden(page, f"{PAGE}/1/topics")
    done = await visitor.posts(f"{PAGE}/1/topics", again | {"topic": ["y_te", "dat_dai", "giao_duc"]})
    assert done.goes_to == f"{PAGE}?comment=1&said=topics_kept#c1"
    assert await topics(database, 1) == ["dat_dai", "giao_duc", "y_te"]
    await visitor.posts(f"{PAGE}/1/topics", hidden(await visitor.opens(PAGE), f"{PAGE}/1/topics"))
    assert await topics(database, 1) == []
    assert "Không thuộc lĩnh vực nào." in (await visitor.opens(PAGE)).text


async def test_a_kind_is_set_in_one_press_and_put_back_in_another(
    visitor: Visitor, database: Database, secrets: Secrets
) -> None:
    await world(database, secrets)
    account = await visitor.signs_in()
    press = f"{PAGE}/1/kind"
    page = await visitor.opens(f"{PAGE}?kind=opinion")
    assert 'value="opinion" aria-pressed="true"' in page.html
    old = hidden(page, press)
    done = await visitor.posts(press, old | {"kind": "spam"})
    assert done.goes_to == f"{PAGE}?kind=opinion&said=kind_only_marks"  # it left the list: nothing else is in it
    after = await visitor.opens(f"{PAGE}?said=kind_only_marks")
    assert "góp ý không bị ẩn, vẫn được đếm và trả lời" in after.text
    assert f"{account.email} đặt loại «Quảng cáo» lúc 09:00 23/11/2026" in after.text
    assert "1 góp ý 0 đã xem, 1 chưa ai xem" in after.text  # topics are still to be looked at
    late = await visitor.posts(press, old | {"kind": "question"})
    assert (late.status, "vừa được đổi loại trong lúc ông/bà xem" in late.text) == (400, True)
    odd = await visitor.posts(press, hidden(after, press) | {"kind": "<b>"})
    assert (odd.status, "Không có loại góp ý «<b>»" in odd.text, "«<b>" in odd.html) == (400, True, False)
    assert "Trả lại «Ý kiến»" in after.text
    back = await visitor.posts(press, hidden(after, press) | {"kind": "opinion"})
    assert back.goes_to == f"{PAGE}?said=kind_kept#c1"
    figures = await visitor.opens("/console/corrections?draft=DT1")
    assert "Tuần từ 23/11/2026: chỉ có loại được sửa" in figures.text
    assert "Quảng cáo 0 1 0" in figures.text
    assert "Đổi loại: Ý kiến → Quảng cáo" in figures.text
    assert "Đổi loại: Quảng cáo → Ý kiến" in figures.text
    file = await visitor.opens("/console/corrections.csv?draft=DT1")
    assert "23/11/2026,Loại: Quảng cáo,0,1,0,," in file.html
    for path, status in ((f"{PAGE}/99/kind", 404), ("/console/drafts/DT9/comments/1/kind", 404)):
        assert (await visitor.posts(path, old | {"kind": "spam"})).status == status
    await visitor.signs_in(agency="so_yt", email="b@example.invalid")
    assert (await visitor.posts(press, old | {"kind": "spam"})).status == 403


async def test_a_comment_the_machine_has_not_read_is_corrected_too(
    visitor: Visitor, database: Database, secrets: Secrets
) -> None:
    await factories.open_draft(database, NOW)
    async with database.transaction() as session:
        await say(session, secrets, NOW, "Trạm y tế thiếu bác sĩ", None)
    await visitor.signs_in()
    page = await visitor.opens(PAGE)
    assert "Máy chưa phân loại góp ý này" in page.text
    await visitor.posts(f"{PAGE}/1/topics", hidden(page, f"{PAGE}/1/topics") | {"add": "y_te"})
    await visitor.posts(f"{PAGE}/1/kind", hidden(page, f"{PAGE}/1/kind") | {"kind": "complaint"})
    assert await topics(database, 1) == ["y_te"]
    page = await visitor.opens("/console/corrections")
    assert page.text.count("trước khi máy phân loại") == 3  # each correction, and what is said above the figures
    assert "Đặt loại: Khiếu nại, phản ánh" in page.text


async def test_an_old_form_is_told_so_and_what_was_ticked_stays(
    visitor: Visitor, database: Database, secrets: Secrets
) -> None:
    await world(database, secrets)
    await visitor.signs_in()
    old = hidden(await visitor.opens(PAGE), f"{PAGE}/1/topics")
    await visitor.posts(f"{PAGE}/1/topics", old | {"topic": ["y_te"]})
    late = await visitor.posts(f"{PAGE}/1/topics", old | {"topic": ["moi_truong_tai_nguyen"], "add": "giao_duc"})
    assert late.status == 400
    assert "Góp ý số 1 vừa được sửa chủ đề trong lúc ông/bà xem" in late.text
    assert 'value="moi_truong_tai_nguyen" checked' in late.html
    assert 'value="giao_duc" selected' in late.html
    assert await topics(database, 1) == ["y_te"]
    fresh = hidden(late, f"{PAGE}/1/topics")
    await visitor.posts(f"{PAGE}/1/topics", fresh | {"topic": ["moi_truong_tai_nguyen"], "add": "giao_duc"})
    assert await topics(database, 1) == ["giao_duc", "moi_truong_tai_nguyen"]


async def test_what_cannot_be_kept_is_answered_by_a_sentence(
    visitor: Visitor, database: Database, secrets: Secrets
) -> None:
    await world(database, secrets)
    await factories.open_draft(database, NOW, title="Của sở khác", agency="so_yt")
    await visitor.signs_in()
    form = hidden(await visitor.opens(PAGE), f"{PAGE}/1/topics") | {"topic": ["y_te"]}
    for path, fields, status, sentence in (
        (f"{PAGE}/1/topics", form | {"add": "rac"}, 400, "Không có lĩnh vực «rac»."),
        (f"{PAGE}/1/topics", {}, 400, "vừa được sửa chủ đề"),
        (f"{PAGE}/99/topics", form, 404, "Dự thảo DT1 không có góp ý số 99."),
        (f"{PAGE}/{'9' * 40}/topics", form, 404, "Dự thảo DT1 không có góp ý số 0."),
        (f"{PAGE}/x/topics", form, 404, "Dự thảo DT1 không có góp ý số 0."),
        ("/console/drafts/DT2/comments/1/topics", form, 403, "Dự thảo DT2 thuộc cơ quan khác."),
        ("/console/drafts/DT9/comments/1/topics", form, 404, "Không có dự thảo nào mang mã «DT9»."),
    ):
        answer = await visitor.posts(path, fields)
        assert (answer.status, sentence in answer.text) == (status, True), (path, answer.text)
    async with database.transaction() as session:
        await withdraw(session, 1)
    for back in ("", "comment=1"):
        answer = await visitor.posts(f"{PAGE}/1/topics", form | {"back": back})
        assert (answer.status, "Người gửi đã rút lại góp ý số 1" in answer.text) == (400, True)
    assert await topics(database, 1) == ["moi_truong_tai_nguyen", "thue_phi_hai_quan"]


async def test_a_form_leads_back_to_this_page_only(visitor: Visitor, database: Database, secrets: Secrets) -> None:
    await world(database, secrets)
    await visitor.signs_in()
    form = hidden(await visitor.opens(PAGE), f"{PAGE}/1/topics") | {"topic": ["y_te"]}
    done = await visitor.posts(f"{PAGE}/1/topics", form | {"back": "//evil.example/?x=1&topic=<b>\r\nSet-Cookie: a=b"})
    assert done.goes_to == f"{PAGE}?said=topics_kept#c1"


async def test_a_row_that_leaves_the_list_leads_to_the_next_one(
    visitor: Visitor, database: Database, secrets: Secrets
) -> None:
    await factories.open_draft(database, NOW)
    async with database.transaction() as session:
        await many(session, secrets, NOW, 9)
    await visitor.signs_in()
    form = hidden(await visitor.opens(f"{PAGE}?reviewed=no"), f"{PAGE}/9/topics")
    done = await visitor.posts(f"{PAGE}/9/topics", form | {"topic": form["shown"].split()})
    assert done.goes_to == f"{PAGE}?reviewed=no&said=topics_kept#c8"


async def test_fifty_comments_stand_on_a_page_and_links_lead_on(
    visitor: Visitor, database: Database, secrets: Secrets
) -> None:
    await factories.open_draft(database, NOW)
    async with database.transaction() as session:
        await many(session, secrets, NOW, 53)
        await say(session, secrets, NOW + timedelta(days=1), "chữ " * 2_000, [topic("y_te")])
    await visitor.signs_in()
    first = await visitor.opens(PAGE)
    assert re.findall(r'id="c(\d+)"', first.html) == [str(number) for number in range(54, 4, -1)]
    assert "Đọc toàn văn" in first.text
    older = re.search(r'href="([^"]+)" rel="next"', first.html)
    assert older
    last = await visitor.opens(older[1].replace("&amp;", "&"))
    assert re.findall(r'id="c(\d+)"', last.html) == ["4", "3", "2", "1"]
    assert 'rel="next"' not in last.html
    assert 'rel="prev"' in last.html
    empty = await visitor.opens(f"{PAGE}?before=1-1")
    assert "Không có góp ý nào ở đây." in empty.text


async def test_the_certain_ones_of_a_page_are_confirmed_at_once(
    visitor: Visitor, database: Database, secrets: Secrets
) -> None:
    await factories.open_draft(database, NOW)
    async with database.transaction() as session:
        await many(session, secrets, NOW, 9)
    await visitor.signs_in()
    page = await visitor.opens(f"{PAGE}?article=dieu-2")
    certain = re.findall(r'name="certain" value="([^"]*)"', page.html)
    assert certain == [f"{number} moi_truong_tai_nguyen" for number in (9, 5, 1)]
    sent = {"certain": certain, "back": "article=dieu-2"}
    done = await visitor.posts(f"{PAGE}/certain", sent)
    assert done.goes_to == f"{PAGE}?article=dieu-2&said=topics_confirmed"
    assert "xác nhận cùng các góp ý khác lúc 09:00 23/11/2026" in (await visitor.opens(done.goes_to)).text
    again = await visitor.posts(f"{PAGE}/certain", sent)
    assert again.goes_to == f"{PAGE}?article=dieu-2&said=topics_not_confirmed"
    odd = await visitor.posts(f"{PAGE}/certain", {"certain": ["x", "", "1 <b>", "9" * 30]})
    assert odd.goes_to == f"{PAGE}?said=topics_not_confirmed"
    crowd = await visitor.posts(f"{PAGE}/certain", {"certain": [f"{number} y_te" for number in range(300)]})
    assert (crowd.status, "mỗi lần chỉ xác nhận được 200" in crowd.text) == (400, True)


async def test_comments_of_another_agency_are_out_of_reach(
    visitor: Visitor, database: Database, secrets: Secrets
) -> None:
    await world(database, secrets)
    await visitor.signs_in(agency="so_yt")
    for path in (PAGE, f"{PAGE}?comment=1", "/console/corrections?draft=DT1", "/console/corrections.csv?draft=DT1"):
        answer = await visitor.opens(path)
        assert (answer.status, "thuộc cơ quan khác" in answer.text) == (403, True), path
        assert "rác" not in answer.text
    assert (await visitor.posts(f"{PAGE}/certain", {"certain": "1 y_te"})).status == 403
    await visitor.signs_in(StaffRole.ADMIN, agency="vp", email="qt@example.invalid")
    assert (await visitor.opens(PAGE)).status == 200


async def test_the_figures_say_what_was_right_and_who_corrected_what(
    visitor: Visitor, database: Database, secrets: Secrets
) -> None:
    await world(database, secrets)
    account = await visitor.signs_in()
    empty = await visitor.opens("/console/corrections")
    assert "Chưa có góp ý nào được xem" in empty.text
    assert "Máy chưa học lần nào." in empty.text
    form = hidden(await visitor.opens(PAGE), f"{PAGE}/1/topics")
    await visitor.posts(f"{PAGE}/1/topics", form | {"topic": ["moi_truong_tai_nguyen"], "add": "y_te"})
    page = await visitor.opens("/console/corrections?draft=DT1")
    assert "Tuần từ 23/11/2026: gợi ý đúng 1 trong 2" in page.text
    assert "Môi trường, tài nguyên 1 1 1 trong 1 (100%) 1 trong 1 (100%)" in page.text
    assert "Thuế, phí, lệ phí, hải quan 1 0 0 trong 1 (0%) –" in page.text
    assert f"DT1, góp ý 1 {account.email}, 09:00 23/11/2026" in page.text
    assert "Giữ: Môi trường, tài nguyên Bỏ: Thuế, phí, lệ phí, hải quan Thêm: Y tế, dược, thực phẩm" in page.text
    file = await visitor.opens("/console/corrections.csv?draft=DT1")
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert file.headers["Content-Disposition"] == 'attachment; filename="chu-de-theo-tuan-DT1.csv"'
    assert '23/11/2026,"Môi trường, tài nguyên",1,1,1,100%,100%' in file.html


async def test_the_figures_say_why_learning_was_refused(visitor: Visitor, database: Database) -> None:
    from nlp.learning.model import Learning
    from services import corrections

    await visitor.signs_in()
    async with database.transaction() as session:
        await corrections.keep(session, b"model", Learning(60, 0.81, 0.75), NOW)
    kept = await visitor.opens("/console/corrections")
    assert "Được dùng Lần học gần nhất: 09:00 23/11/2026, từ 60 góp ý đã được xem" in kept.text
    assert "trước 75%, sau 81%" in kept.text
    async with database.transaction() as session:
        await corrections.keep(session, b"", Learning(80, 0.7, 0.81, accepted=False, reason="no_gain"), NOW)
    refused = await visitor.opens("/console/corrections")
    assert "Học lại không cho kết quả tốt hơn rõ rệt trên phần để riêng" in refused.text
    assert "Đang dùng kết quả học lúc 09:00 23/11/2026, từ 60 góp ý." in refused.text


async def test_the_pages_of_a_draft_lead_to_its_comments(
    visitor: Visitor, database: Database, secrets: Secrets
) -> None:
    await world(database, secrets)
    await visitor.signs_in()
    for path in ("/console/drafts/DT1", "/console/"):
        assert f'href="{PAGE}"' in (await visitor.opens(path)).html
    assert 'href="/console/corrections?draft=DT1"' in (await visitor.opens("/console/drafts/DT1")).html


async def test_reading_the_desk_waits_for_no_writer(sqlite_database: Database, secrets: Secrets) -> None:
    await world(sqlite_database, secrets)
    async with TestClient(TestServer(server.make(make_site(sqlite_database, secrets), []))) as client:
        visitor = Visitor(client, sqlite_database, secrets)
        await visitor.signs_in()
        async with asyncio.timeout(60), sqlite_database.transaction() as session:
            await say(session, secrets, NOW, "Đang được ghi")
            for path in (PAGE, f"{PAGE}?topic=y_te", "/console/corrections", "/console/drafts/DT1/groups"):
                page = await visitor.opens(path)
                assert (page.status, "Đang được ghi" in page.text) == (200, False), path
        assert "Đang được ghi" in (await visitor.opens(PAGE)).text
