"""Which of many stored texts share word pairs with one more, and how alike they are; groups are kept elsewhere."""

from array import array
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.grouping.candidates import BUSY, HIGH, TRIED, VOTES
from nlp.grouping.clusters import WHOLE
from nlp.grouping.likeness import DROPPED, rarity
from nlp.grouping.shingles import Pairs
from nlp.grouping.single import Body, accepted, likeness
from nlp.grouping.words import I64, U32, distinct, offsets, ranges

ASKED = 32  # word pairs that are looked up: those that lead to the fewest texts
FEW = 2  # of the texts of a word pair that many have: as many as lead a bucket in the batch
PENDING = 1 << 18  # word pairs of texts added since, before they go into the second layer
VOTES_SHARE = 0.12  # of the word pairs asked for, and of those of the other text, that make it worth comparing
SAMPLE = 64  # word pairs of a long text that are looked at, and of one added since that lead to it (or a third)
LATE = 6  # texts added since, the last ones, that a word pair leads to
FIRST_ROWS = 1 << 12  # word pairs of texts added since that there is room for at first
ROOM = 1.25  # how much larger the arrays get that hold the bodies
LOOKED_AT = 8  # texts that share the most word pairs, among which up to TRIED share passages


class Alike(NamedTuple):
    """A text that is a near-duplicate of another, and how much of the shorter and of the longer one they share."""

    text: int
    covered: float
    covered_longer: float


class Index:
    """Bodies of texts, and for each word pair some texts that have it; arrays of numbers, so it holds few objects.

    The texts known at first are one layer of sorted arrays; of those added since the last ones of each word pair are
    kept, and they become a second layer when they are many.
    """

    def __init__(self, pairs: Pairs, chosen: I64) -> None:
        """`pairs`: of the texts known at first; `chosen`: those of them that others are compared with."""
        self._values, counts = _counts(pairs)
        texts = len(pairs.starts) - 1
        self._bits = np.append(rarity(counts, texts), rarity(np.ones(1, np.int64), texts))
        self._known = _Bodies(pairs, chosen, self._bits[self._rows(pairs.values)])
        wanted = np.zeros(texts, bool)
        wanted[chosen] = True
        kept = pairs.telling & wanted[pairs.texts]
        entries = distinct((pairs.values[kept].astype(np.uint64) << HIGH) | pairs.texts[kept].astype(np.uint64))
        # Where the texts of each of `values` stand in the first layer, and of the values that are none: nowhere.
        ends = np.searchsorted((entries >> HIGH).astype(np.uint32), self._values, side="right")
        self._firsts = np.append(offsets(np.diff(ends, prepend=0))[:-1], 0)
        sizes = np.diff(ends, prepend=0)
        self._sizes = np.append(np.where(sizes > BUSY, FEW, sizes), 0)
        self._owners = entries.astype(np.uint32).astype(np.int32)
        self._layer = np.zeros(0, np.uint64)
        self._late = _Late()
        self._retired: set[int] = set()

    def weighed(self, values: U32, telling: NDArray[np.bool_]) -> Body:
        """Word pairs of a text with what each tells."""
        places = telling.nonzero()[0]
        values, words = values[places], len(values) + 1
        rows = self._rows(values)
        return Body(words, values, (values >> DROPPED).tolist(), places.tolist(), self._bits[rows].tolist(), rows)

    def store(self, text: int, body: Body) -> None:
        """Keeps the body of one more text; texts are numbered in order."""
        self._known.add(text, body)

    def lead(self, text: int, body: Body) -> None:
        """Makes a stored text one that others are compared with."""
        if text in self._retired:
            self._retired.remove(text)
            return
        values = body.values
        if len(values) > SAMPLE:
            values = np.sort(values)[: max(SAMPLE, len(values) // 3)]
        self._late.add(text, values.tolist())
        if len(self._late.entries) >= PENDING:
            self._layer = np.concatenate((self._layer, np.array(self._late.entries)))
            self._layer.sort()
            self._late = _Late()

    def retire(self, text: int) -> None:
        """Compares others with this text no more."""
        self._retired.add(text)

    def body(self, text: int) -> Body:
        """The body of a stored text."""
        return self._known.of(text)

    def nearest(self, body: Body) -> list[Alike]:
        """The near-duplicates among the texts that share the most word pairs, the one that covers most first."""
        return self.alike(body, self._candidates(body))

    def alike(self, body: Body, texts: Iterable[int]) -> list[Alike]:
        """Which of some stored texts are near-duplicates of a body, the one that covers most first; looks at TRIED."""
        good, tried = [], 0
        for text in texts:
            other = self.body(text)
            found = likeness(body, other)
            if found is None:
                continue
            if accepted(found, *sorted((body.words, other.words))):
                good.append(Alike(text, found.covered, found.covered_longer))
            tried += 1
            if tried == TRIED or min(found.covered, found.covered_longer) >= WHOLE:  # none can be much more alike
                break
        return sorted(good, key=lambda one: -one.covered)

    def _candidates(self, body: Body) -> list[int]:
        """The texts that share the most word pairs, of those that share enough to be worth comparing."""
        owners, asked = self._owners_of(body)
        several = [(-count, text) for text, count in Counter(owners).items() if count >= VOTES]
        enough = [
            (less, text)
            for less, text in several
            if -less >= VOTES_SHARE * min(asked, self._known.size(text)) and text not in self._retired
        ]
        return [text for _, text in sorted(enough)[:LOOKED_AT]]

    def _owners_of(self, body: Body) -> tuple[list[int], int]:
        """The texts of each of the ASKED rarest word pairs of a body that any text has; and how many these are."""
        values, rows = body.values, body.rows if body.rows is not None else self._rows(body.values)
        if len(values) > SAMPLE:  # of a long text those with the lowest hashes, as in a min-hash
            order = values.argsort()[:SAMPLE]
            values, rows = values[order], rows[order]
        sizes, late = self._sizes[rows], self._late.of(values.tolist())
        led = sizes + (late >= 0).sum(axis=1)
        places = led.nonzero()[0]
        if len(places) > ASKED:
            places = places[led[places].argsort(kind="stable")[:ASKED]]
        owners: list[int] = self._owners[ranges(self._firsts[rows[places]], sizes[places])].tolist()
        late = late[places]
        owners += late[late >= 0].tolist()
        if len(self._layer):
            owners += self._second(values)
        return owners, max(1, len(places))

    def _second(self, values: U32) -> list[int]:
        wanted = values.astype(np.uint64) << HIGH
        first = self._layer.searchsorted(wanted)
        sizes = self._layer.searchsorted(wanted + np.uint64(1 << 32)) - first
        found: list[int] = self._layer[ranges(first, np.where(sizes > BUSY, FEW, sizes))].astype(np.uint32).tolist()
        return found

    def _rows(self, values: U32) -> I64:
        """Where each word pair stands among those known at first; behind them when it was unknown."""
        if not len(self._values):
            return np.zeros(len(values), np.int64)
        at = self._values.searchsorted(values)
        at[self._values.take(at, mode="clip") != values] = len(self._values)
        return at


class _Bodies:
    """The telling word pairs of texts behind each other."""

    def __init__(self, pairs: Pairs, chosen: I64, bits: NDArray[np.float32]) -> None:
        sizes = np.diff(pairs.starts)[chosen]
        places = ranges(pairs.starts[:-1][chosen], sizes)
        telling = pairs.telling[places]
        owner = np.arange(len(chosen)).repeat(sizes)[telling]
        places = places[telling]
        self._values: U32 = pairs.values[places]
        self._places = (places - pairs.starts[:-1][chosen][owner]).astype(np.uint16)
        self._bits = bits[places]
        self._starts = array("q", offsets(np.bincount(owner, minlength=len(chosen))).tolist())
        self._words = array("i", (sizes + 1).tolist())
        rows = np.full(len(pairs.starts) - 1, -1)
        rows[chosen] = np.arange(len(chosen))
        self._row = array("i", rows.tolist())

    def add(self, text: int, body: Body) -> None:
        """Keeps one more body; texts are numbered in order."""
        held = self._starts[-1]
        end = held + len(body.values)
        if end > len(self._values):
            size = int(max(end, 1000) * ROOM)
            self._values = np.resize(self._values, size)
            self._places = np.resize(self._places, size)
            self._bits = np.resize(self._bits, size)
        self._values[held:end] = body.values
        self._places[held:end] = body.places
        self._bits[held:end] = body.bits
        self._row.extend([-1] * (text - len(self._row)))
        self._row.append(len(self._words))
        self._words.append(body.words)
        self._starts.append(end)

    def of(self, text: int) -> Body:
        row = self._row[text]
        held = slice(self._starts[row], self._starts[row + 1])
        values, places, bits = self._values[held], self._places[held], self._bits[held]
        return Body(self._words[row], values, (values >> DROPPED).tolist(), places.tolist(), bits.tolist())

    def size(self, text: int) -> int:
        """How many telling word pairs a text has."""
        row = self._row[text]
        size: int = self._starts[row + 1] - self._starts[row]
        return size


class _Late:
    """Which texts have a word pair: of each the LATE last ones, and all in one list."""

    def __init__(self) -> None:
        self.entries = array("Q")  # word pair and text in one number
        self._row: dict[int, int] = {}  # of each word pair; the first row is that of all others
        self._texts = np.full((FIRST_ROWS, LATE), -1, np.int32)  # the last text first; -1 where there are fewer

    def add(self, text: int, values: Iterable[int]) -> None:
        several = list(dict.fromkeys(values))
        rows = [self._row.setdefault(value, len(self._row) + 1) for value in several]
        while len(self._row) >= len(self._texts):
            self._texts = np.concatenate((self._texts, np.full_like(self._texts, -1)))
        self._texts[rows, 1:] = self._texts[rows, :-1]
        self._texts[rows, 0] = text
        self.entries.extend([value << 32 | text for value in several])

    def of(self, values: Iterable[int]) -> NDArray[np.int32]:
        """A row of up to LATE texts for each of the values, and -1 for the others."""
        get = self._row.get
        found: NDArray[np.int32] = self._texts[[get(value, 0) for value in values]]
        return found


def _counts(pairs: Pairs) -> tuple[U32, I64]:
    order = np.sort(pairs.values)
    first = np.concatenate(([True], order[1:] != order[:-1])) if len(order) else np.zeros(0, bool)
    return order[first], np.diff(np.flatnonzero(first), append=len(order))
