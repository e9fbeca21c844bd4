"""A one-time link to the console for staff who linked this chat."""

from handlers.chat.base import Answer, Flow, Move, Step, Turn, go, home
from handlers.chat.staff.publish import account_of
from services import staff
from services.i18n import N_
from services.messages import say
from services.staff import CONSOLE_CODE_LIFE, Act


async def _open(turn: Turn) -> Move:
    code = staff.console_code(turn.session, account_of(turn), turn.keys.pseudonyms, turn.now)
    link = f"{turn.desk.public_url.rstrip('/')}/console/sign-in?code={code}"
    minutes = int(CONSOLE_CODE_LIFE.total_seconds() // 60)
    return home(
        say(
            turn.t(
                "Liên kết vào bàn làm việc, dùng một lần trong {minutes} phút, xin đừng chuyển cho ai:\n{link}",
                minutes=minutes,
                link=link,
            )
        )
    )


async def _never(_turn: Turn, _answer: Answer) -> Move:
    return go("open")


CONSOLE = Flow(
    name="console",
    commands=("console", "banlamviec"),
    words=("ban lam viec", "console"),
    first="open",
    steps={"open": Step(_open, _never)},
    summary=N_("/banlamviec – liên kết vào bàn làm việc trên web (cán bộ)"),
    act=Act.DIGEST,
)
