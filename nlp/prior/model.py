"""The linear prior over the 24 fields, as shipped: reading its weights and scoring texts; training is train.py.

`scores` is the door for whoever needs 24 numbers for a text. Weights come from the codified law alone (law.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.fields import FIELDS
from nlp.lexicon.matching import Token, tokens
from nlp.prior.features import bare_pairs, features

WEIGHTS = Path(__file__).with_name("weights.npz")
CODES = tuple(FIELDS)  # the order of every score vector here
LEAST_LENGTH = np.float32(20)  # a text of two or three words says little, however rare they are: about six make this
TITLE_SHARE = 0.3  # what the title of a draft counts beside the text itself

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Reading:
    """What the prior sees in a text: `scores` by field (order of CODES), and what each known feature adds to them.

    `added` has shape (features, fields); feature i covers the tokens [first[i], last[i]).
    """

    scores: Scores
    added: NDArray[np.float32]
    first: NDArray[np.int32]
    last: NDArray[np.int32]

    @cached_property
    def usual(self) -> Scores:
        """What each feature adds to a field in the mean."""
        return np.asarray(self.added.mean(axis=1))


class Prior:
    """Weights ready to score texts; never changed after loading, safe to share between threads."""

    def __init__(
        self,
        keys: NDArray[np.uint32],
        rarity: Scores,
        weights: NDArray[np.int8],
        steps: Scores,
        bias: Scores,
        syllables: Sequence[str],
    ) -> None:
        self._keys = keys
        self._rarity = rarity
        self._weights = weights
        self._steps = steps
        self._bias = bias
        self.syllables = tuple(syllables)  # bare ones of the law, the most usual first

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> "Prior":
        """The weights at `path`. Raises OSError or ValueError when they cannot be read, KeyError when parts lack."""
        with np.load(path, allow_pickle=False) as file:
            return cls(
                file["keys"],
                file["rarity"].astype(np.float32),
                file["weights"],
                file["steps"].astype(np.float32),
                file["bias"],
                file["syllables"].tobytes().decode("ascii").split(),
            )

    def read(self, read: Sequence[Token], passed_over: Sequence[tuple[int, int]] = ()) -> Reading:
        """Scores and what gave them. Scores are margins: above 0 where the law would say yes, mostly -2 to 1.

        Features that lie within one of the token spans `passed_over` count for nothing.
        """
        found = features(read)
        places, kept = self._known(shorten(found.keys))
        if passed_over:
            counted = ~_within(found.first[kept], found.last[kept], passed_over, len(read))
            places, kept = places[counted], kept[counted]
        rarity = self._rarity[places]
        length = max(np.sqrt(np.dot(rarity, rarity)), LEAST_LENGTH)
        added = self._weights[places] * (self._steps[places] * rarity / length)[:, None]
        return Reading(added.sum(axis=0) + self._bias, added, found.first[kept], found.last[kept])

    def pairs_known(self, pairs: Sequence[tuple[str, str]]) -> list[bool]:
        """Which pairs of bare syllables stand side by side in the law."""
        keys = bare_pairs(pairs)
        known = np.zeros(len(keys), dtype=np.bool_)
        known[self._known(shorten(keys))[1]] = True
        return list(map(bool, known))

    def _known(self, keys: NDArray[np.uint32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Where the features stand in the weights, and which of the features those are."""
        places = np.searchsorted(self._keys, keys)
        kept = np.flatnonzero(self._keys.take(places, mode="clip") == keys)
        return places[kept], kept


def _within(
    first: NDArray[np.int32], last: NDArray[np.int32], spans: Sequence[tuple[int, int]], size: int
) -> NDArray[np.bool_]:
    """Which of the ranges [first, last) lie inside one of the spans; spans do not overlap."""
    span = np.full(size, -1, dtype=np.int32)
    for number, (start, end) in enumerate(spans):
        span[start:end] = number
    inside: NDArray[np.bool_] = (span[first] >= 0) & (span[first] == span[last - 1])
    return inside


def shorten(keys: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """The 32 bits by which features are kept on disk: one in 30,000 unknown features is taken for a known one."""
    return (keys >> np.uint64(32)).astype(np.uint32)


@cache
def shipped() -> Prior:
    """The prior that comes with the code, loaded once."""
    return Prior.load()


def scores(text: str, title: str = "") -> Scores:
    """24 raw scores of a text in the order of CODES; the draft's title, where there is one, lends a share of its own.

    Pure: the same text and title give the same numbers. Costs about 0.2 ms for a comment of 30 syllables.
    """
    own = shipped().read(tokens(text)).scores
    return own + np.float32(TITLE_SHARE) * shipped().read(tokens(title)).scores if title.strip() else own
