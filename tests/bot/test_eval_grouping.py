"""The measuring of groups on labelled files."""

import json
from pathlib import Path

import pytest

from bot.eval_grouping import evaluate, measure


def test_pairs_members_and_false_flags_are_counted() -> None:
    wanted = ["a", "a", "a", "a", "x", "y"]
    figures = measure(wanted, [1, 1, 1, 2, 1, 3], ["copied", "bare", "bare", "bare", "", ""])
    assert figures == {
        "rows": 6,
        "campaigns": 1,
        "pairs": {"precision": 0.5, "recall": 0.5},
        "members": {"recall": 0.75, "of": 4},
        "false_flags": {"flagged": 0, "together": 1, "of": 2},
        "kinds": {"bare": 0.6667, "copied": 1.0},
    }
    flagged = measure(["a", "b", "c", "d", "e"], [1] * 5, [""] * 5)["false_flags"]
    assert flagged == {"flagged": 5, "together": 5, "of": 5}
    assert measure([], [], [])["pairs"] == {"precision": None, "recall": None}


def test_a_file_is_read_and_grouped(tmp_path: Path) -> None:
    rows = [{"text": text, "group": name} for text, name in (("Ủng hộ", 1), ("ủng hộ!", 1), ("Phản đối", "x"))]
    path = tmp_path / "nhan.jsonl"
    path.write_text("\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    assert evaluate(path)["pairs"] == {"precision": 1.0, "recall": 1.0}


@pytest.mark.parametrize("row", [["text"], {"text": "a"}, {"text": 5, "group": "a"}, "a"])
def test_a_line_of_another_form_is_named(tmp_path: Path, row: object) -> None:
    path = tmp_path / "nhan.jsonl"
    path.write_text(json.dumps({"text": "a", "group": 1}) + "\n" + json.dumps(row), encoding="utf-8")
    with pytest.raises(ValueError, match=r"nhan\.jsonl line 2"):
        evaluate(path)
