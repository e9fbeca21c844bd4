"""Which fields a comment speaks of and what it is meant as, with the words that show it; nothing is learnt here.

A suggestion for staff, never a judgement: no score here speaks of a person or of a stance.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.fields import FIELDS
from nlp.lexicon.kinds import OPINION, KindRules
from nlp.lexicon.matching import Match, PhraseIndex, Token, tokens
from nlp.lexicon.phrases import NEUTRAL, LexiconError, read_phrases, read_tables
from nlp.segment import word_starts

LEXICON = Path(__file__).parent / "lexicon" / "fields.toml"
SPELLINGS = Path(__file__).parent / "lexicon" / "spellings.toml"

AUTO, SUGGEST, UNSURE = "auto", "suggest", "unsure"
# Scores from which a topic is taken over as it is, or offered; where they stand is measured by `gopy eval`.
AUTO_FROM, SUGGEST_FROM = 0.7, 0.35
MOST_TOPICS = 3
# Beside the strongest topic, one with a smaller share of its evidence is not worth a place (or only as unsure).
WORTH_A_PLACE, WORTH_OFFERING = 0.2, 0.5
REPEATED = 0.3  # what the second and third use of a phrase add; later ones add nothing
HALF_SURE = 1.5  # evidence (a phrase of one syllable weighs 1, of two 2.3) that alone makes a score of one half
FIELD_PRIOR, TITLE_PRIOR = 0.8, 0.6  # evidence lent by the draft to a field of which the text itself speaks
CONTEXT_SCORE = 0.2  # the score of a field known from the draft alone
READ_LIMIT = 50_000  # characters read for tagging: about thirty pages; a longer text is tagged by its beginning


@dataclass(frozen=True)
class Evidence:
    """Words of the original text that show a topic: text[start:end]."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Topic:
    """A field code with a score from 0 to 1, its band (auto, suggest, unsure) and the words that show it.

    The score is strength times clearness: how much evidence there is (one half at HALF_SURE), lowered by
    what speaks for other fields. It orders and bands topics; it is not a probability. `evidence` is empty only
    when the draft alone gave the topic, which is then always unsure.
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


class Tagger:
    """A word list ready to tag texts; stateless after loading, safe to share between threads."""

    def __init__(
        self, index: PhraseIndex, kinds: KindRules, spellings: Mapping[str, str], *, segment: bool = True
    ) -> None:
        self._index = index
        self._kinds = kinds
        self._spellings = spellings
        self._word_starts = word_starts if segment else None

    @classmethod
    def load(cls, lexicon_path: Path | None = None, *, segment: bool = True) -> "Tagger":
        """The tagger for a word list (the one shipped by default), in about a tenth of a second.

        With `segment`, underthesea's word boundaries settle doubtful short phrases; it is imported at the
        first text that needs it. Raises LexiconError when the list breaks the form its header describes.
        """
        phrases = read_phrases(lexicon_path or LEXICON, FIELDS, optional=[NEUTRAL])
        return cls(PhraseIndex(phrases), KindRules.load(), read_spellings(SPELLINGS), segment=segment)

    def tag(self, text: str, title: str = "", fields: Sequence[str] = ()) -> Tagging:
        """The topics and the kind of a comment; `title` and `fields` of the draft lend a small weight.

        Every text gets an answer in bounded time. Field codes that are not known are left out of account.
        """
        text = text[:READ_LIMIT]
        read = tokens(text, self._spellings)
        matches = self._index.matches(read, self._word_starts)
        amounts = _amounts(matches)
        lent = self._lent(title, fields)
        if amounts:
            amounts = {code: amount + lent.get(code, 0.0) for code, amount in amounts.items()}
            topics = _topics(text, read, matches, amounts)
        else:
            topics = _from_context(lent)
        return Tagging(topics, self._kinds.kind_of(text, read) if read else OPINION)

    def _lent(self, title: str, fields: Iterable[str]) -> dict[str, float]:
        lent: dict[str, float] = defaultdict(float)
        for code in fields:
            if code in FIELDS:
                lent[code] = FIELD_PRIOR
        if title:
            amounts = _amounts(self._index.matches(tokens(title[:READ_LIMIT])))
            strongest = max(amounts.values(), default=0.0)
            for code, amount in amounts.items():
                lent[code] += TITLE_PRIOR * amount / strongest
        return dict(lent)


@cache
def _spelling_table(path: Path) -> Mapping[str, str]:
    table = read_tables(path).get("shorthand", {})
    for short, word in table.items():
        if not isinstance(word, str) or len(tokens(short)) != 1 or len(tokens(word)) != 1:
            raise LexiconError(f"{path.name}: {short!r} must stand for one word of one syllable")
    return table


def read_spellings(path: Path) -> Mapping[str, str]:
    """Chat shorthand by syllable. Raises LexiconError when an entry is not one syllable for one syllable."""
    return _spelling_table(path)


def _amounts(matches: Sequence[Match]) -> dict[str, float]:
    """How much evidence there is by field; a phrase said again adds little."""
    amounts: dict[str, float] = defaultdict(float)
    said: Counter[str] = Counter()
    for match in matches:
        said[match.phrase] += 1
        times = said[match.phrase]
        factor = 1.0 if times == 1 else REPEATED if times <= 3 else 0.0
        for code, weight in match.weights.items():
            amounts[code] += weight * factor
    amounts.pop(NEUTRAL, None)
    return dict(amounts)


def _topics(
    text: str, read: Sequence[Token], matches: Sequence[Match], amounts: Mapping[str, float]
) -> tuple[Topic, ...]:
    total, strongest = sum(amounts.values()), max(amounts.values())
    topics = []
    for code in sorted(amounts, key=lambda code: (-amounts[code], code))[:MOST_TOPICS]:
        amount = amounts[code]
        if amount < WORTH_A_PLACE * strongest:
            break
        score = amount / (amount + HALF_SURE) * amount / (amount + (total - amount) / 2)
        band = AUTO if score >= AUTO_FROM else SUGGEST if score >= SUGGEST_FROM else UNSURE
        if amount < WORTH_OFFERING * strongest:
            band = UNSURE
        topics.append(Topic(code, round(score, 3), band, _evidence(text, read, matches, code)))
    return tuple(topics)


def _evidence(text: str, read: Sequence[Token], matches: Sequence[Match], code: str) -> tuple[Evidence, ...]:
    spans = [(read[match.first].start, read[match.last - 1].end) for match in matches if code in match.weights]
    return tuple(Evidence(start, end, text[start:end]) for start, end in spans)


def _from_context(lent: Mapping[str, float]) -> tuple[Topic, ...]:
    codes = sorted(lent, key=lambda code: (-lent[code], code))[:MOST_TOPICS]
    return tuple(Topic(code, CONTEXT_SCORE, UNSURE, ()) for code in codes)
