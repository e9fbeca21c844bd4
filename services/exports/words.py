"""Names that every form of a digest shares: stances, kinds, bands, the three numbers, the period; no layout."""

from collections.abc import Mapping
from datetime import datetime

from nlp.fields import FIELDS
from services.clock import show_moment
from services.i18n import Translate
from storage.models import Stance
from storage.queries.digest import Numbers


def stances(t: Translate) -> Mapping[Stance, str]:
    """What people chose, in the order in which it is shown."""
    return {
        Stance.AGREE: t("Đồng ý"),
        Stance.AMEND: t("Đề nghị sửa"),
        Stance.OPPOSE: t("Không đồng ý"),
        Stance.UNCLEAR: t("Chưa rõ"),
        Stance.QUESTION: t("Câu hỏi"),
    }


def kind(code: str, t: Translate) -> str:
    """What a comment is meant as; a code without a name here stands for itself."""
    names = {
        "opinion": t("Ý kiến"),
        "question": t("Câu hỏi"),
        "error_report": t("Báo lỗi"),
        "complaint": t("Khiếu nại, phản ánh"),
        "information_request": t("Yêu cầu thông tin"),
        "spam": t("Quảng cáo"),
        "abuse": t("Lời lẽ xúc phạm"),
    }
    return names.get(code, code)


def bands(t: Translate) -> Mapping[str, str]:
    """How sure the tagger is of a topic."""
    return {"auto": t("Chắc chắn"), "suggest": t("Gợi ý"), "unsure": t("Chưa chắc")}


def numbers(found: Numbers, t: Translate) -> str:
    """The three numbers in one line."""
    return t(
        "Người: {people} · Góp ý: {messages} · Nội dung khác nhau: {texts}",
        people=found.people,
        messages=found.messages,
        texts=found.texts,
    )


def number_names(t: Translate) -> tuple[str, str, str]:
    """What the three numbers are called above a column."""
    return t("Số người"), t("Số góp ý"), t("Nội dung khác nhau")


def place(label: str, t: Translate) -> str:
    """The name of a provision at the start of a line; an empty label is the whole draft."""
    return label[:1].upper() + label[1:] or t("Toàn bộ dự thảo")


def period(since: datetime | None, until: datetime | None, made_at: datetime, t: Translate) -> str:
    """The time that was counted, in Vietnam time; an open end is the moment of counting."""
    end = show_moment(min(until, made_at) if until else made_at)
    if since is None:
        return t("Từ đầu đến {until}", until=end)
    return t("Từ {since} đến {until}", since=show_moment(since), until=end)


def topic(code: str, language: str) -> str:
    """The name of a field of government; an unknown code stands for itself."""
    field = FIELDS.get(code)
    if field is None:
        return code
    return field.en if language == "en" else field.vi


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters on one line, cut between words.

    >>> shorten("Mức phạt quá cao", 12)
    'Mức phạt…'
    """
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut).rstrip(" ,.;:") + "…"
