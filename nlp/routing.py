"""From the title of a provincial draft to the departments that would draft or answer it, by a readable word list."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nlp.levels import plain
from nlp.lexicon.matching import Match, PhraseIndex, tokens
from nlp.lexicon.phrases import NEUTRAL, LexiconError, Phrase, read_tables
from nlp.tagging import Tagger
from nlp.text import normalise

DEPARTMENTS = Path(__file__).parent / "lexicon" / "departments.toml"

NAMED = 3.0  # what the name of a department weighs, today's or a former one
MOST_DEPARTMENTS = 5
WORTH_A_PLACE = 0.02  # share of all evidence below which a department is not named
PRIOR_WEIGHT = 0.35  # evidence that the usual share of drafts lends to a department of which the title speaks
FIELD_WEIGHT = 0.4  # evidence that a field found with certainty lends to the department that answers for it
LATE = 0.55  # what words at the end of a title are worth beside those at its beginning
REPEATED = 0.3  # what a phrase said again adds
READ_LIMIT = 3_000  # characters of a title that are read; a longer one is no title

# From here on a title tells of an older text, which it repeals or changes: said before, or meant only by the way.
_OLDER_TEXT = re.compile(
    r"\((?:thay the|sua [dđ]oi|bai bo)|,? (?:va )?(?:thay the|bai bo) (?:cac |mot so )?(?:quyet [dđ]inh|nghi quyet)"
)
_JOINTS = str.maketrans(dict.fromkeys(',;:()[]"“”%&.\n\r\t', " "))


@dataclass(frozen=True)
class Evidence:
    """Words of the title that speak for a department: title[start:end]."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Department:
    """A department with its share of the evidence, from 0 to 1, and the words that show it."""

    code: str
    name: str
    score: float
    evidence: tuple[Evidence, ...]


class Router:
    """A word list ready to route titles; stateless after loading, safe to share between threads."""

    def __init__(
        self,
        names: Mapping[str, str],
        priors: Mapping[str, float],
        phrases: Iterable[Phrase],
        of_field: Mapping[str, str],
        tagger: Tagger,
    ) -> None:
        self._names = dict(names)
        self._of_field = dict(of_field)
        self._tagger = tagger
        total = sum(priors.values())
        self._priors = {code: prior / total for code, prior in priors.items()}
        self._index = PhraseIndex(phrases)

    @classmethod
    def load(cls, path: Path = DEPARTMENTS) -> "Router":
        """The router for a word list (the one shipped by default). Raises LexiconError where the list is wrong."""
        return _loaded(path)

    def route(self, title: str) -> tuple[Department, ...]:
        """The departments a title speaks of, likeliest first, at most five; none when it speaks of none.

        Typed with or without diacritics. Every text gets an answer in bounded time.

        >>> [found.code for found in Router.load().route("Quyet dinh quy dinh muc hoc phi nam hoc 2026 - 2027")]
        ['so_gddt']
        """
        title = title[:READ_LIMIT]
        read = tokens(title.translate(_JOINTS))
        matches = [match for match in self._index.matches(read) if NEUTRAL not in match.weights]
        older = _OLDER_TEXT.search(plain(title), 12)
        ends = [read[match.last - 1].end for match in matches]
        amounts = _amounts(matches, [_place(end, older, len(title)) for end in ends])
        for topic in self._tagger.tag(title).topics:
            if code := self._of_field.get(topic.code):
                amounts[code] = amounts.get(code, 0.0) + FIELD_WEIGHT * topic.score
        if not amounts:
            return ()
        for code in amounts:
            amounts[code] += PRIOR_WEIGHT * self._priors[code]
        total = sum(amounts.values())
        found = []
        for code in sorted(amounts, key=lambda code: (-amounts[code], code))[:MOST_DEPARTMENTS]:
            if amounts[code] >= WORTH_A_PLACE * total:
                spans = [(read[m.first].start, end) for m, end in zip(matches, ends, strict=True) if code in m.weights]
                shown = tuple(Evidence(start, end, title[start:end]) for start, end in spans)
                found.append(Department(code, self._names[code], round(amounts[code] / total, 4), shown))
        return tuple(found)


@cache
def _loaded(path: Path) -> Router:
    tables = read_tables(path)
    names: dict[str, str] = {}
    priors: dict[str, float] = {}
    of_field: dict[str, str] = {}
    phrases = _phrases(path, NEUTRAL, tables.pop(NEUTRAL, {}))
    for code, table in tables.items():
        name, prior = table.get("name"), table.get("prior")
        if not isinstance(name, str) or not isinstance(prior, int | float) or prior <= 0:
            raise LexiconError(f"{path.name}: [{code}] needs a `name` and a `prior` above 0")
        names[code], priors[code] = name, float(prior)
        of_field |= dict.fromkeys(table.get("fields", []), code)
        phrases += _phrases(path, code, table)
    return Router(names, priors, phrases, of_field, Tagger.load(segment=False))


def _phrases(path: Path, code: str, table: Mapping[str, Any]) -> list[Phrase]:
    former = [*table.get("former", []), *([table["name"]] if "name" in table else [])]
    weights = {
        **dict.fromkeys(table.get("phrases", []), 1.0),
        **table.get("weights", {}),
        **dict.fromkeys(former, NAMED),
    }
    for text, weight in weights.items():
        if not isinstance(text, str) or not tokens(text):
            raise LexiconError(f"{path.name}: [{code}] {text!r} is an empty phrase")
        if not isinstance(weight, int | float) or isinstance(weight, bool) or not 0 < weight <= 10:
            raise LexiconError(f"{path.name}: [{code}] {text!r} needs a weight above 0 and up to 10")
    return [Phrase(normalise(text).lower(), code, float(weight)) for text, weight in weights.items()]


def _place(at: int, older: re.Match[str] | None, length: int) -> float:
    """What words that end at ``at`` are worth: what a title is about stands at its beginning."""
    if older and at > older.start():
        return REPEATED
    return 1 - (1 - LATE) * at / max(length, 160)


def _amounts(matches: Sequence[Match], places: Sequence[float]) -> dict[str, float]:
    amounts: dict[str, float] = defaultdict(float)
    said: set[str] = set()
    for match, place in zip(matches, places, strict=True):
        again = REPEATED if match.phrase in said else 1.0
        said.add(match.phrase)
        for code, weight in match.weights.items():
            amounts[code] += weight * place * again
    return dict(amounts)
