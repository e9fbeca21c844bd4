"""Following: everything, an agency, a field or one draft; and what is followed now."""

from handlers.chat import paging
from handlers.chat.base import Answer, Choice, Flow, Move, Prompt, Step, Turn, go, home, prompt
from handlers.chat.citizens.browse import draft_choices, short
from handlers.chat.citizens.start import yes_or_no
from nlp.fields import FIELDS
from services import agencies, consents, fields, subscriptions
from services.drafts import library
from services.i18n import N_
from services.messages import Paragraph, say
from storage.models import Purpose, Scope, Subscription


async def _open(turn: Turn) -> Move:
    argument = str(turn.data.pop("argument", ""))
    if argument:
        draft = await library.find_public(turn.session, argument)
        turn.data["scope"], turn.data["target"] = Scope.DRAFT.value, draft.code
        return go("consent")
    return go("scope")


async def _ask_scope(turn: Turn) -> Prompt:
    t = turn.t
    choices = [
        Choice(Scope.ALL, t("Mọi dự thảo mới")),
        Choice(Scope.AGENCY, t("Dự thảo của một cơ quan")),
        Choice(Scope.FIELD, t("Dự thảo thuộc một lĩnh vực")),
        Choice(Scope.DRAFT, t("Một dự thảo")),
    ]
    if await subscriptions.of(turn.session, turn.citizen_id):
        choices.append(Choice("current", t("Xem và bỏ những gì đang theo dõi")))
    return prompt(t("Ông/bà muốn nhận tin về dự thảo nào?"), choices=tuple(choices))


async def _take_scope(turn: Turn, answer: Answer) -> Move:
    turn.data["page"] = 0
    if answer.choice == "current":
        return go("current")
    turn.data["scope"] = answer.choice
    turn.data.pop("among", None)
    if answer.choice == Scope.AGENCY:
        return go("agency")
    if answer.choice == Scope.ALL:
        turn.data["target"] = ""
        return go("consent")
    return go("target")


async def _targets(turn: Turn) -> tuple[Choice, ...]:
    language = turn.citizen.language
    match turn.data["scope"]:
        case Scope.FIELD:
            return tuple(Choice(code, fields.show(code, language)) for code in FIELDS)
        case _:
            return draft_choices(await library.open_drafts(turn.session))


async def _ask_target(turn: Turn) -> Prompt | Move:
    t = turn.t
    choices = await _targets(turn)
    if not choices:
        return go("scope", say(t("Hiện chưa có mục nào để chọn.")), no_return=True)
    questions = {Scope.FIELD: t("Lĩnh vực nào?"), Scope.DRAFT: t("Dự thảo nào?")}
    return prompt(questions[turn.data["scope"]], choices=paging.page(turn, choices), replaces=True)


async def _take_target(turn: Turn, answer: Answer) -> Move:
    move = paging.turned(turn, answer, "target")
    if move is None:
        turn.data["target"] = answer.choice
    return move or go("consent")


async def _ask_agency(turn: Turn) -> Prompt | Move:
    """The agencies, or those that a typed name fits; a name of before the mergers is understood too."""
    t, among = turn.t, turn.data.get("among")
    listed = [agency for agency in await agencies.listed(turn.session) if among is None or agency.code in among]
    if not listed:
        return go("scope", say(t("Hiện chưa có mục nào để chọn.")), no_return=True)
    choices = tuple(Choice(one.code, short(agencies.show(one, turn.citizen.language))) for one in listed)
    hint = t("Có thể nhắn tên cơ quan, kể cả tên trước khi sáp nhập.")
    return prompt(t("Cơ quan nào?"), Paragraph(hint, "note"), choices=paging.page(turn, choices), replaces=True)


async def _take_agency(turn: Turn, answer: Answer) -> Move:
    if answer.choice:
        move = paging.turned(turn, answer, "agency")
        turn.data["target"] = answer.choice
        return move or go("consent")
    found = await agencies.find(turn.session, answer.text)
    turn.data["page"] = 0
    if len(found) == 1:
        turn.data["target"] = found[0].code
        return go("consent")
    turn.data["among"] = [agency.code for agency in found] or None
    if found:
        return go("agency", say(turn.t("Tên này có thể là một trong các cơ quan sau.")), no_return=True)
    return go("agency", say(turn.t("Không tìm thấy cơ quan tên như vậy. Xin chọn trong danh sách.")), no_return=True)


async def _ask_consent(turn: Turn) -> Prompt | Move:
    if Purpose.NOTICES in await consents.given(turn.session, turn.citizen_id):
        return await _subscribe(turn)
    question = turn.t(
        "Để báo tin, chúng tôi cần ông/bà đồng ý nhận tin nhắn. Ông/bà có đồng ý không? Lúc nào muốn "
        "thôi, chỉ cần nhắn «dừng»."
    )
    return prompt(question, choices=yes_or_no(turn))


async def _take_consent(turn: Turn, answer: Answer) -> Move:
    if answer.choice != "yes":
        return home(say(turn.t("Vâng, chúng tôi sẽ không gửi tin.")))
    await consents.give(turn.session, turn.citizen_id, Purpose.NOTICES, turn.now)
    return await _subscribe(turn)


async def _subscribe(turn: Turn) -> Move:
    scope, target = Scope(turn.data["scope"]), str(turn.data.get("target", ""))
    await subscriptions.follow(turn.session, turn.citizen_id, scope, target, turn.now)
    what = await _name(turn, scope, target)
    return home(say(turn.t("Đã theo dõi: {what}. Có tin mới chúng tôi sẽ báo; nhắn «dừng» để thôi nhận.", what=what)))


async def _name(turn: Turn, scope: Scope, target: str) -> str:
    t, language = turn.t, turn.citizen.language
    match scope:
        case Scope.ALL:
            return t("mọi dự thảo mới")
        case Scope.FIELD:
            return fields.show(target, language)
        case Scope.AGENCY:
            return agencies.show(await agencies.ensure(turn.session, target), language)
        case Scope.DRAFT:
            return short((await library.find(turn.session, target)).title, 80)


async def _ask_current(turn: Turn) -> Prompt | Move:
    t = turn.t
    followed = await subscriptions.of(turn.session, turn.citizen_id)
    if not followed:
        return home(say(t("Ông/bà chưa theo dõi mục nào.")))
    choices = [Choice(_key(s), short(await _name(turn, s.scope, s.target))) for s in followed]
    return prompt(t("Chọn mục muốn thôi theo dõi:"), choices=paging.page(turn, choices), replaces=True)


async def _take_current(turn: Turn, answer: Answer) -> Move:
    move = paging.turned(turn, answer, "current")
    if move is not None:
        return move
    scope, _, target = answer.choice.partition(":")
    await subscriptions.unfollow(turn.session, turn.citizen_id, Scope(scope), target)
    return go("current", say(turn.t("Đã thôi theo dõi mục này.")), no_return=True)


def _key(subscription: Subscription) -> str:
    return f"{subscription.scope.value}:{subscription.target}"


FOLLOW = Flow(
    name="follow",
    commands=("follow", "theodoi"),
    words=("theo doi", "follow"),
    first="open",
    steps={
        "open": Step(_open, _take_scope),
        "scope": Step(_ask_scope, _take_scope),
        "target": Step(_ask_target, _take_target),
        "agency": Step(_ask_agency, _take_agency, text=True),
        "consent": Step(_ask_consent, _take_consent),
        "current": Step(_ask_current, _take_current),
    },
    summary=N_("/theodoi – nhận tin khi có dự thảo mới"),
)
