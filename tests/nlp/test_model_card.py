"""The model card tells the truth: weights, thresholds and every figure that can be measured again."""

import re
from pathlib import Path

import pytest

from bot.eval_tagging import evaluate
from nlp.prior.law import LAWS
from nlp.tagging import AUTO_FROM, FIRST_SUGGEST_FROM, SUGGEST_FROM
from nlp.weighing import BASE, FOUND, MARGIN, SHARE
from tests.draw_model_card import CARD, DEV, OWN, rows, weights_line

TEXT = CARD.read_text(encoding="utf-8")
ONE_TEXT = 1.6  # points: a processor that rounds otherwise may turn one text of the smallest set


def figures(line: str) -> list[float]:
    return [float(part) for part in line.split("|")[3:-1]]


def held(path: Path, name: str) -> None:
    said = [line for line in TEXT.splitlines() if line.startswith(f"| {name} |")]
    measured = rows(path, name)
    assert [line.split("|")[2] for line in said] == [line.split("|")[2] for line in measured]
    for told, found in zip(said, measured, strict=True):
        assert figures(told) == pytest.approx(figures(found), abs=ONE_TEXT), found


def test_the_card_names_the_weights_that_are_shipped() -> None:
    assert weights_line() in TEXT


def test_the_card_tells_where_the_bands_begin_and_how_a_chance_is_made() -> None:
    assert f"auto from {AUTO_FROM}, suggest from {SUGGEST_FROM} (a first topic from {FIRST_SUGGEST_FROM})" in TEXT
    for number in (FOUND, SHARE, MARGIN, BASE):
        assert str(number).replace("-", "− ") in TEXT or str(number) in TEXT
    assert f"{len(LAWS)} laws" in TEXT


def test_the_figures_of_our_own_comments_are_those_measured_today() -> None:
    held(OWN, "own comments")


def test_the_figures_of_comments_to_ministries_are_those_measured_today() -> None:
    if not DEV.exists():
        pytest.skip("the shared corpus is not beside the repository")
    held(DEV, "comments to ministries")
    assert f"{evaluate(DEV)['labelled']} comments" in TEXT


def test_the_card_says_what_it_is_for_and_what_it_must_not_be_used_for() -> None:
    headings = re.findall(r"^## (.+)$", TEXT, re.MULTILINE)
    for heading in ("Intended use", "Not to be used for", "Data", "Measured", "Limits"):
        assert heading in headings
