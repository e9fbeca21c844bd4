"""Publishing a prepared draft from chat, with the number of people who will be told."""

from handlers.chat.base import Answer, Choice, Flow, Move, Prompt, Step, Turn, go, home, prompt
from handlers.chat.citizens.browse import draft_choices
from services import staff
from services.drafts import card, cautions, dossier, library, publishing
from services.errors import Refused
from services.i18n import N_
from services.messages import Paragraph, say
from services.staff import Act
from storage.models import Staff, StaffRole, Stage


def account_of(turn: Turn) -> Staff:
    """The linked account of this turn. Raises Refused(``staff_only``)."""
    if turn.staff is None:
        raise Refused("staff_only")
    return turn.staff


async def _open(turn: Turn) -> Move:
    argument = str(turn.data.pop("argument", ""))
    if argument:
        turn.data["draft"] = (await library.find(turn.session, argument)).code
        return go("confirm")
    return go("choose")


async def _ask_choose(turn: Turn) -> Prompt | Move:
    t, account = turn.t, account_of(turn)
    drafts = [
        draft
        for draft in await library.every(turn.session, (Stage.PREPARATION,))
        if account.role is StaffRole.ADMIN or draft.agency_code == account.agency_code
    ]
    if not drafts:
        return home(say(t("Không có dự thảo nào đang chờ công bố.")))
    return prompt(t("Công bố dự thảo nào?"), choices=draft_choices(drafts))


async def _take_choose(turn: Turn, answer: Answer) -> Move:
    turn.data["draft"] = answer.choice
    return go("confirm")


async def _ask_confirm(turn: Turn) -> Prompt:
    t = turn.t
    draft = await library.find(turn.session, str(turn.data["draft"]))
    staff.must_own(account_of(turn), draft, Act.PUBLISH)
    if draft.stage is not Stage.PREPARATION:
        raise Refused("already_published", code=draft.code)
    notice = await publishing.preview(turn.session, draft, turn.citizen.language)
    warning = await card.warning(turn.session, draft, t)
    count = await publishing.audience(turn.session, draft)
    found = await dossier.read(turn.session, draft, turn.now, turn.citizen.language)
    looks = [Paragraph(f"! {cautions.sentence(warning, t)}", "note") for warning in found.warnings]
    return prompt(
        Paragraph(t("Người theo dõi sẽ nhận tin này:"), "note"),
        *notice.paragraphs,
        *([Paragraph(f"! {warning}", "note")] if warning else []),
        *looks,
        Paragraph(t("Số người sẽ nhận: {count}", count=count), "title"),
        choices=(Choice("publish", t("Công bố ngay")),),
    )


async def _take_confirm(turn: Turn, answer: Answer) -> Move:  # noqa: ARG001 (a step's signature)
    broadcast = await publishing.publish(turn.session, str(turn.data["draft"]), account_of(turn), turn.now)
    done = turn.t(
        "Đã công bố {code}. Tin đang được gửi tới {count} người.", code=turn.data["draft"], count=broadcast.recipients
    )
    return home(say(done))


PUBLISH = Flow(
    name="publish",
    commands=("publish", "congbo"),
    words=("cong bo", "publish"),
    first="open",
    steps={
        "open": Step(_open, _take_choose),
        "choose": Step(_ask_choose, _take_choose),
        "confirm": Step(_ask_confirm, _take_confirm),
    },
    summary=N_("/congbo – công bố dự thảo đã chuẩn bị (cán bộ)"),
    act=Act.PUBLISH,
)
