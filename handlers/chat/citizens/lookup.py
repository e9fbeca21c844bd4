"""Looking a comment up by its receipt code, and the list of one's own comments."""

from handlers.chat.base import Answer, Choice, Flow, Move, Prompt, Step, Turn, go, home, prompt
from handlers.chat.citizens.browse import short
from services import feedback, fields
from services.clock import show_moment
from services.exports.words import stances
from services.feedback import Found
from services.i18n import N_, Translate
from services.messages import Paragraph, say
from storage.models import FeedbackStatus, Stage


def show(found: Found, t: Translate, language: str) -> tuple[Paragraph, ...]:
    """A comment as its author sees it: where it stands, verbatim, with the topics suggested for it."""
    row = found.feedback
    status = {
        FeedbackStatus.RECEIVED: t("Đã nhận, chờ cơ quan soạn thảo xem xét"),
        FeedbackStatus.WITHDRAWN: t("Đã rút"),
    }[row.status]
    topics = ", ".join(fields.show(topic.code, language) for topic in found.topics)
    lines = [
        t("Dự thảo: {title}", title=found.draft.title),
        t("Phần: {place}", place=found.place or t("cả dự thảo")),
        t("Ý kiến: {stance}", stance=stances(t)[row.stance]),
        t("Gửi lúc: {when}", when=show_moment(row.created_at)) + (t(" (gửi muộn)") if row.late else ""),
        t("Tình trạng: {status}", status=status),
    ]
    if found.newest > found.version:
        lines.insert(2, _now(found, t))
    if topics:
        lines.append(t("Lĩnh vực được gợi ý: {topics}", topics=topics))
    shown = [Paragraph("\n".join(lines)), Paragraph(row.text, "quote")]
    if row.wording:
        shown += [Paragraph(t("Câu chữ đề xuất:")), Paragraph(row.wording, "quote")]
    return tuple(shown)


def _now(found: Found, t: Translate) -> str:
    """Where the provision of an older version stands today."""
    if found.place_now is None:
        return t("Nói về bản {version}; bản {newest} không còn phần này.", version=found.version, newest=found.newest)
    return t(
        "Nói về bản {version}; trong bản {newest} là {place}.",
        version=found.version,
        newest=found.newest,
        place=found.place_now,
    )


async def _open(turn: Turn) -> Move:
    argument = str(turn.data.pop("argument", ""))
    return await _found(turn, argument) if argument else go("code")


async def _found(turn: Turn, code: str) -> Move:
    found = await feedback.look_up(turn.session, code, turn.keys)
    return home(say(*show(found, turn.t, turn.citizen.language)))


async def _ask_code(turn: Turn) -> Prompt:
    t = turn.t
    mine = await feedback.mine(turn.session, turn.citizen_id, limit=1)
    choices = (Choice("mine", t("Xem các góp ý tôi đã gửi ở đây"), ("cua toi", "mine")),) if mine else ()
    return prompt(t("Xin nhắn mã biên nhận, ví dụ GY-7K3M-92QX-7."), choices=choices)


async def _take_code(turn: Turn, answer: Answer) -> Move:
    return Move(flow="mine") if answer.choice == "mine" else await _found(turn, answer.text)


LOOKUP = Flow(
    name="lookup",
    commands=("lookup", "tracuu"),
    words=("tra cuu", "lookup"),
    first="open",
    steps={"open": Step(_open, _take_code), "code": Step(_ask_code, _take_code, text=True)},
    summary=N_("/tracuu – tra cứu góp ý bằng mã biên nhận"),
)


async def _ask_mine(turn: Turn) -> Prompt | Move:
    t = turn.t
    found = await feedback.mine(turn.session, turn.citizen_id)
    if not found:
        return home(say(t("Ông/bà chưa gửi góp ý nào từ khung chat này.")))
    choices = [
        Choice(str(f.feedback.id), f"{f.draft.code} · {f.place or t('cả dự thảo')}: {short(f.feedback.text, 32)}")
        for f in found
    ]
    return prompt(t("Các góp ý mới nhất của ông/bà:"), choices=tuple(choices), replaces=True)


async def _take_mine(turn: Turn, answer: Answer) -> Move:
    turn.data["id"] = int(answer.choice)
    return go("one")


async def _one(turn: Turn) -> Found | None:
    found = await feedback.mine(turn.session, turn.citizen_id)
    return next((f for f in found if f.feedback.id == turn.data.get("id")), None)


async def _ask_one(turn: Turn) -> Prompt | Move:
    t = turn.t
    found = await _one(turn)
    if found is None:
        return go("list")
    can = found.feedback.status is FeedbackStatus.RECEIVED and found.draft.stage is Stage.OPEN
    choices = (Choice("withdraw", t("Rút góp ý này")),) if can else ()
    return prompt(*show(found, t, turn.citizen.language), choices=choices)


async def _take_one(turn: Turn, answer: Answer) -> Move:  # noqa: ARG001 (a step's signature)
    return go("confirm")


async def _ask_confirm(turn: Turn) -> Prompt:
    t = turn.t
    sure = t("Rút góp ý này? Góp ý đã rút không được tính và không được trả lời.")
    return prompt(sure, choices=(Choice("yes", t("Rút góp ý")), Choice("no", t("Giữ lại"))))


async def _take_confirm(turn: Turn, answer: Answer) -> Move:
    if answer.choice == "no":
        return go("one", no_return=True)
    await feedback.withdraw(turn.session, turn.citizen_id, int(turn.data["id"]))
    return home(say(turn.t("Đã rút góp ý.")))


MINE = Flow(
    name="mine",
    commands=("mine", "cuatoi"),
    words=("cua toi", "mine", "gop y cua toi"),
    first="list",
    steps={
        "list": Step(_ask_mine, _take_mine),
        "one": Step(_ask_one, _take_one),
        "confirm": Step(_ask_confirm, _take_confirm),
    },
    summary=N_("/cuatoi – các góp ý đã gửi; xem lại hoặc rút"),
)
