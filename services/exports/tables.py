"""The tables of a digest in the reader's language, as plain rows; how they look in a file is each format's business."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.clock import show_day, show_moment
from services.digests import Digest, Share
from services.exports import words
from services.exports.comments import Comment
from services.i18n import Translate
from storage.models import Stance
from storage.queries.digest import Numbers

Cell = str | int


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; ``widths`` are those of the columns, in characters."""

    title: str
    header: tuple[str, ...]
    widths: tuple[int, ...]
    rows: Sequence[tuple[Cell, ...]]


def summary(digest: Digest, language: str, t: Translate) -> Table:
    """What was counted and how much, a line each."""
    rows: list[tuple[Cell, ...]] = [
        (t("Mã dự thảo"), digest.code),
        (t("Tên dự thảo"), digest.title),
        (t("Cơ quan soạn thảo"), agency(digest, language)),
        (t("Thời gian tổng hợp"), words.period(digest.since, digest.until, digest.made_at, t)),
        (t("Lập lúc"), show_moment(digest.made_at)),
        *zip(words.number_names(t), _three(digest.numbers), strict=True),
        (t("Gửi sau hạn"), digest.late),
        (t("Chưa phân loại"), digest.untagged),
        (t("Người gửi đã rút lại (không tính)"), digest.withdrawn),
    ]
    return Table(t("Tổng hợp"), (t("Mục"), t("Giá trị")), (34, 80), rows)


def provisions(digest: Digest, t: Translate) -> Table:
    """One row a provision in reading order, stances counted in messages."""
    names = words.stances(t)
    return Table(
        t("Theo điều khoản"),
        (t("Điều khoản"), t("Tiêu đề"), *words.number_names(t), *names.values()),
        (28, 48, 11, 11, 14, *(13 for _ in names)),
        [
            (
                words.place(part.label, t),
                part.heading,
                *_three(part.numbers),
                *(part.stances.get(stance, Numbers()).messages for stance in Stance),
            )
            for part in digest.provisions
        ],
    )


def topics(digest: Digest, language: str, t: Translate) -> Table:
    """One row a topic with the share of tagged messages: from sure suggestions only to all of them."""
    bands = words.bands(t)
    return Table(
        t("Theo lĩnh vực"),
        (t("Lĩnh vực"), *words.number_names(t), *bands.values(), t("Tỷ lệ trong số đã phân loại")),
        (44, 11, 11, 14, 13, 13, 13, 18),
        [
            (
                topic.name_en if language == "en" else topic.name,
                *_three(topic.numbers),
                *(topic.bands.get(band, Numbers()).messages for band in bands),
                share(topic.share),
            )
            for topic in digest.topics
        ],
    )


def days(digest: Digest, t: Translate) -> Table:
    """One row a day on which something came."""
    rows = [(show_day(row.day), *_three(row.numbers)) for row in digest.days]
    return Table(t("Theo ngày"), (t("Ngày"), *words.number_names(t)), (14, 11, 11, 14), rows)


def kinds(digest: Digest, t: Translate) -> Table:
    """One row a kind of comment, as the tagger suggests it."""
    rows = [(words.kind(row.kind, t), *_three(row.numbers)) for row in digest.kinds]
    return Table(t("Theo loại"), (t("Loại (máy gợi ý, cán bộ sửa)"), *words.number_names(t)), (28, 11, 11, 14), rows)


def comments(listed: Sequence[Comment], language: str, t: Translate) -> Table:
    """One row a comment, its texts as they are in ``listed``."""
    names = words.stances(t)
    header = (t("STT"), t("Ngày"), t("Điều khoản"), t("Ý muốn"), t("Nội dung góp ý"), t("Câu chữ đề xuất"))
    return Table(
        t("Danh sách góp ý"),
        (*header, t("Lĩnh vực"), t("Loại (máy gợi ý, cán bộ sửa)"), t("Sau hạn")),
        (7, 12, 26, 15, 80, 50, 32, 20, 10),
        [
            (
                each.number,
                show_day(each.day),
                words.place(each.place, t),
                names[each.stance],
                each.text,
                each.wording,
                "; ".join(words.topic(code, language) for code in each.topics),
                words.kind(each.kind, t),
                t("Có") if each.late else "",
            )
            for each in listed
        ],
    )


def agency(digest: Digest, language: str) -> str:
    """The drafting agency's name in the reader's language."""
    return digest.agency_en if language == "en" else digest.agency


def share(found: Share) -> str:
    """A share as people read it.

    >>> share(Share(0.5, 0.63)), share(Share(0.5, 0.5))
    ('50–63%', '50%')
    """
    low, high = (f"{100 * part:.0f}" for part in (found.low, found.high))
    return f"{low}%" if low == high else f"{low}–{high}%"


def _three(found: Numbers) -> tuple[int, int, int]:
    return found.people, found.messages, found.texts
