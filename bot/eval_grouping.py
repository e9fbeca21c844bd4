"""Measuring the grouping on a labelled file (JSONL); what is measured is decided here, nothing is printed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.labelled import labelled_rows
from nlp.grouping.groups import group

FLAGGED = 5  # comments from which on a group is shown as a campaign


@dataclass(frozen=True)
class _Row:
    text: str
    group: str
    kind: str


def evaluate(path: Path) -> dict[str, object]:
    """How well the texts of a labelled file are grouped.

    Each line is a JSON object with "text" and "group"; lines with the same group belong together, a group of one is
    a comment that belongs to nobody. An optional "kind" says how a line was made. Answers {"rows", "campaigns",
    "pairs": {"precision", "recall"}, "members": {"recall", "of"}, "false_flags": {"flagged", "together", "of"},
    "kinds": {kind: member recall}}; shares are between 0 and 1.
    pairs: of the pairs that were put together those that belong together, and the other way round. members: the
    share of the members of campaigns that stand in the group which holds most of their campaign. false_flags:
    comments that belong to nobody but stand in a group of five and more, or together with anybody.

    Raises OSError for a file that cannot be read and ValueError naming the line that has no such form.
    """
    rows = labelled_rows(path, _row)
    return measure([one.group for one in rows], [found.group for found in group([one.text for one in rows])],
                   [one.kind for one in rows])  # fmt: skip


def measure(wanted: Sequence[str], found: Sequence[int], kinds: Sequence[str]) -> dict[str, object]:
    """The figures of `evaluate` for groups found otherwise."""
    both = Counter(zip(wanted, found, strict=True))
    sizes, sizes_found = Counter(wanted), Counter(found)
    right, together = _pairs(both.values()), _pairs(sizes_found.values())
    home = {campaign: number for (campaign, number), _ in sorted(both.items(), key=lambda one: one[1])}
    members = [row for row, campaign in enumerate(wanted) if sizes[campaign] > 1]
    at_home = [row for row in members if found[row] == home[wanted[row]] and both[wanted[row], found[row]] > 1]
    alone = [found[row] for row, name in enumerate(wanted) if sizes[name] == 1]
    of_kind = Counter(kinds[row] for row in members)
    kept = Counter(kinds[row] for row in at_home)
    return {
        "rows": len(wanted),
        "campaigns": sum(size > 1 for size in sizes.values()),
        "pairs": {"precision": _share(right, together), "recall": _share(right, _pairs(sizes.values()))},
        "members": {"recall": _share(len(at_home), len(members)), "of": len(members)},
        "false_flags": {
            "flagged": sum(sizes_found[number] >= FLAGGED for number in alone),
            "together": sum(sizes_found[number] > 1 for number in alone),
            "of": len(alone),
        },
        "kinds": {kind: _share(kept[kind], total) for kind, total in sorted(of_kind.items())},
    }


def _row(entry: Mapping[str, Any]) -> _Row:
    text = entry["text"]
    if not isinstance(text, str):
        raise TypeError("text must be a string")
    return _Row(text, str(entry["group"]), str(entry.get("kind", "")))


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
