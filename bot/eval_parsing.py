"""How well drafts are parsed, measured against hand counts; printing the figures is the command line's part."""

import csv
from pathlib import Path

from nlp.drafts.files import parse_file
from nlp.drafts.source import Unreadable
from nlp.drafts.tree import Draft

# Column of index.tsv -> kind of provision.
COUNTED = {"n_phan": "phan", "n_chuong": "chuong", "n_muc": "muc", "n_dieu": "dieu", "n_khoan": "khoan"}
_SHARES = ("n_dieu", "n_khoan")


def evaluate(folder: Path) -> dict[str, object]:
    """Counts of each file that ``folder/index.tsv`` names, beside the hand counts of its columns.

    Returns ``{"files": [{"file", "counted", "expected", "right", "problems"} | {"file", "refused"}],
    "totals": {"files", "read", "n_dieu": {"right", "of", "share"}, "n_khoan": {…}}}``; shares are 0..1 of
    the files that have a hand count. Raises FileNotFoundError without an index.
    """
    with (folder / "index.tsv").open(encoding="utf-8", newline="") as index:
        rows = list(csv.DictReader(index, delimiter="\t"))
    files = [_measured(folder / row["file"], row) for row in rows]
    totals: dict[str, object] = {"files": len(files), "read": sum("counted" in one for one in files)}
    return {"files": files, "totals": totals | {column: _share(files, column) for column in _SHARES}}


def _measured(path: Path, row: dict[str, str]) -> dict[str, object]:
    try:
        draft = parse_file(path)
    except Unreadable as refusal:
        return {"file": path.name, "refused": refusal.code}
    counted = {column: len(draft.of_kind(kind)) for column, kind in COUNTED.items()}
    expected = {column: total for column in COUNTED if (total := hand_count(row.get(column) or "")) is not None}
    return {
        "file": path.name,
        "counted": counted,
        "expected": expected,
        "right": {column: counted[column] == total for column, total in expected.items()},
        "problems": _problems(draft),
    }


def hand_count(written: str) -> int | None:
    """A hand count; "3+11" (two article sequences) is 14, an empty cell is None.

    >>> hand_count("3+11"), hand_count("")
    (14, None)
    """
    parts = [part.strip() for part in written.split("+")]
    return sum(map(int, parts)) if all(part.isdigit() for part in parts) else None


def _problems(draft: Draft) -> dict[str, int]:
    counts: dict[str, int] = {}
    for problem in draft.problems:
        counts[problem.code] = counts.get(problem.code, 0) + 1
    return counts


def _share(files: list[dict[str, object]], column: str) -> dict[str, object]:
    verdicts = [right[column] for one in files if isinstance(right := one.get("right"), dict) and column in right]
    right = sum(verdicts)
    return {"right": right, "of": len(verdicts), "share": round(right / len(verdicts), 4) if verdicts else None}
