"""What a model sees of a text when it answers is what it saw when it was taught."""

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.learning.looking import Index
from nlp.learning.reading import see
from nlp.learning.rows import Vocabulary
from tests.nlp.learning.comments import several

TAUGHT = [see(one.text, "Dự thảo về viện phí") for one in several()]
VOCABULARY = Vocabulary.of([[one] for one in TAUGHT])
WORDS = ["viện", "phí", "vien", "PHÍ", "đắt", "quá", "quáááá", "25000", "12", "!", "xin", "😀", "hoà", "hòa", "\u200b"]

texts = st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=12).map(" ".join)


@given(text=texts, title=texts)
@settings(max_examples=200, deadline=None)
def test_features_are_found_where_they_were_seen(text: str, title: str) -> None:
    seen, found = see(text, title), VOCABULARY.index.find(text, title)
    assert list(found.columns) == list(VOCABULARY.columns(seen.features))
    assert [found.span(place) for place in range(found.own)] == list(seen.spans)


def test_a_vocabulary_without_features_finds_nothing() -> None:
    assert not Index(()).find("viện phí đắt quá").columns.any()
