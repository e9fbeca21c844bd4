"""What is known before anything was learnt: odds of the 24 fields, lent to labels of that name."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

import numpy as np

from nlp.fields import FIELDS
from nlp.learning.rows import Floats, Whole
from nlp.prior.model import CODES
from nlp.tagging import Tagger, Tagging


class Opinion(NamedTuple):
    """Log-odds of labels (labels,), and the kind of the text."""

    odds: Floats
    kind: str


class Prior(Protocol):
    """Something that has an opinion on labels without having learnt from examples."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels it knows."""

    def opinion(self, text: str, title: str, labels: Sequence[str]) -> Opinion:
        """The log-odds of each label, NaN for a label of which nothing is known; and the kind of the text."""

    def tag(self, text: str, title: str) -> Tagging:
        """Its own answer."""


class FieldPrior:
    """The tagger of the 24 fields as a prior."""

    labels = tuple(sorted(FIELDS))

    def __init__(self, tagger: Tagger | None = None) -> None:
        self._tagger = tagger or Tagger.load()

    def opinion(self, text: str, title: str, labels: Sequence[str]) -> Opinion:
        """See Prior."""
        found = self._tagger.opinion(text, title)
        return Opinion(np.append(found.odds, np.nan)[_places(tuple(labels))].astype(np.float32), found.kind)

    def tag(self, text: str, title: str) -> Tagging:
        """See Prior."""
        return self._tagger.tag(text, title)


@lru_cache(maxsize=8)
def _places(labels: tuple[str, ...]) -> Whole:
    """Where each label stands among the fields; behind all of them one that is none."""
    return np.array([CODES.index(label) if label in FIELDS else len(CODES) for label in labels], np.int64)
