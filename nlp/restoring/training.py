"""How the restorer's weights are made, by ``python -m nlp.restoring``, from what sources reads; no reading here."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from nlp.restoring import sources
from nlp.restoring.syllables import (
    ABBREVIATIONS,
    BREAK,
    NUMBER,
    as_piece,
    bare,
    is_syllable,
    one_spelling,
    pieces,
    pieces_as_written,
)
from nlp.restoring.weights import GRAIN, Weights

# Chosen by measuring (docs/measurements-finding.md): how loudly each source speaks.
LAW_SHARE, WORD_SHARE = 0.15, 0.05  # in how often a syllable stands by itself; everyday texts have the rest
LAW_POWER = 0.65  # flattens the counts of law texts there: "khoản" is no everyday word
OF_LISTS, OF_NEIGHBOURS = 0.5, 0.1  # what a syllable counts there that stands in a list of phrases, in neighbours.txt
DIFFERENT_SHARE = 0.14  # how much of it is how many different syllables it follows
EVERYDAY_PAIR, LISTED_PAIR, NEIGHBOURS_PAIR = 30.0, 60.0, 30.0  # pairs of law texts that one pair outweighs
WORD_PAIR, COMMON_PAIR, TAGGER_PAIR = 5.0, 60.0, 30.0
LAW_MOST = 8_000  # pairs of law texts counted after one syllable at most
ALONE, ALONE_OF_EACH = 200, 40  # pairs' worth of trust in the syllable by itself, the more the more follow one
LEAST_SEEN, LEAST_PAIRS = 3, 3  # in law texts
CAPITAL_TRUST, CAPITAL_SHARE = 4.0, 0.02  # a syllable's trust in the share of capitals among all
_INSIDE = re.compile(r"(?<=[^\W_][ ,] )[^\W\d_]+|(?<=[^\W_] )[^\W\d_]+")

Numbers = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class _Listed:
    """Phrases by themselves, in pieces: what a pair of theirs outweighs, what a syllable counts by itself."""

    phrases: list[list[str]]
    pair: float
    alone: float = 0.0


def train(folder: Path) -> Weights:
    """The weights made from the two law files in `folder` and what `sources` has; the same for the same files."""
    law, law_words = _numbered(sources.law_texts(folder))
    talk, listed, words = _others()
    seen = Counter(dict(zip(law_words, np.bincount(law).tolist(), strict=True)))
    own = [talk, *(source.phrases for source in listed if source.alone), words.phrases]
    syllables = _syllables(seen, (piece for texts in own for text in texts for piece in text))
    place = {word: number for number, word in enumerate(syllables)}
    law = np.array([place.get(word, 0) for word in law_words], np.int64)[law]
    pairs, counts = _pairs(law, talk, [*listed, words], place)
    alone = _alone(law, talk, listed, words, place)
    followed = np.bincount(pairs % len(place), minlength=len(place)).astype(float)
    followed[0] = alone[0] * followed.sum()
    alone = (1 - DIFFERENT_SHARE) * alone + DIFFERENT_SHARE * followed / followed.sum()
    return _weights(syllables, alone, pairs, counts, _capitals(folder, place))


def _weights(syllables: Sequence[str], alone: Numbers, pairs: Numbers, counts: Numbers, capitals: Numbers) -> Weights:
    size = len(syllables)
    before, after = pairs // size, pairs % size
    after_each = np.bincount(before, counts, minlength=size)
    trust = ALONE + ALONE_OF_EACH * np.bincount(before, minlength=size)
    together = (counts + trust[before] * alone[after]) / (after_each[before] + trust[before])
    return Weights(
        tuple(syllables),
        _costs(alone),
        _costs(trust / (after_each + trust)),
        _costs(capitals),
        pairs.tolist(),
        _costs(together),
    )


def _others() -> tuple[list[list[str]], list[_Listed], _Listed]:
    """All but law texts, in pieces: everyday sentences, the lists of phrases, the words of the large dictionary."""

    def cut(texts: Iterable[str]) -> list[list[str]]:
        return [pieces(text) for text in texts]

    sentences, phrases = sources.everyday_texts()
    listed = [
        _Listed(cut(phrases), LISTED_PAIR, OF_LISTS),
        _Listed(cut(sources.neighbours()), NEIGHBOURS_PAIR, OF_NEIGHBOURS),
        _Listed(cut(sources.dictionary(sources.COMMON_WORDS)), COMMON_PAIR),
        _Listed(cut(sources.tagger_words()), TAGGER_PAIR),
    ]
    return cut(sentences), listed, _Listed(cut(sources.dictionary(sources.WORDS)), WORD_PAIR)


def _numbered(texts: Iterable[str]) -> tuple[Numbers, list[str]]:
    """All pieces of the texts as numbers, and the piece each number means."""
    written: dict[str, int] = {}
    parts = [
        np.array([written.setdefault(piece, len(written)) for piece in pieces_as_written(text)], np.int64)
        for text in texts
    ]
    known: dict[str, int] = {}
    meant = [known.setdefault(as_piece(piece), len(known)) for piece in written]
    return np.array(meant, np.int64)[np.concatenate(parts)], list(known)


def _syllables(law: Counter[str], others: Iterable[str]) -> list[str]:
    kept = {word for word, count in law.items() if count >= LEAST_SEEN} | set(others)
    shaped = {word for word in kept if word.isalpha() and is_syllable(bare(word))}
    return [BREAK, NUMBER, *sorted(shaped | ABBREVIATIONS)]


def _alone(
    law: Numbers, talk: list[list[str]], listed: Sequence[_Listed], words: _Listed, place: dict[str, int]
) -> Numbers:
    """How often each syllable stands in a text, as a share."""
    official = np.bincount(law, minlength=len(place)).astype(float) ** LAW_POWER
    everyday = _counted(talk, place)
    for source in listed:
        if source.alone:
            everyday += source.alone * _without_breaks(source, place)
    shares = (
        (LAW_SHARE, official),
        (1 - LAW_SHARE - WORD_SHARE, everyday),
        (WORD_SHARE, _without_breaks(words, place)),
    )
    mixed = np.sum([share * counts / counts.sum() for share, counts in shares], axis=0)
    return np.asarray(np.maximum(mixed, 1e-12))


def _without_breaks(source: _Listed, place: dict[str, int]) -> Numbers:
    counts = _counted(source.phrases, place)
    counts[0] = 0
    return counts


def _counted(texts: Sequence[list[str]], place: dict[str, int]) -> Numbers:
    flat = np.array([place.get(piece, 0) for text in texts for piece in text], np.int64)
    return np.bincount(flat, minlength=len(place)).astype(float)


def _pairs(
    law: Numbers, talk: list[list[str]], listed: Sequence[_Listed], place: dict[str, int]
) -> tuple[Numbers, Numbers]:
    """The pairs worth keeping and their weighted counts; what law says after one syllable is capped."""
    size = len(place)
    official, seen = np.unique(law[:-1] * size + law[1:], return_counts=True)
    all_after = np.bincount(official // size, seen, minlength=size)
    weight = seen * np.minimum(1.0, LAW_MOST / np.maximum(all_after, 1))[official // size]
    enough = seen >= LEAST_PAIRS
    others: dict[int, float] = defaultdict(float)
    spoken = [0, *(place.get(piece, 0) for text in talk for piece in text)]
    for first, second in pairwise(spoken):
        others[first * size + second] += EVERYDAY_PAIR
    for source in listed:
        for phrase in source.phrases:
            for first, second in pairwise(place.get(piece, 0) for piece in phrase):
                if first and second:
                    others[first * size + second] += source.pair
    pairs, where = np.unique(np.concatenate([official[enough], np.array(list(others), np.int64)]), return_inverse=True)
    return pairs, np.bincount(where, np.concatenate([weight[enough], np.array(list(others.values()))]))


def _capitals(folder: Path, place: dict[str, int]) -> Numbers:
    """How often each syllable begins with a capital inside a sentence, as a share: names do."""
    all_of_it, capital = np.zeros(len(place)), np.zeros(len(place))
    talk, phrases = sources.everyday_texts()
    ours = [f"x {text}" for text in (*talk, *phrases, *sources.dictionary(sources.WORDS))]
    for texts, worth in ((sources.whole_laws(folder), 1.0), (ours, EVERYDAY_PAIR)):
        seen: Counter[str] = Counter()
        for text in texts:
            seen.update(_INSIDE.findall(unicodedata.normalize("NFC", text)))
        for word, count in seen.items():
            number = place.get(one_spelling(word), 0)
            if number and (len(word) == 1 or not word.isupper()):
                all_of_it[number] += worth * count
                capital[number] += worth * count * word[0].isupper()
    shares = (capital + CAPITAL_TRUST * CAPITAL_SHARE) / (all_of_it + CAPITAL_TRUST)
    return np.asarray(np.clip(shares, 0.001, 1))


def _costs(shares: Numbers) -> bytes:
    costs = np.clip(np.rint(-np.log(shares) * GRAIN), 0, 255)
    return bytes(costs.astype(np.uint8))
