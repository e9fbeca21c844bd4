"""The measuring of the tagger on labelled files."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.eval_tagging import evaluate
from nlp.tagging import Tagger

DEV = Path(__file__).parents[2] / ".." / "shared" / "corpus" / "citizen_comments_dev.jsonl"
TAGGER = Tagger.load()


def measured(path: Path) -> Any:
    return evaluate(path, TAGGER)


def written(tmp_path: Path, *rows: object) -> Path:
    path = tmp_path / "labelled.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n\n", encoding="utf-8")
    return path


def test_right_wrong_and_missed_topics_are_counted(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {"text": "Tách thửa xong mới cấp sổ đỏ", "labels": ["dat_dai"], "kind": "opinion"},
        {"text": "Bác sĩ ở bệnh viện huyện", "labels": ["giao_duc"]},
        {"text": "Đồng ý", "labels": ["y_te"], "title": "Nghị định về khám bệnh, chữa bệnh"},
        {"text": "Một tin bài", "label": "Thời sự", "field": "báo"},
        {"text": "Bệnh viện", "label": "khác", "field": "Y tế"},
    )
    result = measured(path)
    assert (result["rows"], result["labelled"], result["unlabelled"]) == (5, 4, 1)
    assert result["kinds"] == {"rows": 1, "right": 1.0}
    for form in ("accented", "deaccented"):
        scores = result[form]
        assert scores["top1"] == scores["recall_at_3"] == 0.75
        assert scores["topics"]["dat_dai"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "support": 1}
        assert scores["topics"]["giao_duc"]["f1"] == 0.0
        # The title alone gives an unsure topic: found by top1, not counted as an answer.
        assert scores["topics"]["y_te"]["recall"] == 0.5, form
        assert scores["macro"]["fields"] == 3
        assert scores["auto"]["topics"] <= 2
        assert scores["certain_half"] == 0.5, "the hospital that is labelled a school"
    assert set(result["noised"]) == set(result["accented"])
    json.dumps(result)


def test_an_empty_file_measures_nothing(tmp_path: Path) -> None:
    assert measured(written(tmp_path))["accented"]["top1"] == 0.0


@pytest.mark.parametrize(
    "row", [{"labels": ["y_te"]}, {"text": "a", "labels": ["nope"]}, ["text"], {"text": 5, "labels": []}]
)
def test_a_line_of_another_form_is_named(tmp_path: Path, row: object) -> None:
    with pytest.raises(ValueError, match=r"labelled\.jsonl line 2"):
        measured(written(tmp_path, {"text": "a", "labels": []}, row))


def test_real_comments_to_government_reach_the_measured_quality() -> None:
    if not DEV.exists():
        pytest.skip("the shared corpus is not beside the repository")
    result = measured(DEV)
    assert result["labelled"] >= 60
    assert result["accented"]["top1"] >= 0.78
    assert result["deaccented"]["top1"] >= result["accented"]["top1"] - 0.03


def test_comments_written_for_the_tests_reach_the_measured_quality() -> None:
    result = measured(Path(__file__).with_name("comments.jsonl"))
    assert result["labelled"] == 96
    assert result["accented"]["top1"] >= 0.95
    assert result["deaccented"]["top1"] >= 0.95
    assert result["noised"]["top1"] >= 0.85
    assert result["accented"]["auto"]["precision"] >= 0.97
