"""A text as large as the civil code is read whole and in little memory; its speed is in tests/bench/civil_code.py."""

from pathlib import Path

import pytest

from tests.bench.civil_code import measure
from tests.nlp.drafts.code import ARTICLES, code_in_word, code_of_law


@pytest.mark.parametrize("suffix", [".docx", ".txt"])
def test_the_civil_code_in_less_than_300_megabytes(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"code{suffix}"
    if suffix == ".docx":
        code_in_word(path)
    else:
        path.write_text(code_of_law(), encoding="utf-8")
    articles, _, megabytes = measure(path)
    assert articles == ARTICLES
    assert megabytes < 300
