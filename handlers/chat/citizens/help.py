"""Help: what can be done, in one screen, staff's part only for staff."""

from collections.abc import Mapping

from handlers.chat.base import Answer, Flow, Move, Prompt, Step, Turn, home
from services import staff
from services.i18n import N_
from services.messages import Paragraph, say


def make(flows: Mapping[str, Flow]) -> Flow:
    """The help flow over ``flows``, so that it can never list what does not exist."""

    async def ask(turn: Turn) -> Prompt | Move:
        t = turn.t
        account = turn.staff
        lines = [
            t(flow.summary)
            for flow in flows.values()
            if flow.summary and (flow.act is None or (account is not None and flow.act in staff.MAY[account.role]))
        ]
        return home(
            say(
                Paragraph(t("Trợ giúp"), "title"),
                "\n".join(lines),
                t(
                    "Không cần gõ dấu gạch chéo: nhắn «gop y», «du thao» cũng được. "
                    "Ở mỗi câu hỏi, bấm nút hoặc nhắn số. "
                    "Đây không phải kênh khiếu nại, tố cáo; việc đó xin gửi tới Ban Tiếp công dân."
                ),
            )
        )

    async def take(turn: Turn, answer: Answer) -> Move:  # noqa: ARG001 (a step's signature)
        return home()

    return Flow(
        name="help",
        commands=("help", "trogiup"),
        words=("tro giup", "help", "giup", "huong dan"),
        first="show",
        steps={"show": Step(ask, take)},
        summary=N_("/trogiup – trang này"),
    )
