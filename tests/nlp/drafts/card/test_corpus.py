"""Cards of real texts: how often a question is answered, always in words of the place cited. Skipped where absent."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from nlp.drafts.card.propose import propose
from nlp.drafts.card.wording import LIMIT, CardLine
from nlp.drafts.files import parse_file
from nlp.drafts.source import Source, lines_of
from nlp.drafts.structure import parse
from nlp.drafts.tree import Draft

CORPUS = Path(__file__).parents[4] / ".." / "shared" / "corpus"
pytestmark = pytest.mark.skipif(not (CORPUS / "legal").is_dir(), reason="the shared corpus of legal texts is not here")


def words(text: str) -> set[str]:
    """The words of a text."""
    return set(re.findall(r"\w+", text.lower()))


def check(draft: Draft, lines: Iterable[CardLine]) -> None:
    """Fails for a line that is too long or says a word that its place does not."""
    for line in lines:
        cited = [part for part in draft.provisions if part.path == line.path or part.path.startswith(f"{line.path}/")]
        assert 0 < len(line.text) <= LIMIT
        assert words(line.text) <= words(" ".join(f"{part.heading} {part.text}" for part in cited)), line


def test_twenty_texts_counted_by_hand() -> None:
    found: Counter[str] = Counter()
    for path in sorted((CORPUS / "legal").glob("[0-9]*")):
        draft = parse_file(path)
        lines = propose(draft.provisions)
        check(draft, lines)
        found.update(line.slot for line in lines)
    # By eye 5 of the 20 say to whom they apply, 17 what they regulate and 14 from when: each is found.
    assert found == {"who": 5, "what": 17, "must": 6, "when": 14}


def test_a_hundred_laws() -> None:
    found: Counter[str] = Counter()
    with gzip.open(CORPUS / "law" / "uts_vlc_2021_laws.jsonl.gz", "rt", encoding="utf-8") as laws:
        for row in map(json.loads, laws):
            if not row["text"].strip():
                continue
            draft = parse(Source(lines_of(row["text"])))
            lines = propose(draft.provisions)
            check(draft, lines)
            found.update(line.slot for line in lines)
    assert found["who"] >= 60
    assert found["what"] >= 85
    assert found["must"] >= 95
    assert found["when"] >= 100
