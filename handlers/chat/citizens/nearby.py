"""Asking which place was meant when someone describes it instead of naming it; what is near is nlp.resembling's."""

import asyncio
from collections.abc import Sequence

from handlers.chat.base import Choice, Move, Prompt, Turn, go, prompt
from handlers.chat.citizens.read import shelf
from nlp import resembling
from services.drafts import places
from services.drafts.reading_units import Unit

NONE = "_none"
MOST = 3
_LABEL = 60  # characters of a choice


async def found(turn: Turn, text: str, parts: Sequence[Unit]) -> bool:
    """Whether any place is near to the words; the nearest are kept for `ask`."""
    provisions = [part for unit in parts for part in (unit.provision, *unit.inside)]
    words = tuple(resembling.Place(part.path, part.heading, part.text, part.parent) for part in provisions)
    nearest = await asyncio.to_thread(lambda: resembling.of(words).nearest(text, MOST))
    turn.data["near"] = [place.path for place in nearest]
    return bool(nearest)


async def ask(turn: Turn) -> Prompt | Move:
    """Offers the places found."""
    t = turn.t
    _, parts = await shelf(turn)
    provisions = {part.path: part for unit in parts for part in (unit.provision, *unit.inside)}
    near = [provisions[path] for path in turn.data.get("near", []) if path in provisions]
    if not near:
        return go("scope")
    every = list(provisions.values())
    choices = [
        Choice(part.path, f"{places.place(every, part.path)}: {part.heading or part.text}"[:_LABEL]) for part in near
    ]
    none = Choice(NONE, t("Không phải, chọn trong danh sách"), ("khong phai", "khong", "none"))
    return prompt(t("Ông/bà muốn góp ý cho chỗ nào dưới đây?"), choices=(*choices, none))


def unit_of(parts: Sequence[Unit], path: str) -> Unit | None:
    """The unit that a place is in; None for no place."""
    return next((unit for unit in parts if path in {unit.path, *(part.path for part in unit.inside)}), None)
