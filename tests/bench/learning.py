"""What 200 corrections bring: micro-F1 on texts held back, before and after; nothing is asserted.

Run as ``python -m tests.bench.learning LABELS.jsonl…`` with lines {"text", "labels"} or with a portal's "label" and
"field" (see bot.eval_tagging). The order is shuffled per round, so each round teaches other texts.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np

from bot.eval_tagging import labelled
from nlp.learning.correcting import correct
from nlp.learning.deciding import Truth, micro_f1
from nlp.learning.examples import Example
from nlp.learning.prior import FieldPrior, Prior
from nlp.lexicon.kinds import KindRules
from nlp.lexicon.matching import PhraseIndex
from nlp.tagging import SPELLINGS, UNSURE, Tagger, Tagging, read_spellings

TAUGHT, ROUNDS = 200, 3
# An office that files by habits of its own: what a field is called besides; a made-up case of steady difference.
HABITS = {
    "hinh_su_to_tung": "an_ninh_trat_tu",
    "dan_su_hngd": "tu_phap_ho_tich",
    "lao_dong": "an_sinh",
    "thue_phi_hai_quan": "tai_chinh_ngan_hang",
}


def law_alone() -> FieldPrior:
    """The tagger without its word list: what the codified law teaches, and no more."""
    return FieldPrior(Tagger(PhraseIndex([]), KindRules.load(), read_spellings(SPELLINGS)))


def with_habits(one: Example) -> Example:
    """The example as that office would file it."""
    return Example(one.text, one.labels | {HABITS[label] for label in one.labels if label in HABITS}, one.title)


def table(labels: Sequence[str], answers: Sequence[set[str] | frozenset[str]]) -> Truth:
    """Answers as a table (texts, labels)."""
    return np.array([[label in answer for label in labels] for answer in answers])


def given(found: Tagging) -> set[str]:
    """The topics a tagging gives."""
    return {topic.code for topic in found.topics if topic.band != UNSURE}


def compare(name: str, prior: Prior, examples: Sequence[Example]) -> None:
    """Prints micro-F1 before and after on what was not taught, round by round."""
    for turn in range(ROUNDS):
        order = list(examples)
        Random(turn).shuffle(order)  # noqa: S311 - an order that comes out the same each time, no secret
        taught, asked = order[:TAUGHT], order[TAUGHT:]
        model = correct(taught, prior)
        truth = table(prior.labels, [one.labels for one in asked])
        before = micro_f1(table(prior.labels, [given(prior.tag(one.text, one.title)) for one in asked]), truth)
        after = micro_f1(table(prior.labels, [given(model.tag(one.text, one.title)) for one in asked]), truth)
        kept = "kept" if model.learning.accepted else f"refused ({model.learning.reason})"
        sys.stdout.write(f"{name}, round {turn}: {before:.3f} -> {after:.3f} on {len(asked)} texts, {kept}\n")
        sys.stdout.flush()


def main(files: Sequence[str]) -> None:
    """All three comparisons on the examples of the files."""
    examples = [Example(one.text, frozenset(one.labels), one.title) for file in files for one in labelled(Path(file))]
    compare("today's tagger", FieldPrior(), examples)
    compare("today's tagger, an office with habits", FieldPrior(), [with_habits(one) for one in examples])
    compare("law alone", law_alone(), examples)


if __name__ == "__main__":
    main(sys.argv[1:])
