"""A comment's words as staff may see them: masked, with the evidence marked, long ones folded; stores nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from nlp import redact

PieceKind = Literal["plain", "evidence", "masked"]
FOLD_AT, FOLD_LINES = 420, 6  # characters and lines that a row shows of a comment before it is unfolded
NEARLY = 1.25  # a text this much longer than the fold is shown whole: unfolding a few words annoys
LONGEST = 4_000  # characters of one text on a page of many; the page of one comment shows all of it


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a comment: plain, the evidence of a topic, or what stands for a masked number."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A text in pieces: ``head`` is always shown, ``rest`` unfolds; ``is_cut`` when more of it is shown elsewhere."""

    head: tuple[Piece, ...]
    rest: tuple[Piece, ...] = ()
    is_cut: bool = False

    @property
    def text(self) -> str:
        """All of its words."""
        return "".join(piece.text for piece in (*self.head, *self.rest))


def spans(text: str, evidence: Iterable[Any]) -> list[tuple[int, int]]:
    """The places of stored evidence in this text, in order, overlapping ones joined; what does not fit is left out."""
    found = []
    for one in evidence:
        start, end, words = (one.get(name) if isinstance(one, Mapping) else None for name in ("start", "end", "text"))
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end and words and text[start:end] == words:
            found.append((start, end))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def pieces(text: str, evidence: Iterable[Any] = ()) -> list[Piece]:
    """The text masked and cut at its evidence; evidence that touches a masked number is not shown.

    Joined, the pieces are ``nlp.redact.mask(text)``.
    """
    hidden = [(span.start, span.end, f"[{span.kind}]") for span in _hidden(text)]
    clear = [place for place in spans(text, evidence) if not any(_meet(place, number) for number in hidden)]
    marks: list[tuple[int, int, PieceKind, str]] = [(start, end, "masked", label) for start, end, label in hidden]
    marks += [(start, end, "evidence", text[start:end]) for start, end in clear]
    found: list[Piece] = []
    position = 0
    for start, end, kind, words in sorted(marks):
        found += [Piece("plain", text[position:start]), Piece(kind, words)]
        position = end
    return [piece for piece in (*found, Piece("plain", text[position:])) if piece.text]


def evidence_words(text: str, evidence: Iterable[Any]) -> tuple[str, ...]:
    """The different words of the evidence as `pieces` marks them, in the order of the text."""
    return tuple(dict.fromkeys(piece.text for piece in pieces(text, evidence) if piece.kind == "evidence"))


def fold(found: Sequence[Piece], longest: int | None = LONGEST) -> Passage:
    """The pieces in two: what is shown at once and what unfolds, cut between words; ``longest`` None shows it all."""
    if longest is None:
        return Passage(tuple(found))
    is_cut = sum(len(piece.text) for piece in found) > longest
    kept = _until(found, longest) if is_cut else list(found)
    words = "".join(piece.text for piece in kept)
    if len(words) <= FOLD_AT * NEARLY and words.count("\n") <= FOLD_LINES:
        return Passage(tuple(kept), (), is_cut)
    head = _until(kept, _fold_at(words))
    taken = sum(len(piece.text) for piece in head)
    return Passage(tuple(head), tuple(_since(kept, taken)), is_cut)


@lru_cache(maxsize=64)  # a row asks for its text and for the words of each of its topics
def _hidden(text: str) -> tuple[redact.Span, ...]:
    return redact.find(text)


def _meet(place: tuple[int, int], number: tuple[int, int, str]) -> bool:
    return place[0] < number[1] and number[0] < place[1]


def _fold_at(words: str) -> int:
    """Where the part shown at once ends: after some lines or characters, between two words where there is a gap."""
    lines = [place for place, char in enumerate(words) if char == "\n"]
    most = min(FOLD_AT, lines[FOLD_LINES - 1] if len(lines) >= FOLD_LINES else FOLD_AT)
    gap = max(words.rfind(sign, 0, most) for sign in " \n")
    return gap + 1 if gap > most // 2 else most


def _until(found: Iterable[Piece], length: int) -> list[Piece]:
    """The first ``length`` characters; what stands for a number is never cut in two."""
    kept: list[Piece] = []
    for piece, start in _placed(found):
        if start >= length:
            break
        whole = piece.kind == "masked" or start + len(piece.text) <= length
        kept.append(piece if whole else Piece(piece.kind, piece.text[: length - start]))
    return kept


def _since(found: Iterable[Piece], length: int) -> list[Piece]:
    return [
        Piece(piece.kind, piece.text[max(0, length - start) :])
        for piece, start in _placed(found)
        if start + len(piece.text) > length
    ]


def _placed(found: Iterable[Piece]) -> Iterator[tuple[Piece, int]]:
    start = 0
    for piece in found:
        yield piece, start
        start += len(piece.text)
