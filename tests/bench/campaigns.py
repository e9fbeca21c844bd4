"""Makes campaigns of edited letters and hard negatives among given comments, always the same; nothing is measured."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from nlp.text import fold
from tests.bench.letters import CLOSINGS, LETTERS, OPENINGS, OWN_WORDS, SHORT, TEEN

SENTENCE_ENDS = re.compile(r"(?<=[.!?:])\s+")


def dice(seed: int) -> random.Random:
    """Chance that falls the same every time."""
    return random.Random(seed)  # noqa: S311 (a repeatable choice, nothing secret)


@dataclass(frozen=True)
class Labelled:
    """A comment, the campaign it belongs to (its own name when to none), and how it was made."""

    text: str
    group: str
    kind: str


Edit = Callable[[random.Random, str, Sequence[str]], str]


def replaced(share: float) -> Edit:
    """Words become other words (mostly), vanish or get a neighbour."""

    def edit(chance: random.Random, letter: str, vocabulary: Sequence[str]) -> str:
        written = []
        for word in letter.split():
            if chance.random() >= share:
                written.append(word)
            elif (fate := chance.random()) < 0.7:
                written.append(chance.choice(vocabulary))
            elif fate < 0.85:
                written += [word, chance.choice(vocabulary)]
        return " ".join(written)

    return edit


def copied(_chance: random.Random, letter: str, _vocabulary: Sequence[str]) -> str:
    """As it is."""
    return letter


def reformatted(chance: random.Random, letter: str, _vocabulary: Sequence[str]) -> str:
    """Other case, line ends, punctuation."""
    letter = chance.choice((str.upper, str.lower, str.title, str.swapcase))(letter)
    return letter.replace(". ", chance.choice((" .\n", "!!! ", "\n\n- ", " 🙏 "))).replace(
        ",", chance.choice((" ", ";"))
    )


def bare(_chance: random.Random, letter: str, _vocabulary: Sequence[str]) -> str:
    """Without diacritics."""
    return fold(letter)


def mistyped(chance: random.Random, letter: str, _vocabulary: Sequence[str]) -> str:
    """A sixth of the words mistyped, some as young people write them."""
    return " ".join(_mistyped(chance, word) if chance.random() < 0.16 else word for word in letter.split())


def _mistyped(chance: random.Random, word: str) -> str:
    if word.lower() in TEEN:
        return TEEN[word.lower()]
    place = chance.randrange(len(word))
    return chance.choice((
        word[:place] + word[place + 1 :], word[:place] + word[place] * 2 + word[place + 1 :],
        word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :],
    ))  # fmt: skip


def personal(chance: random.Random, letter: str, _vocabulary: Sequence[str]) -> str:
    """One or two sentences of one's own, before, between or behind."""
    sentences = SENTENCE_ENDS.split(letter)
    for own in chance.sample(OWN_WORDS, chance.choice((1, 1, 2))):
        sentences.insert(chance.randrange(len(sentences) + 1), own)
    return " ".join(sentences)


def reordered(chance: random.Random, letter: str, _vocabulary: Sequence[str]) -> str:
    """The sentences in another order."""
    sentences = SENTENCE_ENDS.split(letter)
    chance.shuffle(sentences)
    return " ".join(sentences)


def halved(chance: random.Random, letter: str, _vocabulary: Sequence[str]) -> str:
    """The first or the second half only."""
    words = letter.split()
    half = (len(words) + 1) // 2
    return " ".join(words[:half] if chance.random() < 0.5 else words[half:])


def several(*edits: Edit) -> Edit:
    """One edit after the other."""

    def edit(chance: random.Random, letter: str, vocabulary: Sequence[str]) -> str:
        for once in edits:
            letter = once(chance, letter, vocabulary)
        return letter

    return edit


EDITS: dict[str, Edit] = {
    "copied": copied,
    "reformatted": reformatted,
    "bare": bare,
    "mistyped": mistyped,
    "light10": replaced(0.10),
    "mid25": replaced(0.25),
    "heavy40": replaced(0.40),
    "personal": personal,
    "reordered": reordered,
    "halved": halved,
    "bare+mid25": several(bare, replaced(0.25)),
    "personal+mid25": several(replaced(0.25), personal),
    "reordered+mistyped": several(reordered, mistyped),
}
SHORT_EDITS = ("copied", "reformatted", "bare", "light10", "mistyped")


def world(
    background: Sequence[str], *, seed: int = 1, campaigns: int = 120, negatives: int = 1200, shared: float = 0.4
) -> list[Labelled]:
    """Background comments, campaigns of 4 to 600 members and comments that share only an opening, shuffled.

    `shared`: how many of their sentences two letters on one topic may have in common.

    `background` must be free of near-duplicates: each of its texts becomes a group of its own. Some become the
    letters of campaigns instead, some get an opening. The same arguments give the same answer.
    """
    chance = dice(seed)
    texts = list(background)
    chance.shuffle(texts)
    vocabulary = [word for text in texts[:3000] for word in text.split()]
    own = [text for text in texts if len(text.split()) >= 6]
    real = (text for text in own if 20 <= len(text.split()) <= 150)
    letters = [*_written(chance, campaigns * 2 // 3, shared), *real][:campaigns]
    used = set(letters)
    rest = [text for text in texts if text not in used]
    found = [Labelled(text, f"b{number}", "background") for number, text in enumerate(rest[negatives:])]
    found += _negatives(chance, rest[:negatives])
    for number, letter in enumerate([*letters, *SHORT]):
        found += _members(chance, letter, f"c{number}", vocabulary)
    chance.shuffle(found)
    return found


def _written(chance: random.Random, count: int, shared: float) -> Iterator[str]:
    """Letters of 2 to 8 sentences about one topic, no two with more than a share of their sentences in common."""
    made: list[set[str]] = []
    for number in range(count * 20):
        topic = list(LETTERS)[number % len(LETTERS)]
        size = chance.choice((2, 3, 3, 4, 5, 6, 8))
        sentences = chance.sample(LETTERS[topic], size)
        if any(len(other & set(sentences)) > min(len(other), size) * shared for other in made):
            continue
        made.append(set(sentences))
        opening = chance.choice((*OPENINGS, "", "", ""))
        closing = chance.choice((*CLOSINGS, ""))
        yield " ".join(filter(None, (opening, *sentences, closing)))
        if len(made) == count:
            return


def _members(chance: random.Random, letter: str, group: str, vocabulary: Sequence[str]) -> Iterator[Labelled]:
    words = len(letter.split())
    kinds = list(EDITS) if words >= 20 else list(SHORT_EDITS)
    size = chance.choice((4, 8, 15, 30, 60, 120, 250, 600)) if words >= 20 else chance.choice((8, 15, 30))
    for _ in range(size):
        kind = chance.choice(kinds)
        yield Labelled(EDITS[kind](chance, letter, vocabulary), group, kind)


def _negatives(chance: random.Random, contents: Sequence[str]) -> Iterator[Labelled]:
    """An opening as it is, bare or mistyped, before contents that have nothing in common."""
    for number, content in enumerate(contents):
        opening = OPENINGS[number % len(OPENINGS)]
        written = chance.choice((copied, copied, bare, mistyped, reformatted))(chance, opening, ())
        yield Labelled(f"{written} {content}", f"n{number}", "opening")
