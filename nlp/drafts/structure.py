"""Lines in, a draft out: the tree of provisions and what is odd about it. Never raises, loses no word."""

import re
from bisect import bisect_right
from itertools import pairwise

from nlp.drafts import annexes, articles, closing, kinds, markers, masthead, quotes, slips
from nlp.drafts.articles import Oddity
from nlp.drafts.builder import Builder
from nlp.drafts.markers import Marker
from nlp.drafts.reading import Reading
from nlp.drafts.source import Line, Source
from nlp.drafts.tree import Draft, Problem

_STARTS = {"phan", "chuong", "muc", "dieu"}
# "Điều" and "Cộng hòa" as TCVN3 and VNI fonts spell them.
_OLD_FONT = re.compile(r"§iÒu|§IÒU|Céng hßa|Céng hoµ|Ñieàu|ÑIEÀU|Coäng hoøa")
# "Điều 5. Mức phí ........ 12": a line of a table of contents.
_CONTENTS = re.compile(r"(?:[.…_]\s?){4,}\s?\d{1,4}$")
_REFERENCE = re.compile(r"^Điều \d")  # "Điều kiện …" begins a sentence
_BLANK = re.compile(r"[.…_]{4,}")
# A form has blanks to fill in; its numbered lines are no provisions.
_BLANKS_OF_A_FORM = 3


def parse(source: Source) -> Draft:
    """The draft that the lines tell of. Whatever cannot be understood stays as text of its neighbour."""
    return read(source).draft


def read(source: Source) -> Reading:
    """As ``parse``, with the lines as they were read and the one that each provision begins on."""
    lines = slips.repaired(annexes.unglue(tuple(line for line in source.lines if line.text)))
    quoted, unclosed = quotes.inside([line.text for line in lines])
    silent = [quoted[at] or line.hint == "table" or bool(_CONTENTS.search(line.text)) for at, line in enumerate(lines)]
    marks = [() if silent[at] else markers.read(line.text) for at, line in enumerate(lines)]
    odd = [Oddity(at, "quote_open", "Dấu ngoặc kép mở mà không đóng; hãy kiểm tra phần được trích.") for at in unclosed]
    first = _first_article(lines, marks)
    heads = annexes.find(lines, quoted, first)
    chosen, misplaced = _articles(lines, marks, sorted(heads))
    start = _structure_begins(lines, marks, chosen, heads)
    head = masthead.read(lines[:start], source.title)
    builder = Builder(
        has_articles=any(at < min(heads, default=len(lines)) for at in chosen),
        numbered=head.kind not in kinds.WHOLE,
    )
    ends = _closings(lines, quoted, start, chosen, heads)
    if start == len(lines):
        start = min(ends, default=start)  # a letter: all of it is preamble, but for recipients and signature
    forms = {at for at, end in pairwise([*sorted(heads), len(lines)]) if _is_form(lines[at:end])}
    _walk(builder, lines, marks, quoted, (start, chosen, heads, ends, forms))
    placed = [Problem(one.code, builder.places.get(one.at, ""), one.message, one.at + 1) for one in (*odd, *misplaced)]
    draft = builder.draft(lines, start, head, [*source.problems, *head.problems, *placed, *_old_fonts(lines)])
    starts = {path: line + 1 for path, line in builder.starts.items()}
    return Reading(draft, tuple(line.text for line in lines), starts)


def _old_fonts(lines: tuple[Line, ...]) -> list[Problem]:
    """Texts typed in the fonts of the 1990s hold other letters than people see; nothing can be found in them."""
    at = next((at for at, line in enumerate(lines) if _OLD_FONT.search(line.text)), None)
    message = "Chữ trong tệp dùng phông cũ (TCVN3 hoặc VNI); hãy chuyển sang Unicode rồi tải lại."
    return [] if at is None else [Problem("legacy_font", f"dòng {at + 1}", message, at + 1)]


def _walk(
    builder: Builder,
    lines: tuple[Line, ...],
    marks: list[tuple[Marker, ...]],
    quoted: list[bool],
    found: tuple[int, set[int], dict[int, annexes.Head], set[int], set[int]],
) -> None:
    start, chosen, heads, ends, forms = found
    for at in range(start, len(lines)):
        line = lines[at]
        builder.at = at
        if at in heads:
            builder.open_annex(heads[at], form=at in forms)
        elif at in ends and not builder.ended:
            builder.close(line.text)
        elif not builder.take(at, marks[at], is_article=at in chosen):
            before = lines[at - 1].text if at else ""
            starts_low = line.text[0].islower() or line.text[0] in ",;)" or bool(_REFERENCE.match(line.text))
            goes_on = starts_low and not quoted[at]
            builder.text(line.text, table=line.hint == "table", goes_on=goes_on and not articles.ends_sentence(before))
        builder.places[at] = builder.here()


def _first_article(lines: tuple[Line, ...], marks: list[tuple[Marker, ...]]) -> int:
    """The first line that opens the main document; annexes can only stand behind it."""
    for at, read in enumerate(marks):
        if read and read[0].firm and read[0].kind in _STARTS | {"roman"} and read[0].value == 1:
            return at
    return next(
        (at for at, line in enumerate(lines) if line.text.startswith("Nơi nhận")), len(lines) if len(lines) < 2 else 1
    )


def _articles(
    lines: tuple[Line, ...], marks: list[tuple[Marker, ...]], breaks: list[int]
) -> tuple[set[int], list[Oddity]]:
    """The real articles of the main document and of each annex."""
    chosen: set[int] = set()
    problems: list[Oddity] = []
    edges = [0, *breaks, len(lines)]
    for begin, end in pairwise(edges):
        candidates = [
            articles.candidate(at, marks[at][0], lines[at - 1].text if at else "")
            for at in range(begin, end)
            if marks[at] and marks[at][0].kind == "dieu"
        ]
        for part in _restarts(candidates):
            found, odd = articles.choose(part)
            chosen |= found
            problems += odd
    return chosen, problems


def _restarts(candidates: list[articles.Candidate]) -> list[list[articles.Candidate]]:
    """Split where "Điều 1." comes again and goes on: an annexed document whose heading was not seen."""
    parts: list[list[articles.Candidate]] = [[]]
    for index, one in enumerate(candidates):
        again = one.marker.firm and not one.doubtful and one.marker.key == "1" and bool(parts[-1])
        follows = any(other.marker.firm and other.marker.key == "2" for other in candidates[index + 1 : index + 4])
        if again and follows:
            parts.append([])
        parts[-1].append(one)
    return parts


def _structure_begins(
    lines: tuple[Line, ...], marks: list[tuple[Marker, ...]], chosen: set[int], heads: dict[int, annexes.Head]
) -> int:
    """The first line of the first provision or annex; the number of lines when there is none."""
    first = min([*chosen, *heads], default=len(lines))
    for at in range(first):
        read = marks[at]
        if not read:
            continue
        if read[0].kind in _STARTS - {"dieu"} and read[0].firm and read[0].value == 1:
            return at
        if read[0].kind in {"roman", "capital"} and read[0].value == 1 and not (chosen and min(chosen) < first):
            return at
    if first < len(lines) and first in chosen:
        return first
    numbered = _numbered_from(lines, marks, first)
    return min(first, numbered)


def _numbered_from(lines: tuple[Line, ...], marks: list[tuple[Marker, ...]], stop: int) -> int:
    """Where 1., 2. … begin in a document without articles and roman numbers."""
    letter = any("Kính gửi" in line.text for line in lines[:stop])
    if letter:
        return len(lines)
    ones = [at for at in range(stop) if marks[at] and marks[at][0].kind == "number" and marks[at][0].key == "1"]
    twos = any(marks[at] and marks[at][0].kind == "number" and marks[at][0].key == "2" for at in range(stop))
    return ones[0] if ones and twos else len(lines)


def _closings(
    lines: tuple[Line, ...], quoted: list[bool], start: int, chosen: set[int], heads: dict[int, annexes.Head]
) -> set[int]:
    """Closing lines that no article of the same document follows."""
    first = start if start < len(lines) else min(1, len(lines))
    found = set()
    edges, starts = [*sorted(heads), len(lines)], [*sorted(chosen), len(lines)]
    for at in closing.find(lines, quoted, first):
        edge, restart = edges[bisect_right(edges, at)], starts[bisect_right(starts, at)]
        ends = restart >= edge or markers.read(lines[restart].text)[0].key == "1"
        if ends:
            found.add(at)
    return found


def _is_form(lines: tuple[Line, ...]) -> bool:
    return sum(1 for line in lines if _BLANK.search(line.text)) >= _BLANKS_OF_A_FORM
