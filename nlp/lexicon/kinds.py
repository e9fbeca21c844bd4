"""What a message is meant as (question, error report, ...), by the readable rules of kinds.toml."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.lexicon.matching import PhraseIndex, Token
from nlp.lexicon.phrases import NEUTRAL, LexiconError, read_phrases, read_tables

OPINION = "opinion"
KINDS = (OPINION, "question", "error_report", "complaint", "information_request", "spam", "abuse")
RULES = Path(__file__).with_name("kinds.toml")

_LINK = re.compile(r"https?://|\bwww\.|\b(?:bit\.ly|t\.me|zalo\.me)/", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\d)(?:\+84|0)[\s.\-]?[35789](?:[\s.\-]?\d){8}(?!\d)")
_ASKING_END = re.compile(r"[?？][\s\W]*\Z")
_NEARLY = 0.9  # a phrase typed without its marks weighs a little less; it must still reach a rule's weight
_TAIL = 40  # characters that can hold the question mark and what follows it
_SHOUTED_LETTERS, _SHOUTED_SHARE = 12, 0.8


def _shouts(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= _SHOUTED_LETTERS and sum(char.isupper() for char in letters) >= len(letters) * _SHOUTED_SHARE


SIGNS: dict[str, Callable[[str], bool]] = {
    "question_mark": lambda text: _ASKING_END.search(text[-_TAIL:]) is not None,
    "link": lambda text: _LINK.search(text) is not None,
    "phone": lambda text: _PHONE.search(text) is not None,
    "shout": _shouts,
}


@dataclass(frozen=True)
class _Rule:
    kind: str
    rank: int
    at_least: float
    signs: dict[str, float]


class KindRules:
    """The rules of one kinds.toml, ready to read messages."""

    def __init__(self, rules: Sequence[_Rule], index: PhraseIndex) -> None:
        self._rules = sorted(rules, key=lambda rule: -rule.rank)
        self._index = index

    @classmethod
    def load(cls, path: Path = RULES) -> "KindRules":
        """The rules at `path`. Raises LexiconError where it breaks the form its header describes."""
        rules = [_rule(path, kind, table) for kind, table in read_tables(path).items() if kind != NEUTRAL]
        phrases = read_phrases(path, [kind for kind in KINDS if kind != OPINION], optional=[NEUTRAL])
        return cls(rules, PhraseIndex(phrases, length_power=0))

    def kind_of(self, text: str, read: Sequence[Token]) -> str:
        """The kind of a message, given its text and its tokens; "opinion" when no rule reaches its weight."""
        totals: dict[str, float] = {}
        for match in self._index.matches(read):
            for kind, weight in match.weights.items():
                totals[kind] = totals.get(kind, 0.0) + weight
        for rule in self._rules:
            signs = sum(weight for sign, weight in rule.signs.items() if SIGNS[sign](text))
            if totals.get(rule.kind, 0.0) + signs >= rule.at_least * _NEARLY:
                return rule.kind
        return OPINION


def _rule(path: Path, kind: str, table: dict[str, Any]) -> _Rule:
    rank, at_least, signs = table.get("rank"), table.get("at_least"), table.get("signs", {})
    if not isinstance(rank, int) or not isinstance(at_least, int | float) or at_least <= 0:
        raise LexiconError(f"{path.name}: [{kind}] needs a whole `rank` and an `at_least` above 0")
    if not isinstance(signs, dict) or set(signs) - set(SIGNS):
        raise LexiconError(f"{path.name}: [{kind}.signs] knows only {', '.join(SIGNS)}")
    return _Rule(kind, rank, float(at_least), {sign: float(weight) for sign, weight in signs.items()})
