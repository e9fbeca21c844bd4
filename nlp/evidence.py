"""The words of a text that carried a decision for a field, as places in the original text; decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.lexicon.matching import Match, Token
from nlp.prior.model import CODES, Reading

ENOUGH = 1.0  # evidence of the word list that needs no more words beside it
MOST_SPANS = 8  # shown of the word list
MOST_LEARNT = 3  # shown of the prior
STRONG, LEAST = 0.4, 0.02  # a learnt feature is shown from this share of the strongest, and from this much at all


@dataclass(frozen=True)
class Evidence:
    """Words of the original text that show a topic: text[start:end]."""

    start: int
    end: int
    text: str


def evidence(
    text: str, read: Sequence[Token], matches: Sequence[Match], reading: Reading, code: str
) -> tuple[Evidence, ...]:
    """What speaks for a field: phrases of the word list, and the prior's strongest words where the list has little."""
    listed = [match for match in matches if code in match.weights]
    spans = [(match.first, match.last) for match in listed][:MOST_SPANS]
    if sum(match.weights[code] for match in listed) < ENOUGH:
        spans = _apart([*spans, *_learnt(reading, CODES.index(code))])
    places = sorted((read[first].start, read[last - 1].end) for first, last in spans)
    return tuple(Evidence(start, end, text[start:end]) for start, end in places)


def _learnt(reading: Reading, column: int) -> list[tuple[int, int]]:
    """The spans of the features that speak for one field more than for the others, strongest first."""
    if not len(reading.first):
        return []
    own = reading.added[:, column] - reading.usual
    strong = np.flatnonzero(own >= max(LEAST, STRONG * float(own.max())))
    strongest = strong[np.argsort(-own[strong], kind="stable")][: 4 * MOST_LEARNT]
    first, last = reading.first[strongest].tolist(), reading.last[strongest].tolist()
    return _apart(list(zip(first, last, strict=True)))[:MOST_LEARNT]


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans that touch none before them."""
    kept: list[tuple[int, int]] = []
    for first, last in spans:
        if all(last <= other or first >= end for other, end in kept):
            kept.append((first, last))
    return kept
