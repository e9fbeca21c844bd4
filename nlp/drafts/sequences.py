"""Which numbers are missing or said twice where an outline was corrected; readings tell their own."""

import re
from collections.abc import Iterable, Sequence

from nlp.drafts import labels
from nlp.drafts.markers import ALPHABET
from nlp.drafts.outline import Node, Outline
from nlp.drafts.tree import Problem

# What a reading says of numbers; it is said anew where somebody corrected them.
OF_NUMBERS = frozenset(
    {
        "number_gap", "letter_gap", "letter_not_vietnamese", "out_of_order", "repeated", "level_gap", "dieu_gap",
        "dieu_out_of_order",
    }
)  # fmt: skip


def told_by_reading(outline: Outline) -> tuple[Problem, ...]:
    """The problems of the reading that still stand, at the paths of today."""
    now = outline.now()
    kept = []
    for problem in outline.draft.problems:
        settled = problem.where in outline.touched and problem.code in OF_NUMBERS
        if not settled:
            where = now.get(problem.where, problem.where) or ""
            kept.append(Problem(problem.code, where, problem.message, problem.line))
    return tuple(kept)


def at_corrections(outline: Outline) -> tuple[Problem, ...]:
    """Gaps and repetitions among the provisions that were corrected and those beside them."""
    found: list[Problem] = []
    looked: set[int] = set()
    for section in outline.sections:
        for node in section.nodes:
            if node.origin not in outline.touched:
                continue
            beside = [one for one in section.nodes if one.parent is node.parent and one.kind == node.kind]
            under = [one for one in section.nodes if one.parent is node]
            for row in (beside, *(_rows(under))):
                if row and id(row[0]) not in looked:
                    looked.add(id(row[0]))
                    found += _of_row(row)
    return tuple(found)


def _rows(nodes: Sequence[Node]) -> list[list[Node]]:
    kinds = dict.fromkeys(node.kind for node in nodes)
    return [[node for node in nodes if node.kind == kind] for kind in kinds]


def _of_row(row: Iterable[Node]) -> list[Problem]:
    found, last = [], None
    for node in row:
        value = _value(node)
        name = f"{node.label[:1].upper()}{node.label[1:]}"
        if re.search(r"-\d+-\d+$", node.path) or (value is not None and value == last):
            found.append(Problem("repeated", node.path, f"{name} trùng số với một phần khác.", node.line))
        elif value is not None and last is not None and value != last + 1:
            found.append(Problem("number_gap", node.path, f"{name} không đứng ngay sau số trước nó.", node.line))
        last = value if value is not None else last
    return found


def _value(node: Node) -> int | None:
    """What a node counts: 2 of "khoản 2", 5 of "điểm đ"; None for dashes and for numbers with a suffix (12a)."""
    key = labels.key_of(node.kind, node.label)
    if node.kind in ("gach", "dieu") and not key.isdigit():
        return None
    if node.kind == "gach":
        return None
    if node.kind in ("diem", "chu"):
        return ALPHABET.find(key) if len(key) == 1 and key in ALPHABET else None
    return int(key) if key.isdigit() else None
