"""The arguments in comments on one topic and provision: clusters, phrases, verbatim quotes; nothing is generated."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from nlp.arguments.concepts import concepts
from nlp.arguments.kmeans import clusters
from nlp.arguments.phrases import labels
from nlp.arguments.vectors import Matrix, vectors
from nlp.grouping.groups import MOST_WORDS, group
from nlp.grouping.shingles import bodies, cut
from nlp.grouping.words import I64, Words, read
from nlp.text import has_words

QUOTES = 3
QUOTED = (6, 80)  # words of a comment that reads well as a quote
ALIKE = 0.35  # how much a quote loses by being like those already shown


@dataclass(frozen=True)
class Argument:
    """One cluster. `members` and `quotes` are numbers of comments; quotes are shown verbatim.

    `messages` counts comments; `texts` counts near-duplicates and letters of a campaign once; `people` counts each
    author once, and a comment whose author is unknown as one person.
    """

    phrases: tuple[str, ...]
    quotes: tuple[int, ...]
    members: tuple[int, ...]
    messages: int
    texts: int
    people: int


@dataclass(frozen=True)
class Argued:
    """The arguments found, and `other`: numbers of the comments that say nothing which several others say."""

    arguments: list[Argument]
    other: tuple[int, ...]
    other_texts: int  # near-duplicates among them counted once


def arguments(comments: Sequence[str], authors: Sequence[str | None] | None = None) -> Argued:
    """What is argued in the comments, the argument of most distinct texts first; each comment is in one at most.

    `authors`: for each comment a key that is the same for comments of one person, or None; keys are only counted.
    Raises ValueError when there are not as many as comments. Comments without a word are in no argument and not among
    the others. The answer depends on the order of the comments only where two are equally good.
    """
    if authors is not None and len(authors) != len(comments):
        raise ValueError("as many authors as comments are needed")
    told = [number for number, text in enumerate(comments) if has_words(text)]
    placed = group([comments[number] for number in told])
    leads = sorted({told[one.representative] for one in placed}, key=lambda number: _order(comments[number]))
    if not leads:
        return Argued([], (), 0)
    texts = [comments[number] for number in leads]
    rows = vectors(_bodies(texts), concepts(texts))
    found = clusters(rows)
    members = [np.flatnonzero(found == number) for number in range(found.max() + 1)]
    called = labels(texts, [one.tolist() for one in members])
    cluster_of = {lead: int(cluster) for lead, cluster in zip(leads, found.tolist(), strict=True)}
    followers: list[list[int]] = [[] for _ in [*members, "other"]]
    for number, one in zip(told, placed, strict=True):
        followers[cluster_of[told[one.representative]]].append(number)
    quotes = [tuple(leads[row] for row in _quotes(rows, one, texts)) for one in members]
    argued = [
        Argument(phrases, quoted, tuple(numbers), len(numbers), len(one), people(numbers, authors))
        for phrases, quoted, numbers, one in zip(called, quotes, followers[:-1], members, strict=True)
    ]
    argued.sort(key=lambda one: (-one.texts, one.members))
    return Argued(argued, tuple(followers[-1]), int((found < 0).sum()))


def _order(text: str) -> bytes:
    """By this texts are put in an order that has nothing to do with what they say, nor with how they came."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def people(numbers: Sequence[int], authors: Sequence[str | None] | None) -> int:
    """How many people wrote some of the comments; each comment of an unknown author counts as one person."""
    known = [authors[number] for number in numbers] if authors else [None] * len(numbers)
    return len(set(known) - {None}) + known.count(None)


def _bodies(texts: Sequence[str]) -> Words:
    words = read(texts)
    begins, ends = bodies(words)
    return cut(words, begins, np.minimum(np.where(ends > begins, ends, begins), begins + MOST_WORDS))


def _quotes(rows: Matrix, members: I64, texts: Sequence[str]) -> list[int]:
    """The most typical texts that are unlike each other (maximal marginal relevance), readable ones first."""
    centre = rows[members].sum(axis=0)
    fits = rows[members] @ centre / max(1e-9, float(np.linalg.norm(centre)))
    sizes = np.array([len(texts[row].split()) for row in members])
    score = fits - np.where((sizes < QUOTED[0]) | (sizes > QUOTED[1]), 1.0, 0.0)
    chosen: list[int] = []
    shown = np.zeros(len(members))
    for _ in range(min(QUOTES, len(members))):
        best = int(np.argmax(np.round(score - ALIKE * shown, 9)))
        chosen.append(int(members[best]))
        score[best] = -np.inf
        shown = np.maximum(shown, rows[members] @ rows[members[best]])
    return chosen
