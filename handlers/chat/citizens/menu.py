"""The main menu: where every conversation ends up."""

from handlers.chat.base import Answer, Choice, Flow, Move, Prompt, Step, Turn, hand_over, prompt
from services.staff import MAY, Act


async def _ask(turn: Turn) -> Prompt:
    t = turn.t
    choices = [
        Choice("drafts", t("Dự thảo đang lấy ý kiến")),
        Choice("comment", t("Gửi góp ý")),
        Choice("follow", t("Theo dõi dự thảo mới")),
        Choice("lookup", t("Tra cứu góp ý đã gửi")),
        Choice("help", t("Trợ giúp")),
    ]
    allowed = MAY[turn.staff.role] if turn.staff else frozenset()
    for act, flow, label in (
        (Act.PUBLISH, "publish", t("Công bố dự thảo")),
        (Act.DIGEST, "digest", t("Bản tổng hợp góp ý")),
        (Act.ANNOUNCE, "announce", t("Thông báo tới người dân")),
    ):
        if act in allowed:
            choices.append(Choice(flow, label))
    return prompt(t("Ông/bà muốn làm gì?"), choices=tuple(choices))


async def _take(turn: Turn, answer: Answer) -> Move:  # noqa: ARG001 (a step's signature)
    return hand_over(answer.choice)


MENU = Flow(
    name="menu",
    commands=("menu",),
    words=("menu", "trang chinh"),
    first="choose",
    steps={"choose": Step(_ask, _take)},
)
