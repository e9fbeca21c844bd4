"""Commenting: draft, place, stance, words, proposed wording, verbatim preview, receipt."""

from handlers.chat import paging
from handlers.chat.base import Answer, Choice, Flow, Move, Prompt, Step, Turn, go, hand_over, home, prompt
from handlers.chat.citizens import nearby
from handlers.chat.citizens.browse import draft_choices
from handlers.chat.citizens.read import shelf
from handlers.chat.citizens.start import yes_or_no
from nlp import locate
from services import consents, feedback, subscriptions
from services.drafts import library, places
from services.drafts.reading_units import Unit
from services.errors import Refused
from services.exports.words import stances
from services.feedback import NewFeedback
from services.i18n import N_
from services.messages import OutMessage, Paragraph, say
from storage.models import Purpose, Scope, Stage, Stance

CUT_BY_PLATFORM = 3_500  # characters: a text this long may have been split by the sender's app
WHOLE = "_whole"


async def _open(turn: Turn) -> Move:
    argument = str(turn.data.pop("argument", ""))
    if argument:
        draft = await library.find_public(turn.session, argument)
        if draft.stage is not Stage.OPEN:
            raise Refused("draft_closed", code=draft.code)
        turn.data["draft"] = draft.code
    if Purpose.FEEDBACK not in await consents.given(turn.session, turn.citizen_id):
        return go("consent")
    return _after_consent(turn)


def _after_consent(turn: Turn) -> Move:
    if "draft" not in turn.data:
        return go("draft")
    return go("part") if "unit" in turn.data else go("scope")


async def _ask_consent(turn: Turn) -> Prompt:
    t = turn.t
    return prompt(
        t(
            "Trước khi góp ý: ông/bà có đồng ý để chúng tôi lưu góp ý và báo lại câu trả lời không? "
            "Cán bộ chỉ thấy nội dung góp ý, không thấy ai gửi."
        ),
        choices=yes_or_no(turn),
    )


async def _take_consent(turn: Turn, answer: Answer) -> Move:
    if answer.choice != "yes":
        return home(say(turn.t("Vâng, chúng tôi không lưu gì. Khi muốn góp ý, xin nhắn «góp ý».")))
    await consents.give(turn.session, turn.citizen_id, Purpose.FEEDBACK, turn.now)
    return _after_consent(turn)


async def _ask_draft(turn: Turn) -> Prompt | Move:
    drafts = await library.open_drafts(turn.session)
    if not drafts:
        raise Refused("no_open_drafts")
    choices = paging.page(turn, draft_choices(drafts))
    return prompt(turn.t("Ông/bà góp ý cho dự thảo nào?"), choices=choices)


async def _take_draft(turn: Turn, answer: Answer) -> Move:
    move = paging.turned(turn, answer, "draft")
    if move is None:
        turn.data["draft"] = answer.choice
    return move or go("scope")


async def _ask_scope(turn: Turn) -> Prompt | Move:
    t = turn.t
    turn.data.pop("unit", None)
    await _read_now(turn)
    draft, parts = await shelf(turn)
    if not parts:
        turn.data["path"] = None
        return go("stance")
    whole = Choice(WHOLE, t("Cả dự thảo"), ("ca du thao", "chung", "whole"))
    choices = [whole, *(Choice(str(index), unit.title[:60]) for index, unit in enumerate(parts))]
    return prompt(
        Paragraph(draft.title, "quote"),
        t("Góp ý cho phần nào? Chọn dưới đây, hoặc nhắn chỗ đó, ví dụ «khoản 2 điều 4»."),
        choices=paging.page(turn, choices),
        replaces=True,
    )


async def _read_now(turn: Turn) -> None:
    """Keeps the version on screen: a comment stays with what was read, also when a new version comes meanwhile."""
    draft = await library.find_public(turn.session, str(turn.data["draft"]))
    turn.data["version"] = (await library.version_of(turn.session, draft)).number


async def _take_scope(turn: Turn, answer: Answer) -> Move:
    _, parts = await shelf(turn)
    if not answer.choice:
        return await _pointed(turn, answer.text, parts, "scope")
    move = paging.turned(turn, answer, "scope")
    if move is not None:
        return move
    if answer.choice == WHOLE:
        turn.data["path"] = None
        return go("stance")
    turn.data["unit"] = parts[int(answer.choice)].path
    return go("part")


async def _pointed(turn: Turn, text: str, parts: list[Unit], step: str) -> Move:
    inner = {p.path: unit for unit in parts for p in (unit.provision, *unit.inside)}
    path = locate.find(text, inner)
    if path is None and await nearby.found(turn, text, parts):
        return go("near")
    if path is None:
        unknown = turn.t("Không tìm thấy chỗ đó trong dự thảo. Ví dụ cách viết: «điều 4», «khoản 2 điều 4».")
        return go(step, say(unknown), no_return=True)
    turn.data["unit"], turn.data["path"] = inner[path].path, path
    return go("part") if path == inner[path].path else go("stance")


async def _take_near(turn: Turn, answer: Answer) -> Move:
    _, parts = await shelf(turn)
    if not answer.choice:
        return await _pointed(turn, answer.text, parts, "near")
    unit = nearby.unit_of(parts, answer.choice)
    if unit is None:
        return go("scope")
    turn.data["unit"], turn.data["path"] = unit.path, answer.choice
    return go("part") if unit.path == answer.choice else go("stance")


async def _ask_part(turn: Turn) -> Prompt | Move:
    t = turn.t
    if "version" not in turn.data:
        await _read_now(turn)
    unit = await _unit(turn)
    clauses = unit.clauses() if unit else []
    if unit is None or not clauses:
        turn.data["path"] = turn.data.get("unit")
        return go("stance")
    whole = Choice(unit.path, t("Cả {label}", label=unit.name), ("ca", "ca dieu", "whole"))
    choices = [whole, *(Choice(part.path, f"{part.label}: {part.heading or part.text}"[:60]) for part in clauses)]
    return prompt(
        Paragraph(unit.title, "quote"),
        t("Góp ý cho cả phần này hay một khoản trong đó?"),
        choices=paging.page(turn, choices),
        replaces=True,
    )


async def _take_part(turn: Turn, answer: Answer) -> Move:
    if not answer.choice:
        _, parts = await shelf(turn)
        unit = next(unit for unit in parts if unit.path == turn.data.get("unit"))
        inner = locate.find(f"{answer.text} {unit.provision.label}", (part.path for part in unit.inside))
        if inner is None:
            return await _pointed(turn, answer.text, parts, "part")
        turn.data["path"] = inner  # "khoản 2" alone means one of the article in hand
        return go("stance")
    move = paging.turned(turn, answer, "part")
    if move is None:
        turn.data["path"] = answer.choice
    return move or go("stance")


async def _unit(turn: Turn) -> Unit | None:
    _, parts = await shelf(turn)
    return next((unit for unit in parts if unit.path == turn.data.get("unit")), None)


async def _place(turn: Turn) -> str:
    path = turn.data.get("path")
    if path is None:
        return turn.t("cả dự thảo")
    draft = await library.find_public(turn.session, str(turn.data["draft"]))
    version = await library.version_of(turn.session, draft, turn.data.get("version"))
    parts = await library.provisions(turn.session, version)
    return places.place(parts, str(path))


async def _ask_stance(turn: Turn) -> Prompt:
    t = turn.t
    paragraphs = [Paragraph(t("Góp ý cho: {place}", place=await _place(turn)), "note")]
    wording = await _wording_of_place(turn)
    if wording:
        paragraphs.append(Paragraph(wording, "quote"))
    paragraphs.append(Paragraph(t("Ý kiến của ông/bà về nội dung này là gì?")))
    choices = tuple(Choice(stance, label) for stance, label in stances(t).items())
    return prompt(*paragraphs, choices=choices, replaces=True)


async def _wording_of_place(turn: Turn) -> str:
    unit, path = await _unit(turn), turn.data.get("path")
    if unit is None or path is None or path == unit.path:
        return ""
    return next((part.text for part in unit.inside if part.path == path), "")


async def _take_stance(turn: Turn, answer: Answer) -> Move:
    turn.data["stance"] = answer.choice
    return go("preview" if turn.data.get("text") else "text")


async def _ask_text(turn: Turn) -> Prompt:
    t = turn.t
    if turn.data.get("more"):
        count = t("Đã nhận {count} ký tự. Nếu còn, xin gửi tiếp; nếu đã đủ, chọn «Xong».", count=len(turn.data["text"]))
        return prompt(count, choices=(Choice("done", t("Xong"), ("xong", "het", "done")),))
    return prompt(
        t("Xin viết góp ý bằng lời của mình: vì sao, nên sửa thế nào. Có thể viết không dấu."),
        Paragraph(t("Xin đừng ghi họ tên, số căn cước, số điện thoại."), "note"),
    )


async def _take_text(turn: Turn, answer: Answer) -> Move:
    if answer.choice == "done":
        turn.data.pop("more", None)
        return go("wording")
    if turn.data.get("more"):
        turn.data["text"] = feedback.check_text(f"{turn.data['text']}\n{answer.text}")
        return go("text", no_return=True)
    turn.data["text"] = feedback.check_text(answer.text)
    if len(answer.text) >= CUT_BY_PLATFORM:
        turn.data["more"] = True
        return go("text", no_return=True)
    return go("preview" if turn.data.pop("changing", False) else "wording")


async def _ask_wording(turn: Turn) -> Prompt:
    t = turn.t
    return prompt(
        t("Nếu muốn đề xuất câu chữ cụ thể để thay vào dự thảo, xin gõ câu chữ đó. Nếu không, chọn «Bỏ qua»."),
        choices=(Choice("skip", t("Bỏ qua"), ("bo qua", "khong", "skip")),),
    )


async def _take_wording(turn: Turn, answer: Answer) -> Move:
    turn.data["wording"] = "" if answer.choice == "skip" else feedback.check_wording(answer.text)
    return go("preview")


async def _ask_preview(turn: Turn) -> Prompt:
    t = turn.t
    draft, _ = await shelf(turn)
    stance = stances(t)[turn.data["stance"]]
    place = await _place(turn)
    paragraphs = [
        Paragraph(t("Xin xem lại trước khi gửi"), "title"),
        Paragraph(
            t("Dự thảo: {title}\nPhần: {place}\nÝ kiến: {stance}", title=draft.title, place=place, stance=stance)
        ),
        Paragraph(turn.data["text"], "quote"),
    ]
    if turn.data.get("wording"):
        paragraphs += [Paragraph(t("Câu chữ đề xuất:")), Paragraph(turn.data["wording"], "quote")]
    paragraphs.append(
        Paragraph(t("Cơ quan soạn thảo sẽ đọc nguyên văn những lời trên và không biết ai gửi."), "note"),
    )
    choices = (
        Choice("send", t("Gửi góp ý"), ("gui", "send")),
        Choice("text", t("Sửa lời góp ý"), ("sua", "edit")),
        Choice("stance", t("Đổi ý kiến")),
        Choice("wording", t("Thêm hoặc sửa câu chữ đề xuất")),
    )
    return prompt(*paragraphs, choices=choices)


async def _take_preview(turn: Turn, answer: Answer) -> Move:
    if answer.choice == "text":
        turn.data["changing"] = True
        return go("text")
    if answer.choice != "send":
        return go(answer.choice)
    data = turn.data
    new = NewFeedback(
        data["draft"],
        data.get("path"),
        Stance(data["stance"]),
        data["text"],
        data.get("wording", ""),
        data.get("version"),
    )
    receipt = await feedback.submit(turn.session, turn.citizen, new, turn.keys, turn.now)
    return hand_over("sent", "", await _receipt(turn, receipt), draft=data["draft"])


async def _receipt(turn: Turn, code: str) -> OutMessage:
    """The receipt is said once and never kept in the conversation: whoever has it may see the comment."""
    t = turn.t
    draft = await library.find_public(turn.session, str(turn.data["draft"]))
    late = [Paragraph(t("Góp ý đến sau ngày hết hạn nên được ghi là gửi muộn."), "note")]
    return say(
        Paragraph(t("Đã nhận góp ý của ông/bà. Xin cảm ơn!"), "title"),
        t("Mã biên nhận:"),
        Paragraph(code, "code"),
        *(late if library.is_late(draft, turn.now) else []),
        t(
            "Xin giữ kín mã này: ai có mã đều xem được góp ý và câu trả lời. Tra cứu lúc nào cũng được bằng cách "
            "nhắn mã này. Khi cơ quan trả lời, chúng tôi sẽ báo."
        ),
    )


COMMENT = Flow(
    name="comment",
    commands=("comment", "gopy"),
    words=("gop y", "comment", "gui gop y"),
    first="open",
    steps={
        "open": Step(_open, _take_draft),
        "consent": Step(_ask_consent, _take_consent),
        "draft": Step(_ask_draft, _take_draft),
        "scope": Step(_ask_scope, _take_scope, text=True),
        "near": Step(nearby.ask, _take_near, text=True),
        "part": Step(_ask_part, _take_part, text=True),
        "stance": Step(_ask_stance, _take_stance),
        "text": Step(_ask_text, _take_text, text=True),
        "wording": Step(_ask_wording, _take_wording, text=True),
        "preview": Step(_ask_preview, _take_preview),
    },
    summary=N_("/gopy – gửi góp ý cho một dự thảo"),
    keeps_text=True,
)


async def _ask_sent(turn: Turn) -> Prompt:
    t = turn.t
    draft = await library.find_public(turn.session, str(turn.data["draft"]))
    follows = await subscriptions.of(turn.session, turn.citizen_id)
    choices = [Choice("again", t("Góp ý phần khác của dự thảo này"))]
    if not any(s.scope is Scope.DRAFT and s.target == draft.code for s in follows):
        choices.append(Choice("follow", t("Theo dõi dự thảo này")))
    return prompt(t("Ông/bà muốn làm gì tiếp?"), choices=tuple(choices))


async def _take_sent(turn: Turn, answer: Answer) -> Move:
    return hand_over("comment" if answer.choice == "again" else "follow", argument=turn.data["draft"])


SENT = Flow(
    name="sent",
    commands=(),
    words=(),
    first="next",
    steps={"next": Step(_ask_sent, _take_sent)},
)
