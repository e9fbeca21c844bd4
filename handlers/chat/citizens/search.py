"""Looking for words in the drafts: typed words in, provisions to open for reading out."""

from handlers.chat import paging
from handlers.chat.base import Answer, Choice, Flow, Move, Prompt, Step, Turn, go, hand_over, prompt
from handlers.chat.citizens.read import shelf, unit_with
from services.drafts import library, search
from services.drafts.search import Hit
from services.i18n import N_
from services.messages import Paragraph, say

LONGEST = 200  # characters of what is looked for; more is a comment, not a search


async def _open(turn: Turn) -> Move:
    argument = str(turn.data.pop("argument", ""))
    if argument:
        turn.data["query"] = argument[:LONGEST]
        return go("results")
    return go("words")


async def _ask_words(turn: Turn) -> Prompt:
    return prompt(turn.t("Ông/bà tìm gì trong các dự thảo? Xin nhắn vài từ, ví dụ: mức thu rác thải. Không cần dấu."))


async def _take_words(turn: Turn, answer: Answer) -> Move:
    turn.data["query"], turn.data["page"] = answer.text.strip()[:LONGEST], 0
    return go("results", no_return=True)


async def _hits(turn: Turn) -> list[Hit]:
    words = str(turn.data["query"])
    if "draft" not in turn.data:
        return await search.everywhere(turn.session, words)
    draft = await library.find_public(turn.session, str(turn.data["draft"]))
    return await search.in_draft(turn.session, draft, words)


async def _ask_results(turn: Turn) -> Prompt | Move:
    t = turn.t
    hits, words = await _hits(turn), str(turn.data["query"])
    if not hits:
        return go("words", say(t("Không tìm thấy «{words}». Xin thử ít từ hơn hoặc từ khác.", words=words)))
    choices = [Choice(str(number), f"{hit.draft.code} · {hit.place}"[:60]) for number, hit in enumerate(hits)]
    if "draft" in turn.data:
        choices.append(Choice("everywhere", t("Tìm trong mọi dự thảo"), ("tat ca", "everywhere")))
    shown = paging.page(turn, choices)
    lines = [
        Paragraph(f"{hit.draft.code} · {hit.place}\n{hit.excerpt}")
        for hit in (hits[int(choice.key)] for choice in shown if choice.key.isdigit())
    ]
    return prompt(
        Paragraph(t("Tìm thấy cho «{words}»: {count} chỗ", words=words, count=len(hits)), "title"),
        *lines,
        Paragraph(t("Chọn một chỗ để đọc, hoặc nhắn từ khác để tìm tiếp."), "note"),
        choices=shown,
        replaces=True,
    )


async def _take_results(turn: Turn, answer: Answer) -> Move:
    if not answer.choice:
        return await _take_words(turn, answer)
    move = paging.turned(turn, answer, "results")
    if move is not None:
        return move
    if answer.choice == "everywhere":
        del turn.data["draft"]
        return go("results", no_return=True)
    hits, number = await _hits(turn), int(answer.choice)
    if number >= len(hits):
        return go("results", no_return=True)  # the draft has changed meanwhile
    turn.data["draft"] = hits[number].draft.code
    _, parts = await shelf(turn)
    at = unit_with(parts, hits[number].path)
    if at is None:
        return hand_over("read", argument=hits[number].draft.code)
    return hand_over("read", "unit", draft=hits[number].draft.code, at=at)


SEARCH = Flow(
    name="search",
    commands=("search", "timkiem"),
    words=("tim kiem", "tim", "search", "find"),
    first="open",
    steps={
        "open": Step(_open, _take_words),
        "words": Step(_ask_words, _take_words, text=True, view=True),
        "results": Step(_ask_results, _take_results, text=True, view=True),
    },
    summary=N_("/timkiem – tìm theo từ trong các dự thảo"),
)
