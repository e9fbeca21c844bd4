"""How the restorer's weights are made from official law texts and everyday.txt; run by ``python -m nlp.restoring``.

Law texts are official and free of copyright; everyday.txt was written for this project. Nothing else is read.
"""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from nlp.restoring.syllables import BREAK, NUMBER, bare, is_syllable, pieces
from nlp.restoring.weights import GRAIN, Weights

EVERYDAY = Path(__file__).with_name("everyday.txt")
ARTICLES, LAWS = "phapdien_articles.jsonl.gz", "uts_vlc_2021_laws.jsonl.gz"

# Chosen by measuring (docs/measurements-finding.md): how loudly each source speaks.
EVERYDAY_SHARE = 0.75  # of the everyday texts in how often a syllable stands by itself
LAW_POWER = 0.75  # flattens the counts of law texts there: "khoản" is no everyday word
EVERYDAY_PAIR = 30  # law pairs that one everyday pair outweighs
LAW_MOST = 10_000  # pairs of law texts counted after one syllable at most
ALONE = 2_000  # pairs' worth of trust in the syllable by itself
LEAST_SEEN, LEAST_PAIRS = 3, 3  # in law texts
_LIST = 6  # commas that make a line of everyday.txt a list of phrases

Numbers = np.ndarray[Any, np.dtype[Any]]


def train(folder: Path) -> Weights:
    """The weights made from the two law files in `folder` and everyday.txt; the same for the same files."""
    law, law_words = _numbered(_law_texts(folder))
    everyday = [piece for text in _everyday_texts() for piece in pieces(text)]
    syllables = _syllables(Counter(dict(zip(law_words, np.bincount(law).tolist(), strict=True))), Counter(everyday))
    place = {word: number for number, word in enumerate(syllables)}
    law = np.array([place.get(word, 0) for word in law_words], np.int64)[law]
    spoken = np.array([place.get(piece, 0) for piece in everyday], np.int64)
    alone = _alone(law, spoken, len(syllables))
    pairs, counts = _pairs(law, spoken, len(syllables))
    before, after = pairs // len(syllables), pairs % len(syllables)
    after_each = np.bincount(before, counts, minlength=len(syllables))
    together = (counts + ALONE * alone[after]) / (after_each[before] + ALONE)
    return Weights(
        tuple(syllables), _costs(alone), _costs(ALONE / (after_each + ALONE)), pairs.tolist(), _costs(together)
    )


def _law_texts(folder: Path) -> Iterator[str]:
    with gzip.open(folder / ARTICLES, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield f"{article['title']}\n{article['body']}\n"
    with gzip.open(folder / LAWS, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield f"{json.loads(line)['text']}\n"


def _everyday_texts() -> Iterator[str]:
    for line in EVERYDAY.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield f"{line.replace(',', ';') if line.count(',') >= _LIST else line}\n"


def _numbered(texts: Iterator[str]) -> tuple[Numbers, list[str]]:
    """All pieces of the texts as numbers, and the piece each number means."""
    known: dict[str, int] = {}
    parts = [np.array([known.setdefault(piece, len(known)) for piece in pieces(text)], np.int64) for text in texts]
    return np.concatenate(parts), list(known)


def _syllables(law: Counter[str], everyday: Counter[str]) -> list[str]:
    kept = {word for word, count in law.items() if count >= LEAST_SEEN} | set(everyday)
    return [BREAK, NUMBER, *sorted(word for word in kept if word and is_syllable(bare(word)))]


def _alone(law: Numbers, spoken: Numbers, size: int) -> Numbers:
    """How often each syllable stands in a text, as a share."""
    official = np.bincount(law, minlength=size).astype(float) ** LAW_POWER
    everyday = np.bincount(spoken, minlength=size).astype(float)
    mixed = (1 - EVERYDAY_SHARE) * official / official.sum() + EVERYDAY_SHARE * everyday / everyday.sum()
    return np.asarray(np.maximum(mixed, 1e-12))


def _pairs(law: Numbers, spoken: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """The pairs worth keeping and their weighted counts; what law says after one syllable is capped."""
    official, seen = np.unique(law[:-1] * size + law[1:], return_counts=True)
    all_after = np.bincount(official // size, seen, minlength=size)
    weight = seen * np.minimum(1.0, LAW_MOST / np.maximum(all_after, 1))[official // size]
    enough = seen >= LEAST_PAIRS
    everyday, said = np.unique(spoken[:-1] * size + spoken[1:], return_counts=True)
    pairs, place = np.unique(np.concatenate([official[enough], everyday]), return_inverse=True)
    return pairs, np.bincount(place, np.concatenate([weight[enough], said * float(EVERYDAY_PAIR)]))


def _costs(shares: Numbers) -> bytes:
    costs = np.clip(np.rint(-np.log(shares) * GRAIN), 0, 255)
    return bytes(costs.astype(np.uint8))
