"""What the newest version of a draft changed, page by page, in words that need no colours."""

from handlers.chat.base import Answer, Choice, Flow, Move, Prompt, Step, Turn, go, hand_over, home, prompt
from services.drafts import changes, library
from services.drafts.changes import Shown
from services.i18n import N_
from services.messages import Paragraph, say

PAGE = 1800  # characters; about two screens of a small phone
AT_MOST = 6  # provisions on a page


async def _open(turn: Turn) -> Move:
    argument = str(turn.data.pop("argument", ""))
    if not argument:
        return go("draft")
    draft = await library.find_public(turn.session, argument)
    turn.data["draft"], turn.data["page"] = draft.code, 0
    return go("page")


async def _ask_draft(turn: Turn) -> Prompt | Move:
    t = turn.t
    drafts = [d for d in await library.open_drafts(turn.session) if len(await changes.versions(turn.session, d)) > 1]
    if not drafts:
        return home(say(t("Các dự thảo đang lấy ý kiến chưa có bản sửa nào.")))
    lines = [f"{draft.code} · {draft.title}" for draft in drafts]
    return prompt(
        t("Ông/bà xem thay đổi của dự thảo nào? Xin nhắn mã dự thảo, ví dụ DT1."), Paragraph("\n".join(lines))
    )


async def _take_draft(turn: Turn, answer: Answer) -> Move:
    turn.data["argument"] = answer.text
    return await _open(turn)


def pages(shown: list[Shown]) -> list[list[Shown]]:
    """The changes in pages of a few provisions each; a long one has a page of its own."""
    found: list[list[Shown]] = []
    size = 0
    for one in shown:
        length = len(one.place) + len(one.wording)
        if not found or size + length > PAGE or len(found[-1]) == AT_MOST:
            found.append([])
            size = 0
        found[-1].append(one)
        size += length
    return found


async def _ask_page(turn: Turn) -> Prompt | Move:
    t = turn.t
    draft = await library.find_public(turn.session, str(turn.data["draft"]))
    shown = await changes.of_newest(turn.session, draft, t)
    if not shown:
        return hand_over(
            "read", "", say(t("Dự thảo {code} chưa có bản sửa nào.", code=draft.code)), argument=draft.code
        )
    split = pages(shown)
    at = turn.data["page"] = min(max(int(turn.data.get("page", 0)), 0), len(split) - 1)
    version = (await library.version_of(turn.session, draft)).number
    paragraphs = [
        Paragraph(t("Thay đổi trong bản {version}: {count} chỗ", version=version, count=len(shown)), "title"),
        Paragraph(f"{draft.code} · {draft.title}", "quote"),
        *(Paragraph(f"{one.place} – {one.what}\n{one.wording}".strip()) for one in split[at]),
        Paragraph(t("Trang {at}/{count}", at=at + 1, count=len(split)), "note"),
    ]
    choices = [Choice("read", t("Đọc dự thảo"), ("doc", "read")), Choice("comment", t("Góp ý"), ("gop y", "comment"))]
    if at > 0:
        choices.insert(0, Choice("before", t("Trang trước"), ("trang truoc", "previous")))
    if at + 1 < len(split):
        choices.insert(0, Choice("next", t("Xem tiếp"), ("xem tiep", "tiep", "next", "more")))
    return prompt(*paragraphs, choices=tuple(choices), replaces=True)


async def _take_page(turn: Turn, answer: Answer) -> Move:
    if answer.choice in ("next", "before"):
        turn.data["page"] = int(turn.data["page"]) + (1 if answer.choice == "next" else -1)
        return go("page", no_return=True)
    return hand_over(answer.choice, argument=turn.data["draft"])


CHANGES = Flow(
    name="changes",
    commands=("changes", "thaydoi"),
    words=("thay doi", "changes", "xem thay doi"),
    first="open",
    steps={
        "open": Step(_open, _take_draft),
        "draft": Step(_ask_draft, _take_draft, text=True, view=True),
        "page": Step(_ask_page, _take_page, view=True),
    },
    summary=N_("/thaydoi – bản mới của dự thảo sửa những gì"),
)
