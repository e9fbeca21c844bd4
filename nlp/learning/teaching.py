"""Learning a label set from examples: training on folds to set thresholds honestly, then on everything."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from nlp.learning import descent, exact
from nlp.learning.copies import COPIES
from nlp.learning.deciding import Decider, Truth, fit, micro_f1
from nlp.learning.descent import Plan
from nlp.learning.examples import MOST_LABELS, Example, ExamplesError, are_exclusive, labels_of
from nlp.learning.model import NONE, PRIOR_SHARE, Learning, Model
from nlp.learning.prior import Prior
from nlp.learning.ratios import scales
from nlp.learning.reading import READ_LIMIT, see
from nlp.learning.rows import Floats, Rows, Vocabulary, Whole
from nlp.text import distinct_key

FEWEST, MANY = 2, 3_000
FOLDS_FEW, FOLDS_MANY = 5, 6  # many examples are held back once, a sixth of them; few take turns
RARE_COUNTS_MORE = 0.3  # exponent: a label of one text in a hundred counts four times, not a hundred times
LOOSENESS_FEW = 1.0
LOOSENESS_OVER_PRIOR = 0.3  # what is known already is left less easily
PLAN = Plan(rounds=12, looseness=0.25)
PLAN_OVER_PRIOR = Plan(rounds=12, looseness=0.02)

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Material:
    """Examples laid out for training: rows of their copies (copy by copy), what is true of them, their folds."""

    labels: tuple[str, ...]
    exclusive: bool
    truth: Truth
    folds: Whole
    vocabulary: Vocabulary
    rows: Rows
    lent: Floats | None  # what a prior says of each row

    def __len__(self) -> int:
        return len(self.truth)


def lay_out(examples: Sequence[Example], prior: Prior | None = None, also: Sequence[str] = ()) -> Material:
    """Examples as numbers, with the labels `also` beside their own. Raises ExamplesError: nothing to learn from."""
    labels = tuple(sorted({*_labels(examples), *also}))
    places = {label: place for place, label in enumerate(labels)}
    truth = np.zeros((len(examples), len(labels)), np.bool_)
    for row, example in enumerate(examples):
        truth[row, [places[label] for label in sorted(example.labels)]] = True
    # Equal texts share a fold: a model is never asked about a text it was taught.
    keys = [crc32((distinct_key(one.text[:READ_LIMIT]) or one.text).encode("utf-8", "replace")) for one in examples]
    folds = np.array([key % (FOLDS_MANY if len(examples) >= MANY else FOLDS_FEW) for key in keys], np.int64)
    copies = [(write(one.text), write(one.title)) for write in COPIES for one in examples]
    seen = [see(text, title) for text, title in copies]
    vocabulary = Vocabulary.of([seen[row :: len(examples)] for row in range(len(examples))])
    rows = vocabulary.rows(seen)
    lent = None
    if prior is not None:
        lent = np.stack([prior.margins(text, title, labels) for text, title in copies])
        rows = rows.beside(lent * np.float32(PRIOR_SHARE))
    return Material(
        labels, are_exclusive(examples), truth, folds, vocabulary, rows, lent
    )  # fmt: skip


def learn(examples: Sequence[Example], say: Progress | None = None) -> Model:
    """A model of the labels of the examples, learnt from scratch.

    The same examples in the same order give the same model. Raises ExamplesError.
    """
    material = lay_out(examples)
    margins, asked = held_back(material, say)
    truth = material.truth[asked]
    decider = fit(margins, truth, exclusive=material.exclusive) if len(asked) else _undecided(material)
    score = micro_f1(decider.answers(decider.probabilities(margins)), truth) if len(asked) else 0.0
    if say:
        say(f"F1 on texts held back: {score:.3f}")
    weights = train(material, np.arange(len(material)), say)
    return Model(
        material.labels, material.vocabulary, weights, decider,
        NONE, Learning(len(material), round(score, 4)),
    )  # fmt: skip


def held_back(material: Material, say: Progress | None = None) -> tuple[Floats, Whole]:
    """Margins of examples by models that were not taught them, and which examples those are.

    Few examples take turns until all were asked; of many, one fold is asked.
    """
    margins, asked = [], []
    for fold in range(1 if len(material) >= MANY else FOLDS_FEW):
        out = np.flatnonzero(material.folds == fold)
        into = np.flatnonzero(material.folds != fold)
        if len(out) and len(into):
            found = material.rows.take(out).times(train(material, into, say))
            margins.append(found if material.lent is None else found + material.lent[out])
            asked.append(out)
    if not asked:
        return np.zeros((0, len(material.labels)), np.float32), np.zeros(0, np.int64)
    return np.concatenate(margins), np.concatenate(asked)


def train(material: Material, which: Whole, say: Progress | None = None) -> Floats:
    """Weights from all copies of the examples `which`."""
    every = np.concatenate([which + copy * len(material) for copy in range(len(COPIES))])
    rows, lent = material.rows.take(every), None if material.lent is None else material.lent[every]
    truth = np.tile(material.truth[which], (len(COPIES), 1))
    if len(rows) <= exact.MOST_ROWS:
        looseness = LOOSENESS_FEW if lent is None else LOOSENESS_OVER_PRIOR
        return exact.learn(rows, truth, _cost(truth), looseness, scales(rows, truth, material.vocabulary.width), lent)
    told = None if say is None else lambda done, of: say(f"round {done} of {of}")
    return descent.learn(rows, truth, _cost(truth), PLAN if lent is None else PLAN_OVER_PRIOR, lent, told)


def _labels(examples: Sequence[Example]) -> tuple[str, ...]:
    labels = labels_of(examples)
    if len(examples) < FEWEST:
        raise ExamplesError("too few examples to learn from")
    if not labels:
        raise ExamplesError("no example has a label")
    if len(labels) > MOST_LABELS:
        raise ExamplesError(f"more than {MOST_LABELS} labels")
    return labels


def _cost(truth: Truth) -> Floats:
    share = np.clip(truth.mean(axis=0), 1e-6, 1 - 1e-6)
    rare = np.maximum(1.0, ((1 - share) / share) ** RARE_COUNTS_MORE)
    return np.where(truth, rare, 1.0).astype(np.float32)


def _undecided(material: Material) -> Decider:
    """Thresholds when nothing could be held back: answers as the margins say, none automatic."""
    ones = np.ones(len(material.labels), np.float32)
    return Decider(material.exclusive, 2 * ones, 0 * ones, 0.5 * ones, 1.01 * ones)
