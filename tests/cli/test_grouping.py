"""``gopy group``, ``gopy arguments`` and ``gopy eval grouping``: JSON that scripts can rely on."""

import json

from tests.bench.letters import LETTERS, OWN_WORDS
from tests.cli.gopy import Gopy

LETTER = " ".join(LETTERS["xe"][:3])


def jsonl(*rows: object) -> str:
    return "\n".join(json.dumps(row) for row in rows)


def test_group_keeps_order_and_ids_and_says_what_each_is(gopy: Gopy) -> None:
    said = gopy(
        "group", stdin=jsonl({"id": "a", "text": LETTER}, {"text": "Ủng hộ"}, {"id": 7, "text": LETTER.upper()})
    )
    assert said.lines == [
        {"id": "a", "group": 1, "kind": "exact", "representative": "a"},
        {"id": 2, "group": 2, "kind": "alone", "representative": 2},
        {"id": 7, "group": 1, "kind": "exact", "representative": "a"},
    ]


def test_group_explains_a_match(gopy: Gopy) -> None:
    text = f"{LETTER.replace('kế sinh nhai', 'công việc')} {OWN_WORDS[0]}"
    found = gopy("group", "--explain", stdin=jsonl({"text": LETTER}, {"text": text})).lines
    assert list(found[0]) == ["id", "group", "kind", "representative"]
    assert (found[1]["kind"], found[1]["representative"]) == ("near", 1)
    assert found[1]["missing"][0]["text"] == "kế sinh nhai"
    assert found[1]["differing"][0]["text"] == "công việc"
    [added] = found[1]["added"]
    assert added["text"] == OWN_WORDS[0] == text[added["start"] : added["end"]]


def test_group_takes_every_line_that_json_allows(gopy: Gopy) -> None:
    odd = ["nửa \ud83d đường", "", "\x00", "👍", "\u2028", "\udc00"]
    assert [one["id"] for one in gopy("group", stdin=jsonl(*({"text": text} for text in odd))).lines] == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]
    assert [one["id"] for one in gopy("group", stdin=jsonl({"id": "\ud83d", "text": "a"})).lines] == ["\ud83d"]
    assert gopy("group", stdin="").lines == []
    assert gopy("group", stdin='{"text": 5}').err.startswith("line 1:")


def test_arguments_prints_one_document(gopy: Gopy) -> None:
    rows = [{"id": n, "text": text} for n, text in enumerate((*LETTERS["xe"], *LETTERS["rác"], LETTERS["xe"][0]))]
    found = gopy("arguments", stdin=jsonl(*rows)).json
    assert list(found) == ["people", "messages", "texts", "arguments", "other"]
    assert list(found["other"]) == ["people", "messages", "texts", "members"]
    told = [number for one in (*found["arguments"], found["other"]) for number in one["members"]]
    assert sorted(told) == list(range(17))
    assert (found["people"], found["messages"], found["texts"]) == (17, 17, 16)
    for one in found["arguments"]:
        assert list(one) == ["phrases", "people", "messages", "texts", "quotes", "members"]
        assert all(rows[quote["id"]]["text"] == quote["text"] for quote in one["quotes"])
    nothing = {"people": 0, "messages": 0, "texts": 0}
    assert gopy("arguments", stdin="").json == nothing | {"arguments": [], "other": nothing | {"members": []}}


def test_arguments_counts_people_and_shows_nobody(gopy: Gopy) -> None:
    rows = [{"text": text, "by": f"khoa-{number % 3}"} for number, text in enumerate(LETTERS["xe"])]
    said = gopy("arguments", stdin=jsonl(*rows, {"text": LETTERS["rác"][0]}, {"text": "👍", "by": 5}))
    assert said.json["people"] == 3 + 1 + 1
    assert sum(one["messages"] for one in (*said.json["arguments"], said.json["other"])) == len(rows) + 1
    assert all(one["people"] <= min(4, one["messages"]) for one in said.json["arguments"])
    assert "khoa" not in said.out


def test_eval_grouping_prints_one_document(gopy: Gopy) -> None:
    file = gopy.write("nhan.jsonl", jsonl({"text": LETTER, "group": "a"}, {"text": LETTER.lower(), "group": "a"}))
    assert gopy("eval", "grouping", file).json["members"] == {"recall": 1.0, "of": 2}
    assert "khong-co" in gopy("eval", "grouping", "khong-co.jsonl").refusal
