"""Finding the phrases of a word list in a comment, typed with or without diacritics; nothing is decided here."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from nlp.lexicon.phrases import NEUTRAL, Phrase
from nlp.text import INVISIBLE, MARKS, bare_spelling, normalise, spelling

_SYLLABLE = re.compile(rf"[^\W_]+(?:[{MARKS}{INVISIBLE}]+[^\W_]*)*")
_PARTS = re.compile(f"({_SYLLABLE.pattern})")
_DRAWN_OUT = re.compile(r"(\D)\1{2,}")  # "quáááá" is "quá"; digits stay as they are
_SAME_CLAUSE = re.compile(r"[\s'’\-–/]*")  # between two syllables of one phrase: "tai-nạn", "thu/chi"
LENGTH_POWER = 1.2  # longer phrases say more than the sum of their syllables (measured on legal questions)
WINDOW = 8  # syllables to each side that tell whether the writer uses diacritics here
# What a match is worth when syllables were typed without the marks the phrase has.
SOME_BARE, LONG_BARE, SHORT_BARE, SINGLE_BARE = 0.95, 0.95, 0.9, 0.45
# Above these shares of marked syllables around it, a bare pair or a bare syllable is read as it stands.
PAIR_LIMIT, SINGLE_LIMIT = 0.5, 0.2
SURE, SINGLE_DOUBTED, PAIR_DOUBTED = "", "1", "2"
# Segmenting is the costly part: a very long comment is segmented at its beginning only.
CLAUSES_SEGMENTED, CLAUSE_LIMIT = 40, 80

LONGEST_READ = 40  # letters of one unbroken string that are read: more is a slip of a paste, and costs memory
MOST_REMEMBERED = 40_000  # written syllables; Vietnamese has about 7,000
MOST_WAYS = 64  # of typing one phrase that are remembered

_PLACE = attrgetter("first")

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
    """A phrase found at tokens[first:last]; `weights` by label already count length and missing marks.

    `most` is the largest of the weights.
    """

    first: int
    last: int
    phrase: str
    weights: Mapping[str, float]
    most: float

    @property
    def size(self) -> int:
        """How many syllables the match covers."""
        return self.last - self.first


class _Spelled(NamedTuple):
    """One accented spelling that folds to a given bare one, with the weights of its labels."""

    text: str
    accented: tuple[str, ...]
    marked: tuple[bool, ...]
    weights: dict[str, float]


class _Worth(NamedTuple):
    """What a place of the tree is worth for one way of typing it: the phrase shown and its weights."""

    phrase: str
    weights: Mapping[str, float]
    most: float


class _Node:
    """A place in the tree of bare syllables: what may follow, the phrases that end here, and ways of typing met.

    `met` has what the phrases are worth by the syllables as typed, behind the doubt there was (see _doubt) if any;
    None where the marks contradict.
    """

    __slots__ = ("after", "met", "spelled")

    def __init__(self) -> None:
        self.after: dict[str, _Node] = {}
        self.spelled: tuple[_Spelled, ...] = ()
        self.met: dict[tuple[str, ...], _Worth | None] | None = None


class Readings(dict[str, tuple[str, str, bool]]):
    """How written syllables are read: with their marks, without, and whether they have any.

    `shorthand` gives the word that a chat spelling stands for ("ko"). Each syllable is worked out once;
    a flood of strange ones is forgotten again.
    """

    def __init__(self, shorthand: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._shorthand = shorthand or {}

    def __missing__(self, written: str) -> tuple[str, str, bool]:
        plain = _DRAWN_OUT.sub(r"\1", written.lower())
        meant = self._shorthand.get(plain, plain)
        accented = spelling(meant)
        bare = accented if accented.isascii() else bare_spelling(meant)
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        reading = self[written] = accented, bare, accented != bare
        return reading


_PLAIN = Readings()


def tokens(text: str, readings: Readings = _PLAIN) -> tuple[Token, ...]:
    """The syllables of a text in order, with their places in it; `readings` may know chat shorthand ("ko")."""
    found: list[Token] = []
    clause = 0
    parts = _PARTS.split(text)  # what stands between syllables and the syllables themselves, by turns
    end = len(parts[0])
    for written, between in zip(parts[1::2], parts[2::2], strict=True):
        start, end = end, end + len(written)
        accented, bare, marked = readings[written if len(written) <= LONGEST_READ else written[:LONGEST_READ]]
        found.append(Token(start, end, written, accented, bare, marked, clause))
        end += len(between)
        if between != " " and not _SAME_CLAUSE.fullmatch(between):
            clause += 1
    return tuple(found)


class PhraseIndex:
    """Look-up of every phrase of a word list by its accent-free form, checked against the marks typed."""

    def __init__(self, phrases: Iterable[Phrase], length_power: float = LENGTH_POWER) -> None:
        self._length_power = length_power
        self._tree = _Node()
        by_accented: dict[tuple[str, ...], _Spelled] = {}
        for text, label, weight in phrases:
            syllables = [_PLAIN[syllable] for syllable in _SYLLABLE.findall(text)]
            key = tuple([accented for accented, _, _ in syllables])
            spelled = by_accented.get(key)
            if spelled is None:
                node = self._tree
                for _, bare, _ in syllables:
                    after = node.after.get(bare)
                    if after is None:
                        after = node.after[bare] = _Node()
                    node = after
                marked = tuple([marked for _, _, marked in syllables])
                spelled = by_accented[key] = _Spelled(text, key, marked, {})
                node.spelled += (spelled,)
            spelled.weights[label] = weight

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

        With `word_starts`, a single syllable that is part of a longer word of its clause counts half.
        """
        kept = _longest(self._candidates(read), len(read))
        return kept if word_starts is None else _weigh_parts(read, kept, word_starts)

    def _candidates(self, read: Sequence[Token]) -> list[Match]:
        typed = tuple([token.accented for token in read])
        marked = [0, *accumulate([token.marked for token in read])]
        first_ones, found, size = self._tree.after, [], len(read)
        for first, token in enumerate(read):
            node = first_ones.get(token.bare)
            last = first
            while node is not None:
                last += 1
                if node.spelled:
                    doubt = _doubt(first, last, marked)
                    key = (doubt, *typed[first:last]) if doubt else typed[first:last]
                    met = node.met
                    worth = met[key] if met and key in met else self._meet(node, key, read[first:last], doubt)
                    if worth is not None:
                        found.append(Match(first, last, *worth))
                if last == size or read[last].clause != token.clause:
                    break
                node = node.after.get(read[last].bare)
        return found

    def _meet(self, node: _Node, key: tuple[str, ...], typed: Sequence[Token], doubt: str) -> _Worth | None:
        """Works out, and remembers, what the phrases of a place are worth for the syllables typed."""
        fitting = [(entry, _worth(entry, typed, doubt)) for entry in node.spelled]
        worth = self._together([pair for pair in fitting if pair[1] > 0], len(typed))
        if node.met is None or len(node.met) >= MOST_WAYS:
            node.met = {}
        node.met[key] = worth
        return worth

    def _together(self, fitting: list[tuple[_Spelled, float]], size: int) -> _Worth | None:
        """The spellings that the typed syllables allow; several share the weight of the place."""
        if not fitting:
            return None
        # Typed without marks, "dong y" is the everyday "đồng ý" and not "đông y".
        fitting = [pair for pair in fitting if NEUTRAL in pair[0].weights] or fitting
        factor = size**self._length_power / len(fitting)
        weights: dict[str, float] = defaultdict(float)
        for entry, worth in fitting:
            for label, weight in entry.weights.items():
                weights[label] += weight * worth * factor
        return _Worth(fitting[0][0].text, dict(weights), max(weights.values()))


def _doubt(first: int, last: int, marked: Sequence[int]) -> str:
    """Whether a phrase typed without any mark is to be doubted here; `marked` counts marks up to each place."""
    if last - first > 2 or marked[last] > marked[first]:
        return SURE
    low, high = max(0, first - WINDOW), min(len(marked) - 1, first + WINDOW + 1)
    share = (marked[high] - marked[low]) / (high - low)
    return SURE if share <= SINGLE_LIMIT else SINGLE_DOUBTED if share <= PAIR_LIMIT else PAIR_DOUBTED


def _worth(entry: _Spelled, typed: Sequence[Token], doubt: str) -> float:
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
    return _worth_all_bare(len(typed), doubt)


def _worth_all_bare(size: int, doubt: str) -> float:
    if size >= 3:
        return LONG_BARE
    if size == 2:
        return 0.0 if doubt == PAIR_DOUBTED else SHORT_BARE
    return SINGLE_BARE if doubt == SURE else 0.0


def _longest(found: list[Match], size: int) -> list[Match]:
    """Of matches that overlap in a text of `size` syllables the longest, then the weightiest, then the first."""
    if len(found) < 2:
        return found
    taken = bytearray(size)
    kept = []
    for match in sorted(found, key=lambda match: (match.first - match.last, -match.most, match.first)):
        first, last = match.first, match.last
        if taken.find(1, first, last) < 0:
            taken[first:last] = b"\1" * (last - first)
            kept.append(match)
    kept.sort(key=_PLACE)
    return kept


def _weigh_parts(read: Sequence[Token], kept: list[Match], word_starts: WordStarts) -> list[Match]:
    """The matches, single syllables halved where the segmenter sees only a part of a word in them."""
    doubtful = {read[match.first].clause for match in kept if match.size == 1 and NEUTRAL not in match.weights}
    boundaries: dict[int, frozenset[int]] = {}
    for clause in sorted(doubtful)[:CLAUSES_SEGMENTED]:
        places = [place for place, token in enumerate(read) if token.clause == clause]
        if len(places) <= CLAUSE_LIMIT and any(read[place].marked for place in places):
            starts = word_starts([normalise(read[place].text) for place in places])
            boundaries[clause] = frozenset(places[0] + start for start in starts)
    weighed = []
    for match in kept:
        starts = boundaries.get(read[match.first].clause, frozenset()) if match.size == 1 else frozenset()
        weighed.append(_halved(match) if starts and not {match.first, match.last} <= starts else match)
    return weighed


def _halved(match: Match) -> Match:
    return match._replace(weights={label: weight / 2 for label, weight in match.weights.items()}, most=match.most / 2)
