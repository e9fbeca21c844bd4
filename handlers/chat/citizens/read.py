"""Reading a draft on a phone, one article or point at a time."""

from handlers.chat import paging
from handlers.chat.base import Answer, Choice, Flow, Move, Prompt, Step, Turn, go, hand_over, prompt
from handlers.chat.citizens import about as about_draft
from nlp import locate
from services import agencies
from services.clock import show_day
from services.drafts import card, kinds, library, search
from services.drafts.reading_units import Unit, units
from services.messages import Paragraph, say
from storage.models import Draft, DraftVersion, Provision


async def shelf(turn: Turn) -> tuple[Draft, list[Unit]]:
    """The draft being read, with its units: of the newest version, or of the one that a comment is about."""
    draft, version, parts = await _text(turn)
    kept = f"units/{version.id}"
    if kept not in turn.read:
        turn.read[kept] = units(parts)
    found: list[Unit] = turn.read[kept]
    return draft, found


async def _text(turn: Turn) -> tuple[Draft, DraftVersion, list[Provision]]:
    """The draft being read, that version of it and its provisions, read once a turn."""
    code, number = str(turn.data["draft"]), turn.data.get("version")
    kept = f"text/{code}/{number}"
    if kept not in turn.read:
        draft = await library.find_public(turn.session, code)
        version = await library.version_of(turn.session, draft, number)
        turn.read[kept] = (draft, version, await library.provisions(turn.session, version))
    found: tuple[Draft, DraftVersion, list[Provision]] = turn.read[kept]
    return found


async def _open(turn: Turn) -> Move:
    argument = str(turn.data.get("argument", ""))
    if not argument:
        return hand_over("drafts")
    turn.data["draft"] = (await library.find_public(turn.session, argument)).code
    return go("overview")


async def _ask_overview(turn: Turn) -> Prompt:
    t = turn.t
    draft, parts = await shelf(turn)
    agency = await agencies.shown_on(turn.session, draft.agency_code, draft.posted_on, turn.citizen.language)
    left = library.days_left(draft, turn.now)
    closing = (
        t("Nhận góp ý đến hết hôm nay, {day}.", day=show_day(draft.closes_on))
        if left == 0
        else t("Nhận góp ý đến hết ngày {day} (còn {left} ngày).", day=show_day(draft.closes_on), left=left)
        if left > 0
        else t(
            "Đã hết hạn góp ý ({day}); góp ý gửi từ bây giờ vẫn được nhận và được ghi là gửi muộn.",
            day=show_day(draft.closes_on),
        )
    )
    about = t(
        "Cơ quan soạn thảo: {agency}\nLoại văn bản: {kind}",
        agency=agency,
        kind=kinds.show(draft.kind, turn.citizen.language),
    )
    choices = [Choice("comment", t("Góp ý"), ("gop y", "comment")), Choice("follow", t("Theo dõi dự thảo này"))]
    if parts:
        about += "\n" + t("Số phần có thể đọc và góp ý riêng: {count}.", count=len(parts))
        choices.insert(0, Choice("first", t("Đọc từ đầu"), ("doc", "read")))
        choices.insert(1, Choice("outline", t("Mục lục"), ("muc luc", "outline")))
    return prompt(
        Paragraph(draft.title, "title"),
        about + "\n" + closing,
        *await _card(turn),
        *await about_draft.paragraphs(turn, draft),
        Paragraph(t("Mã dự thảo: {code}", code=draft.code), "note"),
        choices=tuple(choices),
    )


async def _card(turn: Turn) -> list[Paragraph]:
    """The approved card, a line each; staff get the lines short, as a reminder."""
    _, version, parts = await _text(turn)
    lines = await card.shown(turn.session, version, parts, turn.t, turn.citizen.language)
    return [Paragraph(line.sentence(short=turn.staff is not None)) for line in lines]


async def _take_overview(turn: Turn, answer: Answer) -> Move:
    code = turn.data["draft"]
    match answer.choice:
        case "first":
            turn.data["at"] = 0
            return go("unit")
        case "outline":
            return go("outline")
        case "follow":
            return hand_over("follow", argument=code)
        case "comment":
            return hand_over("comment", argument=code)
        case _:
            return await _point(turn, answer, "overview")


async def _ask_outline(turn: Turn) -> Prompt:
    t = turn.t
    draft, parts = await shelf(turn)
    choices = tuple(Choice(str(index), unit.title[:60]) for index, unit in enumerate(parts))
    return prompt(
        Paragraph(t("Mục lục"), "title"),
        draft.title,
        t("Chọn một phần, hoặc nhắn chỗ muốn đọc, ví dụ «điều 4» hay «mục III.2»."),
        choices=paging.page(turn, choices),
        replaces=True,
    )


async def _take_outline(turn: Turn, answer: Answer) -> Move:
    if not answer.choice:
        return await _point(turn, answer, "outline")
    move = paging.turned(turn, answer, "outline")
    if move is None:
        turn.data["at"] = int(answer.choice)
    return move or go("unit")


async def _ask_unit(turn: Turn) -> Prompt:
    t = turn.t
    draft, parts = await shelf(turn)
    at = min(max(int(turn.data.get("at", 0)), 0), len(parts) - 1)
    unit = parts[at]
    heading = f"{unit.provision.label}. {unit.provision.heading}".rstrip(". ")
    paragraphs = [Paragraph(f"{draft.code} · {unit.under}" if unit.under else draft.code, "note")]
    paragraphs += [Paragraph(heading, "title"), Paragraph(unit.text() or t("(Phần này không có nội dung riêng.)"))]
    paragraphs.append(Paragraph(t("Phần {at}/{count}", at=at + 1, count=len(parts)), "note"))
    choices = [Choice("comment", t("Góp ý phần này"), ("gop y", "comment"))]
    if at + 1 < len(parts):
        choices.append(Choice("next", t("Phần sau"), ("sau", "tiep", "next")))
    if at > 0:
        choices.append(Choice("before", t("Phần trước"), ("truoc", "previous")))
    choices.append(Choice("outline", t("Mục lục"), ("muc luc", "outline")))
    return prompt(*paragraphs, choices=tuple(choices), replaces=True)


async def _take_unit(turn: Turn, answer: Answer) -> Move:
    _, parts = await shelf(turn)
    at = int(turn.data.get("at", 0))
    match answer.choice:
        case "next" | "before":
            turn.data["at"] = at + (1 if answer.choice == "next" else -1)
            return go("unit", no_return=True)
        case "outline":
            turn.data["page"] = at // paging.SIZE
            return go("outline")
        case "comment":
            return hand_over("comment", argument=turn.data["draft"], unit=parts[at].path)
        case _:
            return await _point(turn, answer, "unit")


def unit_with(parts: list[Unit], path: str) -> int | None:
    """The place in ``parts`` of the unit that holds the provision ``path``."""
    inner = {p.path: index for index, unit in enumerate(parts) for p in (unit.provision, *unit.inside)}
    return inner.get(path)


async def _point(turn: Turn, answer: Answer, step: str) -> Move:
    """Typed places ("điều 4") open that part; other words are looked for in the draft."""
    draft, parts = await shelf(turn)
    path = locate.find(answer.text, [p.path for unit in parts for p in (unit.provision, *unit.inside)])
    at = unit_with(parts, path) if path else None
    if at is not None:
        turn.data["at"] = at
        return go("unit")
    if not locate.paths_meant(answer.text) and await search.in_draft(turn.session, draft, answer.text, limit=1):
        return hand_over("search", "results", query=answer.text, draft=draft.code)
    return go(
        step,
        say(turn.t("Không tìm thấy chỗ đó trong dự thảo. Ví dụ cách viết: «điều 4», «khoản 2 điều 4».")),
        no_return=True,
    )


READ = Flow(
    name="read",
    commands=("read", "doc"),
    words=("doc", "read", "xem"),
    first="open",
    steps={
        "open": Step(_open, _take_overview),
        "overview": Step(_ask_overview, _take_overview, text=True),
        "outline": Step(_ask_outline, _take_outline, text=True),
        "unit": Step(_ask_unit, _take_unit, text=True),
    },
)
