"""Stopping at one word: no more notices, at once, without a question."""

from handlers.chat.base import Answer, Flow, Move, Prompt, Step, Turn, end, home
from services import consents, subscriptions
from services.i18n import N_
from services.messages import say
from storage.models import Purpose


async def _ask(turn: Turn) -> Prompt | Move:
    await subscriptions.unfollow_everything(turn.session, turn.citizen_id)
    await consents.withdraw(turn.session, turn.citizen_id, Purpose.NOTICES, turn.now)
    return end(
        say(
            turn.t(
                "Đã dừng. Chúng tôi sẽ không gửi tin báo nữa. Các góp ý đã gửi vẫn được giữ và trả lời. "
                "Muốn nhận lại, nhắn «theo dõi»; muốn xóa dữ liệu, nhắn «dữ liệu»."
            )
        )
    )


async def _take(turn: Turn, answer: Answer) -> Move:  # noqa: ARG001 (a step's signature)
    return home()


STOP = Flow(
    name="stop",
    commands=("stop", "dung"),
    words=("dung", "stop", "dung lai", "huy dang ky", "unsubscribe"),
    first="now",
    steps={"now": Step(_ask, _take)},
    summary=N_("/dung – thôi nhận tin ngay"),
)
