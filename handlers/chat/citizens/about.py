"""What a draft's dossier tells a citizen before he reads: the agency's questions, the papers there are, whom to ask."""

from handlers.chat.base import Turn
from services.drafts import dossier_files, focus, roles
from services.messages import Paragraph
from storage.models import Draft, FocusQuestion

MOST_QUESTIONS = 6  # on a small phone; the public page shows all


async def paragraphs(turn: Turn, draft: Draft) -> list[Paragraph]:
    """The paragraphs of the overview that come from the dossier; none for a bare draft."""
    t = turn.t
    found = []
    questions = await focus.of(turn.session, draft)
    if questions:
        lines = [f"• {_asked(turn, question)}" for question in questions[:MOST_QUESTIONS]]
        found.append(Paragraph("\n".join([t("Cơ quan soạn thảo mong được nghe về:"), *lines])))
    held = dict.fromkeys(file.role for file in await dossier_files.held(turn.session, draft))
    notes = []
    if held:
        notes.append(t("Hồ sơ đăng kèm: {papers}.", papers=", ".join(roles.show(role, t).lower() for role in held)))
    if draft.contact:
        notes.append(t("Liên hệ: {contact}", contact=draft.contact.replace("\n", ", ")))
    if notes:
        found.append(Paragraph("\n".join(notes), "note"))
    return found


def _asked(turn: Turn, question: FocusQuestion) -> str:
    text = question.text_en or question.text if turn.citizen.language == "en" else question.text
    if not question.audience:
        return text
    return turn.t("Dành cho {audience}: {question}", audience=question.audience, question=text)
