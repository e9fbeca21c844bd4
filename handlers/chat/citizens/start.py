"""The first conversation: who runs this, what is stored, and a consent for each purpose."""

from handlers.chat import introduction
from handlers.chat.base import Answer, Choice, Flow, Move, Prompt, Step, Turn, go, hand_over, home, prompt
from services import consents
from services.drafts.library import read_code
from services.i18n import N_
from services.messages import OutMessage, say
from storage.models import Purpose

LINK_PREFIX = "s_"


async def _open(turn: Turn) -> Move:
    argument = str(turn.data.get("argument", ""))
    if argument.startswith(LINK_PREFIX):
        return hand_over("link", argument=argument.removeprefix(LINK_PREFIX))
    given = await consents.given(turn.session, turn.citizen_id)
    if given:
        welcome = say(turn.t("Chào mừng ông/bà trở lại."))
        return _onward(turn, welcome)
    return go("notices")


async def _ask_notices(turn: Turn) -> Prompt:
    t = turn.t
    return prompt(
        *introduction.long(turn),
        t(
            "Câu hỏi 1/2: Ông/bà có đồng ý nhận tin nhắn về những dự thảo mình theo dõi và thông báo của "
            "kênh này không?"
        ),
        choices=yes_or_no(turn),
    )


async def _take_notices(turn: Turn, answer: Answer) -> Move:
    if answer.choice == "yes":
        await consents.give(turn.session, turn.citizen_id, Purpose.NOTICES, turn.now)
    return go("feedback")


async def _ask_feedback(turn: Turn) -> Prompt:
    t = turn.t
    return prompt(
        t(
            "Câu hỏi 2/2: Ông/bà có đồng ý để chúng tôi lưu các góp ý ông/bà gửi và báo lại khi có trả lời "
            "không? Cán bộ chỉ thấy nội dung góp ý, không thấy ai gửi. Ông/bà có thể đổi ý bất cứ lúc nào: "
            "nhắn «dữ liệu»."
        ),
        choices=yes_or_no(turn),
    )


async def _take_feedback(turn: Turn, answer: Answer) -> Move:
    if answer.choice == "yes":
        await consents.give(turn.session, turn.citizen_id, Purpose.FEEDBACK, turn.now)
    thanks = turn.t("Đã ghi nhận lựa chọn của ông/bà.")
    if Purpose.NOTICES in await consents.given(turn.session, turn.citizen_id):
        thanks += " " + turn.t("Để nhận tin, hãy chọn «Theo dõi dự thảo mới».")
    return _onward(turn, say(thanks))


def _onward(turn: Turn, message: OutMessage) -> Move:
    argument = str(turn.data.get("argument", "")).removeprefix("d_")
    return hand_over("read", "", message, argument=argument) if read_code(argument) else home(message)


def yes_or_no(turn: Turn) -> tuple[Choice, ...]:
    """The two answers to a consent, neither of them ticked."""
    t = turn.t
    return (
        Choice("yes", t("Đồng ý"), ("co", "ok", "dong y", "yes")),
        Choice("no", t("Không đồng ý"), ("khong", "no")),
    )


async def _take_nothing(turn: Turn, answer: Answer) -> Move:  # noqa: ARG001 (a step's signature)
    return home()


START = Flow(
    name="start",
    commands=("start", "batdau"),
    words=("bat dau", "start", "xin chao", "chao", "chao ban", "alo", "hello", "hi", "good morning"),
    first="open",
    steps={
        "open": Step(_open, _take_nothing),
        "notices": Step(_ask_notices, _take_notices),
        "feedback": Step(_ask_feedback, _take_feedback),
    },
    summary=N_("/batdau – giới thiệu kênh và các lựa chọn đồng ý"),
)
