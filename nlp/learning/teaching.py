"""Learning a label set from examples: training on folds to set thresholds honestly, then on everything."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from zlib import crc32

import numpy as np

from nlp.learning import descent, exact
from nlp.learning.copies import COPIES
from nlp.learning.deciding import Decider, Truth, fit, micro_f1
from nlp.learning.descent import Plan
from nlp.learning.examples import MOST_LABELS, Example, ExamplesError, are_exclusive, labels_of
from nlp.learning.model import NONE, Learning, Model
from nlp.learning.ratios import scales
from nlp.learning.reading import READ_LIMIT, see
from nlp.learning.rows import Floats, Rows, Vocabulary, Whole
from nlp.learning.together import fit as fit_together
from nlp.text import distinct_key

FEWEST, MANY = 2, 3_000
# How many examples are held back to set thresholds. Few take turns, a fifth at a time; of many with labels that
# exclude each other a sixth is enough; where labels are read together, a third at a time.
PARTS_FEW, PARTS_EXCLUSIVE, PARTS_TOGETHER = 5, 6, 3
RARE_COUNTS_MORE = 0.3  # exponent: a label of one text in a hundred counts four times, not a hundred times
LOOSENESS_FEW = 1.0
PLAN = Plan(rounds=12, looseness=0.25)
PLAN_TOGETHER = Plan(rounds=12, looseness=0.12)  # rare labels are helped by reading together, none counts more
# How much each of the COPIES counts where labels of many texts exclude each other: missing marks are the commonest.
COPIES_COUNT = (1.0, 1.5, 0.5)

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Material:
    """Examples laid out for training: rows of their copies (copy by copy), what is true of them, their folds."""

    labels: tuple[str, ...]
    exclusive: bool
    truth: Truth
    keys: Whole  # equal texts have equal keys: a model is never asked about a text it was taught
    vocabulary: Vocabulary
    rows: Rows
    lengths: Whole  # of every copy, see Seen.words

    def __len__(self) -> int:
        return len(self.truth)

    @property
    def many(self) -> bool:
        """Whether there are examples enough not to ask all of them, or to read their labels together."""
        return len(self) >= MANY

    @property
    def together(self) -> bool:
        """Whether labels are read together (nlp/learning/together.py)."""
        return self.many and not self.exclusive


class Held(NamedTuple):
    """Margins (texts, labels) by models that were not taught these texts, the texts' lengths and what is true."""

    margins: Floats
    lengths: Whole
    truth: Truth


def lay_out(examples: Sequence[Example]) -> Material:
    """Examples as numbers. Raises ExamplesError: nothing to learn from."""
    labels = _labels(examples)
    keys = [crc32((distinct_key(one.text[:READ_LIMIT]) or one.text).encode("utf-8", "replace")) for one in examples]
    seen = [see(write(one.text), write(one.title)) for write in COPIES for one in examples]
    vocabulary = Vocabulary.of([seen[row :: len(examples)] for row in range(len(examples))])
    lengths = np.array([one.words for one in seen], np.int64)
    return Material(
        labels, are_exclusive(examples), truth_of(examples, labels), np.array(keys, np.int64), vocabulary,
        vocabulary.rows(seen), lengths,
    )  # fmt: skip


def truth_of(examples: Sequence[Example], labels: Sequence[str]) -> Truth:
    """Which of the labels are true of each example: (examples, labels)."""
    places = {label: place for place, label in enumerate(labels)}
    truth = np.zeros((len(examples), len(labels)), np.bool_)
    for row, example in enumerate(examples):
        truth[row, [places[label] for label in sorted(example.labels)]] = True
    return truth


def learn(examples: Sequence[Example], say: Progress | None = None) -> Model:
    """A model of the labels of the examples, learnt from scratch.

    The same examples in the same order give the same model. Raises ExamplesError.
    """
    material = lay_out(examples)
    held = held_back(material, say)
    margins, together = held.margins, None
    if material.together:
        together = fit_together(*held)
        margins = together.margins(held.margins, held.lengths)
    decider = fit(margins, held.truth, exclusive=material.exclusive) if len(margins) else _undecided(material)
    score = micro_f1(decider.answers(decider.probabilities(margins)), held.truth) if len(margins) else 0.0
    if say:
        say(f"F1 on texts held back: {score:.3f}")
    weights = train(material, np.arange(len(material)), say)
    learning = Learning(len(material), round(score, 4))
    return Model(
        material.labels, material.vocabulary, weights, decider, NONE, learning, together=together
    )  # fmt: skip


def held_back(material: Material, say: Progress | None = None) -> Held:
    """What models say of examples that they were not taught, as typed; of many also without marks."""
    parts = PARTS_FEW if not material.many else PARTS_EXCLUSIVE if material.exclusive else PARTS_TOGETHER
    margins, asked = [], []
    for part in range(1 if parts == PARTS_EXCLUSIVE else parts):
        out = np.flatnonzero(material.keys % parts == part)
        into = np.flatnonzero(material.keys % parts != part)
        if len(out) and len(into):
            which = np.concatenate([out, out + len(material)]) if material.many else out
            margins.append(material.rows.take(which).times(train(material, into, say)))
            asked.append(which)
    if not asked:
        return Held(np.zeros((0, len(material.labels)), np.float32), np.zeros(0, np.int64), material.truth[:0])
    rows = np.concatenate(asked)
    return Held(np.concatenate(margins), material.lengths[rows], material.truth[rows % len(material)])


def train(material: Material, which: Whole, say: Progress | None = None) -> Floats:
    """Weights from all copies of the examples `which`."""
    every = np.concatenate([which + copy * len(material) for copy in range(len(COPIES))])
    rows, truth = material.rows.take(every), np.tile(material.truth[which], (len(COPIES), 1))
    if len(rows) <= exact.MOST_ROWS:
        scale = scales(rows, truth, material.vocabulary.width)
        return exact.learn(rows, truth, _cost(truth), LOOSENESS_FEW, scale)
    told = None if say is None else lambda done, of: say(f"round {done} of {of}")
    if material.together:
        return descent.learn(rows, truth, np.ones(truth.shape, np.float32), PLAN_TOGETHER, told)
    copies = np.repeat(np.array(COPIES_COUNT, np.float32), len(which))[:, None]
    return descent.learn(rows, truth, _cost(truth) * copies, PLAN, told)


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
