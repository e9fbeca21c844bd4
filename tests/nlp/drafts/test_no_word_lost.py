"""Property: whatever the lines are, reading never fails and no word is lost or moved."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.drafts import structure
from nlp.drafts.source import Line, Source, normal
from nlp.drafts.tree import Draft
from tests.nlp.drafts.samples import AMENDMENT, DECISION, LETTER, PLAN, lines

MARKERS = st.sampled_from(
    [
        *("Điều 1.", "Điều 2.", "Điều 3.", "Điều 5", "Điều 12a.", "1.", "2.", "3.", "7.", "a)", "b)", "đ)", "f)"),
        *(
            "I.",
            "II.",
            "- ",
            "+",
            "Chương I",
            "Chương II",
            "Mục 1.",
            "Phần thứ nhất",
            "Tiểu mục 1",
            "PHỤ LỤC I",
            "QUY CHẾ",
        ),
        *(
            "KẾ HOẠCH",
            "Nơi nhận:",
            "TM.",
            "“Điều 9.",
            "”.",
            "Căn cứ",
            "QUYẾT ĐỊNH",
            "Kính gửi:",
            "A.",
            "khoản 2",
            "1.1.",
        ),
        *("(Ban hành kèm theo", "", "", ""),
    ]
)
USUAL = ["đất", "chợ", "phí", "dân", "QUY", "HOẠCH", "Sở", "Xây", "theo", "tại", "như", "sau:", "sau;", "hết."]
WORDS = st.lists(st.sampled_from(USUAL), max_size=7)


@st.composite
def sources(draw: st.DrawFn) -> Source:
    """Lines with markers in any order; each carries a word of its own, so that losses are seen."""
    found = []
    for number in range(draw(st.integers(0, 25))):
        own = f"từ{number}"
        text = normal(
            f"{draw(MARKERS)} {' '.join(draw(WORDS))} {own}{draw(st.sampled_from(['', '.', ';', ':', '”.']))}"
        )
        found.append(Line(text, draw(st.sampled_from(["", "", "", "table"])), draw(st.booleans())))
    return Source(tuple(found))


def leaves(draft: Draft) -> str:
    """All text of a draft in document order, without the words that the tree adds."""
    parts = [*draft.masthead, *draft.preamble]
    parts += [f"{annex.title} {annex.text}" for annex in draft.annexes]
    parts += [f"{provision.heading} {provision.text}" for provision in draft.provisions]
    return " ".join([*parts, *draft.closing])


@given(sources())
@settings(max_examples=300, deadline=None)
def test_every_word_of_the_lines_is_in_the_draft_once(source: Source) -> None:
    draft = structure.parse(source)
    given_words = re.findall(r"từ\d+", " ".join(line.text for line in source.lines))
    assert sorted(re.findall(r"từ\d+", leaves(draft))) == sorted(given_words)
    assert len({provision.path for provision in draft.provisions}) == len(draft.provisions)
    known = {provision.path for provision in draft.provisions}
    assert all(provision.parent is None or provision.parent in known for provision in draft.provisions)


@given(sources())
@settings(max_examples=200, deadline=None)
def test_provisions_keep_the_order_of_the_lines(source: Source) -> None:
    draft = structure.parse(source)
    told = [int(word) for one in draft.provisions for word in re.findall(r"từ(\d+)", f"{one.heading} {one.text}")]
    assert told == sorted(told)


@given(st.lists(st.text(max_size=60), max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_text_at_all_is_a_draft(texts: list[str]) -> None:
    draft = structure.parse(Source(tuple(Line(text) for raw in texts if (text := normal(raw)))))
    assert Draft.from_json(draft.as_json()) == draft


def test_samples_keep_every_word() -> None:
    for sample in (DECISION, PLAN, LETTER, AMENDMENT):
        texts = [normal(text) for text in sample.splitlines() if text.strip()]
        draft = structure.parse(lines(*texts))
        told = set(re.findall(r"\w{3,}", leaves(draft).lower()))
        missing = set(re.findall(r"\w{3,}", sample.lower())) - told
        assert missing <= {"điều", "chương", "mục", "quy", "chế", "iii"}
