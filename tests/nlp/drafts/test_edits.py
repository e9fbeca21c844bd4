"""Corrections of an outline: what each does, that none loses a word, and that they find their place again."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.drafts import edits, structure
from nlp.drafts.corrections import places
from nlp.drafts.edits import Corrected, Edit
from nlp.drafts.labels import mark
from nlp.drafts.reading import Reading
from nlp.drafts.source import Line, Source, lines_of
from nlp.drafts.tree import KINDS, Draft
from tests.nlp.drafts.samples import AMENDMENT, DECISION, PLAN
from tests.nlp.drafts.test_no_word_lost import sources

FEES = """QUYẾT ĐỊNH
Quy định mức thu phí chợ
Căn cứ Luật Tổ chức chính quyền địa phương;
Điều 1. Phạm vi
Quyết định này quy định mức thu phí chợ.
Điều 2. Mức thu
1. Hộ cố định nộp 30.000 đồng mỗi ngày. 2. Hộ không cố định nộp 10.000 đồng mỗi ngày, trừ:
a) Hộ nghèo;
b) Hộ mới mở trong ba tháng đầu.
3. Mức thu được xem lại mỗi năm.
Điều 3. Hiệu lực
Quyết định này có hiệu lực từ ngày 01 tháng 01 năm 2027.
"""


def read(text: str) -> Reading:
    return structure.read(Source(lines_of(text)))


def correct(reading: Reading, *made: Edit) -> Corrected:
    """The reading after these edits, each anchored in what the ones before it left."""
    known: list[Edit] = []
    for number, edit in enumerate(made, start=1):
        now = edits.apply(reading, known)
        known.append(edits.anchored(now.draft, Edit(edit.kind, edit.path, "", edit.details, number)))
    return edits.apply(reading, known)


def edit(how: str, path: str, **details: object) -> Edit:
    return Edit(how, path, details=details)


def told(done: Corrected) -> dict[str, str]:
    return {part.path: f"{part.heading}|{part.text}" for part in done.draft.provisions}


def spoken(draft: Draft) -> list[str]:
    """Every word of a draft in reading order, marks included."""
    parts = [*draft.preamble]
    parts += [f"{mark(p.kind, p.label)} {p.heading} {p.text}" for p in draft.provisions if not _annexed(draft, p.path)]
    for annex in draft.annexes:
        parts += [annex.label, annex.title, annex.text]
        inside = [p for p in draft.provisions if p.path.startswith(f"{annex.path}/")]
        parts += [f"{mark(p.kind, p.label)} {p.heading} {p.text}" for p in inside]
    return re.findall(r"\w+", " ".join(parts).lower())


def _annexed(draft: Draft, path: str) -> bool:
    return any(path.startswith(f"{annex.path}/") for annex in draft.annexes)


def test_a_clause_the_reader_missed_is_split_off_and_takes_its_points_along() -> None:
    done = correct(read(FEES), edit("split", "dieu-2/khoan-1", begins="2. Hộ không", kind="khoan"))
    assert told(done) == {
        "dieu-1": "Phạm vi|Quyết định này quy định mức thu phí chợ.",
        "dieu-2": "Mức thu|",
        "dieu-2/khoan-1": "|Hộ cố định nộp 30.000 đồng mỗi ngày.",
        "dieu-2/khoan-2": "|Hộ không cố định nộp 10.000 đồng mỗi ngày, trừ:",
        "dieu-2/khoan-2/diem-a": "|Hộ nghèo;",
        "dieu-2/khoan-2/diem-b": "|Hộ mới mở trong ba tháng đầu.",
        "dieu-2/khoan-3": "|Mức thu được xem lại mỗi năm.",
        "dieu-3": "Hiệu lực|Quyết định này có hiệu lực từ ngày 01 tháng 01 năm 2027.",
    }
    assert done.draft.problems == ()  # the gap between khoản 1 and khoản 3 is closed
    assert [part.order for part in done.draft.provisions] == list(range(1, 9))
    assert done.now["dieu-2/khoan-1/diem-a"] == "dieu-2/khoan-2/diem-a"
    assert spoken(done.draft) == spoken(read(FEES).draft)


def test_a_provision_joins_the_one_before_it_with_its_mark() -> None:
    done = correct(read(FEES), edit("merge", "dieu-2/khoan-3"))
    assert told(done)["dieu-2/khoan-1/diem-b"] == "|Hộ mới mở trong ba tháng đầu.\n3. Mức thu được xem lại mỗi năm."
    assert done.now["dieu-2/khoan-3"] == "dieu-2/khoan-1/diem-b"
    article = correct(read(FEES), edit("merge", "dieu-2"))
    assert told(article)["dieu-1"] == "Phạm vi|Quyết định này quy định mức thu phí chợ.\nĐiều 2. Mức thu"
    assert {path for path in told(article) if path.startswith("dieu-1/")} == {
        "dieu-1/khoan-1", "dieu-1/khoan-1/diem-a", "dieu-1/khoan-1/diem-b", "dieu-1/khoan-3",
    }  # fmt: skip
    first = correct(read(FEES), edit("merge", "dieu-1"))
    assert first.draft.preamble[-2:] == ("Điều 1. Phạm vi", "Quyết định này quy định mức thu phí chợ.")


def test_a_level_is_changed_both_ways() -> None:
    down = correct(read(FEES), edit("level", "dieu-3", kind="khoan"))
    assert [p for p in told(down) if "khoan" in p and "diem" not in p] == [
        "dieu-2/khoan-1", "dieu-2/khoan-3", "dieu-2/khoan-3-2",
    ]  # fmt: skip
    assert [problem.code for problem in down.draft.problems if problem.where == "dieu-2/khoan-3-2"] == ["repeated"]
    named = correct(read(FEES), edit("level", "dieu-3", kind="khoan", label="4"))
    assert told(named)["dieu-2/khoan-4"].startswith("Hiệu lực|")
    up = correct(read(FEES), edit("level", "dieu-2/khoan-1/diem-b", kind="khoan"))
    assert told(up)["dieu-2/khoan-2"] == "|Hộ mới mở trong ba tháng đầu."
    text = correct(read(FEES), edit("level", "dieu-2/khoan-1/diem-b", kind="text"))
    assert told(text)["dieu-2/khoan-1/diem-a"] == "|Hộ nghèo;\nb) Hộ mới mở trong ba tháng đầu."


def test_names_and_headings_are_corrected_without_losing_words() -> None:
    done = correct(read(FEES), edit("rename", "dieu-3", label="Điều 4"))
    assert told(done)["dieu-4"].startswith("Hiệu lực")
    assert done.now["dieu-3"] == "dieu-4"
    assert [problem.code for problem in done.draft.problems if problem.where == "dieu-4"] == ["number_gap"]
    unheaded = correct(read(FEES), edit("rename", "dieu-1", heading=""))
    assert told(unheaded)["dieu-1"] == "|Phạm vi\nQuyết định này quy định mức thu phí chợ."
    headed = correct(read(FEES), edit("rename", "dieu-1", heading="Phạm vi Quyết định này"))
    assert told(headed)["dieu-1"] == "Phạm vi Quyết định này|quy định mức thu phí chợ."
    other = correct(read(FEES), edit("rename", "dieu-1", heading="Phạm vi điều chỉnh"))
    assert told(other)["dieu-1"] == "Phạm vi điều chỉnh|Quyết định này quy định mức thu phí chợ."


def test_what_follows_becomes_an_annex_and_an_annex_becomes_main_text_again() -> None:
    done = correct(
        read(FEES), edit("annex", "dieu-2", annex_kind="quy-che", label="Quy chế", title="QUẢN LÝ CHỢ")
    )  # fmt: skip
    assert [path for path in told(done) if path.count("/") < 2] == [
        "dieu-1", "quy-che/dieu-2", "quy-che/dieu-3",
    ]  # fmt: skip
    assert [(a.path, a.label, a.title) for a in done.draft.annexes] == [("quy-che", "Quy chế", "QUẢN LÝ CHỢ")]
    back = correct(read(DECISION), edit("annex", "quy-che", annex=False))
    assert back.draft.annexes == ()
    assert "dieu-1-2" in told(back)
    assert {p.parent for p in back.draft.provisions if p.path in {"dieu-1-2", "dieu-3-2"}} == {
        "chuong-1", "chuong-2/muc-1",
    }  # fmt: skip
    assert "QUY CHẾ" in told(back)["dieu-3"].upper()
    assert spoken(back.draft) == spoken(read(DECISION).draft)


def test_an_annex_may_begin_inside_the_words_of_a_provision() -> None:
    text = FEES.replace("năm 2027.", "năm 2027.\nCÁC CHỢ: DANH SÁCH\nChợ Đông Hòa; chợ Lam Giang.")
    before = read(text)
    done = correct(before, edit("annex", "dieu-3", begins="CÁC CHỢ", annex_kind="phu-luc", label="Phụ lục"))
    assert before.draft.annexes == ()
    assert [(a.title, a.text) for a in done.draft.annexes] == [("CÁC CHỢ: DANH SÁCH", "Chợ Đông Hòa; chợ Lam Giang.")]
    assert told(done)["dieu-3"].endswith("năm 2027.")


def test_an_edit_finds_its_provision_under_another_name() -> None:
    made = edits.anchored(read(FEES).draft, edit("rename", "dieu-2/khoan-3", label="khoản 2"))
    more = FEES.replace("Điều 3.", "Điều 4.").replace("Điều 2.", "Điều 2. Đối tượng\nNgười bán hàng.\nĐiều 3.")
    better = read(more.replace(" 2. Hộ không", "\n2. Hộ không"))
    done = edits.apply(better, [made])
    assert done.lost == {}
    assert told(done)["dieu-3/khoan-2-2"] == "|Mức thu được xem lại mỗi năm."
    longer = read(FEES.replace("xem lại mỗi năm.", "xem lại mỗi năm theo chỉ số giá tiêu dùng."))
    assert "dieu-2/khoan-2" in told(edits.apply(longer, [made]))


def test_an_edit_whose_place_is_gone_is_a_problem_and_changes_nothing() -> None:
    reading = read(FEES)
    cases = [
        Edit("merge", "dieu-9", "0.0"),
        Edit("merge", "dieu-2/khoan-1", edits.fingerprint("Chữ khác hẳn ở đây")),
        edits.anchored(reading.draft, edit("split", "dieu-2/khoan-1", begins="không có chữ này", kind="khoan")),
        edits.anchored(reading.draft, edit("split", "dieu-2/khoan-1", begins="Hộ cố định", kind="khoan")),
        edits.anchored(reading.draft, edit("split", "dieu-2/khoan-1", begins="2. Hộ", kind="bài")),
        edits.anchored(reading.draft, edit("level", "dieu-2/khoan-1")),
        edits.anchored(reading.draft, edit("rename", "dieu-2/khoan-1", label="k" * 90)),
        edits.anchored(reading.draft, edit("annex", "dieu-2", annex_kind="../x")),
        edits.anchored(reading.draft, edit("vẽ", "dieu-2")),
        Edit("annex", "quy-che", "", {"annex": False}),
    ]
    done = edits.apply(reading, cases)
    assert len(done.lost) == len(cases)
    assert [problem.code for problem in done.draft.problems[: len(cases)]] == ["edit_lost"] * len(cases)
    assert "«gộp» ở dieu-9 không áp dụng được" in done.draft.problems[0].message
    assert done.draft.provisions == reading.draft.provisions


def test_leaving_an_edit_out_undoes_it() -> None:
    reading = read(FEES)
    both = [
        edits.anchored(reading.draft, Edit("split", "dieu-2/khoan-1", "", {"begins": "2. Hộ", "kind": "khoan"}, 1)),
        edits.anchored(reading.draft, Edit("rename", "dieu-3", "", {"heading": "Thi hành"}, 2)),
    ]
    assert told(edits.apply(reading, both[:1])).keys() == told(edits.apply(reading, both)).keys()
    assert edits.apply(reading, []).draft == reading.draft
    assert told(edits.apply(reading, both[1:]))["dieu-3"].startswith("Thi hành|")


def test_lines_lead_from_the_outline_to_the_file() -> None:
    reading = read(FEES)
    assert reading.lines[reading.starts["dieu-2/khoan-3"] - 1].startswith("3. Mức thu")
    assert [reading.lines[one.line - 1][:2] for one in reading.draft.problems] == ["3."]
    assert Reading.from_json(reading.as_json()) == reading
    assert [one.line for one in Reading.from_json(reading.as_json()).draft.problems] == [10]
    moved = correct(reading, edit("rename", "dieu-2", label="5"))
    assert moved.starts["dieu-5/khoan-3"] == reading.starts["dieu-2/khoan-3"]


@pytest.mark.parametrize("sample", [DECISION, PLAN, AMENDMENT, FEES])
def test_an_outline_without_edits_is_what_was_read(sample: str) -> None:
    assert edits.apply(read(sample), []).draft == read(sample).draft


# Properties

CHOICE = st.tuples(
    st.sampled_from(["merge", "split", "level", "annex", "end"]), st.integers(0, 99), st.sampled_from([*KINDS, "text"]),
    st.integers(0, 9),
)  # fmt: skip


def made_of(draft: Draft, choice: tuple[str, int, str, int]) -> Edit | None:
    """An edit of the provision that a number points at, as an officer could make it."""
    kind, at, level, place = choice
    if kind == "end":
        return edit("annex", draft.annexes[at % len(draft.annexes)].path, annex=False) if draft.annexes else None
    if not draft.provisions:
        return None
    part = draft.provisions[at % len(draft.provisions)]
    if kind == "split":
        cuts = places(part.text)
        if not cuts or level == "text":
            return None
        cut = cuts[place % len(cuts)]
        return edit("split", part.path, begins=part.text[cut : cut + 60], at=cut, kind=level)
    return edit(kind, part.path, kind=level, annex_kind="quy-dinh") if kind != "merge" else edit(kind, part.path)


def own_words(draft: Draft) -> list[str]:
    return [word for word in spoken(draft) if re.fullmatch(r"từ\d+", word)]


@given(sources(), st.lists(CHOICE, max_size=6))
@settings(max_examples=150, deadline=None)
def test_no_edit_loses_makes_or_moves_a_word(source: Source, choices: Sequence[tuple[str, int, str, int]]) -> None:
    reading = structure.read(source)
    known: list[Edit] = []
    for number, choice in enumerate(choices, start=1):
        before = edits.apply(reading, known)
        wanted = made_of(before.draft, choice)
        if wanted is None:
            continue
        known.append(edits.anchored(before.draft, Edit(wanted.kind, wanted.path, "", wanted.details, number)))
        after = edits.apply(reading, known)
        assert own_words(after.draft) == own_words(before.draft)
        if choice[0] == "merge" and not after.lost.keys() - before.lost.keys():
            assert spoken(after.draft) == spoken(before.draft)
        is_a_tree(after.draft)
    done = edits.apply(reading, known)
    assert set(own_words(done.draft)) == set(own_words(reading.draft))


def is_a_tree(draft: Draft) -> None:
    """Paths are unique, parents come before their children, orders count on, every path fits its column."""
    seen: set[str] = set()
    for number, part in enumerate(draft.provisions, start=1):
        assert part.order == number
        assert part.path not in seen
        assert len(part.path) <= 200
        assert part.parent is None or part.parent in seen
        seen.add(part.path)


@given(sources(), st.lists(CHOICE, max_size=5), sources())
@settings(max_examples=60, deadline=None)
def test_edits_of_one_file_never_break_on_another(
    source: Source, choices: Sequence[tuple[str, int, str, int]], other: Source
) -> None:
    draft = structure.read(source).draft
    known = [edits.anchored(draft, wanted) for choice in choices if (wanted := made_of(draft, choice))]
    reading = structure.read(other)
    done = edits.apply(reading, known)
    assert own_words(done.draft) == own_words(reading.draft)
    is_a_tree(done.draft)


JUNK = st.dictionaries(
    st.sampled_from(["begins", "at", "kind", "label", "heading", "annex_kind", "title", "annex"]),
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.sampled_from(KINDS)),
)


@given(
    st.sampled_from(["merge", "split", "level", "rename", "annex"]), JUNK, st.sampled_from(["dieu-2", "dieu-2/khoan-1"])
)
@settings(max_examples=150, deadline=None)
def test_details_that_make_no_sense_never_break_anything(kind: str, details: dict[str, object], path: str) -> None:
    reading = read(FEES)
    done = edits.apply(reading, [edits.anchored(reading.draft, Edit(kind, path, "", details))])
    is_a_tree(done.draft)


def test_lines_with_nothing_in_them_are_an_outline_too() -> None:
    empty = structure.read(Source(()))
    assert edits.apply(empty, [Edit("merge", "dieu-1", "a.b")]).draft.problems[0].code == "edit_lost"
    one = structure.read(Source((Line("Điều 1"),)))
    made = edits.anchored(one.draft, edit("merge", "dieu-1"))
    assert edits.apply(one, [made]).draft.preamble == ("Điều 1.",)
