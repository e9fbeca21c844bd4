"""Making the prior's weights from the codified law: `python -m nlp.prior.train LAW_FOLDER [OUT]`; reading is model.py."""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.lexicon.matching import tokens
from nlp.lexicon.slips import possible
from nlp.noise import noisy, unmarked
from nlp.prior.features import keys_of
from nlp.prior.law import Example, examples
from nlp.prior.model import CODES, WEIGHTS, shorten
from nlp.prior.svm import Row, fit

SYLLABLE_SEEN_AT_LEAST = 3
SEEN_AT_LEAST = 4  # times a feature occurs in the examples and their copies
COST = 0.5
ROUNDS = 3

Counted = tuple[NDArray[np.uint32], NDArray[np.int64]]
Parts = dict[str, NDArray[np.generic]]


def train(found: Sequence[Example], rounds: int = ROUNDS) -> Parts:
    """The parts of a weights file. The same examples give the same bytes on every machine."""
    counted, fields = _read(found)
    vocabulary, times = np.unique(np.concatenate([keys for keys, _ in counted]), return_counts=True)
    vocabulary, times = vocabulary[times >= SEEN_AT_LEAST], times[times >= SEEN_AT_LEAST]
    rarity = np.log(len(counted) / times).astype(np.float16)
    rows = [_row(each, vocabulary, rarity.astype(np.float32)) for each in counted]
    signs = _signs(fields)
    weights = fit(rows, signs, _costs(signs), len(vocabulary), rounds)
    return {**_packed(vocabulary, rarity, weights), "syllables": _syllables(found)}


def write(parts: Parts, path: Path) -> None:
    """Writes a weights file, compressed."""
    np.savez_compressed(path, allow_pickle=False, **parts)


def _syllables(found: Sequence[Example]) -> NDArray[np.uint8]:
    """The bare syllables of the examples, the most usual first, as bytes with spaces between."""
    times = Counter(token.bare for example in found for token in tokens(example.text))
    usual = [one for one in times if times[one] >= SYLLABLE_SEEN_AT_LEAST and possible(one)]
    usual.sort(key=lambda one: (-times[one], one))
    return np.frombuffer(" ".join(usual).encode("ascii"), dtype=np.uint8)


def _read(found: Sequence[Example]) -> tuple[list[Counted], list[tuple[str, ...]]]:
    """Every example twice or more: as it is printed, and as a phone would make it."""
    counted, fields = [], []
    for number, example in enumerate(found):
        for text in _copies(example.text, str(number)):
            keys, times = np.unique(shorten(keys_of(text)), return_counts=True)
            counted.append((keys, times))
            fields.append(example.fields)
    return counted, fields


def _copies(text: str, seed: str) -> tuple[str, ...]:
    return text, noisy(text, seed) if int(seed) % 2 else unmarked(text)


def _row(counted: Counted, vocabulary: NDArray[np.uint32], rarity: NDArray[np.float32]) -> Row:
    keys, times = counted
    places = np.searchsorted(vocabulary, keys)
    places[places == len(vocabulary)] = 0
    known = vocabulary[places] == keys
    often, rare = times[known].astype(np.float32), rarity[places[known]]
    values, length = often * rare, np.sqrt(np.add.reduce(often * rare * rare)) or np.float32(1)
    return Row(places[known].astype(np.int32), (values / length).astype(np.float32))


def _signs(fields: Sequence[Sequence[str]]) -> NDArray[np.float32]:
    signs = np.full((len(fields), len(CODES)), -1, dtype=np.float32)
    for place, codes in enumerate(fields):
        signs[place, [CODES.index(code) for code in codes]] = 1
    return signs


def _costs(signs: NDArray[np.float32]) -> NDArray[np.float32]:
    """A field with few articles counts more per article, so that land is not drowned by transport."""
    members = (signs > 0).sum(axis=0)
    dearer = 2 * np.sqrt(members.mean() / np.maximum(members, 1))
    return (COST * np.where(signs > 0, dearer, 1)).astype(np.float32)


def _packed(vocabulary: NDArray[np.uint32], rarity: NDArray[np.float16], weights: NDArray[np.float32]) -> Parts:
    """Whole numbers of one byte per weight, with a step of its own for each feature."""
    steps = (np.abs(weights[:-1]).max(axis=1) / 127).astype(np.float16)
    used = steps > 0
    whole = np.round(weights[:-1][used] / steps[used].astype(np.float32)[:, None])
    return {
        "keys": vocabulary[used],
        "rarity": rarity[used],
        "weights": np.clip(whole, -127, 127).astype(np.int8),
        "steps": steps[used],
        "bias": weights[-1],
    }


if __name__ == "__main__":
    write(train(examples(Path(sys.argv[1]))), Path(sys.argv[2]) if len(sys.argv) > 2 else WEIGHTS)
