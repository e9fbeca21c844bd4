"""A citizen's own data: what is kept, a copy of it, withdrawing a consent, erasing everything."""

from handlers.chat.base import Answer, Choice, Flow, Move, Prompt, Step, Turn, end, go, prompt
from services import consents, privacy
from services.i18n import N_
from services.messages import Paragraph, say
from storage.models import Purpose


async def _ask(turn: Turn) -> Prompt:
    t = turn.t
    given = await consents.given(turn.session, turn.citizen_id)
    names = {Purpose.NOTICES: t("nhận tin báo"), Purpose.FEEDBACK: t("lưu góp ý và báo lại câu trả lời")}
    held = ", ".join(names[purpose] for purpose in Purpose if purpose in given) or t("chưa có")
    choices = [Choice("export", t("Gửi cho tôi bản sao dữ liệu"))]
    choices += [
        Choice(purpose.value, t("Rút lại sự đồng ý: {what}", what=names[purpose]))
        for purpose in Purpose
        if purpose in given
    ]
    choices.append(Choice("erase", t("Xóa mọi dữ liệu về tôi")))
    return prompt(
        Paragraph(t("Dữ liệu của ông/bà"), "title"),
        t("Những điều ông/bà đã đồng ý: {held}.", held=held),
        choices=tuple(choices),
    )


async def _take(turn: Turn, answer: Answer) -> Move:
    if answer.choice in ("export", "erase"):
        return go(answer.choice)
    await privacy.withdraw_consent(turn.session, turn.citizen_id, Purpose(answer.choice), turn.now)
    return go("show", say(turn.t("Đã rút lại sự đồng ý này.")), no_return=True)


async def _export(turn: Turn) -> Move:
    copy = await privacy.export(turn.session, turn.citizen)
    note = turn.t("Đây là tất cả những gì chúng tôi giữ về ông/bà:")
    return go("show", say(note, Paragraph(copy, "code")), no_return=True)


async def _ask_erase(turn: Turn) -> Prompt:
    t = turn.t
    return prompt(
        t(
            "Xóa hết? Địa chỉ chat, các lựa chọn và mối liên hệ giữa ông/bà với góp ý sẽ bị xóa, không khôi phục được. "
            "Nội dung góp ý đã gửi vẫn được giữ trong hồ sơ dự thảo nhưng không còn biết ai gửi; vẫn tra "
            "cứu được bằng mã biên nhận."
        ),
        choices=(Choice("yes", t("Xóa hết")), Choice("no", t("Không xóa"))),
    )


async def _take_erase(turn: Turn, answer: Answer) -> Move:
    if answer.choice == "no":
        return go("show", no_return=True)
    await privacy.ask_erasure(turn.session, turn.citizen, turn.now)
    return end(say(turn.t("Đã xóa. Tin này là tin cuối cùng. Muốn quay lại lúc nào cũng được: nhắn «bắt đầu».")))


async def _take_export(turn: Turn, answer: Answer) -> Move:  # noqa: ARG001 (a step's signature)
    return go("show")


DATA = Flow(
    name="data",
    commands=("data", "dulieu"),
    words=("du lieu", "data", "my data"),
    first="show",
    steps={
        "show": Step(_ask, _take),
        "export": Step(_export, _take_export),
        "erase": Step(_ask_erase, _take_erase),
    },
    summary=N_("/dulieu – xem dữ liệu của mình, rút sự đồng ý, xóa"),
)
