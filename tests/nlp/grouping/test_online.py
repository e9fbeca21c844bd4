"""One comment more: the same answers as for all at once."""

from nlp.grouping.groups import group
from nlp.grouping.online import Groups
from tests.bench.campaigns import EDITS, dice
from tests.bench.letters import LETTERS, OWN_WORDS, SHORT

LETTERS_WHOLE = [" ".join(sentences[:5]) for sentences in LETTERS.values()]
VOCABULARY = " ".join(OWN_WORDS).split()
KINDS = ["copied", "bare", "mistyped", "light10", "personal", "reordered", "halved", "mid25"]


def world() -> list[str]:
    chance = dice(3)
    texts = [EDITS[chance.choice(KINDS)](chance, chance.choice(LETTERS_WHOLE), VOCABULARY) for _ in range(150)]
    return [*LETTERS_WHOLE, "ủng hộ", *texts, *SHORT, "Ủng hộ!", "👍", "👍"]


def test_a_state_of_stored_texts_answers_as_the_batch_does() -> None:
    texts = world()
    state = Groups(texts[:80])
    assert state.placed == group(texts[:80])
    found = [one.group for one in state.placed] + [state.add(text).group for text in texts[80:]]
    batch = [one.group for one in group(texts)]
    assert len(set(zip(found, batch, strict=True))) == len(set(found)) == len(set(batch))


def test_a_state_can_begin_empty() -> None:
    state = Groups()
    first, again, other, near = map(state.add, ("ủng hộ", "Ủng hộ!", LETTERS_WHOLE[0], LETTERS_WHOLE[0] + OWN_WORDS[0]))
    assert (first.kind, again.kind, other.kind, near.kind) == ("alone", "exact", "alone", "near")
    assert (first.group, again.group, other.group, near.group) == (0, 0, 1, 1)
    assert (again.representative, near.representative) == (0, 2)
    assert [state.add(text).kind for text in ("", "\ud83d", "x" * 100_000)] == ["alone"] * 3
