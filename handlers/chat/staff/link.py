"""Linking this chat to a staff account with a one-time code."""

from handlers.chat.base import Answer, Flow, Move, Prompt, Step, Turn, go, home, prompt
from services import staff
from services.messages import say


async def _open(turn: Turn) -> Move:
    argument = str(turn.data.pop("argument", ""))
    return await _link(turn, argument) if argument else go("code")


async def _link(turn: Turn, code: str) -> Move:
    account = await staff.link(turn.session, turn.citizen, code, turn.keys.pseudonyms, turn.now)
    turn.staff = account
    done = turn.t("Đã liên kết với tài khoản {email}. Nhắn «trợ giúp» để xem các lệnh của cán bộ.", email=account.email)
    return home(say(done))


async def _ask_code(turn: Turn) -> Prompt:
    return prompt(turn.t("Xin nhắn mã liên kết do quản trị viên cấp."))


async def _take_code(turn: Turn, answer: Answer) -> Move:
    return await _link(turn, answer.text)


LINK = Flow(
    name="link",
    commands=("link", "lienket"),
    words=("lien ket", "link"),
    first="open",
    steps={"open": Step(_open, _take_code), "code": Step(_ask_code, _take_code, text=True)},
)
