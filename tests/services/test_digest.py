"""A digest counts what was said: hand-counted small sets in, the same numbers out, on both databases."""

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from nlp.text import distinct_key
from services import digests
from services.clock import VIETNAM
from services.digests import Digest, Share
from services.drafts import library
from storage.db import Database
from storage.models import Draft, Feedback, FeedbackStatus, FeedbackTopic, Stance
from storage.queries.digest import Numbers
from storage.types import key
from tests import factories

CLAUSE = "dieu-2/khoan-2"


@dataclass(frozen=True)
class Said:
    """One comment of a small world; ``topics`` are (code, band) pairs, None means not tagged yet."""

    who: str
    text: str
    stance: Stance = Stance.AMEND
    path: str | None = CLAUSE
    at: datetime = datetime(2026, 11, 20, 10, 0, tzinfo=VIETNAM)
    topics: tuple[tuple[str, str], ...] | None = ()
    kind: str = "opinion"
    wording: str = ""
    late: bool = False
    withdrawn: bool = False


async def write(session: AsyncSession, draft: Draft, *said: Said) -> None:
    """Stores comments as they would lie there after tagging."""
    version = await library.version_of(session, draft)
    for number, each in enumerate(said):
        feedback = Feedback(
            receipt_hash=f"receipt-{draft.id}-{number}",
            draft_id=key(draft.id),
            version_id=key(version.id),
            path=each.path,
            pseudonym=each.who,
            stance=each.stance,
            text=each.text,
            wording=each.wording,
            text_key=hashlib.sha256(distinct_key(each.text).encode()).hexdigest(),
            language="vi",
            channel="telegram",
            late=each.late,
            status=FeedbackStatus.WITHDRAWN if each.withdrawn else FeedbackStatus.RECEIVED,
            kind="" if each.topics is None else each.kind,
            created_at=each.at,
            tagged_at=None if each.topics is None else each.at,
        )
        session.add(feedback)
        await session.flush()
        for code, band in each.topics or ():
            session.add(FeedbackTopic(feedback_id=key(feedback.id), code=code, score=0.5, band=band))
    await session.flush()


async def digest_of(
    database: Database, now: datetime, *said: Said, since: datetime | None = None, until: datetime | None = None
) -> Digest:
    """The digest of a fresh draft on which just this was said."""
    draft = await factories.open_draft(database, now)
    async with database.transaction() as session:
        await write(session, draft, *said)
    async with database.transaction() as session:
        return await digests.make(session, draft, since, until, now)


async def test_people_messages_and_distinct_texts_are_three_different_numbers(
    database: Database, now: datetime
) -> None:
    digest = await digest_of(
        database,
        now,
        Said("an", "Mức thu cao quá"),
        Said("an", "Nên giảm một nửa"),
        Said("binh", "mức thu CAO quá!!!"),
    )
    assert digest.numbers == Numbers(people=2, messages=3, texts=2)


async def test_withdrawn_comments_are_counted_only_as_withdrawn(database: Database, now: datetime) -> None:
    digest = await digest_of(
        database,
        now,
        Said("an", "Mức thu cao quá", topics=(("moi_truong_tai_nguyen", "auto"),)),
        Said("binh", "Tôi rút ý này", Stance.OPPOSE, topics=(("dat_dai", "auto"),), withdrawn=True),
    )
    assert (digest.numbers, digest.withdrawn) == (Numbers(1, 1, 1), 1)
    assert [topic.code for topic in digest.topics] == ["moi_truong_tai_nguyen"]
    assert [sample.text for sample in digest.samples] == ["Mức thu cao quá"]


async def test_late_and_untagged_comments_are_counted_and_said(database: Database, now: datetime) -> None:
    digest = await digest_of(
        database, now, Said("an", "Một"), Said("binh", "Hai", late=True), Said("chi", "Ba", topics=None, late=True)
    )
    assert (digest.numbers.messages, digest.late, digest.untagged) == (3, 2, 1)


async def test_provisions_stand_in_reading_order_with_their_names_and_stances(
    database: Database, now: datetime
) -> None:
    digest = await digest_of(
        database,
        now,
        Said("an", "Hiệu lực sớm quá", Stance.UNCLEAR, "dieu-3"),
        Said("an", "Sáu mươi nghìn là cao", Stance.OPPOSE),
        Said("binh", "Đồng tình", Stance.AGREE),
        Said("chi", "đồng tình", Stance.AGREE),
        Said("an", "Dự thảo hợp lý", Stance.AGREE, None),
    )
    whole, clause, last = digest.provisions
    assert (whole.path, whole.label) == (None, "")
    assert (clause.path, clause.label, clause.numbers) == (CLAUSE, "khoản 2 Điều 2", Numbers(3, 3, 2))
    assert clause.stances == {Stance.AGREE: Numbers(2, 2, 1), Stance.OPPOSE: Numbers(1, 1, 1)}
    assert (last.label, last.heading) == ("Điều 3", "Hiệu lực thi hành")


async def test_a_provision_no_version_has_is_called_by_its_path(database: Database, now: datetime) -> None:
    digest = await digest_of(database, now, Said("an", "Ở đâu?", path="dieu-99"), Said("an", "Ở đây"))
    assert [part.label for part in digest.provisions] == ["khoản 2 Điều 2", "dieu-99"]


async def test_many_copies_do_not_make_a_provision_hot(database: Database, now: datetime) -> None:
    copies = [Said(f"nguoi-{n}", "Ủng hộ", Stance.AGREE, "dieu-1") for n in range(5)]
    digest = await digest_of(database, now, *copies, Said("an", "Giảm mức thu"), Said("binh", "Miễn cho hộ nghèo"))
    assert [part.path for part in digest.hot(1)] == [CLAUSE]


async def test_topics_carry_their_bands_and_a_share_from_sure_to_possible(database: Database, now: datetime) -> None:
    waste, land = "moi_truong_tai_nguyen", "dat_dai"
    digest = await digest_of(
        database,
        now,
        Said("an", "Một", topics=((waste, "auto"), (land, "unsure"))),
        Said("an", "Hai", topics=((waste, "suggest"),)),
        Said("binh", "Ba", topics=((waste, "auto"),)),
        Said("binh", "Bốn", topics=()),
        Said("chi", "Năm", topics=None),
    )
    first, second = digest.topics
    assert (first.code, first.name, first.numbers) == (waste, "Môi trường, tài nguyên", Numbers(2, 3, 3))
    assert first.bands == {"auto": Numbers(2, 2, 2), "suggest": Numbers(1, 1, 1)}
    assert first.share == Share(0.5, 0.75)  # of four tagged messages, two surely and three possibly
    assert (second.code, second.share) == (land, Share(0.0, 0.25))


async def test_kinds_are_counted_where_the_tagger_spoke(database: Database, now: datetime) -> None:
    digest = await digest_of(
        database,
        now,
        Said("an", "Một"),
        Said("an", "Hai"),
        Said("an", "Ba?", kind="question"),
        Said("an", "Bốn", topics=None),
    )
    assert [(row.kind, row.numbers.messages) for row in digest.kinds] == [("opinion", 2), ("question", 1)]


async def test_days_are_those_of_the_calendar_in_vietnam(database: Database, now: datetime) -> None:
    midnight = datetime(2026, 11, 20, 0, 0, tzinfo=VIETNAM)
    digest = await digest_of(
        database,
        now,
        Said("an", "Trước nửa đêm", at=midnight - timedelta(milliseconds=1)),
        Said("an", "Đúng nửa đêm", at=midnight),
        Said("binh", "Sáng sớm", at=midnight + timedelta(hours=6, minutes=59)),
        Said("binh", "Trước nửa đêm sau", at=midnight + timedelta(hours=23, seconds=3599, milliseconds=999)),
    )
    assert [(row.day, row.numbers.people, row.numbers.messages) for row in digest.days] == [
        (date(2026, 11, 19), 1, 1),
        (date(2026, 11, 20), 2, 3),
    ]


async def test_a_period_begins_with_its_first_moment_and_ends_before_its_last(
    database: Database, now: datetime
) -> None:
    start, end = datetime(2026, 11, 10, tzinfo=VIETNAM), datetime(2026, 11, 17, tzinfo=VIETNAM)
    moments = (start - timedelta(seconds=1), start, end - timedelta(seconds=1), end)
    said = [Said("an", f"Ý {n}", at=at, withdrawn=n == 1) for n, at in enumerate(moments)]
    digest = await digest_of(database, now, *said, since=start, until=end)
    assert (digest.numbers.messages, digest.withdrawn) == (1, 1)
    assert [sample.text for sample in digest.samples] == ["Ý 2"]


async def test_another_drafts_comments_stay_out(database: Database, now: datetime) -> None:
    other = await factories.open_draft(database, now)
    async with database.transaction() as session:
        await write(session, other, Said("an", "Ý về dự thảo khác"))
    digest = await digest_of(database, now, Said("an", "Ý về dự thảo này"))
    assert digest.numbers == Numbers(1, 1, 1)


async def test_samples_hold_the_most_repeated_words_and_the_rarest_stance(database: Database, now: datetime) -> None:
    digest = await digest_of(
        database,
        now,
        Said("an", "Nên giảm mức thu"),
        Said("binh", "nên giảm mức thu."),
        Said("chi", "Nên thu theo quý"),
        Said("dung", "Nên thu theo khối lượng"),
        Said("em", "Không thu hộ mới mở", Stance.OPPOSE),
    )
    assert [(sample.text, sample.messages, sample.rare) for sample in digest.samples] == [
        ("Nên giảm mức thu", 2, False),
        ("Không thu hộ mới mở", 1, True),
        ("Nên thu theo quý", 1, False),
    ]


async def test_samples_of_the_whole_draft_are_taken_too(database: Database, now: datetime) -> None:
    digest = await digest_of(database, now, Said("an", "Dự thảo cần thiết", Stance.AGREE, None))
    assert [(sample.path, sample.text, sample.rare) for sample in digest.samples] == [
        (None, "Dự thảo cần thiết", False)
    ]


async def test_samples_are_masked(database: Database, now: datetime) -> None:
    digest = await digest_of(database, now, Said("an", "Xin gọi tôi theo số 0912 345 678 để trao đổi"))
    assert digest.samples[0].text == "Xin gọi tôi theo số [số điện thoại] để trao đổi"


@pytest.mark.parametrize("before", range(1990, 2210, 7))
def test_a_number_split_by_the_cut_of_a_long_sample_is_not_shown(before: int) -> None:
    said = ("dài " * 1000)[:before] + " 0912345678 " + "dài " * 100
    excerpt = digests._excerpt(said)
    assert len(excerpt) < 2100
    assert "0912" not in excerpt


async def test_an_empty_draft_has_an_empty_digest(database: Database, now: datetime) -> None:
    digest = await digest_of(database, now)
    assert (digest.numbers, digest.provisions, digest.topics, digest.samples) == (Numbers(), (), (), ())
    told = "\n".join(paragraph.text for paragraph in digests.text(digest, "vi"))
    assert "Chưa có góp ý nào trong thời gian này." in told


async def test_the_chat_text_says_the_three_numbers_and_what_is_left_out(database: Database, now: datetime) -> None:
    digest = await digest_of(
        database,
        now,
        Said("an", "Mức thu cao quá", Stance.OPPOSE, topics=(("moi_truong_tai_nguyen", "auto"),)),
        Said("binh", "mức thu cao quá", Stance.OPPOSE, late=True),
        Said("chi", "Bỏ khoản này", Stance.OPPOSE, withdrawn=True),
    )
    title, name, head, hot, topics, quote = digests.text(digest, "vi")
    assert (title.text, title.style) == (f"Tổng hợp góp ý {digest.code}", "title")
    assert name.text == "Quyết định về mức hỗ trợ thu gom rác thải nông thôn"
    assert head.text.split("\n") == [
        "Từ đầu đến 09:00 23/11/2026",
        "Người: 2 · Góp ý: 2 · Nội dung khác nhau: 1",
        "Gửi sau hạn: 1",
        "Người gửi đã rút lại (không tính): 1",
    ]
    assert hot.text.endswith("• Khoản 2 Điều 2: 2 · 2 · 1 (không đồng ý 2)")
    assert topics.text.endswith("• Môi trường, tài nguyên: 1 · 1 · 1")
    assert (quote.text, quote.style) == ("Khoản 2 Điều 2, không đồng ý: «Mức thu cao quá»", "quote")


async def test_the_chat_text_fits_a_phone_whatever_was_said(database: Database, now: datetime) -> None:
    paths = (None, "dieu-1", "dieu-2", CLAUSE, f"{CLAUSE}/diem-b", "dieu-3")
    said = [
        Said(f"nguoi-{number}", f"Ý kiến rất dài số {number} " * 60, stance, path)
        for number, (path, stance) in enumerate((path, stance) for path in paths for stance in Stance)
    ]
    digest = await digest_of(database, now, *said)
    assert sum(len(paragraph.text) + 2 for paragraph in digests.text(digest, "vi")) <= digests.TEXT_LIMIT + 2


async def test_no_rate_of_agreement_and_no_author_is_in_a_digest(database: Database, now: datetime) -> None:
    digest = await digest_of(database, now, Said("but-danh-cua-an", "Đồng ý", Stance.AGREE))
    told = json.dumps(dataclasses.asdict(digest), default=str, ensure_ascii=False)
    assert "but-danh-cua-an" not in told
    names = {field.name for field in dataclasses.fields(Digest)}
    assert not {name for name in names if "approv" in name or "percent" in name or "agree" in name or "stance" in name}
