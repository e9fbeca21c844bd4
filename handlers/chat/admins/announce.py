"""Announcements: composed by one admin, confirmed by another, watched and stopped."""

from handlers.chat import paging
from handlers.chat.base import Answer, Choice, Flow, Move, Prompt, Step, Turn, go, home, prompt
from handlers.chat.citizens.browse import draft_choices
from handlers.chat.staff.publish import account_of
from nlp.fields import FIELDS
from services import actions, broadcasts, fields, outbox, staff
from services.broadcasts import Progress
from services.drafts import library
from services.i18n import N_, Translate, translator
from services.messages import OutMessage, Paragraph, say
from services.staff import Act
from storage.models import BroadcastState, OutboxState, Stage
from storage.types import key


async def _open(turn: Turn) -> Move:
    argument = "".join(c for c in str(turn.data.pop("argument", "")) if c.isdigit())
    if argument:
        turn.data["id"] = int(argument)
        return go("one")
    return go("choose")


async def _ask_choose(turn: Turn) -> Prompt:
    t = turn.t
    recent = [
        Choice(str(broadcast.id), f"TB{broadcast.id}: {_states(t)[broadcast.state]}")
        for broadcast in await broadcasts.recent(turn.session)
    ]
    return prompt(
        Paragraph(t("Thông báo"), "title"),
        t("Soạn mới hoặc xem các thông báo gần đây:"),
        choices=(Choice("new", t("Soạn thông báo mới")), *recent),
    )


async def _take_choose(turn: Turn, answer: Answer) -> Move:
    if answer.choice == "new":
        return go("segment")
    turn.data["id"] = int(answer.choice)
    return go("one")


async def _ask_segment(turn: Turn) -> Prompt:
    t = turn.t
    choices = (
        Choice("all", t("Tất cả những người đã đồng ý nhận tin")),
        Choice("field", t("Người theo dõi một lĩnh vực")),
        Choice("draft", t("Người theo dõi một dự thảo")),
    )
    return prompt(t("Gửi cho ai?"), choices=choices)


async def _take_segment(turn: Turn, answer: Answer) -> Move:
    turn.data["scope"], turn.data["page"] = answer.choice, 0
    if answer.choice == "all":
        turn.data["segment"] = "all"
        return go("vi")
    return go("target")


async def _ask_target(turn: Turn) -> Prompt:
    t = turn.t
    if turn.data["scope"] == "field":
        choices = tuple(Choice(code, fields.show(code, turn.citizen.language)) for code in FIELDS)
        return prompt(t("Lĩnh vực nào?"), choices=paging.page(turn, choices), replaces=True)
    drafts = await library.every(turn.session, (Stage.OPEN, Stage.CLOSED))
    return prompt(t("Dự thảo nào?"), choices=paging.page(turn, draft_choices(drafts)), replaces=True)


async def _take_target(turn: Turn, answer: Answer) -> Move:
    move = paging.turned(turn, answer, "target")
    if move is None:
        turn.data["segment"] = f"{turn.data['scope']}:{answer.choice}"
    return move or go("vi")


async def _ask_vi(turn: Turn) -> Prompt:
    return prompt(turn.t("Xin gõ nội dung thông báo bằng tiếng Việt."))


async def _take_vi(turn: Turn, answer: Answer) -> Move:
    turn.data["text"] = answer.text.strip()
    return go("en")


async def _ask_en(turn: Turn) -> Prompt:
    t = turn.t
    skip = Choice("skip", t("Bỏ qua"), ("bo qua", "khong", "skip"))
    return prompt(t("Xin gõ nội dung tiếng Anh cho người dùng tiếng Anh, hoặc chọn «Bỏ qua»."), choices=(skip,))


async def _take_en(turn: Turn, answer: Answer) -> Move:
    turn.data["english"] = answer.text.strip()
    return go("preview")


async def _ask_preview(turn: Turn) -> Prompt:
    t = turn.t
    count = await broadcasts.size(turn.session, turn.data["segment"])
    shown = [Paragraph(t("Xem trước thông báo"), "title")]
    shown += [part for message in _messages(turn).values() for part in message.paragraphs]
    shown.append(Paragraph(t("Số người sẽ nhận: {count}", count=count), "title"))
    shown.append(Paragraph(t("Thông báo chỉ được gửi khi một quản trị viên khác xác nhận."), "note"))
    return prompt(*shown, choices=(Choice("propose", t("Gửi để xác nhận")), Choice("vi", t("Sửa lời"))))


def _messages(turn: Turn) -> dict[str, OutMessage]:
    texts = {"vi": turn.data["text"], "en": turn.data.get("english", "")}
    return {language: announcement(text, language) for language, text in texts.items() if text}


def announcement(text: str, language: str) -> OutMessage:
    """An announcement as people receive it, each with its way to stop."""
    t = translator(language)
    return OutMessage((Paragraph(t("Thông báo"), "title"), Paragraph(text)), buttons=(actions.stop(t),))


async def _take_preview(turn: Turn, answer: Answer) -> Move:
    if answer.choice == "vi":
        return go("vi")
    t, account = turn.t, account_of(turn)
    broadcast = await broadcasts.propose(turn.session, account, turn.data["segment"], _messages(turn), turn.now)
    number, others = key(broadcast.id), await staff.other_admins(turn.session, account)
    for other in others:
        outbox.reply(turn.session, other, [_invitation(number, account.email, translator(other.language))], turn.now)
    told = t(
        "Đã gửi thông báo TB{id} để xác nhận. Số quản trị viên được mời xác nhận: {count}.",
        id=number,
        count=len(others),
    )
    return home(say(told))


def _invitation(number: int, email: str, t: Translate) -> OutMessage:
    asks = t("{email} đã soạn một thông báo và đề nghị ông/bà xác nhận.", email=email)
    return say(asks, buttons=(actions.review_announcement(number, t),))


async def _ask_one(turn: Turn) -> Prompt:
    t, account = turn.t, account_of(turn)
    progress = await broadcasts.progress(turn.session, int(turn.data["id"]))
    broadcast = progress.broadcast
    choices: list[Choice] = []
    if broadcast.state is BroadcastState.PROPOSED and broadcast.proposed_by != account.id:
        choices.append(Choice("confirm", t("Xác nhận và gửi")))
    if broadcast.state is BroadcastState.PROPOSED or progress.waiting:
        choices.append(Choice("stop", t("Dừng thông báo này")))
    choices.append(Choice("refresh", t("Cập nhật số liệu")))
    return prompt(*(await _describe(turn, progress)), choices=tuple(choices), replaces=True)


async def _describe(turn: Turn, progress: Progress) -> list[Paragraph]:
    t, broadcast = turn.t, progress.broadcast
    message = OutMessage.from_json(broadcast.messages["vi"])
    lines = [t("Tình trạng: {state}", state=_states(t)[broadcast.state])]
    if broadcast.state is BroadcastState.PROPOSED:
        lines.append(t("Số người sẽ nhận: {count}", count=await broadcasts.size(turn.session, broadcast.segment)))
    else:
        lines += _counts(progress, t)
    return [
        Paragraph(f"TB{broadcast.id} · {broadcast.segment}", "title"),
        *message.paragraphs,
        Paragraph("\n".join(lines)),
    ]


def _counts(progress: Progress, t: Translate) -> list[str]:
    counts = progress.counts
    return [
        t("Số người nhận: {count}", count=progress.broadcast.recipients),
        t("Đã gửi: {count}", count=counts.get(OutboxState.SENT, 0)),
        t("Đang chờ gửi: {count}", count=progress.waiting),
        t("Đã chặn hoặc rời đi: {count}", count=counts.get(OutboxState.GONE, 0)),
        t("Không gửi được: {count}", count=counts.get(OutboxState.FAILED, 0)),
        t("Đã dừng: {count}", count=counts.get(OutboxState.STOPPED, 0)),
    ]


async def _take_one(turn: Turn, answer: Answer) -> Move:
    account, number = account_of(turn), int(turn.data["id"])
    if answer.choice == "refresh":
        return go("one", no_return=True)
    if answer.choice == "confirm":
        broadcast = await broadcasts.confirm(turn.session, number, account, turn.now)
        sending = turn.t("Đang gửi tới {count} người.", count=broadcast.recipients)
        return go("one", say(sending), no_return=True)
    held_back = await broadcasts.stop(turn.session, number, account, turn.now)
    return go(
        "one", say(turn.t("Đã dừng. Số tin được giữ lại, không gửi đi: {count}.", count=held_back)), no_return=True
    )


def _states(t: Translate) -> dict[BroadcastState, str]:
    return {
        BroadcastState.PROPOSED: t("chờ xác nhận"),
        BroadcastState.SENDING: t("đã duyệt gửi"),
        BroadcastState.STOPPED: t("đã dừng"),
    }


ANNOUNCE = Flow(
    name="announce",
    commands=("announce", "broadcast", "thongbao"),
    words=("thong bao", "announce", "broadcast"),
    first="open",
    steps={
        "open": Step(_open, _take_choose),
        "choose": Step(_ask_choose, _take_choose),
        "segment": Step(_ask_segment, _take_segment),
        "target": Step(_ask_target, _take_target),
        "vi": Step(_ask_vi, _take_vi, text=True),
        "en": Step(_ask_en, _take_en, text=True),
        "preview": Step(_ask_preview, _take_preview),
        "one": Step(_ask_one, _take_one, view=True),
    },
    summary=N_("/thongbao – soạn, xác nhận, theo dõi thông báo (quản trị)"),
    act=Act.ANNOUNCE,
    keeps_text=True,
)
