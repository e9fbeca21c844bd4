"""A learnt model answering: scores, bands and the words that show them; how it was learnt is teaching.py."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.learning.deciding import Decider
from nlp.learning.prior import Prior
from nlp.learning.reading import READ_LIMIT, Seen, Span, see
from nlp.learning.rows import Floats, Vocabulary
from nlp.lexicon.kinds import OPINION, KindRules
from nlp.lexicon.matching import tokens
from nlp.tagging import AUTO, SUGGEST, UNSURE, Evidence, Tagging, Topic

PRIOR_SHARE = 0.3  # what the prior's opinion on all labels counts as features of each, beside being where it begins
MOST_UNSURE = 3  # labels below their threshold that are told as unsure
WORTH_TELLING = 0.1
MOST_EVIDENCE = 3
MOST_LOOKED_AT = 12
SHARE_OF_BEST = 0.25  # words that carry less than this share of what the strongest carried are not shown
NONE, FIELDS = "none", "fields"


@dataclass(frozen=True)
class Learning:
    """What is told of how a model came about: numbers of examples, and F1 on texts it had not seen."""

    examples: int = 0
    micro_f1: float = 0.0
    base_micro_f1: float | None = None
    accepted: bool = True
    reason: str = ""


class Shown(NamedTuple):
    """What was seen in a text, the column of each feature (0: not known), and whether an answer can rest on it."""

    seen: Seen
    columns: NDArray[np.int32]
    known: bool


@dataclass(frozen=True)
class Model:
    """Labels with weights over the words of a vocabulary, read by a decider; `base` tells what it stands on."""

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    weights: Floats  # (vocabulary.width, labels); below them those of the prior's opinions (labels, labels)
    decider: Decider
    base: str = NONE
    learning: Learning = field(default_factory=Learning)
    prior: Prior | None = None

    def margins(self, text: str, title: str = "") -> tuple[Floats, Shown]:
        """The raw margin of each label, and what of the text the model knows."""
        seen = see(text, title)
        found = self.vocabulary.columns(seen.features)
        columns, values = self.vocabulary.row(found)
        margins = values @ self.weights[columns]
        known = len(columns) > 1
        if self.prior is not None:
            lent = self.prior.margins(text, title, self.labels)
            margins = margins + lent + (lent * np.float32(PRIOR_SHARE)) @ self.weights[self.vocabulary.width :]
            known = True
        return margins.astype(np.float32), Shown(seen, found, known and bool(seen.spans))

    def tag(self, text: str, title: str = "") -> Tagging:
        """The labels of a text: those given (auto, suggest) first, then the likeliest others as unsure.

        Scores are probabilities. A text without any word the model knows gets no topic.
        """
        if self.prior is not None and not self.learning.accepted:
            return self.prior.tag(text, title)
        margins, shown = self.margins(text, title)
        kind = self._kind(text)
        if not shown.known:
            return Tagging((), kind)
        probabilities = self.decider.probabilities(margins)
        given = self.decider.answers(probabilities)
        order = sorted(range(len(self.labels)), key=lambda one: (not given[one], -probabilities[one], one))
        topics, unsure = [], 0
        for one in order:
            if not given[one]:
                unsure += 1
                if unsure > MOST_UNSURE or probabilities[one] < WORTH_TELLING:
                    break
            topics.append(self._topic(text, one, float(probabilities[one]), bool(given[one]), shown))
        return Tagging(tuple(topics), kind)

    def _topic(self, text: str, one: int, score: float, given: bool, shown: Shown) -> Topic:
        band = UNSURE if not given else AUTO if score >= self.decider.auto[one] else SUGGEST
        return Topic(self.labels[one], round(score, 4), band, self._evidence(text, one, shown) if given else ())

    def _evidence(self, text: str, one: int, shown: Shown) -> tuple[Evidence, ...]:
        """The words that spoke most for a label, in the order they stand; none twice."""
        columns = shown.columns[: shown.seen.words]
        carried = np.where(columns > 0, self.weights[columns, one], 0)
        if len(self.vocabulary.weights):
            carried *= self.vocabulary.weights[columns - 1]
        taken: list[Span] = []
        for place in np.argsort(-carried, kind="stable")[:MOST_LOOKED_AT]:
            if carried[place] <= 0 or carried[place] < SHARE_OF_BEST * carried.max() or len(taken) == MOST_EVIDENCE:
                break
            span = shown.seen.spans[place]
            if all(span[1] <= start or span[0] >= end for start, end in taken):
                taken.append(span)
        return tuple(Evidence(start, end, text[start:end]) for start, end in sorted(taken))

    def _kind(self, text: str) -> str:
        read = tokens(text[:READ_LIMIT])
        return self._kinds.kind_of(text[:READ_LIMIT], read) if read else OPINION

    @cached_property
    def _kinds(self) -> KindRules:
        return KindRules.load()
