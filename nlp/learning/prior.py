"""What is known before anything was learnt: odds of the 24 fields, lent to labels as margins to begin from."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from nlp.fields import FIELDS
from nlp.learning.rows import Floats
from nlp.prior.model import CODES
from nlp.tagging import SUGGEST_FROM, Tagger, Tagging

# Log-odds from which the tagger offers a field lie at margin 0; STEEPNESS log-odds are one margin.
EVEN = float(np.log(SUGGEST_FROM / (1 - SUGGEST_FROM)))
STEEPNESS = 2.5
MOST = 1.5  # margins that are lent stay where corrections can still turn them


class Prior(Protocol):
    """Something that has an opinion on labels without having learnt from examples."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels it knows."""

    def margins(self, text: str, title: str, labels: Sequence[str]) -> Floats:
        """Per label a margin: above 0 it would be given, 0 for a label of which nothing is known."""

    def tag(self, text: str, title: str) -> Tagging:
        """Its own answer."""


class FieldPrior:
    """The tagger of the 24 fields as a prior."""

    labels = tuple(sorted(FIELDS))

    def __init__(self, tagger: Tagger | None = None) -> None:
        self._tagger = tagger or Tagger.load()

    def margins(self, text: str, title: str, labels: Sequence[str]) -> Floats:
        """See Prior."""
        odds = dict(zip(CODES, self._tagger.odds(text, title), strict=True))
        raw = [(odds[label] - EVEN) / STEEPNESS if label in odds else 0.0 for label in labels]
        return np.clip(np.array(raw, np.float32), -MOST, MOST)

    def tag(self, text: str, title: str) -> Tagging:
        """See Prior."""
        return self._tagger.tag(text, title)
