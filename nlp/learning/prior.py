"""What is known before anything was learnt: the 24 fields as the word list scores them, as margins for other labels."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from nlp.fields import FIELDS
from nlp.learning.rows import Floats
from nlp.tagging import UNSURE, Tagger

FLOOR = -1.0  # the margin of a label nothing speaks for
OFFERED = 0.25  # a topic that is offered lies on the given side of 0, an unsure one on the other


class Prior(Protocol):
    """Something that has an opinion on labels without having learnt from examples."""

    def margins(self, text: str, title: str, labels: Sequence[str]) -> Floats:
        """Per label a margin: above 0 it would be given, 0 for a label of which nothing is known."""


class FieldPrior:
    """The tagger's scores for the fields as margins."""

    def __init__(self, tagger: Tagger | None = None) -> None:
        self._tagger = tagger or Tagger.load()

    def margins(self, text: str, title: str, labels: Sequence[str]) -> Floats:
        """See Prior; labels that are no field get 0."""
        margins = np.array([FLOOR if label in FIELDS else 0.0 for label in labels], np.float32)
        places = {label: place for place, label in enumerate(labels)}
        for topic in self._tagger.tag(text, title).topics:
            if topic.code in places:
                side = -OFFERED if topic.band == UNSURE else OFFERED
                margins[places[topic.code]] = side + (topic.score if side > 0 else topic.score - 0.5)
        return margins
