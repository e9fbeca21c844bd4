"""110 whole laws that nobody counted by hand: their own numbering tells whether they were read right."""

import gzip
import json
import re
from pathlib import Path

import pytest

from nlp.drafts import quotes, structure
from nlp.drafts.source import Source, lines_of
from nlp.drafts.tree import Draft

LAWS = Path(__file__).parents[3] / ".." / "shared" / "corpus" / "law" / "uts_vlc_2021_laws.jsonl.gz"
pytestmark = pytest.mark.skipif(not LAWS.is_file(), reason="the shared corpus of laws is not here")

# Headings that the crawled text itself lacks: law -> articles.
LOST_IN_THE_TEXT = {
    "luat-bao-ve-moi-truong": {23, 24, 25, 30, 35, 56, 66},
    "luat-bau-cu-dai-bieu-quoc-hoi": {47},
    "luat-sy-quan-quan-doi-nhan-dan-viet-nam": {15},
}


def laws() -> dict[str, str]:
    with gzip.open(LAWS, "rt", encoding="utf-8") as file:
        return {row["law"]: row["text"] for row in map(json.loads, file) if row["text"].strip()}


def main_articles(draft: Draft) -> list[int]:
    annexes = tuple(f"{annex.path}/" for annex in draft.annexes)
    labels = [one.label for one in draft.of_kind("dieu") if not one.path.startswith(annexes or ("\0",))]
    return [int(match[1]) for label in labels if (match := re.match(r"Điều (\d+)", label))]


def written(text: str, pattern: str) -> int:
    """How many lines outside quotations begin like ``pattern``."""
    lines = [line.text for line in lines_of(text)]
    quoted, _ = quotes.inside(lines)
    return sum(1 for line, inside in zip(lines, quoted, strict=True) if not inside and re.match(pattern, line))


def test_articles_run_from_one_to_the_last_and_levels_are_as_many_as_written() -> None:
    right = wanted = clauses = clauses_written = chapters = chapters_written = 0
    for law, text in laws().items():
        draft = structure.parse(Source(lines_of(text)))
        numbers = main_articles(draft)
        expected = set(range(1, max(numbers) + 1)) - LOST_IN_THE_TEXT.get(law, set())
        assert (set(numbers), len(numbers)) == (expected, len(expected)), law
        right, wanted = right + len(numbers), wanted + max(numbers)
        clauses += len(draft.of_kind("khoan"))
        clauses_written += written(text, r"\d{1,3}[a-zđ]?\s?(?:\.(?!\d)|[-–](?=\s?[A-ZĐ]))\s*\D")
        chapters += len(draft.of_kind("chuong"))
        chapters_written += written(text, r"(?:Chương|CHƯƠNG) (?:[IVXL]+|\d+)\b(?![^A-ZĐ]*[a-z])")
    assert right / wanted >= 0.995
    assert abs(clauses / clauses_written - 1) < 0.02
    assert abs(chapters / chapters_written - 1) < 0.01
