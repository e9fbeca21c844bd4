"""The restorer's weights as one small file: which syllables there are and which follow each other; no decoding here.

The file is zlib-packed: a line with the counts, the syllables, then arrays. Probabilities are kept as eighths of
their negative natural logarithm, one byte each.
"""

import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

FILE = Path(__file__).with_name("weights.bin")
GRAIN = 8  # steps of one unit of the logarithm
_MAGIC = b"gopy-restoring-2\n"


@dataclass(frozen=True)
class Weights:
    """`alone`, `other`, `capital`: cost of each syllable by itself, of leaving the known pairs after it, and of a
    capital inside a sentence.

    `pairs` are ``before * len(syllables) + after`` in rising order, `costs` what each pair costs. Costs are whole
    numbers: GRAIN times the negative logarithm of a probability.
    """

    syllables: tuple[str, ...]
    alone: Sequence[int]
    other: Sequence[int]
    capital: Sequence[int]
    pairs: Sequence[int]
    costs: Sequence[int]


def pack(weights: Weights) -> bytes:
    """The bytes of the file."""
    head = f"{len(weights.syllables)} {len(weights.pairs)}\n{' '.join(weights.syllables)}\n".encode()
    steps = array("I", _steps(weights.pairs))
    if sys.byteorder == "big":
        steps.byteswap()
    body = b"".join(bytes(part) for part in (weights.alone, weights.other, weights.capital, weights.costs))
    return zlib.compress(_MAGIC + head + body + steps.tobytes(), 9)


def unpack(packed: bytes) -> Weights:
    """The weights in the bytes of a file. Raises ValueError for any other bytes."""
    try:
        content = zlib.decompress(packed)
    except zlib.error as error:
        raise ValueError("not a file of the restorer's weights") from error
    if not content.startswith(_MAGIC):
        raise ValueError("not a file of the restorer's weights")
    counts, words, body = content.removeprefix(_MAGIC).split(b"\n", 2)
    size, pairs = map(int, counts.split())
    syllables = tuple(words.decode().split(" "))
    steps = array("I")
    steps.frombytes(body[3 * size + pairs :])
    if sys.byteorder == "big":
        steps.byteswap()
    alone, other, capital = (body[at * size : (at + 1) * size] for at in range(3))
    return Weights(syllables, alone, other, capital, list(accumulate(steps)), body[3 * size : 3 * size + pairs])


def _steps(pairs: Iterable[int]) -> Iterable[int]:
    before = 0
    for pair in pairs:
        yield pair - before
        before = pair
