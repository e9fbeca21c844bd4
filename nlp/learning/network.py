"""A small net that reads words in their order: trained and asked in numpy; what it is mixed with is teaching.py."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.learning.reading import words_of
from nlp.learning.rows import Floats, Whole

WIDTH, FILTERS = 64, 64  # numbers per word; patterns per window
WINDOWS = (1, 2, 3)  # words seen together
MOST_WORDS = 80  # a longer text is read by its beginning
LEAST_TEXTS = 2
BATCH = 64
RATE, WARM_UP = 2e-3, 200
DROPPED_WORDS, DROPPED = 0.1, 0.5
MEAN_COUNTS = 3.0  # the mean of words is small beside the strongest patterns
MOST_READ = 2_000_000  # words read in training, all rounds together: bounds its time
MOST_ROUNDS, LEAST_ROUNDS = 8, 3
BLANK, UNKNOWN = 0, 1

Parts = dict[str, Floats]
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Net:
    """Words with their numbers (accented and bare forms are added up), windows of patterns, and an output."""

    words: dict[str, int]
    parts: Parts
    exclusive: bool

    def scores(self, texts: Sequence[str]) -> Floats:
        """Raw scores (texts, labels)."""
        found = [self._pass(*_pad([_numbers(self.words, words_of(text, MOST_WORDS))])) for text in texts]
        return np.concatenate([one.out for one in found])

    def _pass(self, accented: Whole, bare: Whole) -> "_Pass":
        return _forward(self.parts, accented, bare, None)


@dataclass
class _Pass:
    """What a gradient needs of a pass through the net."""

    read: Floats
    mask: NDArray[np.bool_]
    windows: list[tuple[int, Floats, Whole, Floats]]
    joined: Floats
    kept: Floats | None
    words_kept: Floats | None
    out: Floats


def teach(texts: Sequence[str], truth: NDArray[np.bool_], *, exclusive: bool, told: Told | None = None) -> Net:
    """A net trained on texts and what is true of them (Kim 2014, with Adam); same in, same out.

    The number of rounds follows from the amount of text, so that training takes about a minute at most.
    """
    chance = np.random.default_rng(1)
    read = [words_of(text, MOST_WORDS) for text in texts]
    words = _vocabulary(read)
    numbers = [_numbers(words, one) for one in read]
    lengths = np.array([len(one[0]) for one in numbers])
    rounds = int(np.clip(MOST_READ // max(1, lengths.sum()), LEAST_ROUNDS, MOST_ROUNDS))
    parts = _begin(len(words) + 2, truth.shape[1], chance)
    step = _Adam(parts)
    target = truth.astype(np.float32)
    batches = -(-len(texts) // BATCH)
    for turn in range(rounds):
        order = np.argsort(lengths + chance.uniform(0, 4, len(texts)), kind="stable")
        for number in chance.permutation(batches):
            which = order[number * BATCH : (number + 1) * BATCH]
            accented, bare = _pad([numbers[one] for one in which])
            went = _forward(parts, accented, bare, chance)
            slopes = _backward(parts, went, _error(went.out, target[which], exclusive=exclusive))
            step.take(slopes, _by_word(accented, bare, slopes.pop("read")), step.done / (rounds * batches))
        if told:
            told(turn + 1, rounds)
    return Net(words, parts, exclusive)


def _vocabulary(read: Sequence[Sequence[tuple[str, str]]]) -> dict[str, int]:
    """Accented forms as they are, bare ones with a sign before them."""
    counts: Counter[str] = Counter()
    for text in read:
        counts.update({form for accented, bare in text for form in (accented, "_" + bare)})
    return {word: place for place, word in enumerate(sorted(w for w, c in counts.items() if c >= LEAST_TEXTS), 2)}


def _numbers(words: dict[str, int], read: Sequence[tuple[str, str]]) -> tuple[list[int], list[int]]:
    pairs = read or [("", "")]
    return [words.get(one, UNKNOWN) for one, _ in pairs], [words.get("_" + bare, UNKNOWN) for _, bare in pairs]


def _pad(texts: Sequence[tuple[list[int], list[int]]]) -> tuple[Whole, Whole]:
    longest = max(len(one) for one, _ in texts)
    accented, bare = (np.full((len(texts), longest), BLANK, np.int64) for _ in range(2))
    for row, (one, other) in enumerate(texts):
        accented[row, : len(one)] = one
        bare[row, : len(other)] = other
    return accented, bare


def _begin(words: int, labels: int, chance: np.random.Generator) -> Parts:
    parts = {"words": chance.normal(0, 0.1, (words, WIDTH)).astype(np.float32)}
    parts["words"][BLANK] = 0
    for size in WINDOWS:
        spread = np.sqrt(2 / (size * WIDTH))
        parts[f"window{size}"] = (chance.normal(0, 1, (size * WIDTH, FILTERS)) * spread).astype(np.float32)
        parts[f"lift{size}"] = np.zeros(FILTERS, np.float32)
    joined = FILTERS * len(WINDOWS) + WIDTH
    parts["out"] = (chance.normal(0, 1, (joined, labels)) / np.sqrt(joined)).astype(np.float32)
    parts["base"] = np.zeros(labels, np.float32)
    return parts


def _forward(parts: Parts, accented: Whole, bare: Whole, chance: np.random.Generator | None) -> _Pass:
    rows, length = accented.shape
    mask = accented > BLANK
    read = parts["words"][accented] + parts["words"][bare]
    words_kept = None
    if chance is not None:
        words_kept = (chance.random((rows, length, 1)) > DROPPED_WORDS).astype(np.float32)
        read = read * words_kept
    windows, strongest = [], []
    for size in WINDOWS:
        edge = np.zeros((rows, size - 1, WIDTH), np.float32)
        padded = np.concatenate([edge, read, edge], axis=1)
        seen = np.lib.stride_tricks.sliding_window_view(padded, size, axis=1).transpose(0, 1, 3, 2)
        seen = seen.reshape(-1, size * WIDTH)
        found = (seen @ parts[f"window{size}"] + parts[f"lift{size}"]).reshape(rows, -1, FILTERS)
        where = found.argmax(axis=1)
        best = np.maximum(np.take_along_axis(found, where[:, None], 1)[:, 0], 0)
        windows.append((size, seen, where, best))
        strongest.append(best)
    mean = (read * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
    joined = np.concatenate([*strongest, mean * np.float32(MEAN_COUNTS)], axis=1).astype(np.float32)
    kept = None
    if chance is not None:
        kept = ((chance.random(joined.shape) > DROPPED) / (1 - DROPPED)).astype(np.float32)
        joined = joined * kept
    return _Pass(read, mask, windows, joined, kept, words_kept, joined @ parts["out"] + parts["base"])


def _error(out: Floats, target: Floats, *, exclusive: bool) -> Floats:
    """The slope of the cross entropy at the outputs."""
    if exclusive:
        raw = np.exp(out - out.max(axis=1, keepdims=True))
        probability = raw / raw.sum(axis=1, keepdims=True)
    else:
        probability = 1 / (1 + np.exp(-np.clip(out, -30, 30)))
    return np.asarray((probability - target) / np.float32(len(out)), np.float32)


def _backward(parts: Parts, went: _Pass, error: Floats) -> Parts:
    rows, length, _ = went.read.shape
    slopes: Parts = {"out": went.joined.T @ error, "base": error.sum(axis=0)}
    back = error @ parts["out"].T
    if went.kept is not None:
        back = back * went.kept
    read = np.zeros_like(went.read)
    for place, (size, seen, where, best) in enumerate(went.windows):
        through = back[:, place * FILTERS : (place + 1) * FILTERS] * (best > 0)
        found = np.zeros((rows, length + size - 1, FILTERS), np.float32)
        np.put_along_axis(found, where[:, None], through[:, None], 1)
        found = found.reshape(-1, FILTERS)
        slopes[f"window{size}"] = seen.T @ found
        slopes[f"lift{size}"] = found.sum(axis=0)
        spread = (found @ parts[f"window{size}"].T).reshape(rows, length + size - 1, size, WIDTH)
        for shift in range(size):
            read += spread[:, size - 1 - shift : size - 1 - shift + length, shift]
    mean = back[:, -WIDTH:] * np.float32(MEAN_COUNTS) / went.mask.sum(axis=1, keepdims=True)
    read += (mean[:, None] * went.mask[:, :, None]).astype(np.float32)
    slopes["read"] = read if went.words_kept is None else read * went.words_kept
    return slopes


def _by_word(accented: Whole, bare: Whole, read: Floats) -> tuple[Whole, Floats]:
    """The slopes of the words that were read: which, and how much."""
    numbers = np.concatenate([accented.ravel(), bare.ravel()])
    order = np.argsort(numbers, kind="stable")
    numbers = numbers[order]
    first = np.concatenate([[0], np.flatnonzero(np.diff(numbers)) + 1])
    flat = read.reshape(-1, WIDTH)
    slopes = np.add.reduceat(flat[order % len(flat)], first)
    which = numbers[first]
    return (which[1:], slopes[1:]) if which[0] == BLANK else (which, slopes)


class _Adam:
    """Steps by Adam (Kingma and Ba 2015); the numbers of a word move only when it was read."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._mean = {name: np.zeros_like(part) for name, part in parts.items()}
        self._square = {name: np.zeros_like(part) for name, part in parts.items()}
        self.done = 0

    def take(self, slopes: Parts, by_word: tuple[Whole, Floats], share_done: float) -> None:
        self.done += 1
        rate = np.float32(RATE * min(1.0, self.done / WARM_UP) * (1 - share_done) + 1e-5)
        for name, slope in slopes.items():
            mean, square = self._mean[name], self._square[name]
            mean += np.float32(0.1) * (slope - mean)
            square += np.float32(0.001) * (slope * slope - square)
            grown = np.float32(1 - 0.999**self.done), np.float32(1 - 0.9**self.done)
            self._parts[name] -= rate * (mean / grown[1]) / (np.sqrt(square / grown[0]) + np.float32(1e-8))
        which, slope = by_word
        mean = 0.9 * self._mean["words"][which] + 0.1 * slope
        square = 0.99 * self._square["words"][which] + 0.01 * slope * slope
        self._mean["words"][which], self._square["words"][which] = mean, square
        self._parts["words"][which] -= rate * mean.astype(np.float32) / (np.sqrt(square) + np.float32(1e-6))
