"""Why two comments are held to be the same: the words that differ, and the sentences that one of them adds."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from nlp.grouping.words import read, spans

COMPARED = 1500  # words of each text that are compared; what lies behind is not explained
OWN = 0.6  # share of the words of a sentence that must be new before the sentence counts as added
SHORTEST = 3  # words of an added sentence

_SENTENCE = re.compile(r"[^.!?…\n]*[^.!?…\s][.!?…]*")


@dataclass(frozen=True)
class Piece:
    """A passage of a text: text[start:end]."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Explanation:
    """What sets a comment apart from the one that stands for its group.

    `missing`: passages of the representative that it has not; `differing`: its passages that the representative has
    not, in the same order; `added`: its sentences that are mostly new, verbatim. Differences in case, marks and
    punctuation are none.
    """

    missing: tuple[Piece, ...]
    differing: tuple[Piece, ...]
    added: tuple[Piece, ...]


def explain(representative: str, text: str) -> Explanation:
    """The differences between a text and the representative of its group."""
    theirs, ours = _hashes(representative), _hashes(text)
    their_spans, our_spans = spans(representative)[:COMPARED], spans(text)[:COMPARED]
    missing, differing = [], []
    new = [False] * len(ours)
    for tag, a, b, c, d in SequenceMatcher(None, theirs, ours).get_opcodes():
        if tag != "equal":
            missing += _passage(representative, their_spans[a:b])
            differing += _passage(text, our_spans[c:d])
            new[c:d] = [True] * (d - c)
    _moved(theirs, ours, new)
    return Explanation(tuple(missing), tuple(differing), tuple(_added(text, our_spans, new)))


def _hashes(text: str) -> list[int]:
    found: list[int] = read([text]).hashes[:COMPARED].tolist()
    return found


def _moved(theirs: list[int], ours: list[int], new: list[bool]) -> None:
    """What only stands in another place is not new: runs of three words that the representative has somewhere."""
    known = set(zip(theirs, theirs[1:], theirs[2:], strict=False))
    for place, run in enumerate(zip(ours, ours[1:], ours[2:], strict=False)):
        if run in known:
            new[place : place + 3] = [False] * 3


def _passage(text: str, words: list[tuple[int, int]]) -> list[Piece]:
    if not words:
        return []
    start, end = words[0][0], words[-1][1]
    return [Piece(start, end, text[start:end])]


def _added(text: str, words: list[tuple[int, int]], new: list[bool]) -> list[Piece]:
    found, place = [], 0
    for sentence in _SENTENCE.finditer(text):
        first = place
        while place < len(words) and words[place][0] < sentence.end():
            place += 1
        size = place - first
        if size >= SHORTEST and sum(new[first:place]) >= OWN * size:
            start = words[first][0]
            found.append(Piece(start, sentence.end(), text[start : sentence.end()].rstrip()))
    return found
