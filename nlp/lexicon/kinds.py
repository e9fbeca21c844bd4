"""What a message is meant as (question, error report, ...), by the readable rules of kinds.toml."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
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
# How a question ends when nobody types a question mark: "... có được không ạ", "... gồm những gì", "... ở đâu vậy".
_ASKING = frozenset(
    ("khong", "hok", "hong", "chua", "nao", "gi", "dau", "ai", "may", "sao", "nhieu", "lau", "gio", "ha"),
)
_POLITE = frozenset(
    ("a", "vay", "the", "nhi", "ad", "admin", "nhe", "voi", "moi", "nguoi", "cac", "anh", "chi", "xin", "cam", "on")
)
_LONE_QUESTION = re.compile(r"\W*(?:\d+[.)]\s*)?[^.!?？\n]*[?？][\s\W]*")
_LONGEST_QUESTION = 1_000
_NEARLY = 0.9  # a phrase typed without its marks weighs a little less; it must still reach a rule's weight
_LAST_WORDS = 10  # in which the asking word is looked for, behind words of politeness
_TAIL = 40  # characters that can hold the question mark and what follows it
_SHOUTED_LETTERS, _SHOUTED_SHARE = 12, 0.8


def _shouts(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= _SHOUTED_LETTERS and sum(char.isupper() for char in letters) >= len(letters) * _SHOUTED_SHARE


def _links(text: str) -> bool:
    # Looking for what every link has is far quicker than looking for links.
    return ("/" in text or "www." in text.lower()) and _LINK.search(text) is not None


def _asks(read: Sequence[Token]) -> bool:
    """Whether the last words ask, with or without a question mark."""
    last = next((token.bare for token in reversed(read[-_LAST_WORDS:]) if token.bare not in _POLITE), "")
    return last in _ASKING


SIGNS: dict[str, Callable[[str, Sequence[Token]], bool]] = {
    "question_mark": lambda text, _: _ASKING_END.search(text[-_TAIL:]) is not None,
    "asks": lambda _, read: _asks(read),
    "lone_question": lambda text, _: "?" in text and _LONE_QUESTION.fullmatch(text[:_LONGEST_QUESTION]) is not None,
    "link": lambda text, _: _links(text),
    "phone": lambda text, _: _PHONE.search(text) is not None,
    "shout": lambda text, _: _shouts(text),
}


@dataclass(frozen=True)
class _Rule:
    kind: str
    rank: int
    at_least: float
    signs: dict[str, float]

    @cached_property
    def lacking(self) -> float:
        """The least weight of phrases with which the signs can make the rule reached."""
        return self.at_least - sum(self.signs.values()) - (1 - _NEARLY)


class KindRules:
    """The rules of one kinds.toml, ready to read messages."""

    def __init__(self, rules: Sequence[_Rule], index: PhraseIndex) -> None:
        self._rules = sorted(rules, key=lambda rule: -rule.rank)
        self._index = index

    @classmethod
    def load(cls, path: Path = RULES) -> "KindRules":
        """The rules at `path`. Raises LexiconError where it breaks the form its header describes."""
        rules = [_rule(path, kind, table) for kind, table in read_tables(path).items() if kind != NEUTRAL]
        phrases = read_phrases(path, [kind for kind in KINDS if kind != OPINION], optional=[NEUTRAL, OPINION])
        return cls(rules, PhraseIndex(phrases, length_power=0))

    @property
    def syllables(self) -> frozenset[str]:
        """Every bare syllable that stands in a phrase of a rule."""
        return self._index.syllables

    def kind_of(self, text: str, read: Sequence[Token]) -> str:
        """The kind of a message, given its text and its tokens; "opinion" when no rule reaches its weight."""
        totals = self._totals(read)
        for rule in self._rules:
            if _reached(rule, totals, text, read) >= _NEARLY:
                return rule.kind
        return OPINION

    def strength(self, kind: str, text: str, read: Sequence[Token]) -> float:
        """How much speaks for one kind, 1 where its rule is reached: an order for whoever reviews, no verdict."""
        totals = self._totals(read)
        return sum(_reached(rule, totals, text, read) for rule in self._rules if rule.kind == kind)

    def _totals(self, read: Sequence[Token]) -> dict[str, float]:
        totals: dict[str, float] = {}
        once = {match.phrase: match for match in self._index.matches(read)}
        for match in once.values():
            for kind, weight in match.weights.items():
                totals[kind] = totals.get(kind, 0.0) + weight
        return totals


def _reached(rule: _Rule, totals: dict[str, float], text: str, read: Sequence[Token]) -> float:
    found = totals.get(rule.kind, 0.0)
    if rule.lacking <= found < rule.at_least:
        found += sum(weight for sign, weight in rule.signs.items() if SIGNS[sign](text, read))
    return found / rule.at_least


def _rule(path: Path, kind: str, table: dict[str, Any]) -> _Rule:
    rank, at_least, signs = table.get("rank"), table.get("at_least"), table.get("signs", {})
    if not isinstance(rank, int) or not isinstance(at_least, int | float) or at_least <= 0:
        raise LexiconError(f"{path.name}: [{kind}] needs a whole `rank` and an `at_least` above 0")
    if not isinstance(signs, dict) or set(signs) - set(SIGNS):
        raise LexiconError(f"{path.name}: [{kind}.signs] knows only {', '.join(SIGNS)}")
    return _Rule(kind, rank, float(at_least), {sign: float(weight) for sign, weight in signs.items()})
