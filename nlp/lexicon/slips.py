"""Syllables typed with a slip or in chat spelling, read as what was meant; the text itself is never changed."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence

from nlp.lexicon.matching import Token

# Of left and right neighbours given, which stand beside each other in real texts.
PairsKnown = Callable[[Sequence[tuple[str, str]]], Sequence[bool]]

SHORTEST, LONGEST = 2, 8  # letters of a syllable that may be mended; "nghieng" has seven
# Every bare syllable that Vietnamese spelling allows; what is none of them is a slip, a habit or a foreign word.
_POSSIBLE = re.compile(
    r"(?:b|c(?![iey])|ch|d|g(?!e)|gh(?=[ie])|gi|h|k(?=[iey])|kh|l|m|nh?|ng(?![iey])|ngh(?=[ie])"
    r"|ph?|qu?|r|s|th?|tr|v|x)?"
    r"(?:a(?:ch?|i|m|nh?|ng|o|p|t|u|y)?|e(?:ch?|m|nh?|ng|o|p|t|u)?|i(?:ch?|m|nh?|ng|p|t|u|e(?:c|m|ng?|p|t|u)|a)?"
    r"|o(?:c|i|m|ng?|p|t|a(?:ch?|i|m|nh?|ng|o|p|t|y)?|e(?:n|o|t)?|oc|ong)?"
    r"|u(?:c|i|m|ng?|p|t|u|a(?:ng?|t|y)?|e(?:ch?|nh?)?|o(?:c|i|m|ng?|p|t|u)?|y(?:ch|nh?|t|u|a|e(?:n|t))?)?"
    r"|y(?:e(?:m|ng?|t|u))?)"
)
LEAST_POSSIBLE = 0.6  # of the syllables of a Vietnamese text typed without diacritics, slips and shorthand included
_LETTERS = re.compile(r"[a-z]+")
_TONE = "([\u0300\u0301\u0303\u0309\u0323]?)"
# Spelling habits of chats and the letters they stand for; none of the habits is Vietnamese spelling.
_HABITS = tuple(
    (re.compile(habit), meant)
    for habit, meant in (
        (r"^f", "ph"),
        (r"^j", "gi"),
        (r"^w", "qu"),
        (r"^z", "d"),
        (r"^z", "v"),
        (r"^k(?=[aou])", "c"),
        (r"ck" + _TONE + "$", r"ch\1"),
        (r"k" + _TONE + "$", r"ch\1"),
        (r"(?<!n)g" + _TONE + "$", r"ng\1"),
        (r"(?<![cngtpk])h" + _TONE + "$", r"nh\1"),
    )
)
# Keys of the Telex way of typing, left standing where no program turned them into marks: "ddaats" is "đất".
_TELEX = tuple(
    (re.compile(keys), meant)
    for keys, meant in (
        (r"dd", "d"),
        (r"([aeo])\1", r"\1"),
        (r"(?<=[aou])w", ""),
        (r"[sfrxj](?=(?:ch?|m|nh?|ng|p|t)?$)", ""),
    )
)


def possible(bare: str) -> bool:
    """Whether a syllable without marks is one that Vietnamese spelling allows.

    >>> possible("nghieng"), possible("giao"), possible("fi"), possible("vvoi")
    (True, True, False, False)
    """
    return _POSSIBLE.fullmatch(bare) is not None


def foreign(read: Sequence[Token]) -> bool:
    """Whether a text without any diacritics is not Vietnamese either, by the spelling of its syllables.

    >>> from nlp.lexicon.matching import tokens
    >>> foreign(tokens("this should go home")), foreign(tokens("gia dien tang qua"))
    (True, False)
    """
    if not read or any(token.marked for token in read):
        return False
    return sum(possible(token.bare) for token in read) < LEAST_POSSIBLE * len(read)


class Mender:
    """Knows the syllables of the language, and mends those of a text that are none of them."""

    def __init__(self, syllables: Sequence[str], also: Collection[str], pairs_known: PairsKnown) -> None:
        """`syllables` are bare and ordered, the most usual first; `also` are words to be left as they are."""
        self._rank = {syllable: place for place, syllable in enumerate(syllables)}
        self._known = frozenset(also) | frozenset(syllables)
        self._pairs_known = pairs_known
        self._near: dict[str, list[str]] = {}

    def mended(self, read: Sequence[Token]) -> Sequence[Token]:
        """The same tokens at the same places; those that had a slip with the keys of what was meant."""
        known = self._known
        strange = [place for place, token in enumerate(read) if token.bare not in known and _strange(token)]
        if not strange:
            return read
        mended = list(read)
        for place in strange:
            mended[place] = _respelled(read[place]) or self._nearest(mended, place)
        return mended

    def _nearest(self, read: Sequence[Token], place: int) -> Token:
        """The usual syllable one slip away that stands beside one of the neighbours in real texts, if any."""
        token = read[place]
        near = {one for form in _shorter(token.bare) for one in self._reached_by(form)}
        if not near:
            return token
        meant = sorted(near, key=self._rank.__getitem__)
        count = [0] * len(meant)
        neighbours = [(read[place - 1].bare, True)] if place else []
        if place + 1 < len(read):
            neighbours.append((read[place + 1].bare, False))
        pairs = [(beside, one) if before else (one, beside) for beside, before in neighbours for one in meant]
        for number, known in enumerate(self._pairs_known(pairs)):
            count[number % len(meant)] += known
        best = max(count)
        if not best:
            return token
        bare = meant[count.index(best)]
        return token._replace(accented=bare, bare=bare, marked=False)

    def _reached_by(self, form: str) -> Sequence[str]:
        if not self._near:
            self._near = _by_shorter(self._rank)
        return self._near.get(form, ())


def _strange(token: Token) -> bool:
    """Whether a syllable that is not known may be a slip."""
    return (
        SHORTEST <= len(token.bare) <= LONGEST
        and not token.text.isupper()  # "EVN", "II": an abbreviation or a number
        and _LETTERS.fullmatch(token.bare) is not None
        and not possible(token.bare)
    )


def _by_shorter(syllables: Collection[str]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = defaultdict(list)
    for syllable in syllables:
        if len(syllable) > 1:
            for form in _shorter(syllable):
                near[form].append(syllable)
    return dict(near)


def _shorter(word: str) -> Iterator[str]:
    """The word and every form of it with one letter less: two words one slip apart share one of these."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def _respelled(token: Token) -> Token | None:
    for habit, meant in _HABITS:
        bare = habit.sub(meant, token.bare)
        if bare != token.bare and possible(bare):
            return token._replace(bare=bare, accented=habit.sub(meant, token.accented) if token.marked else bare)
    bare = token.bare
    for keys, meant in _TELEX:
        bare = keys.sub(meant, bare)
    return token._replace(bare=bare, accented=bare, marked=False) if bare != token.bare and possible(bare) else None
