"""What 200 corrections bring: micro-F1 on texts held back, before and after, in offices of several kinds.

Run as ``python -m tests.bench.learning [--words FILE] [--draws N] LABELS.jsonl…`` with lines {"text", "labels"} or with
a portal's "label" and "field" (see bot.eval_tagging); FILE is another word list to start from. Nothing is asserted.
"""

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np

from bot.eval_tagging import labelled
from nlp.fields import FIELDS
from nlp.learning.adapting import adapt
from nlp.learning.correcting import correct
from nlp.learning.deciding import Gain, Truth, micro_gain
from nlp.learning.examples import Example
from nlp.learning.model import Model
from nlp.learning.prior import FieldPrior, Prior
from nlp.lexicon.kinds import KindRules
from nlp.lexicon.matching import PhraseIndex
from nlp.tagging import SPELLINGS, UNSURE, Tagger, Tagging, read_spellings

TAUGHT, DRAWS, MISCHIEF_DRAWS = 200, 12, 3
BEYOND = 2.0  # standard errors below nothing from which a refit did worse by more than chance
LABELS = sorted(FIELDS)
# An office that files by habits of its own: what a field is called besides; a made-up case of steady difference.
HABITS = {
    "hinh_su_to_tung": "an_ninh_trat_tu",
    "dan_su_hngd": "tu_phap_ho_tich",
    "lao_dong": "an_sinh",
    "thue_phi_hai_quan": "tai_chinh_ngan_hang",
}
HALF_OF_THEM = dict(list(HABITS.items())[:2])

Filing = Callable[[Example, Random], Example]


def by_habits(habits: Mapping[str, str]) -> Filing:
    """Files besides under another field."""
    return lambda one, _: _filed(one, one.labels | {habits[label] for label in one.labels if label in habits})


def one_label(one: Example, _: Random) -> Example:
    """Keeps one label of each text, by a made-up order of the fields."""
    order = _chance("order").sample(LABELS, len(LABELS))
    return _filed(one, frozenset(sorted(one.labels, key=order.index)[:1]))


def another_annotator(one: Example, _: Random) -> Example:
    """A third of all pairs of fields is treated by made-up rules: the first of them only, the second only, or both."""
    first, *rest = sorted(one.labels) or [""]
    if len(rest) != 1:
        return one
    rule = _chance(f"{first} {rest[0]}").randrange(9)
    return one if rule > 1 else _filed(one, frozenset([first, rest[0]][rule : rule + 1]))


def slips(one: Example, chance: Random) -> Example:
    """Every tenth correction is a field at random."""
    return _filed(one, frozenset([chance.choice(LABELS)])) if chance.random() < 0.1 else one


OFFICES: dict[str, Filing] = {
    "as labelled": lambda one, _: one,
    "one label": one_label,
    "another annotator": another_annotator,
    "four habits": by_habits(HABITS),
    "two habits": by_habits(HALF_OF_THEM),
}
SLIPS = "as labelled, slips"  # the texts asked are right


class Mischief(NamedTuple):
    """How corrections are wrong on purpose: what becomes of the first so many of those taught."""

    name: str
    first: int
    filed: Filing


def one_sided(one: Example, _: Random) -> Example:
    """All under one field."""
    return _filed(one, frozenset(["dat_dai"]))


def at_random(one: Example, chance: Random) -> Example:
    """Each under some field."""
    return _filed(one, frozenset([chance.choice(LABELS)]))


def beside(one: Example, _: Random) -> Example:
    """Each steadily under the next field of the alphabet."""
    return _filed(one, frozenset(LABELS[(LABELS.index(label) + 1) % len(LABELS)] for label in one.labels))


MISCHIEF = (
    *(Mischief("one-sided", count, one_sided) for count in (25, 60, 200)),
    *(Mischief("random", count, at_random) for count in (25, 60, 200)),
    Mischief("steadily wrong", 200, beside),
)


def compare(
    name: str, prior: Prior, examples: Sequence[Example], filed: Filing, draws: int, *, ask_right: bool
) -> None:
    """Prints what became of the texts not taught, over all draws."""
    free, gated = [], []
    for turn in range(draws):
        chance, order = _chance(f"{turn}"), list(examples)
        chance.shuffle(order)
        taught = [filed(one, chance) for one in order[:TAUGHT]]
        asked = order[TAUGHT:] if ask_right else [filed(one, chance) for one in order[TAUGHT:]]
        model = correct(taught, prior)
        kept = model.learning.accepted
        free.append(gain(model if kept else adapt(taught, prior).model, prior, asked))
        gated += free[-1:] if kept else []
    won = [one.after - one.before for one in gated]
    worse = sum(one < 0 for one in won)
    beyond = sum(one.after - one.before < -BEYOND * one.doubt for one in gated)
    tell(
        f"{name}: before {mean([one.before for one in free]):.1f}, "
        f"without a gate {mean([one.after - one.before for one in free]):+.1f}, kept {len(gated)} of {draws}, "
        f"of these worse {worse} (beyond chance {beyond}, the least {100 * min(won, default=0.0):+.1f}), "
        f"with the gate {100 * sum(won) / draws:+.1f}"
    )


def mischief(prior: Prior, examples: Sequence[Example]) -> None:
    """Prints what becomes of corrections that are wrong on purpose, among right ones and alone."""
    for name, count, filed in MISCHIEF:
        told = []
        for turn in range(MISCHIEF_DRAWS):
            chance, order = _chance(f"{turn}"), list(examples)
            chance.shuffle(order)
            wrong = [filed(one, chance) for one in order[:count]]
            told.append(outcome(correct([*wrong, *order[count:TAUGHT]], prior)))
        tell(f"{count} of {TAUGHT} {name}: {', '.join(told)}")
    for count in (25, 60):
        wrong = [one_sided(one, _chance("")) for one in examples[:count]]
        tell(f"{count} one-sided alone: {outcome(correct(wrong, prior))}")


def outcome(model: Model) -> str:
    """Kept, or why it was refused."""
    return "kept" if model.learning.accepted else f"refused ({model.learning.reason})"


def gain(model: Model, prior: Prior, asked: Sequence[Example]) -> Gain:
    """F1 of the prior and of the model on texts."""
    before, after = ([given(one.tag(each.text, each.title)) for each in asked] for one in (prior, model))
    labels = model.labels
    return micro_gain(table(labels, before), table(labels, after), table(labels, [one.labels for one in asked]))


def table(labels: Sequence[str], answers: Sequence[set[str] | frozenset[str]]) -> Truth:
    """Answers as a table (texts, labels)."""
    return np.array([[label in answer for label in labels] for answer in answers])


def given(found: Tagging) -> set[str]:
    """The topics a tagging gives."""
    return {topic.code for topic in found.topics if topic.band != UNSURE}


def law_alone() -> FieldPrior:
    """The tagger without its word list: what the codified law teaches, and no more."""
    return FieldPrior(Tagger(PhraseIndex([]), KindRules.load(), read_spellings(SPELLINGS)))


def mean(values: Sequence[float]) -> float:
    """In points."""
    return 100 * sum(values) / len(values)


def tell(line: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str]) -> None:
    """All comparisons on the examples of the files."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--words", type=Path)
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("files", nargs="+", type=Path)
    chosen = parser.parse_args(arguments)
    found = [one for file in chosen.files for one in labelled(file)]
    examples = [Example(one.text, frozenset(one.labels), one.title) for one in found]
    prior = FieldPrior(Tagger.load(chosen.words))
    for name, filed in OFFICES.items():
        compare(name, prior, examples, filed, chosen.draws, ask_right=False)
    compare(SLIPS, prior, examples, slips, chosen.draws, ask_right=True)
    compare("law alone, as labelled", law_alone(), examples, OFFICES["as labelled"], MISCHIEF_DRAWS, ask_right=False)
    mischief(prior, examples)
    started = time.process_time()
    correct((examples * 3)[: 5 * TAUGHT], prior)
    tell(f"{len(examples)} learnt from in {time.process_time() - started:.1f} s of processor time")


def _filed(one: Example, labels: frozenset[str]) -> Example:
    return Example(one.text, labels, one.title)


def _chance(seed: str) -> Random:
    return Random(seed)  # noqa: S311 - draws that come out the same each time, no secret


if __name__ == "__main__":
    main(sys.argv[1:])
