"""The three ways in which a model reads each example: as typed, bare and rough; noise itself is nlp/noise.py."""

from zlib import crc32

from nlp.noise import half_unmarked, mistyped, noisy, shortened, unmarked

ROUGH = (half_unmarked, shortened, mistyped, noisy)


def typed(text: str) -> str:
    """The text as it is."""
    return text


def rough(text: str) -> str:
    """Half its marks gone, in chat spelling, with slips, or all of that without marks: which, the text decides."""
    number = crc32(text.encode("utf-8", "replace"))
    return ROUGH[number % len(ROUGH)](text, str(number))


COPIES = (typed, unmarked, rough)
