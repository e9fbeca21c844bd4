"""Learning from corrections on top of what was known: kept only when it is better on texts it was not taught."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from nlp.learning.adapting import adapt
from nlp.learning.deciding import Decider, Truth, micro_f1, micro_gain
from nlp.learning.examples import Example, ExamplesError
from nlp.learning.likely import Numbers
from nlp.learning.model import FIELDS, Learning, Model
from nlp.learning.prior import Prior
from nlp.learning.rows import Vocabulary
from nlp.learning.teaching import Progress
from nlp.lexicon.phrases import read_tables
from nlp.tagging import UNSURE, Tagging
from nlp.text import distinct_key

ANCHORS = Path(__file__).with_name("anchors.toml")
FEWEST_TEXTS = 40  # with fewer distinct texts nobody can tell a better model from luck or from mischief
MOST_HARM = 0.1  # of F1 on the examples that come with the program: an office may have habits of its own
LEAST_GAIN = 0.01  # of F1 on texts not taught
# Standard errors by which F1 must have gained, and by which labels must have become likelier than an adjustment for
# all labels alike makes them: the latter tells habits of an office from luck far better than F1 of few texts does.
# Chosen on made-up offices (tests/bench/learning.py).
F1_SURELY, LIKELIER_SURELY = 2.0, 4.5
FEW_TEXTS, NO_GAIN, HARMS, KEPT = "few_texts", "no_gain", "harms", ""


@dataclass(frozen=True)
class Verdict:
    """Whether a refit is kept: F1 before and after on texts held back; `reason` is empty when it is kept."""

    accepted: bool
    reason: str
    before: float
    after: float


def correct(
    examples: Sequence[Example], prior: Prior, say: Progress | None = None, in_use: Model | None = None
) -> Model:
    """The prior, bettered by corrections where that can be shown; else the prior alone, and `learning.reason` says why.

    `in_use` is a model learnt before from the first `in_use.learning.examples` of these very examples: a new one that
    does worse than it on the later ones, which neither was taught, is no gain.

    Refused are: too few distinct texts (few_texts), no gain on texts held back (no_gain), and a loss on the
    examples that come with the program (harms). Raises ExamplesError when there is nothing to read.
    """
    if not examples:
        raise ExamplesError("too few examples to learn from")
    if len({distinct_key(one.text) for one in examples}) < FEWEST_TEXTS:
        return alone(prior, Learning(len(examples), 0.0, None, False, FEW_TEXTS))
    adapted = adapt(examples, prior)
    model, texts = adapted.model, [examples[int(one)] for one in adapted.which]
    before = _table([prior.tag(one.text, one.title) for one in texts], model.labels)
    verdict = judge(before, adapted.answers, adapted.truth, adapted.likelier)
    if in_use is not None and in_use.labels == model.labels:
        later = np.flatnonzero(adapted.which >= in_use.learning.examples)
        after, truth = adapted.answers[later], adapted.truth[later]
        verdict = beside(verdict, [texts[row] for row in later], in_use, after, truth)
    verdict = _with_anchors(verdict, model, prior)
    if say:
        say(f"F1 on texts held back: {verdict.before:.3f} before, {verdict.after:.3f} after")
    learning = Learning(len(examples), verdict.after, verdict.before, verdict.accepted, verdict.reason)
    return replace(model, learning=learning) if verdict.accepted else alone(prior, learning)


def alone(prior: Prior, learning: Learning) -> Model:
    """A model that answers as the prior does."""
    ones = np.ones(len(prior.labels), np.float32)
    nothing = np.zeros((1, len(prior.labels)), np.float32)
    return Model(
        prior.labels, Vocabulary((), np.zeros(0, np.float32)), nothing,
        Decider(False, ones, 0 * ones, 0.5 * ones, ones), FIELDS, learning, prior,
    )  # fmt: skip


def judge(before: Truth, after: Truth, truth: Truth, likelier: Numbers) -> Verdict:
    """Whether answers (texts, labels) got better: by F1 and by the likelihood of what is true, each beyond luck.

    `likelier` is how much the log-likelihood of each text's labels gained (see adapting.Adapted).
    """
    found = micro_gain(before, after, truth)
    won = found.after - found.before
    kept = won >= max(LEAST_GAIN, F1_SURELY * found.doubt) and _surely(likelier) >= LIKELIER_SURELY
    return Verdict(kept, KEPT if kept else NO_GAIN, round(found.before, 4), round(found.after, 4))


def anchors() -> list[Example]:
    """The examples that come with the program; no refit may do worse on them than the prior."""
    return list(_anchors())


@cache
def _anchors() -> tuple[Example, ...]:
    table = read_tables(ANCHORS)
    found: dict[str, set[str]] = {}
    for code, texts in table.items():
        for text in texts["texts"]:
            found.setdefault(text, set()).add(code)
    return tuple(Example(text, frozenset(codes)) for text, codes in found.items())


def beside(verdict: Verdict, texts: Sequence[Example], in_use: Model, after: Truth, truth: Truth) -> Verdict:
    """The verdict, or no gain when the model in use answers these texts better."""
    now = _table([in_use.tag(one.text, one.title) for one in texts], in_use.labels)
    worse = verdict.accepted and micro_f1(after, truth) < micro_f1(now, truth)
    return replace(verdict, accepted=False, reason=NO_GAIN) if worse else verdict


def _with_anchors(verdict: Verdict, model: Model, prior: Prior) -> Verdict:
    if not verdict.accepted:
        return verdict
    texts = anchors()
    places = {label: place for place, label in enumerate(model.labels)}
    truth = np.zeros((len(texts), len(places)), np.bool_)
    for row, one in enumerate(texts):
        truth[row, [places[label] for label in one.labels if label in places]] = True
    old = micro_f1(_table([prior.tag(one.text, "") for one in texts], model.labels), truth)
    new = micro_f1(_table([model.tag(one.text) for one in texts], model.labels), truth)
    return verdict if new >= old - MOST_HARM else replace(verdict, accepted=False, reason=HARMS)


def _table(answers: Sequence[Tagging], labels: Sequence[str]) -> Truth:
    places = {label: place for place, label in enumerate(labels)}
    table = np.zeros((len(answers), len(labels)), np.bool_)
    for row, answer in enumerate(answers):
        for topic in answer.topics:
            if topic.band != UNSURE and topic.code in places:
                table[row, places[topic.code]] = True
    return table


def _surely(gains: Numbers) -> float:
    """By how many of its standard errors the mean stands above nothing."""
    if len(gains) < 2:
        return 0.0
    return float(gains.mean() / max(gains.std() / np.sqrt(len(gains) - 1), 1e-9))


__all__ = [
    "ANCHORS",
    "FEW_TEXTS",
    "HARMS",
    "NO_GAIN",
    "Verdict",
    "alone",
    "anchors",
    "beside",
    "correct",
    "judge",
]
