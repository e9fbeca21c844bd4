"""Word boundaries in Vietnamese text, from underthesea; nothing is downloaded and no meaning is read here."""

from collections.abc import Callable, Sequence
from functools import cache


def words(text: str) -> tuple[str, ...]:
    """The words of an accented text, syllables of one word joined by spaces.

    Reliable on accented text only: the model has never seen text without diacritics. The first call
    imports underthesea and loads its model (about a second); later ones cost about a millisecond per comment.

    >>> words("Tôi phản đối dự thảo")
    ('Tôi', 'phản đối', 'dự thảo')
    """
    return tuple(_segmenter()(text)) if text.strip() else ()


def word_starts(syllables: Sequence[str]) -> frozenset[int]:
    """The indexes of the syllables at which a word starts, and the end; empty when no answer is possible.

    >>> sorted(word_starts(["Tôi", "phản", "đối", "dự", "thảo"]))
    [0, 1, 3, 5]
    """
    starts, position = {0}, 0
    for word in words(" ".join(syllables)):
        position += len(word.split())
        starts.add(position)
    # The library may split or drop a strange syllable; then the counts no longer speak of our syllables.
    return frozenset(starts) if position == len(syllables) else frozenset()


@cache
def _segmenter() -> Callable[[str], list[str]]:
    # Imported at first use: it costs most of a second, and commands that never read a comment need not pay.
    from underthesea import word_tokenize  # noqa: PLC0415 - see the reason above

    segmenter: Callable[[str], list[str]] = word_tokenize
    return segmenter
