"""``gopy locate``: JSONL in, the provision each line points at out."""

import json

from tests import factories
from tests.cli.gopy import Gopy

LINES = [
    {"id": "a", "text": "khoản 2 điều 2 thu cao quá"},
    {"id": "b", "text": "k1 d2"},
    {"id": "c", "text": "Điều 1 và Điều 3"},
    {"id": "d", "text": "Điều 3 Luật Đất đai"},
    {"text": "thu cao quá"},
]
STDIN = "\n".join(json.dumps(line, ensure_ascii=False) for line in LINES)
FOUND = [
    {"id": "a", "path": "dieu-2/khoan-2", "score": 1.0},
    {"id": "b", "path": "dieu-2/khoan-1", "score": 1.0},
    {
        "id": "c",
        "path": "dieu-1",
        "score": 1.0,
        "paths": [{"path": "dieu-1", "score": 1.0}, {"path": "dieu-3", "score": 1.0}],
    },
    {"id": "d", "path": None, "score": 0.0},
    {"id": 5, "path": None, "score": 0.0},
]


def test_locate_in_a_file(gopy: Gopy) -> None:
    assert gopy("locate", gopy.write("du-thao.txt", factories.DECISION), stdin=STDIN).lines == FOUND


def test_locate_in_a_draft_by_its_code(gopy: Gopy) -> None:
    gopy.draft()
    assert gopy("locate", "dt 1", stdin=STDIN).lines == FOUND


def test_locate_says_what_is_missing(gopy: Gopy) -> None:
    assert "khong-co.pdf" in gopy("locate", "khong-co.pdf", stdin=STDIN).refusal
    gopy.draft()
    assert "DT7" in gopy("locate", "DT7", stdin=STDIN).refusal
    said = gopy("locate", "DT1", stdin='{"txt": "k2 d4"}')
    assert (said.code, said.err.startswith("line 1:")) == (1, True)
