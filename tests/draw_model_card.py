"""Writes the measured rows of docs/model_card.md anew: `python -m tests.draw_model_card`."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.eval_tagging import FORMS, evaluate
from nlp.prior.model import WEIGHTS
from tests.source import ROOT

CARD = ROOT / "docs" / "model_card.md"
OWN = ROOT / "tests" / "nlp" / "comments.jsonl"
DEV = ROOT / ".." / "shared" / "corpus" / "citizen_comments_dev.jsonl"
NAMES = {"accented": "as typed", "deaccented": "no diacritics", "noised": "no diacritics, shorthand, slips"}


def rows(path: Path, name: str) -> list[str]:
    """One row of the table per form of the texts in a labelled file."""
    found = evaluate(path)
    return [f"| {name} | {NAMES[form]} | {' | '.join(_figures(found[form]))} |" for form in FORMS]


def _figures(measured: object) -> Iterator[str]:
    assert isinstance(measured, Mapping)
    figures: Mapping[str, Any] = measured
    shares = [figures["top1"], figures["recall_at_3"], figures["micro"]["f1"], figures["macro"]["f1"]]
    for share in (*shares, figures["certain_half"], figures["auto"]["precision"]):
        yield f"{100 * share:.1f}"


def weights_line() -> str:
    """What the shipped file is, as the card says it."""
    content = WEIGHTS.read_bytes()
    return f"`nlp/prior/weights.npz`, {len(content):,} bytes, SHA-256 `{hashlib.sha256(content).hexdigest()}`"


def draw(card: str) -> str:
    """The card with today's rows and weights; rows of files that are not here stay as they are."""
    card = re.sub(r"`nlp/prior/weights\.npz`, [\d,]+ bytes, SHA-256 `\w*`", weights_line(), card)
    for path, name in ((OWN, "own comments"), (DEV, "comments to ministries")):
        if path.exists():
            block = "\n".join(rows(path, name))
            card = re.sub(rf"(?:^\| {name} \|.*\n?)+", block + "\n", card, flags=re.MULTILINE)
    return card


if __name__ == "__main__":
    CARD.write_text(draw(CARD.read_text(encoding="utf-8")), encoding="utf-8")
