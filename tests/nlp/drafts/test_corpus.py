"""The hand-counted legal texts: no crash, counts as counted by hand, no word lost. Skipped where they are absent."""

import re
import time
from collections import Counter
from pathlib import Path

import pytest

from bot.eval_parsing import COUNTED, evaluate, hand_count
from nlp.drafts import structure
from nlp.drafts.files import extract, parse_file

CORPUS = Path(__file__).parents[3] / ".." / "shared" / "corpus" / "legal"
pytestmark = pytest.mark.skipif(
    not (CORPUS / "index.tsv").is_file(), reason="the shared corpus of legal texts is not here"
)

# (file, column) -> why our count differs from the index.
EXCEPTIONS = {
    (
        "23_nd_131_2025_nd_cp.txt",
        "n_khoan",
    ): "counted automatically in the index; the body has 175 lines '1.', '2.' … in sequence",
    (
        "42_vbhn_834_bldtbxh_2024.md",
        "n_khoan",
    ): "the automatic count took 4 of a quoted footnote and missed numbers that footnote marks stick to ('2.6')",
}


def test_counts_equal_the_hand_counts() -> None:
    found = evaluate(CORPUS)
    files, totals = found["files"], found["totals"]
    assert isinstance(files, list)
    assert isinstance(totals, dict)
    wrong = {(one["file"], column) for one in files for column in COUNTED if one["right"].get(column, True) is False}
    assert wrong == set(EXCEPTIONS)
    assert totals["n_dieu"] == {"right": 20, "of": 20, "share": 1.0}


def test_the_seed_plan_is_four_roman_headings_with_two_and_nine_items() -> None:
    draft = parse_file(CORPUS / "00_seed_ke_hoach_thanh_hoa_ct07.txt")
    assert [provision.path for provision in draft.of_kind("la-ma")] == ["la-ma-1", "la-ma-2", "la-ma-3", "la-ma-4"]
    items = Counter(provision.parent for provision in draft.of_kind("so"))
    assert items == {"la-ma-1": 2, "la-ma-3": 9}
    # The file has 21 lines that begin with "-"; the index says 29, which counts the 8 paragraphs without a dash too.
    assert len(draft.of_kind("gach")) == 21
    assert draft.of_kind("gach")[-1].path == "la-ma-3/so-9/gach-4"


def test_no_word_is_lost() -> None:
    for path in sorted(CORPUS.glob("[0-9]*")):
        source = extract(path)
        draft = structure.parse(source)
        told = [*draft.masthead, *draft.preamble, *draft.closing]
        told += [f"{annex.label} {annex.title} {annex.text}" for annex in draft.annexes]
        told += [f"{one.label} {one.heading} {one.text}" for one in draft.provisions]
        words = re.compile(r"[^\W\d_]{2,}")
        given = Counter(words.findall(" ".join(line.text for line in source.lines).lower()))
        assert not given - Counter(words.findall(" ".join(told).lower())), path.name


def test_all_files_are_read_in_two_seconds() -> None:
    started = time.process_time()
    for path in sorted(CORPUS.glob("[0-9]*")):
        parse_file(path)
    assert time.process_time() - started < 2


def test_hand_counts_of_two_sequences_are_added() -> None:
    assert (hand_count("3+11"), hand_count("0"), hand_count(""), hand_count("?")) == (14, 0, None, None)
