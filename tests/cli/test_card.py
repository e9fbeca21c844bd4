"""``gopy card``: shown, proposed when there is none, approved by a named officer; also of a file alone."""

from tests import factories
from tests.cli.gopy import Gopy


def test_a_card_is_proposed_shown_and_approved(gopy: Gopy) -> None:
    gopy.draft()
    assert gopy("staff", "add", "can-bo@example.invalid", "--role", "officer", "--agency", "so_nnmt").code == 0
    found = gopy("card", "dt1", "--json").json
    assert (found["code"], found["version"], found["approved"], found["by"]) == ("DT1", 1, None, None)
    assert found["lines"][-1] == {
        "slot": "when",
        "text": "Quyết định này có hiệu lực từ ngày 01 tháng 01 năm 2027.",
        "text_en": "",
        "path": "dieu-3",
        "place": "Điều 3",
        "cited": True,
        "extracted": True,
    }
    shown = gopy("card", "DT1").out
    assert "Từ khi nào: Quyết định này có hiệu lực từ ngày 01 tháng 01 năm 2027. («Điều 3»)" in shown
    assert "Chưa duyệt. Duyệt bằng: gopy card DT1 --approve --by EMAIL" in shown
    done = gopy("card", "DT1", "--approve", "--by", "can-bo@example.invalid", "--json").json
    assert (done["by"], done["approved"] is not None) == ("can-bo@example.invalid", True)


def test_what_cannot_be_is_refused_in_one_line(gopy: Gopy) -> None:
    gopy.draft()
    assert "«ai@example.invalid»" in gopy("card", "DT1", "--approve", "--by", "ai@example.invalid").refusal
    assert "DT9" in gopy("card", "DT9").refusal
    wrong = gopy("card", "DT1", "--approve")
    assert (wrong.code, wrong.out) == (2, "")


def test_publishing_without_an_approved_card_warns_on_stderr_only(gopy: Gopy) -> None:
    gopy.draft()
    done = gopy("draft", "publish", "DT1", "--json")
    assert (done.json, "chưa có thẻ tóm tắt" in done.err) == ({"code": "DT1", "recipients": 0}, True)


def test_a_file_has_a_proposal_without_any_database(gopy: Gopy) -> None:
    file = gopy.write("du-thao.txt", factories.DECISION)
    lines = gopy("card", str(file), "--json").json["lines"]
    assert [(line["slot"], line["path"]) for line in lines] == [("what", "dieu-1"), ("when", "dieu-3")]
    assert "Từ khi nào:" in gopy("card", str(file)).out
