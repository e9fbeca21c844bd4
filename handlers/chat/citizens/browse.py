"""The list of drafts open for comments."""

from handlers.chat import paging
from handlers.chat.base import Answer, Choice, Flow, Move, Prompt, Step, Turn, hand_over, home, prompt
from services.clock import show_day
from services.drafts import library
from services.i18n import N_
from services.messages import Paragraph, say
from storage.models import Draft


def draft_choices(drafts: list[Draft]) -> tuple[Choice, ...]:
    """One choice per draft: a short title and its code, which may be typed."""
    return tuple(Choice(draft.code, f"{short(draft.title)} ({draft.code})", (draft.code.lower(),)) for draft in drafts)


def short(title: str, limit: int = 48) -> str:
    """A title cut at a word for a button."""
    return title if len(title) <= limit else title[: limit - 1].rsplit(" ", 1)[0] + "…"


async def _ask(turn: Turn) -> Prompt | Move:
    t = turn.t
    drafts = await library.open_drafts(turn.session)
    if not drafts:
        nothing = t("Hiện chưa có dự thảo nào đang lấy ý kiến. Muốn được báo khi có, xin nhắn «theo dõi».")
        return home(say(nothing))
    choices = paging.page(turn, draft_choices(drafts))
    shown = {choice.key for choice in choices}
    lines = [
        Paragraph(
            f"{draft.code} · {draft.title}\n"
            + t("Nhận góp ý đến hết ngày {day}", day=show_day(draft.closes_on))
            + (t(" – đã quá hạn") if library.is_late(draft, turn.now) else "")
        )
        for draft in drafts
        if draft.code in shown
    ]
    return prompt(Paragraph(t("Dự thảo đang lấy ý kiến"), "title"), *lines, choices=choices, replaces=True)


async def _take(turn: Turn, answer: Answer) -> Move:
    return paging.turned(turn, answer, "list") or hand_over("read", argument=answer.choice)


BROWSE = Flow(
    name="drafts",
    commands=("drafts", "duthao"),
    words=("du thao", "drafts", "xem du thao"),
    first="list",
    steps={"list": Step(_ask, _take)},
    summary=N_("/duthao – các dự thảo đang lấy ý kiến"),
)
