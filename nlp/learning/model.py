"""A learnt model answering: scores, bands and the words that show them; how it was learnt is teaching.py."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from nlp.learning.deciding import Decider
from nlp.learning.habits import MOST, Habits
from nlp.learning.looking import Found
from nlp.learning.prior import Prior
from nlp.learning.reading import READ_LIMIT, Span
from nlp.learning.rows import Floats, Vocabulary
from nlp.learning.together import Together
from nlp.lexicon.kinds import OPINION, KindRules
from nlp.lexicon.matching import tokens
from nlp.tagging import AUTO, SUGGEST, UNSURE, Evidence, Tagging, Topic

MOST_UNSURE = 3  # labels below their threshold that are told as unsure
WORTH_TELLING = 0.1
MOST_EVIDENCE = 3
MOST_LOOKED_AT = 10
SHARE_OF_BEST = 0.25  # words that carry less than this share of what the strongest carried are not shown
LEAST_CARRIED = 1e-9
NONE, FIELDS = "none", "fields"


@dataclass(frozen=True)
class Learning:
    """What is told of how a model came about: numbers of examples, and F1 on texts it had not seen."""

    examples: int = 0
    micro_f1: float = 0.0
    base_micro_f1: float | None = None
    accepted: bool = True
    reason: str = ""


class Looked(NamedTuple):
    """The margin of each label as the decider takes it, what of the text the model knows, and the text's kind."""

    margins: Floats
    found: Found
    kind: str


@dataclass(frozen=True)
class Model:
    """Labels with weights over the words of a vocabulary, read by a decider; `base` tells what it stands on.

    `together` reads the margins of all labels as one; `habits` begins at the odds of a `prior`. A model has one of
    them or none.
    """

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    weights: Floats  # (vocabulary.width, labels)
    decider: Decider
    base: str = NONE
    learning: Learning = field(default_factory=Learning)
    prior: Prior | None = None
    together: Together | None = None
    habits: Habits | None = None

    def look(self, text: str, title: str = "") -> Looked:
        """What the model makes of a text before anything is decided."""
        found = self.vocabulary.index.find(text, title)
        columns, values = self.vocabulary.row(found.columns)
        margins = values @ self.weights[columns]
        if self.together is not None:
            margins = self.together.margins(margins, found.own)
        if self.habits is None or self.prior is None:
            return Looked(np.asarray(margins, np.float32), found, self._kind(text))
        odds, kind = self.prior.opinion(text, title, self.labels)
        margins = margins + self.habits.margins(np.where(np.isnan(odds), -MOST, odds))
        return Looked(np.asarray(margins, np.float32), found, kind)

    def tag(self, text: str, title: str = "") -> Tagging:
        """The labels of a text: those given (auto, suggest) first, then the likeliest others as unsure.

        Scores are probabilities. A text without any word the model knows gets no topic.
        """
        if self.prior is not None and not self.learning.accepted:
            return self.prior.tag(text, title)
        margins, found, kind = self.look(text, title)
        if not found.words or not (self.habits is not None or found.columns.any()):
            return Tagging((), kind)
        probabilities = self.decider.probabilities(margins)
        given = self.decider.answers(probabilities)
        order = sorted(range(len(self.labels)), key=lambda one: (not given[one], -probabilities[one], one))
        topics, unsure = [], 0
        evidence = _Evidence(text, found, self.weights, self.vocabulary.weights)
        for one in order:
            score = float(probabilities[one])
            if given[one]:
                band = AUTO if score >= self.decider.auto[one] else SUGGEST
                topics.append(Topic(self.labels[one], round(score, 4), band, evidence.of(one)))
                continue
            unsure += 1
            if unsure > MOST_UNSURE or score < WORTH_TELLING:
                break
            topics.append(Topic(self.labels[one], round(score, 4), UNSURE, ()))
        return Tagging(tuple(topics), kind)

    def _kind(self, text: str) -> str:
        read = tokens(text[:READ_LIMIT])
        return self._kinds.kind_of(text[:READ_LIMIT], read) if read else OPINION

    @cached_property
    def _kinds(self) -> KindRules:
        return KindRules.load()


class _Evidence:
    """The words of a text that speak for a label."""

    def __init__(self, text: str, found: Found, weights: Floats, rarity: Floats) -> None:
        columns = found.columns[: found.own]
        self._places = columns.nonzero()[0]
        self._columns = columns[self._places]
        self._weights, self._rarity = weights, rarity[self._columns - 1]
        self._text, self._found = text, found

    def of(self, one: int) -> tuple[Evidence, ...]:
        """The words that spoke most for a label, in the order they stand; none twice."""
        if not len(self._places):
            return ()
        carried = self._weights[self._columns, one] * self._rarity
        strong = (carried >= max(SHARE_OF_BEST * carried.max(), LEAST_CARRIED)).nonzero()[0]
        order = strong[np.argsort(-carried[strong], kind="stable")[:MOST_LOOKED_AT]]
        taken: list[Span] = []
        for place in self._places[order].tolist():
            start, end = self._found.span(place)
            if not _touches(taken, start, end):
                taken.append((start, end))
                if len(taken) == MOST_EVIDENCE:
                    break
        taken.sort()
        return tuple([Evidence(start, end, self._text[start:end]) for start, end in taken])


def _touches(taken: list[Span], start: int, end: int) -> bool:
    for first, last in taken:  # noqa: SIM110 - building a generator costs more than this runs
        if start < last and first < end:
            return True
    return False
