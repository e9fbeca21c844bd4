"""The digest in chat: a short text, a chart and a spreadsheet."""

from handlers.chat.base import Answer, Flow, Move, Prompt, Step, Turn, end, go, home, prompt
from handlers.chat.citizens.browse import draft_choices
from handlers.chat.staff.publish import account_of
from services import audit, digests, staff
from services.drafts import library
from services.i18n import N_
from services.messages import File, OutMessage, say
from services.staff import Act
from storage.models import StaffRole, Stage


async def _open(turn: Turn) -> Move:
    argument = str(turn.data.pop("argument", ""))
    if argument:
        turn.data["draft"] = (await library.find(turn.session, argument)).code
        return await _deliver(turn)
    return go("choose")


async def _ask_choose(turn: Turn) -> Prompt | Move:
    t, account = turn.t, account_of(turn)
    drafts = [
        draft
        for draft in await library.every(turn.session, (Stage.OPEN, Stage.CLOSED))
        if account.role is StaffRole.ADMIN or draft.agency_code == account.agency_code
    ]
    if not drafts:
        return home(say(t("Cơ quan chưa có dự thảo nào đã công bố.")))
    return prompt(t("Tổng hợp dự thảo nào?"), choices=draft_choices(drafts))


async def _take_choose(turn: Turn, answer: Answer) -> Move:
    turn.data["draft"] = answer.choice
    return await _deliver(turn)


async def _deliver(turn: Turn) -> Move:
    """The text now; picture and spreadsheet are made when they are sent, outside this transaction."""
    account, language = account_of(turn), turn.citizen.language
    draft = await library.find(turn.session, str(turn.data["draft"]))
    staff.must_own(account, draft, Act.DIGEST)
    digest = await digests.make(turn.session, draft, None, None, turn.now)
    arguments = {"draft": draft.code, "language": language}
    audit.record(turn.session, turn.now, account.email, "digest.pull", draft.code)
    files = (
        File("picture", f"{draft.code}.png", "digest.png", arguments),
        File("document", f"{draft.code}.xlsx", "digest.xlsx", arguments),
    )
    return end(OutMessage(digests.text(digest, language), files=files))  # no menu: the picture stays in view


DIGEST = Flow(
    name="digest",
    commands=("digest", "tonghop"),
    words=("tong hop", "digest"),
    first="open",
    steps={"open": Step(_open, _take_choose), "choose": Step(_ask_choose, _take_choose)},
    summary=N_("/tonghop – bản tổng hợp góp ý kèm biểu đồ và bảng tính (cán bộ)"),
    act=Act.DIGEST,
)
