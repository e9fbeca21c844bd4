"""From free words to the provisions of a draft they speak of, where none is named: nearness of words, no references.

BM25 over syllables and pairs of them, with and without diacritics (put back where none were typed), over numbers, and
over what other people say for the same (lexicon/synonyms.toml). A provision speaks by its own words, less by the
headings and texts above it.
"""

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

from nlp.lexicon.numbers import values
from nlp.lexicon.phrases import LexiconError, read_tables
from nlp.locate import Located
from nlp.restoring import Restorer
from nlp.text import bare_spelling, normalise, spelling

SYNONYMS = Path(__file__).parent / "lexicon" / "synonyms.toml"
_EMPTY = frozenset(read_tables(SYNONYMS)["empty"]["words"].split())  # they join pairs but are not looked for alone
_EMPTY_MARKED = frozenset(map(spelling, read_tables(SYNONYMS)["empty"]["marked"].split()))

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
OF_BARE, OF_MARKED, OF_PAIR, OF_NUMBER = 0.5, 0.5, 1.0, 1.2  # weight of a word bare and marked, a pair, a number
AS_TYPED, AS_RESTORED = 0.8, 0.6  # share of a bare word typed without marks, and of what it is restored to
OF_OTHERS = 0.55  # weight of what other people say for the same
HEADING, ABOVE_HEADING, ABOVE_TEXT, INSIDE = 1.6, 0.7, 0.3, 0.45  # weight of words by where they stand
_FEW = 60  # provisions: in a shorter draft a word is no commoner than in one of so many
_SATURATION, _LENGTH = 1.2, 0.55  # of BM25
_MENTIONED = 0.3  # amount from which a provision speaks of a term and does not only stand near it
LEAST_SCORE = 0.17  # share of what was said that a provision must answer
LEAST_TELLING = 2.2  # weight of different words found, below which it is chance
ENOUGH_SAID = 30.0  # weight of words that tell a place as well as any longer text
GUESSED = 0.75  # the highest score by words alone: a reference is surer
MOST_PLACES = 5
READ_LIMIT = 4_000  # characters of a text that are read


class Placed(Protocol):
    """What is needed of a provision: its path and that of the one above, its heading and its own words, or nothing."""

    @property
    def path(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def parent(self) -> str | None: ...


class Place(NamedTuple):
    """The words of one provision, apart from where they are kept."""

    path: str
    heading: str
    text: str
    parent: str | None


_Posting = tuple[int, float]  # a place, and how much it speaks of the term; plain pairs, as a law has 200,000 of them


class Resembling:
    """The provisions of one draft, ready to be looked through; stateless after it is made."""

    def __init__(self, places: Iterable[Placed]) -> None:
        kept = [place for place in places if place.text or place.heading]
        self._paths = [place.path for place in kept]
        self._postings = _postings(kept)

    def nearest(self, text: str, most: int = MOST_PLACES) -> list[Located]:
        """The provisions that `text` speaks of, likeliest first, at most `most`; none when nothing is near enough.

        Scores are shares of what was said, below one: a guess never counts as much as a reference.
        """
        said, others = _wanted(normalise(text[:READ_LIMIT]))
        sums: dict[int, float] = defaultdict(float)
        telling: dict[int, float] = defaultdict(float)
        for term, weight in (others | said).items():
            postings = self._postings.get(term, ())
            counts = weight * self._rarity(term)
            for place, amount in postings:
                sums[place] += counts * amount
                if amount > _MENTIONED:
                    telling[place] += weight
        possible = math.fsum(weight * self._rarity(term) for term, weight in said.items())
        whole = min(possible, ENOUGH_SAID) or 1.0
        least = LEAST_SCORE / GUESSED * whole
        found = [place for place, amount in sums.items() if amount >= least and telling[place] >= LEAST_TELLING]
        found = sorted(found, key=lambda place: (-sums[place], place))[:most]
        return [Located(self._paths[place], round(GUESSED * min(1.0, sums[place] / whole), 4)) for place in found]

    def _rarity(self, term: str) -> float:
        places = max(len(self._paths), _FEW)
        return math.log1p((places + 0.5) / (len(self._postings.get(term, ())) + 0.5))


@lru_cache(maxsize=4)
def of(places: tuple[Place, ...]) -> Resembling:
    """The index of these provisions; those used last are kept, as many texts ask of one draft."""
    return Resembling(places)


def _postings(places: Sequence[Placed]) -> Mapping[str, Sequence[_Posting]]:
    gathered = _gathered(places)
    mean = math.fsum(map(_size, gathered)) / max(1, len(gathered)) or 1.0
    found: dict[str, list[_Posting]] = defaultdict(list)
    for number, amounts in enumerate(gathered):
        ground = _SATURATION * (1 - _LENGTH + _LENGTH * _size(amounts) / mean)
        for term, amount in amounts.items():
            found[term].append((number, 2 * amount / (amount + ground)))
    return found


def _gathered(places: Sequence[Placed]) -> list[dict[str, float]]:
    """How much each provision speaks of each term, by its own words and those above and inside it."""
    own, headed = [_terms(place.text) for place in places], [_terms(place.heading) for place in places]
    above = _above(places)
    found: list[dict[str, float]] = [defaultdict(float) for _ in places]
    for number, chain in enumerate(above):
        _add(found[number], own[number], 1.0)
        _add(found[number], headed[number], HEADING)
        for depth, higher in enumerate(chain[:3]):
            _add(found[number], headed[higher], ABOVE_HEADING / (1 + depth))
        for higher in chain[:1]:
            _add(found[number], own[higher], ABOVE_TEXT)
    inside: list[set[str]] = [set() for _ in places]
    for number, chain in enumerate(above):
        for higher in chain[:2]:
            inside[higher] |= own[number].keys() | headed[number].keys()
    for amounts, terms in zip(found, inside, strict=True):
        _add(amounts, dict.fromkeys(terms, 1), INSIDE)
    return found


def _above(places: Sequence[Placed]) -> list[list[int]]:
    """The places above each place, the nearest first."""
    at = {place.path: number for number, place in enumerate(places)}
    found = []
    for place in places:
        chain: list[int] = []
        parent = place.parent
        while parent is not None and parent in at and at[parent] not in chain:
            chain.append(at[parent])
            parent = places[at[parent]].parent
        found.append(chain)
    return found


def _size(amounts: Mapping[str, float]) -> float:
    return math.fsum(amounts.values())


def _add(amounts: dict[str, float], terms: Mapping[str, int], weight: float) -> None:
    for term, count in terms.items():
        amounts[term] += weight * min(3, count)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _terms(text: str) -> Counter[str]:
    """What can be looked for in a text, by kind: bare and marked syllables, pairs of bare ones, numbers."""
    words = _words(normalise(text).lower())
    bare = [bare_spelling(word) for word in words]
    empty = [_is_empty(word, key) for word, key in zip(words, bare, strict=True)]
    terms = Counter(f"b:{key}" for key, none in zip(bare, empty, strict=True) if not none and not key[0].isdigit())
    marked = zip(words, bare, empty, strict=True)
    terms.update(f"m:{spelling(word)}" for word, key, none in marked if word != key and not none)
    pairs = itertools.pairwise(zip(bare, empty, strict=True))
    terms.update(f"p:{first} {second}" for (first, none), (second, neither) in pairs if not (none and neither))
    terms.update(f"n:{value}" for value in values(bare))
    return terms


def _is_empty(word: str, key: str) -> bool:
    """Whether a word says nothing of a place by itself; typed with marks it is known better."""
    return key in _EMPTY and (word.isascii() or spelling(word) in _EMPTY_MARKED)


def _wanted(text: str) -> tuple[dict[str, float], dict[str, float]]:
    """The terms to look for with their weights: those said, and what others say for the same."""
    words = _words(text.lower())
    accented = sum(1 for word in words if not word.isascii()) * 3 >= len(words)
    others: dict[str, float] = {}
    for phrase in _others(words, accented=accented):
        for term, weight in _weighed(_terms(phrase), accented=accented).items():
            others[term] = weight * OF_OTHERS
    said = _weighed(_terms(text), accented=accented)
    if accented:
        return said, others
    likely = _weighed(_terms(Restorer.load().restore(text)), accented=True)
    said = {term: weight * (AS_TYPED if term[0] == "b" else 1.0) for term, weight in said.items()}
    return {term: weight * AS_RESTORED for term, weight in likely.items()} | said, others


def _weighed(terms: Iterable[str], *, accented: bool) -> dict[str, float]:
    bare, marked = (OF_BARE, OF_MARKED) if accented else (OF_BARE + OF_MARKED, 0.0)
    of = {"b": bare, "m": marked, "p": OF_PAIR, "n": OF_NUMBER}
    return {term: of[term[0]] for term in terms if of[term[0]]}


def _others(words: Sequence[str], *, accented: bool) -> list[str]:
    """The other phrases of every group of which the text uses one."""
    said = f" {' '.join(map(spelling if accented else bare_spelling, words))} "
    found: dict[str, None] = {}
    for group in _groups():
        used = [phrase for phrase, marked, bare in group if f" {marked if accented else bare} " in said]
        if used:
            found.update(dict.fromkeys(phrase for phrase, _, _ in group if phrase not in used))
    return list(found)


@cache
def _groups(path: Path = SYNONYMS) -> tuple[tuple[tuple[str, str, str], ...], ...]:
    """The groups of phrases, each as written, and by its keys with and without marks. Raises LexiconError."""
    groups = []
    for group in read_tables(path).get("groups", {}).get("same", []):
        if not isinstance(group, list) or len(group) < 2 or not all(isinstance(p, str) and _words(p) for p in group):
            raise LexiconError(f"{path.name}: {group!r} is no group of two phrases or more")
        groups.append(
            tuple(
                (phrase, " ".join(map(spelling, _words(phrase.lower()))), " ".join(map(bare_spelling, _words(phrase))))
                for phrase in group
            )
        )
    return tuple(groups)
