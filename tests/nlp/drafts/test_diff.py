"""What changed between two readings of a draft: provisions in, the words that went and came out."""

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.drafts import diff
from nlp.drafts.diff import Change, Span
from nlp.drafts.matching import wording
from nlp.drafts.source import Source, lines_of
from nlp.drafts.structure import parse
from nlp.drafts.tree import Provision
from tests.factories import DECISION


def read(text: str) -> tuple[Provision, ...]:
    """The provisions of a text."""
    return parse(Source(lines_of(text))).provisions


def shown(change: Change) -> str:
    """A change in plain marks: [-went-] {+came+}."""
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[span.kind].format(span.text) for span in change.spans)


def places(changes: tuple[Change, ...]) -> list[tuple[str | None, str | None]]:
    """Old and new path of each change."""
    return [(c.old.path if c.old else None, c.new.path if c.new else None) for c in changes]


OLD = read(DECISION)


def test_a_number_that_changed_is_shown_in_its_sentence() -> None:
    found = diff.compare(OLD, read(DECISION.replace("25.000", "30.000")))
    (change,) = found.touched
    assert change.state == "changed"
    assert shown(change) == "Hộ gia đình nộp [-25.000-]{+30.000+} đồng mỗi tháng."


def test_what_went_and_what_came_are_told() -> None:
    text = DECISION.replace("c) Hộ cận nghèo;\n", "").replace("d) Hộ có", "c) Hộ có")
    text = text.replace("đ) Hộ có người khuyết tật nặng.", "d) Hộ có người khuyết tật nặng;\nđ) Cơ sở tôn giáo.")
    found = diff.compare(OLD, read(text))
    assert places(found.of("removed")) == [("dieu-2/khoan-2/diem-c", None)]
    assert places(found.of("added")) == [(None, "dieu-2/khoan-2/diem-đ")]
    assert [(c.renumbered, c.moved) for c in found.touched if c.old and c.new] == [(True, False), (True, False)]
    assert found.mapping["dieu-2/khoan-2/diem-d"] == "dieu-2/khoan-2/diem-c"
    assert found.mapping["dieu-2/khoan-2/diem-c"] is None


def test_an_article_put_in_renumbers_those_behind_it_and_leaves_their_clauses_alone() -> None:
    text = DECISION.replace("Điều 3.", "Điều 4.").replace("Điều 2. Mức thu", "Điều 3. Mức thu")
    text = text.replace(
        "Điều 3. Mức thu", "Điều 2. Đối tượng áp dụng\nHộ gia đình, hộ kinh doanh ở các xã của tỉnh.\nĐiều 3. Mức thu"
    )
    found = diff.compare(OLD, read(text))
    assert places(found.of("added")) == [(None, "dieu-2")]
    assert places(tuple(c for c in found.changes if c.renumbered)) == [("dieu-2", "dieu-3"), ("dieu-3", "dieu-4")]
    assert found.mapping["dieu-2/khoan-2/diem-đ"] == "dieu-3/khoan-2/diem-đ"
    assert len(found.touched) == 3


def test_articles_that_changed_places_have_moved() -> None:
    one = "Điều 1. Phạm vi\nQuy định này nói về chợ ở nông thôn của tỉnh.\n"
    two = "Điều 2. Giờ mở cửa\n1. Chợ mở từ năm giờ sáng.\n2. Chợ đóng lúc sáu giờ chiều.\n"
    three = "Điều 3. Hiệu lực\nQuy định này có hiệu lực từ tháng sau.\n"
    swapped = one + three.replace("Điều 3", "Điều 2") + two.replace("Điều 2", "Điều 3")
    found = diff.compare(read(one + two + three), read(swapped))
    assert {change.state for change in found.changes} == {"unchanged"}
    assert sum(change.moved for change in found.changes) == 1
    assert found.mapping["dieu-2/khoan-1"] == "dieu-3/khoan-1"


def test_a_reworded_clause_in_another_article_is_recognised() -> None:
    old = """Điều 1. Trách nhiệm của người bán hàng
1. Người bán hàng phải giữ vệ sinh nơi bán hàng và trả tiền thu gom rác.
2. Không lấn vỉa hè.
Điều 2. Trách nhiệm của phường
1. Phường lập danh sách người bán hàng.
"""
    new = """Điều 1. Trách nhiệm của người bán hàng
1. Không lấn vỉa hè.
Điều 2. Trách nhiệm của phường
1. Phường lập danh sách người bán hàng.
2. Người bán hàng phải giữ sạch nơi bán hàng và trả tiền thu gom rác.
"""
    found = diff.compare(read(old), read(new))
    moved = next(change for change in found.changes if change.moved)
    assert (moved.state, moved.new and moved.new.path) == ("changed", "dieu-2/khoan-2")
    assert shown(moved) == "Người bán hàng phải giữ [-vệ sinh-]{+sạch+} nơi bán hàng và trả tiền thu gom rác."
    assert found.of("added") == found.of("removed") == ()


def test_another_rule_at_the_same_number_is_not_a_rewrite() -> None:
    found = diff.compare(OLD, read(DECISION.replace("Hộ cận nghèo;", "Cơ sở thờ tự được xếp hạng di tích;")))
    assert [change.state for change in found.touched] == ["removed", "added"]


def test_blanks_between_changed_words_do_not_break_the_run() -> None:
    assert diff.spans("một hai ba bốn", "một năm sáu bốn") == (
        Span("same", "một "),
        Span("removed", "hai ba"),
        Span("added", "năm sáu"),
        Span("same", " bốn"),
    )
    assert diff.spans("", "mới") == (Span("added", "mới"),)
    assert diff.spans("", "") == ()


# Whatever the drafts are

_WORDS = st.lists(st.sampled_from(["hộ", "thu", "mức", "không", "được", "tháng", "rác", "25.000", "chợ"]), max_size=9)


@st.composite
def drafts(draw: st.DrawFn) -> list[Provision]:
    """A small draft with articles and clauses of random words."""
    parts: list[Provision] = []
    for article in range(1, draw(st.integers(0, 4)) + 1):
        path = f"dieu-{article}"
        parts.append(Provision(path, "dieu", f"Điều {article}", " ".join(draw(_WORDS)), "", None, len(parts) + 1))
        for clause in range(1, draw(st.integers(0, 3)) + 1):
            text = " ".join(draw(_WORDS))
            inner = f"{path}/khoan-{clause}"
            parts.append(Provision(inner, "khoan", f"khoản {clause}", "", text, path, len(parts) + 1))
    return parts


@given(drafts())
def test_nothing_differs_from_itself(parts: list[Provision]) -> None:
    assert diff.compare(parts, parts).is_empty


@given(drafts(), drafts())
@settings(max_examples=200)
def test_the_difference_makes_the_new_version_out_of_the_old(old: list[Provision], new: list[Provision]) -> None:
    found = diff.compare(old, new)
    assert diff.apply(found, old) == [(part.path, wording(part)) for part in new]
    assert sorted(c.old.path for c in found.changes if c.old) == sorted(part.path for part in old)
    assert found.mapping.keys() == {part.path for part in old}
    kept = [after for after in found.mapping.values() if after]
    assert len(kept) == len(set(kept))


@given(st.permutations(range(1, 8)))
def test_articles_in_another_order_are_the_same_articles(order: list[int]) -> None:
    def article(number: int, said: int) -> Provision:
        text = f"Quy tắc thứ {said} nói riêng về việc {'abcdefgh'[said]}{said} của phường"
        return Provision(f"dieu-{number}", "dieu", f"Điều {number}", "", text, None, number)

    found = diff.compare(
        [article(number, number) for number in range(1, 8)],
        [article(number, said) for number, said in enumerate(order, start=1)],
    )
    assert {change.state for change in found.changes} == {"unchanged"}
    assert found.mapping == {f"dieu-{said}": f"dieu-{number}" for number, said in enumerate(order, start=1)}
