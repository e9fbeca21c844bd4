"""``gopy train`` and ``gopy tag --model``: labels in, a file, answers out; what cannot be is refused in one line."""

import json

from nlp.learning.examples import Example
from tests import factories
from tests.cli.gopy import Gopy
from tests.nlp.learning.comments import single


def lines(examples: list[Example]) -> str:
    rows = [{"text": one.text, "labels": sorted(one.labels)} for one in examples]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_what_train_wrote_tags(gopy: Gopy) -> None:
    file, model = gopy.write("nhan.jsonl", lines(single())), gopy.folder / "mo-hinh"
    said = gopy("train", file, "--out", model, "--base", "none")
    assert (said.code, said.out) == (0, ""), said.err
    assert "Đã học 4 nhãn từ 100 ví dụ." in said.err
    asked = [{"id": "x", "text": "vien phi cao qua"}, {"text": "chờ lâu lắm"}]
    tagged = gopy("tag", "--model", model, stdin="\n".join(map(json.dumps, asked))).lines
    assert [found["id"] for found in tagged] == ["x", 2]
    assert [found["topics"][0]["code"] for found in tagged] == ["gia", "cho_doi"]
    assert list(tagged[0]) == ["id", "topics", "kind"]


def test_few_corrections_keep_the_fields_as_they_are_and_say_so(gopy: Gopy) -> None:
    file, model = gopy.write("nhan.jsonl", lines([Example("Phí cao", frozenset(["y_te"]))])), gopy.folder / "m"
    said = gopy("train", file, "--out", model)
    assert said.code == 0
    assert "vẫn giữ cách gắn chủ đề cũ" in said.err
    line = json.dumps({"text": "Bãi rác gây ô nhiễm môi trường"})
    assert gopy("tag", "--model", model, stdin=line).lines == gopy("tag", stdin=line).lines


def test_bad_lines_and_files_are_refused_by_name(gopy: Gopy) -> None:
    out = gopy.folder / "m"
    bad = gopy.write("sai.jsonl", '{"text": "a", "labels": []}\n{"text": 3}\n')
    assert "Dòng 2" in gopy("train", bad, "--out", out, "--base", "none").refusal
    assert "khong-co" in gopy("train", "khong-co.jsonl", "--out", out).refusal
    assert gopy("train", bad, "--out", out, "--base", "moon").code == 2
    assert "không phải mô hình" in gopy("tag", "--model", bad, stdin="").refusal
    assert "khong-co" in gopy("tag", "--model", "khong-co", stdin="").refusal
    assert not out.exists()


def test_a_draft_adds_its_aspects(gopy: Gopy) -> None:
    draft = gopy.write("du-thao.txt", factories.DECISION)
    [found] = gopy("tag", "--draft", draft, stdin=json.dumps({"text": "mức thu cao quá"})).lines
    assert [topic["code"] for topic in found["aspects"]] == ["muc_phi"]


def test_a_draft_is_named_by_its_code_too(gopy: Gopy) -> None:
    gopy.draft()
    [found] = gopy("tag", "--draft", "dt 1", stdin=json.dumps({"text": "mức thu cao quá"})).lines
    assert [topic["code"] for topic in found["aspects"]] == ["muc_phi"]
    assert "DT7" in gopy("tag", "--draft", "DT7", stdin="").refusal


def test_learning_without_corrections_says_what_is_missing(gopy: Gopy) -> None:
    assert gopy("db", "upgrade").code == 0
    assert "chưa có gì để học" in gopy("learn").refusal
