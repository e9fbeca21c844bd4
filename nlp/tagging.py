"""Which fields a comment speaks of and what it is meant as, with the words that show it; nothing is learnt here.

A suggestion for staff, never a judgement: no score here speaks of a person or of a stance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from nlp.evidence import Evidence, evidence
from nlp.fields import FIELDS
from nlp.lexicon.kinds import OPINION, KindRules
from nlp.lexicon.matching import Match, PhraseIndex, Readings, Token, tokens
from nlp.lexicon.phrases import NEUTRAL, LexiconError, read_phrases, read_tables
from nlp.lexicon.slips import Mender, foreign
from nlp.prior.model import CODES, Prior, Reading, shipped
from nlp.segment import word_starts
from nlp.weighing import SPEAKS_FROM, Chances, chance, lent, weigh

LEXICON = Path(__file__).parent / "lexicon" / "fields.toml"
SPELLINGS = Path(__file__).parent / "lexicon" / "spellings.toml"

AUTO, SUGGEST, UNSURE = "auto", "suggest", "unsure"
# Chances from which a topic is taken over as it is, or offered; measured by `gopy eval`, told in docs/model_card.md.
AUTO_FROM, SUGGEST_FROM, FIRST_SUGGEST_FROM = 0.98, 0.4, 0.3
MOST_TOPICS = 3
# The smallest chance that is listed: with a phrase of the word list, without one, and after a topic worth offering.
WORTH_A_PLACE, LEARNT_WORTH_A_PLACE, WORTH_A_LATER_PLACE = 0.03, 0.08, 0.01
REPEATED = 0.3  # what the second and third use of a phrase add; later ones add nothing
CONTEXT_SCORE = 0.2  # the score of a field known from the draft alone
READ_LIMIT = 50_000  # characters read for tagging: about thirty pages; a longer text is tagged by its beginning

__all__ = ["AUTO", "SUGGEST", "UNSURE", "Evidence", "Opinion", "Tagger", "Tagging", "Topic", "read_spellings"]


@dataclass(frozen=True)
class Topic:
    """A field code with a score from 0 to 1, its band (auto, suggest, unsure) and the words that show it.

    The score is the chance that an officer would name this field, as measured on hand-labelled questions.
    `evidence` is empty only when the draft alone gave the topic, which is then always unsure.
    """

    code: str
    score: float
    band: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Tagging:
    """The topics of a text, best first (at most three), and its kind (see nlp.lexicon.kinds.KINDS)."""

    topics: tuple[Topic, ...]
    kind: str


class Opinion(NamedTuple):
    """Log-odds of the fields in the order of nlp.prior.model.CODES, and the kind."""

    odds: Chances
    kind: str


class _Seen(NamedTuple):
    """A text after both readings: the word list's and the prior's."""

    read: Sequence[Token]
    matches: list[Match]
    reading: Reading
    odds: Chances


class Tagger:
    """Word list and prior ready to tag texts; stateless after loading, safe to share between threads."""

    def __init__(
        self,
        index: PhraseIndex,
        kinds: KindRules,
        spellings: Readings,
        *,
        prior: Prior | None = None,
        segment: bool = False,
    ) -> None:
        self._index = index
        self._kinds = kinds
        self._spellings = spellings
        self._prior = prior or shipped()
        self._mender = Mender(self._prior.syllables, index.syllables | kinds.syllables, self._prior.pairs_known)
        self._word_starts = word_starts if segment else None
        self._title_chances = lru_cache(maxsize=256)(lambda title: chance(self._see(title).odds))  # drafts recur

    @classmethod
    def load(cls, lexicon_path: Path | None = None, *, segment: bool = False) -> "Tagger":
        """The tagger for a word list (the one shipped by default), in a few tenths of a second.

        With `segment`, underthesea's word boundaries settle doubtful short phrases: measured, they change little
        (docs/adr/0020-fields-from-words-and-law.md) and cost a second at the first text.
        Raises LexiconError when the list breaks the form its header describes.
        """
        phrases = read_phrases(lexicon_path or LEXICON, FIELDS, optional=[NEUTRAL])
        return cls(PhraseIndex(phrases), KindRules.load(), read_spellings(SPELLINGS), segment=segment)

    def tag(self, text: str, title: str = "", fields: Sequence[str] = ()) -> Tagging:
        """The topics and the kind of a comment; `title` and `fields` of the draft lend a small weight.

        Every text gets an answer in bounded time. Field codes that are not known are left out of account.
        """
        text = text[:READ_LIMIT]
        seen = self._see(text)
        chances, given = chance(seen.odds), self._lent(title, fields)
        if given is not None:
            chances = chance(seen.odds + np.where(chances >= SPEAKS_FROM, given, 0.0))
        topics = _topics(text, seen, chances)
        if given is not None and (not topics or topics[0].score < CONTEXT_SCORE):
            topics = _with_context(topics, given)
        return Tagging(topics, self._kind(text, seen))

    def odds(self, text: str, title: str = "", fields: Sequence[str] = ()) -> Chances:
        """Log-odds of the 24 fields in the order of nlp.prior.model.CODES: what every decision here rests on."""
        return self.opinion(text, title, fields).odds

    def opinion(self, text: str, title: str = "", fields: Sequence[str] = ()) -> Opinion:
        """The odds and the kind of a comment, read once; what is learnt from corrections begins with them."""
        text = text[:READ_LIMIT]
        seen, given = self._see(text), self._lent(title, fields)
        odds = seen.odds
        if given is not None:
            odds = np.asarray(odds + np.where(chance(odds) >= SPEAKS_FROM, given, 0.0))
        return Opinion(odds, self._kind(text, seen))

    def _kind(self, text: str, seen: _Seen) -> str:
        return self._kinds.kind_of(text, seen.read) if seen.read else OPINION

    def _see(self, text: str) -> _Seen:
        typed = tokens(text, self._spellings)
        if foreign(typed):
            matches = [match for match in self._index.matches(typed) if match.phrase.isascii()]
            return self._seen(typed, matches, self._prior.read(()))
        read = self._mender.mended(typed)
        matches = self._index.matches(read, self._word_starts)
        neutral = [(match.first, match.last) for match in matches if NEUTRAL in match.weights]
        return self._seen(read, matches, self._prior.read(read, neutral))

    def _seen(self, read: Sequence[Token], matches: list[Match], reading: Reading) -> _Seen:
        return _Seen(read, matches, reading, weigh(_amounts(matches), reading.scores))

    def _lent(self, title: str, fields: Sequence[str]) -> Chances | None:
        known = title.strip()[:READ_LIMIT]
        if not known and not fields:
            return None
        return lent(fields, self._title_chances(known) if known else None)


@cache
def read_spellings(path: Path) -> Readings:
    """Chat shorthand by syllable. Raises LexiconError when an entry is not one syllable for one syllable."""
    table = read_tables(path).get("shorthand", {})
    for short, word in table.items():
        if not isinstance(word, str) or len(tokens(short)) != 1 or len(tokens(word)) != 1:
            raise LexiconError(f"{path.name}: {short!r} must stand for one word of one syllable")
    return Readings(table)


def _amounts(matches: Sequence[Match]) -> dict[str, float]:
    """How much evidence there is by field; a phrase said again adds little."""
    amounts: dict[str, float] = {}
    said: dict[str, int] = {}
    for match in matches:
        times = said[match.phrase] = said.get(match.phrase, 0) + 1
        factor = 1.0 if times == 1 else REPEATED if times <= 3 else 0.0
        for code, weight in match.weights.items():
            amounts[code] = amounts.get(code, 0.0) + weight * factor
    amounts.pop(NEUTRAL, None)
    return amounts


def _topics(text: str, seen: _Seen, chances: Chances) -> tuple[Topic, ...]:
    listed = {code for match in seen.matches for code in match.weights}
    topics: list[Topic] = []
    for place in np.argsort(-chances, kind="stable")[:MOST_TOPICS]:
        code, score = CODES[place], float(chances[place])
        least = WORTH_A_PLACE if code in listed else LEARNT_WORTH_A_PLACE
        if topics and topics[0].score >= FIRST_SUGGEST_FROM:
            least = WORTH_A_LATER_PLACE
        if score >= least:
            shown = evidence(text, seen.read, seen.matches, seen.reading, code)
            if shown:
                topics.append(Topic(code, round(score, 3), _band(score, first=not topics), shown))
    return tuple(topics)


def _band(score: float, *, first: bool) -> str:
    if score >= AUTO_FROM:
        return AUTO
    return SUGGEST if score >= (FIRST_SUGGEST_FROM if first else SUGGEST_FROM) else UNSURE


def _with_context(topics: Sequence[Topic], given: Chances) -> tuple[Topic, ...]:
    """A text that shows next to nothing gets the fields of its draft, unsure and before its own faint ones."""
    codes = [CODES[place] for place in np.argsort(-given, kind="stable")[:MOST_TOPICS] if given[place] >= SUGGEST_FROM]
    own = [topic for topic in topics if topic.code not in codes]
    return (*(Topic(code, CONTEXT_SCORE, UNSURE, ()) for code in codes), *own)[:MOST_TOPICS]
