"""One text at a time: the same words, bodies and likeness as for many at once."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from nlp.grouping import clusters
from nlp.grouping.groups import MOST_WORDS, compared
from nlp.grouping.likeness import DROPPED, Comparer
from nlp.grouping.shingles import NO_PAIRS, Pairs
from nlp.grouping.single import Body, Reader, accepted, likeness
from nlp.grouping.words import offsets, read
from tests.bench.campaigns import EDITS, dice
from tests.bench.letters import LETTERS, OPENINGS, OWN_WORDS

READER = Reader(NO_PAIRS, MOST_WORDS)
LETTER = " ".join(LETTERS["xe"][:4])
WRITTEN = st.lists(st.sampled_from([*OPENINGS, *OWN_WORDS, *LETTERS["xe"], "Trân trọng cảm ơn!", "a"]), max_size=6)


@given(st.text(max_size=60))
@example("0\x850 a\x1cb \u1100\u1161 \ufb01 e\u0301 \ud83d")
@example("x y " * 1500)
def test_a_text_alone_has_the_words_it_has_among_many(text: str) -> None:
    assert READER.words(text).tolist() == read([text]).hashes.tolist()


@given(WRITTEN)
@example(["kính gửi " * 70])
def test_a_text_alone_has_the_body_it_has_among_many(sentences: list[str]) -> None:
    text = " ".join(sentences)
    values, telling = READER.body(READER.words(text))
    many = compared(read([text]), NO_PAIRS)
    assert (values.tolist(), telling.tolist()) == (many.values.tolist(), many.telling.tolist())


def bodies(pairs: Pairs, bits: "np.typing.NDArray[np.float32]") -> list[Body]:
    found = []
    for first, last in zip(pairs.starts, pairs.starts[1:], strict=False):
        places = np.flatnonzero(pairs.telling[first:last])
        at = first + places
        keys = (pairs.values[at] >> DROPPED).tolist()
        found.append(Body(int(last - first) + 1, pairs.values[at], keys, places.tolist(), bits[at].tolist()))
    return found


@given(st.integers(0, 10_000), st.sampled_from(list(EDITS)), st.sampled_from(list(EDITS)))
def test_two_texts_alone_are_as_alike_as_among_many(seed: int, kind: str, other_kind: str) -> None:
    chance, vocabulary = dice(seed), " ".join((*LETTERS["rác"], LETTER)).split()
    letters = [LETTER, " ".join(LETTERS["xe"][chance.randrange(4) :])]
    texts = [EDITS[one](chance, chance.choice(letters), vocabulary) for one in (kind, other_kind)]
    pairs = compared(read(texts), NO_PAIRS)
    bits = (np.arange(len(pairs.values)) % 7).astype(np.float32)
    many = Comparer(pairs, bits).compare(np.array([0]), np.array([1]))
    words = np.sort(np.diff(pairs.starts) + 1)
    alike = bool(clusters.accepted(many, words[:1], words[1:])[0])
    alone = likeness(*bodies(pairs, bits))
    if alone is None:
        assert not alike
    else:
        assert np.allclose(alone, [one[0] for one in vars(many).values()])
        assert accepted(alone, *words.tolist()) == alike


def test_a_text_without_word_pairs_is_like_none() -> None:
    empty = Body(1, NO_PAIRS, [], [], [])
    assert likeness(empty, empty) is None
    assert offsets(np.zeros(0, np.int64)).tolist() == [0]
