"""Long lists in pages that fit a small phone; what a choice means stays with the step."""

from collections.abc import Sequence

from handlers.chat.base import Answer, Choice, Move, Turn, go

SIZE = 7
MORE, LESS = "_more", "_less"


def page(turn: Turn, choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """The choices of the page that ``turn.data["page"]`` is at, with ways to the other pages."""
    last = max(0, (len(choices) - 1) // SIZE)
    number = min(int(turn.data.get("page", 0)), last)
    shown = list(choices[number * SIZE : (number + 1) * SIZE])
    if number < last:
        shown.append(Choice(MORE, turn.t("Xem tiếp"), ("xem tiep", "tiep", "next", "more")))
    if number > 0:
        shown.append(Choice(LESS, turn.t("Trang trước"), ("trang truoc", "previous")))
    return tuple(shown)


def turned(turn: Turn, answer: Answer, step: str) -> Move | None:
    """The move to the next or former page when that was asked for, else None."""
    if answer.choice not in (MORE, LESS):
        turn.data["page"] = 0
        return None
    turn.data["page"] = int(turn.data.get("page", 0)) + (1 if answer.choice == MORE else -1)
    return go(step, no_return=True)
