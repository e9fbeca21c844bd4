"""The lines of a clause card as people read them: their questions, their places, whether a citation holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.drafts.card.wording import cut
from services.drafts import places
from services.i18n import N_, Translate
from storage.models import CardSlot, ClauseCardLine, Provision

QUESTIONS: Mapping[CardSlot, str] = {
    CardSlot.WHO: N_("Ai chịu tác động"),
    CardSlot.WHAT: N_("Quy định điều gì"),
    CardSlot.MUST: N_("Người dân, tổ chức phải làm gì"),
    CardSlot.WHEN: N_("Từ khi nào"),
}
SHORT = 90  # characters of a line where staff only need to recognise it


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line for readers: its question, its words, and the provision it rests on (path and how people say it)."""

    slot: CardSlot
    question: str
    text: str
    place: str
    path: str

    def sentence(self, *, short: bool = False) -> str:
        """The line on its own: ``Từ khi nào: … («khoản 1 Điều 3»)``."""
        return f"{self.question}: {cut(self.text, SHORT) if short else self.text} («{self.place}»)"


def number(slot: CardSlot) -> int:
    """The number of a line on the card, from 1."""
    return list(CardSlot).index(slot) + 1


def in_order(lines: Sequence[ClauseCardLine]) -> list[ClauseCardLine]:
    """The lines in the order of their questions."""
    return sorted(lines, key=lambda line: number(line.slot))


def holds(path: str | None, parts: Sequence[Provision]) -> bool:
    """Whether a citation is one: the provision is in this version, and it or something inside it has words."""
    if path is None:
        return False
    inside = [part for part in parts if part.path == path or part.path.startswith(f"{path}/")]
    exists = any(part.path == path for part in inside)
    return exists and any((part.heading + part.text).strip() for part in inside)


def unfounded(lines: Sequence[ClauseCardLine], parts: Sequence[Provision]) -> list[ClauseCardLine]:
    """The lines whose citation does not hold in this version."""
    return [line for line in in_order(lines) if not holds(line.path, parts)]


def show(
    lines: Sequence[ClauseCardLine], parts: Sequence[Provision], t: Translate, language: str = "vi"
) -> list[ShownLine]:
    """The lines with their places; those whose citation does not hold are left out."""
    return [
        ShownLine(
            line.slot,
            t(QUESTIONS[line.slot]),
            line.text_en if language == "en" and line.text_en else line.text,
            places.place(parts, line.path),
            line.path,
        )
        for line in in_order(lines)
        if line.path is not None and holds(line.path, parts)
    ]


def cited_text(path: str, parts: Sequence[Provision]) -> str:
    """The wording of a provision with what is inside it, a line each, to be read beside a line of the card."""
    said = []
    for part in parts:
        if part.path == path or part.path.startswith(f"{path}/"):
            words = " ".join(words for words in (part.heading, part.text) if words)
            said.append(f"{part.label}. {words}" if words else part.label)
    return "\n".join(said)
