"""How the restorer's weights are made, by ``python -m nlp.restoring``, from law texts, everyday.txt and a word list.

Law texts are official and free of copyright; everyday.txt was written for this project; of the word list inside the
underthesea package (Apache 2.0) only which syllables make words together is counted. Nothing else is read.
"""

import gzip
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from nlp.restoring.syllables import ABBREVIATIONS, BREAK, NUMBER, bare, is_syllable, one_spelling, pieces
from nlp.restoring.weights import GRAIN, Weights

EVERYDAY = Path(__file__).with_name("everyday.txt")
ARTICLES, LAWS = "phapdien_articles.jsonl.gz", "uts_vlc_2021_laws.jsonl.gz"
WORDS, COMMON_WORDS = "Viet74K.txt", "Viet11K.txt"

# Chosen by measuring (docs/measurements-finding.md): how loudly each source speaks.
LAW_SHARE, WORD_SHARE = 0.25, 0.1  # in how often a syllable stands by itself; everyday texts have the rest
LAW_POWER = 0.65  # flattens the counts of law texts there: "khoản" is no everyday word
OF_LISTS = 0.5  # what a syllable counts there that stands in a list of phrases
EVERYDAY_PAIR, LISTED_PAIR, WORD_PAIR, COMMON_PAIR = 30.0, 30.0, 5.0, 30.0  # pairs of law texts one pair outweighs
LAW_MOST = 8_000  # pairs of law texts counted after one syllable at most
ALONE, ALONE_OF_EACH = 500, 20  # pairs' worth of trust in the syllable by itself, the more the more follow one
LEAST_SEEN, LEAST_PAIRS = 3, 3  # in law texts
CAPITAL_TRUST, CAPITAL_SHARE = 4.0, 0.02  # a syllable's trust in the share of capitals among all
_LIST = 6  # commas that make a line of everyday.txt a list of phrases
_INSIDE = re.compile(r"(?<=[^\W_][ ,] )[^\W\d_]+|(?<=[^\W_] )[^\W\d_]+")

Numbers = np.ndarray[Any, np.dtype[Any]]


def train(folder: Path) -> Weights:
    """The weights made from the two law files in `folder`, everyday.txt and the words; the same for the same files."""
    law, law_words = _numbered(_law_texts(folder))
    talk, phrases = ([pieces(text) for text in texts] for texts in _everyday_texts())
    words, common = ([pieces(word) for word in _dictionary(name)] for name in (WORDS, COMMON_WORDS))
    seen = Counter(dict(zip(law_words, np.bincount(law).tolist(), strict=True)))
    syllables = _syllables(seen, (piece for text in (*talk, *phrases, *words) for piece in text))
    place = {word: number for number, word in enumerate(syllables)}
    size = len(syllables)
    law = np.array([place.get(word, 0) for word in law_words], np.int64)[law]
    numbers = [_places(texts, place) for texts in (talk, phrases, words, common)]
    alone = _alone(law, numbers, size)
    pairs, counts = _pairs(law, numbers, size)
    before, after = pairs // size, pairs % size
    after_each = np.bincount(before, counts, minlength=size)
    trust = ALONE + ALONE_OF_EACH * np.bincount(before, minlength=size)
    together = (counts + trust[before] * alone[after]) / (after_each[before] + trust[before])
    return Weights(
        tuple(syllables),
        _costs(alone),
        _costs(trust / (after_each + trust)),
        _costs(_capitals(folder, place, size)),
        pairs.tolist(),
        _costs(together),
    )


def _law_texts(folder: Path) -> Iterator[str]:
    with gzip.open(folder / ARTICLES, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield f"{article['title']}\n{article['body']}\n"
    yield from _whole_laws(folder)


def _whole_laws(folder: Path) -> Iterator[str]:
    with gzip.open(folder / LAWS, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield f"{json.loads(line)['text']}\n"


def _everyday_texts() -> tuple[list[str], list[str]]:
    """The sentences of everyday.txt, and the phrases of its lists."""
    lines = [line for line in EVERYDAY.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    lists = [line for line in lines if line.count(",") >= _LIST]
    phrases = [phrase for line in lists for phrase in line.split(",")]
    return [f"{line}\n" for line in lines if line.count(",") < _LIST], phrases


def _dictionary(name: str) -> list[str]:
    package = find_spec("underthesea")
    if package is None or package.origin is None:
        raise FileNotFoundError("underthesea, whose word list is read, is not installed")
    path = Path(package.origin).parent / "corpus" / "data" / name
    return path.read_text(encoding="utf-8").splitlines()


def _numbered(texts: Iterable[str]) -> tuple[Numbers, list[str]]:
    """All pieces of the texts as numbers, and the piece each number means."""
    known: dict[str, int] = {}
    parts = [np.array([known.setdefault(piece, len(known)) for piece in pieces(text)], np.int64) for text in texts]
    return np.concatenate(parts), list(known)


def _places(texts: Iterable[Sequence[str]], place: dict[str, int]) -> list[list[int]]:
    return [[place.get(piece, 0) for piece in text] for text in texts]


def _syllables(law: Counter[str], others: Iterable[str]) -> list[str]:
    kept = {word for word, count in law.items() if count >= LEAST_SEEN} | set(others)
    shaped = {word for word in kept if word.isalpha() and is_syllable(bare(word))}
    return [BREAK, NUMBER, *sorted(shaped | ABBREVIATIONS)]


def _alone(law: Numbers, numbers: Sequence[list[list[int]]], size: int) -> Numbers:
    """How often each syllable stands in a text, as a share."""
    talk, phrases, words, _ = (_counted(texts, size) for texts in numbers)
    phrases[0] = words[0] = 0
    official = np.bincount(law, minlength=size).astype(float) ** LAW_POWER
    everyday = talk + OF_LISTS * phrases
    shares = ((LAW_SHARE, official), (1 - LAW_SHARE - WORD_SHARE, everyday), (WORD_SHARE, words))
    mixed = np.sum([share * counts / counts.sum() for share, counts in shares], axis=0)
    return np.asarray(np.maximum(mixed, 1e-12))


def _counted(texts: Sequence[list[int]], size: int) -> Numbers:
    flat = np.array([number for text in texts for number in text], np.int64)
    return np.bincount(flat, minlength=size).astype(float)


def _pairs(law: Numbers, numbers: Sequence[list[list[int]]], size: int) -> tuple[Numbers, Numbers]:
    """The pairs worth keeping and their weighted counts; what law says after one syllable is capped."""
    official, seen = np.unique(law[:-1] * size + law[1:], return_counts=True)
    all_after = np.bincount(official // size, seen, minlength=size)
    weight = seen * np.minimum(1.0, LAW_MOST / np.maximum(all_after, 1))[official // size]
    enough = seen >= LEAST_PAIRS
    others: dict[int, float] = defaultdict(float)
    talk = [0, *(number for text in numbers[0] for number in text)]
    for first, second in pairwise(talk):
        others[first * size + second] += EVERYDAY_PAIR
    for texts, worth in zip(numbers[1:], (LISTED_PAIR, WORD_PAIR, COMMON_PAIR), strict=True):
        for text in texts:
            for first, second in pairwise(text):
                if first and second:
                    others[first * size + second] += worth
    pairs, place = np.unique(np.concatenate([official[enough], np.array(list(others), np.int64)]), return_inverse=True)
    return pairs, np.bincount(place, np.concatenate([weight[enough], np.array(list(others.values()))]))


def _capitals(folder: Path, place: dict[str, int], size: int) -> Numbers:
    """How often each syllable begins with a capital inside a sentence, as a share: names do."""
    all_of_it, capital = np.zeros(size), np.zeros(size)
    talk, phrases = _everyday_texts()
    ours = [f"x {text}" for text in (*talk, *phrases, *_dictionary(WORDS))]
    for texts, worth in ((_whole_laws(folder), 1.0), (ours, EVERYDAY_PAIR)):
        for text in texts:
            for word in _INSIDE.findall(unicodedata.normalize("NFC", text)):
                number = place.get(one_spelling(word), 0)
                if number and (len(word) == 1 or not word.isupper()):
                    all_of_it[number] += worth
                    capital[number] += worth * word[0].isupper()
    shares = (capital + CAPITAL_TRUST * CAPITAL_SHARE) / (all_of_it + CAPITAL_TRUST)
    return np.asarray(np.clip(shares, 0.001, 1))


def _costs(shares: Numbers) -> bytes:
    costs = np.clip(np.rint(-np.log(shares) * GRAIN), 0, 255)
    return bytes(costs.astype(np.uint8))
