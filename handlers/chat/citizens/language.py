"""Choosing the language."""

from handlers.chat.base import Answer, Choice, Flow, Move, Prompt, Step, Turn, home, prompt
from services.i18n import N_, translator
from services.messages import say


async def _ask(turn: Turn) -> Prompt:  # noqa: ARG001 (a step's signature)
    choices = (Choice("vi", "Tiếng Việt", ("tieng viet", "vietnamese")), Choice("en", "English", ("tieng anh",)))
    return prompt("Chọn ngôn ngữ / Choose your language", choices=choices)


async def _take(turn: Turn, answer: Answer) -> Move:
    turn.citizen.language = answer.choice
    turn.session.add(turn.citizen)
    turn.t = translator(answer.choice)
    notes = {
        "vi": turn.t("Từ giờ chúng tôi dùng tiếng Việt."),
        "en": turn.t("Từ giờ chúng tôi dùng tiếng Anh. Nội dung dự thảo giữ nguyên tiếng Việt."),
    }
    return home(say(notes[answer.choice]))


LANGUAGE = Flow(
    name="language",
    commands=("language", "ngonngu"),
    words=("ngon ngu", "language", "english", "tieng anh", "tieng viet"),
    first="choose",
    steps={"choose": Step(_ask, _take)},
    summary=N_("/ngonngu – tiếng Việt hoặc English"),
)
