"""What comments speak of in whatever words: groups of synonyms and general aspects, by the lists of nlp/lexicon."""

from collections.abc import Sequence
from functools import cache

from nlp.aspects import ASPECTS, LEXICON
from nlp.lexicon.matching import PhraseIndex, tokens
from nlp.lexicon.phrases import Phrase, read_phrases, read_tables
from nlp.resembling import SYNONYMS

READ_LIMIT = 2_000  # characters of a comment that are read


def concepts(texts: Sequence[str]) -> list[tuple[int, ...]]:
    """The numbers of the concepts each text names, each once; typed with or without marks.

    A number is the same for all texts as long as the word lists are the same.
    """
    index, numbers = _index()
    return [
        tuple(sorted({numbers[label] for match in index.matches(tokens(text[:READ_LIMIT])) for label in match.weights}))
        for text in texts
    ]


@cache
def _index() -> tuple[PhraseIndex, dict[str, int]]:
    """The phrases of all concepts, and the number of each concept."""
    groups = read_tables(SYNONYMS)["groups"]["same"]
    phrases = [Phrase(text, f"same {number}", 1.0) for number, group in enumerate(groups) for text in group]
    phrases += read_phrases(LEXICON, ASPECTS)
    return PhraseIndex(phrases), {label: number for number, label in enumerate(sorted({one.label for one in phrases}))}
