"""Which sides of a draft a comment speaks of: general aspects and its own headings; fields are nlp/tagging.py."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.drafts.tree import Draft, Provision
from nlp.lexicon.matching import Match, PhraseIndex, Token, tokens
from nlp.lexicon.phrases import Phrase, read_phrases
from nlp.tagging import AUTO, READ_LIMIT, SUGGEST, UNSURE, Evidence, Tagging, Topic
from nlp.text import bare_spelling, normalise

LEXICON = Path(__file__).parent / "lexicon" / "aspects.toml"


@dataclass(frozen=True)
class Aspect:
    """A side that any draft can have, with its names."""

    code: str
    vi: str
    en: str


ASPECTS = {
    aspect.code: aspect
    for aspect in (
        Aspect("muc_phi", "Mức phí, mức thu", "Fees and charges"),
        Aspect("thu_tuc", "Thủ tục, hồ sơ", "Procedures and papers"),
        Aspect("thoi_han", "Thời hạn", "Time limits"),
        Aspect("doi_tuong", "Đối tượng, phạm vi", "Who and what is covered"),
        Aspect("ho_tro", "Hỗ trợ, chế độ", "Support and benefits"),
        Aspect("xu_phat", "Xử phạt", "Penalties"),
        Aspect("nguon_luc", "Nguồn lực, kinh phí", "Resources and budget"),
        Aspect("hieu_luc", "Hiệu lực, chuyển tiếp", "Entry into force"),
        Aspect("trach_nhiem", "Trách nhiệm thực hiện", "Who is responsible"),
        Aspect("cau_chu", "Câu chữ, giải thích từ ngữ", "Wording and definitions"),
    )
}

HEADED = ("phan", "chuong", "muc", "dieu", "la-ma", "so")
# Headings found in every draft: the general aspects say more of them than a topic of their own would.
_EVERYWHERE = re.compile(
    r"pham vi|doi tuong|giai thich tu ngu|hieu luc|to chuc thuc hien|trach nhiem|nguyen tac|quy dinh chung|"
    r"dieu khoan|thi hanh|kinh phi|xu (phat|li)|thu tuc|ho so"
)
# Words that begin or end no phrase of a heading that tells anything.
_EMPTY = frozenset(
    {
        "va", "cua", "cac", "cho", "ve", "doi", "voi", "trong", "theo", "tu", "den", "la", "duoc", "nhung", "mot", "so",
        "viec", "o", "tai", "khi", "co", "quy", "dinh", "noi", "dung", "muc",
    }
)  # fmt: skip
PHRASE_SYLLABLES = (2, 3, 4)
MOST_HEADINGS = 200
HALF_SURE = 1.5  # evidence that alone makes a score of one half, as with fields
AUTO_FROM, SUGGEST_FROM = 0.75, 0.45
SPOKEN_OF, NOT_SPOKEN_OF = 1.0, 0.7  # an aspect of which the draft itself says nothing is less likely meant
MOST_TOPICS = 4
LEAST_MARGIN = -1.0


@dataclass(frozen=True)
class Aspects:
    """The aspects of one draft, ready to read texts; also a prior that corrections can better (nlp/learning)."""

    labels: tuple[str, ...]
    names: dict[str, str]
    _index: PhraseIndex

    def of(self, text: str) -> tuple[Topic, ...]:
        """The aspects a text speaks of, best first, with the words that show them; at most four.

        Every text gets an answer in bounded time; a text without such words gets none.
        """
        text = text[:READ_LIMIT]
        read = tokens(text)
        matches = self._index.matches(read)
        amounts = _amounts(matches)
        best = sorted(amounts, key=lambda code: (-amounts[code], code))[:MOST_TOPICS]
        return tuple(_topic(code, amounts[code], text, read, matches) for code in best)

    def margins(self, text: str, title: str, labels: Sequence[str]) -> NDArray[np.float32]:
        """See nlp.learning.prior.Prior: margins of the labels, from the scores of `of`."""
        del title  # an aspect is a side of the draft, which its title names for every comment alike
        scores = {topic.code: topic.score for topic in self.of(text)}
        return np.array(
            [2 * (scores[label] - SUGGEST_FROM) if label in scores else LEAST_MARGIN for label in labels], np.float32
        )

    def tag(self, text: str, title: str) -> Tagging:
        """See nlp.learning.prior.Prior; the title tells nothing here."""
        del title
        return Tagging(self.of(text), "")


def build(draft: Draft) -> Aspects:
    """The aspects of a draft: the general ones, weighed by whether it speaks of them, and topics of its headings.

    The code of a heading's topic is the path of its provision.
    """
    own = list(_of_headings(draft))
    spoken = _spoken_of(draft)
    general = [
        Phrase(one.text, one.label, one.weight * (SPOKEN_OF if one.label in spoken else NOT_SPOKEN_OF))
        for one in _seeds()
    ]
    names = {code: aspect.vi for code, aspect in ASPECTS.items()}
    headings = {one.path: one.heading for one in draft.provisions if one.heading}
    names |= {phrase.label: headings[phrase.label] for phrase in own}
    return Aspects(tuple(names), names, PhraseIndex([*general, *own]))


@cache
def _seeds() -> tuple[Phrase, ...]:
    return read_phrases(LEXICON, ASPECTS)


@cache
def _general() -> PhraseIndex:
    return PhraseIndex(_seeds())


def _spoken_of(draft: Draft) -> set[str]:
    said = [draft.title, *(f"{one.heading}. {one.text}" for one in draft.provisions)]
    found: Counter[str] = Counter()
    for text in said:
        found.update({code for match in _general().matches(tokens(text[:READ_LIMIT])) for code in match.weights})
    return set(found)


def _of_headings(draft: Draft) -> Iterable[Phrase]:
    """Phrases that stand in one heading only, so that they tell which."""
    headed = [one for one in draft.provisions if one.kind in HEADED and one.heading.strip()][:MOST_HEADINGS]
    phrases = {one.path: _phrases(one) for one in headed}
    common = Counter(phrase for found in phrases.values() for phrase in found)
    for path, found in phrases.items():
        for phrase in sorted(found):
            if common[phrase] == 1:
                yield Phrase(phrase, path, 1.0)


def _phrases(provision: Provision) -> set[str]:
    syllables = re.findall(r"[^\W\d_]+", normalise(provision.heading).lower())
    bare = [bare_spelling(syllable) for syllable in syllables]
    if _EVERYWHERE.search(" ".join(bare)):
        return set()
    return {
        " ".join(syllables[at : at + size])
        for size in PHRASE_SYLLABLES
        for at in range(len(syllables) - size + 1)
        if bare[at] not in _EMPTY and bare[at + size - 1] not in _EMPTY
    }


def _amounts(matches: Sequence[Match]) -> dict[str, float]:
    """Evidence by aspect; a phrase said again adds nothing."""
    amounts: Counter[str] = Counter()
    said: set[str] = set()
    for match in matches:
        if match.phrase not in said:
            said.add(match.phrase)
            amounts.update(match.weights)
    return dict(amounts)


def _topic(code: str, amount: float, text: str, read: Sequence[Token], matches: Sequence[Match]) -> Topic:
    score = amount / (amount + HALF_SURE)
    band = AUTO if score >= AUTO_FROM else SUGGEST if score >= SUGGEST_FROM else UNSURE
    spans = [(read[one.first].start, read[one.last - 1].end) for one in matches if code in one.weights]
    return Topic(code, round(score, 3), band, tuple(Evidence(start, end, text[start:end]) for start, end in spans))
