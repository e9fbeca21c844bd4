"""``gopy parse``, ``gopy tag`` and ``gopy eval``: texts alone, JSON that scripts can rely on."""

import json
from pathlib import Path

from tests import factories
from tests.cli.gopy import Gopy


def test_parse_prints_the_agreed_shape(gopy: Gopy) -> None:
    file = gopy.write("du-thao.txt", factories.DECISION)
    read = gopy("parse", file, "--json").json
    assert list(read)[:7] == ["title", "kind", "number", "preamble", "provisions", "annexes", "problems"]
    assert (read["kind"], read["problems"]) == ("quyet-dinh", [])
    assert [p["path"] for p in read["provisions"] if p["kind"] == "dieu"] == ["dieu-1", "dieu-2", "dieu-3"]
    assert [p["order"] for p in read["provisions"]] == sorted({p["order"] for p in read["provisions"]})
    assert read["provisions"][-2] == {
        "path": "dieu-2/khoan-2/diem-đ",
        "kind": "diem",
        "label": "điểm đ",
        "heading": "",
        "text": "Hộ có người khuyết tật nặng.",
        "parent": "dieu-2/khoan-2",
        "order": read["provisions"][-1]["order"] - 1,
    }


def test_parse_shows_people_an_outline(gopy: Gopy) -> None:
    said = gopy("parse", gopy.write("du-thao.txt", factories.DECISION))
    assert "  dieu-2/khoan-1  khoản 1. Hộ gia đình nộp 25.000 đồng mỗi tháng." in said.out.splitlines()
    assert said.err == ""


def test_parse_of_plain_talk_says_that_it_has_no_articles(gopy: Gopy) -> None:
    said = gopy("parse", gopy.write("thu.txt", "Kính gửi quý cơ quan, tôi có vài lời.\nXin cảm ơn."))
    assert "không chia điều, mục" in said.out
    assert gopy("parse", gopy.write("thu.txt", "Xin chào."), "--json").json["provisions"] == []


def test_parse_refuses_what_is_no_draft(gopy: Gopy) -> None:
    assert "khong-co.pdf" in gopy("parse", "khong-co.pdf", "--json").refusal
    assert "không có chữ nào" in gopy("parse", gopy.write("trong.txt", "")).refusal
    assert "loại đọc được" in gopy("parse", gopy.write("anh.png", "không phải ảnh")).refusal


def test_tag_keeps_order_and_ids(gopy: Gopy) -> None:
    lines = [
        {"id": "a-7", "text": "Mức thu gom rác thải sinh hoạt quá cao, gây ô nhiễm môi trường"},
        {"text": "hoc phi truong cong lap tang qua nhieu"},
        {"id": 3, "text": "…", "draft": "Nghị quyết về học phí"},
    ]
    tagged = gopy("tag", stdin="\n".join(json.dumps(line, ensure_ascii=False) for line in lines)).lines
    assert [found["id"] for found in tagged] == ["a-7", 2, 3]
    assert [list(found) for found in tagged] == [["id", "topics", "kind"]] * 3
    first = tagged[0]["topics"][0]
    assert list(first) == ["code", "score", "band", "evidence"]
    assert (first["code"], first["band"]) == ("moi_truong_tai_nguyen", "auto")
    evidence = first["evidence"][0]
    assert lines[0]["text"][evidence["start"] : evidence["end"]] == evidence["text"]  # type: ignore[index]  # every line has a text
    assert {topic["band"] for found in tagged for topic in found["topics"]} <= {"auto", "suggest", "unsure"}


def test_tag_takes_every_line_that_json_allows(gopy: Gopy) -> None:
    odd = ["Dòng một\u2028dòng hai", "Đường\x85xấu", "nửa biểu tượng \ud83d đường sá", ""]
    text = "\ufeff" + "\r\n".join(json.dumps({"text": line}) for line in odd[2:]) + "\n\n"
    text += "\n".join(json.dumps({"text": line}, ensure_ascii=False) for line in odd[:2])
    assert [found["id"] for found in gopy("tag", stdin=text).lines] == [1, 2, 3, 4]
    assert gopy("tag", stdin="").lines == []


def test_tag_takes_a_title_as_context_and_answers_before_it_refuses(gopy: Gopy) -> None:
    line = json.dumps({"text": "Mức này cao quá", "title": "Nghị quyết về học phí"}, ensure_ascii=False)
    assert gopy("tag", stdin=line).lines[0]["topics"][0]["code"] == "giao_duc"
    said = gopy("tag", stdin=f"{line}\n".encode() + b'{"text": "\xd0\xe9"}')
    assert said.code == 1
    assert json.loads(said.out)["id"] == 1


def test_tag_names_the_line_that_is_wrong(gopy: Gopy) -> None:
    for wrong in ("chữ thường", '{"txt": "a"}', '["text"]', '{"text": 5}'):
        said = gopy("tag", stdin='{"text": "đường xấu"}\n' + wrong)
        assert said.code == 1
        assert said.err.startswith("line 2:")
        assert len(said.err.splitlines()) == 1
    assert "không phải UTF-8 (lỗi ở byte thứ 10)" in gopy("tag", stdin=b'{"text": "\xd0\xe9"}').refusal


def test_eval_prints_one_json_document(gopy: Gopy) -> None:
    assert "khong-co" in gopy("eval", "tagging", "khong-co.jsonl").refusal
    assert "khong-co" in gopy("eval", "parsing", "khong-co").refusal
    labelled = gopy.write(
        "nhan.jsonl",
        json.dumps({"id": 1, "text": "Rác thải gây ô nhiễm", "labels": ["moi_truong_tai_nguyen"]}, ensure_ascii=False),
    )
    assert isinstance(gopy("eval", "tagging", labelled).json, dict)


def test_a_pipe_of_a_shell_gets_nothing_but_json(gopy: Gopy, tmp_path: Path) -> None:
    gopy.write("du-thao.txt", factories.DECISION)
    said = gopy.process("parse", "du-thao.txt", "--json", LC_ALL="C")
    assert said.json["kind"] == "quyet-dinh"
    assert said.err == ""
    assert gopy.process("tag", stdin='{"text": "rác thải"}', LC_ALL="C").lines[0]["id"] == 1
