"""Finding the phrases of a word list in a comment, typed with or without diacritics; nothing is decided here."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from nlp.lexicon.phrases import NEUTRAL, Phrase
from nlp.text import INVISIBLE, MARKS, bare_spelling, normalise, spelling

_SYLLABLE = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}{INVISIBLE}])*")
_DRAWN_OUT = re.compile(r"(\D)\1{2,}")  # "quáááá" is "quá"; digits stay as they are
_SAME_CLAUSE = re.compile(r"[\s'’\-–/]*")  # between two syllables of one phrase: "tai-nạn", "thu/chi"
LENGTH_POWER = 1.2  # longer phrases say more than the sum of their syllables (measured on legal questions)
WINDOW = 8  # syllables to each side that tell whether the writer uses diacritics here
# What a match is worth when syllables were typed without the marks the phrase has.
SOME_BARE, LONG_BARE, SHORT_BARE, SINGLE_BARE = 0.95, 0.95, 0.9, 0.45
# Above these shares of marked syllables around it, a bare pair or a bare syllable is read as it stands.
PAIR_LIMIT, SINGLE_LIMIT = 0.5, 0.2
# Segmenting is the costly part: a very long comment is segmented at its beginning only.
CLAUSES_SEGMENTED, CLAUSE_LIMIT = 40, 80

LONGEST_READ = 40  # letters of one unbroken string that are read: more is a slip of a paste, and costs memory
_NOTHING: Mapping[str, str] = {}

# Given the syllables of one clause, the indexes where words start (empty when unknown).
WordStarts = Callable[[Sequence[str]], frozenset[int]]


class Token(NamedTuple):
    """One syllable of the original text: where it stands, its two keys, and whether it was typed with marks."""

    start: int
    end: int
    text: str
    accented: str
    bare: str
    marked: bool
    clause: int


class Match(NamedTuple):
    """A phrase found at tokens[first:last]; `weights` by label already count length and missing marks."""

    first: int
    last: int
    phrase: str
    weights: Mapping[str, float]

    @property
    def size(self) -> int:
        """How many syllables the match covers."""
        return self.last - self.first


@dataclass(frozen=True)
class _Spelled:
    """One accented spelling that folds to a given bare one, with the weights of its labels."""

    text: str
    accented: tuple[str, ...]
    marked: tuple[bool, ...]
    weights: dict[str, float]


class _Node(NamedTuple):
    """A place in the tree of bare syllables: what may follow, and the phrases that end here."""

    after: "dict[str, _Node]"
    spelled: list[_Spelled]


def tokens(text: str, spellings: Mapping[str, str] | None = None) -> tuple[Token, ...]:
    """The syllables of a text in order, with their places in it; `spellings` reads chat shorthand ("ko")."""
    found: list[Token] = []
    clause, before = 0, 0
    known = spellings or _NOTHING
    for syllable in _SYLLABLE.finditer(text):
        start, end = syllable.span()
        if start - before != 1 or text[before] != " ":
            if found and not _SAME_CLAUSE.fullmatch(text, before, start):
                clause += 1
        before = end
        written = syllable.group()
        accented, bare, marked = _reading(written[:LONGEST_READ], known)
        found.append(Token(start, end, written, accented, bare, marked, clause))
    return tuple(found)


def _reading(written: str, known: Mapping[str, str]) -> tuple[str, str, bool]:
    """A syllable with marks, without them, and whether it has any."""
    plain = _drawn_in(written)
    return _readings(known.get(plain, plain))


@lru_cache(maxsize=40_000)
def _drawn_in(written: str) -> str:
    return _DRAWN_OUT.sub(r"\1", written.lower())


@lru_cache(maxsize=40_000)
def _readings(written: str) -> tuple[str, str, bool]:
    accented, bare = spelling(written), bare_spelling(written)
    return accented, bare, accented != bare


class PhraseIndex:
    """Look-up of every phrase of a word list by its accent-free form, checked against the marks typed."""

    def __init__(self, phrases: Iterable[Phrase], length_power: float = LENGTH_POWER) -> None:
        self._length_power = length_power
        self._tree = _Node({}, [])
        by_accented: dict[tuple[str, ...], _Spelled] = {}
        for phrase in phrases:
            syllables = [_reading(syllable, _NOTHING) for syllable in _SYLLABLE.findall(phrase.text)]
            key = tuple(accented for accented, _, _ in syllables)
            if key not in by_accented:
                node = self._tree
                for _, bare, _ in syllables:
                    if bare not in node.after:
                        node.after[bare] = _Node({}, [])
                    node = node.after[bare]
                by_accented[key] = _Spelled(phrase.text, key, tuple(marked for _, _, marked in syllables), {})
                node.spelled.append(by_accented[key])
            by_accented[key].weights[phrase.label] = phrase.weight

    @property
    def syllables(self) -> frozenset[str]:
        """Every bare syllable that stands in a phrase."""
        found: set[str] = set()
        waiting = [self._tree]
        while waiting:
            node = waiting.pop()
            found.update(node.after)
            waiting.extend(node.after.values())
        return frozenset(found)

    def matches(self, read: Sequence[Token], word_starts: WordStarts | None = None) -> list[Match]:
        """The phrases in a tokenised text, longest first where they overlap, in order of place.

        With `word_starts`, a short phrase that cuts through a word of its clause counts half and gives way.
        """
        found = self._candidates(read)
        if word_starts is not None:
            found = _weigh_cuts(read, found, word_starts)
        taken = [False] * len(read)
        kept = []
        for match in sorted(found, key=lambda match: (-match.size, -max(match.weights.values()), match.first)):
            if not any(taken[match.first : match.last]):
                taken[match.first : match.last] = [True] * match.size
                kept.append(match)
        return sorted(kept, key=lambda match: match.first)

    def _candidates(self, read: Sequence[Token]) -> list[Match]:
        marked = [0, *accumulate([token.marked for token in read])]
        found: list[Match] = []
        for first, token in enumerate(read):
            node = self._tree.after.get(token.bare)
            last = first
            while node is not None:
                last += 1
                if node.spelled:
                    low, high = max(0, first - WINDOW), min(len(read), first + WINDOW + 1)
                    share = (marked[high] - marked[low]) / (high - low)
                    fitting = [(entry, _worth(entry, read[first:last], share)) for entry in node.spelled]
                    found.extend(self._match(first, last, [pair for pair in fitting if pair[1] > 0]))
                if last == len(read) or read[last].clause != token.clause:
                    break
                node = node.after.get(read[last].bare)
        return found

    def _match(self, first: int, last: int, fitting: list[tuple[_Spelled, float]]) -> list[Match]:
        """One match of the spellings that the typed syllables allow; several share the weight of the place."""
        if not fitting:
            return []
        # Typed without marks, "dong y" is the everyday "đồng ý" and not "đông y".
        fitting = [pair for pair in fitting if NEUTRAL in pair[0].weights] or fitting
        factor = (last - first) ** self._length_power / len(fitting)
        weights: dict[str, float] = defaultdict(float)
        for entry, worth in fitting:
            for label, weight in entry.weights.items():
                weights[label] += weight * worth * factor
        return [Match(first, last, fitting[0][0].text, dict(weights))]


def _worth(entry: _Spelled, typed: Sequence[Token], share: float) -> float:
    """0 when the marks typed contradict the phrase, 1 when it is typed in full, less when marks are missing."""
    missing = 0
    for token, accented, marked in zip(typed, entry.accented, entry.marked, strict=True):
        if token.marked or not marked:
            if token.accented != accented:
                return 0.0
        else:
            missing += 1
    if not missing:
        return 1.0
    if any(token.marked for token in typed):
        return SOME_BARE
    return _worth_all_bare(len(typed), share)


def _worth_all_bare(size: int, share: float) -> float:
    if size >= 3:
        return LONG_BARE
    if size == 2:
        return SHORT_BARE if share <= PAIR_LIMIT else 0.0
    return SINGLE_BARE if share <= SINGLE_LIMIT else 0.0


def _weigh_cuts(read: Sequence[Token], found: list[Match], word_starts: WordStarts) -> list[Match]:
    """The matches, those of one or two syllables halved where they cut through a word of the segmenter."""
    doubtful = {read[match.first].clause for match in found if match.size <= 2}
    boundaries: dict[int, frozenset[int]] = {}
    for clause in sorted(doubtful)[:CLAUSES_SEGMENTED]:
        places = [place for place, token in enumerate(read) if token.clause == clause]
        if len(places) <= CLAUSE_LIMIT and any(read[place].marked for place in places):
            starts = word_starts([normalise(read[place].text) for place in places])
            boundaries[clause] = frozenset(places[0] + start for start in starts)
    weighed = []
    for match in found:
        starts = boundaries.get(read[match.first].clause, frozenset())
        cut = match.size <= 2 and starts and not {match.first, match.last} <= starts
        weights = {label: weight / 2 for label, weight in match.weights.items()} if cut else match.weights
        weighed.append(match._replace(weights=weights))
    return weighed
