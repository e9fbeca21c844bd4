"""A text as large as the civil code is read soon and in little memory (docs/measurements-parsing.md)."""

from pathlib import Path

import pytest

from tests.bench.civil_code import measure
from tests.nlp.drafts.code import ARTICLES, code_in_word, code_of_law


@pytest.mark.parametrize(("suffix", "seconds"), [(".docx", 3.0), (".txt", 1.0)])
def test_the_civil_code_in_seconds_and_megabytes(tmp_path: Path, suffix: str, seconds: float) -> None:
    path = tmp_path / f"code{suffix}"
    if suffix == ".docx":
        code_in_word(path)
    else:
        path.write_text(code_of_law(), encoding="utf-8")
    articles, took, megabytes = measure(path)
    assert articles == ARTICLES
    assert took < seconds
    assert megabytes < 300
