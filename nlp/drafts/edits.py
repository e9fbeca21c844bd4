"""Edits of an outline as data: found again in any reading of the same file by path and words, applied in order."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from nlp.drafts import corrections, outline, sequences
from nlp.drafts.corrections import Unfit
from nlp.drafts.outline import Outline, Section
from nlp.drafts.reading import Reading
from nlp.drafts.tree import Draft, Problem

_OPENING_WORDS = 6
_NAMES = {
    "merge": "gộp", "split": "tách", "level": "đổi cấp", "rename": "đổi tên", "annex": "đánh dấu phụ lục",
}  # fmt: skip
_WHY = {
    "edit_lost": "không còn tìm thấy phần này trong tệp",
    "edit_place_missing": "không còn tìm thấy những chữ mà phần tách ra bắt đầu",
    "edit_kind_unknown": "không có cấp này",
    "edit_label_wrong": "số hoặc tên mới không dùng được",
}


@dataclass(frozen=True, slots=True)
class Edit:
    """One correction. ``path`` and ``fingerprint`` are the provision's when the edit was made.

    ``kind`` and its ``details``: merge; split (begins, at, kind, label); level (kind or "text", label);
    rename (label, heading); annex (annex_kind, label, title, begins, at, or ``annex`` False for "is none").
    """

    kind: str
    path: str
    fingerprint: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    number: int = 0  # names what a split makes; edits of one draft have different ones


@dataclass(frozen=True, slots=True)
class Corrected:
    """A draft after its edits: ``now`` leads from where a provision was in the reading (or from ``edit-NUMBER``) to its
    path, ``starts`` from paths to lines, ``lost`` names the edits (from 0) that found no place, with the reason.
    """

    draft: Draft
    now: Mapping[str, str | None]
    starts: Mapping[str, int]
    lost: Mapping[int, str]


def apply(reading: Reading, edits: Sequence[Edit]) -> Corrected:
    """The reading with all edits that still have a place; the others become problems and change nothing."""
    bench = outline.opened(reading)
    lost: dict[int, str] = {}
    for number, edit in enumerate(edits):
        try:
            _make(bench, edit, f"edit-{edit.number or number}")
        except Unfit as unfit:
            lost[number] = unfit.code
        else:
            bench.name()
    told = (*sequences.told_by_reading(bench), *sequences.at_corrections(bench))
    missing = tuple(
        Problem("edit_lost", edits[number].path, _sentence(edits[number], why)) for number, why in lost.items()
    )
    starts = {node.path: node.line for node in bench.nodes() if node.line}
    now = bench.now()
    starts |= {
        path: line for origin, line in reading.starts.items() if (path := now.get(origin)) and path not in starts
    }
    return Corrected(replace(bench.frozen(), problems=(*missing, *told)), now, starts, lost)


def fingerprint(words: str) -> str:
    """What tells a provision by its words: all of them, and those it begins with; "" for no words at all.

    >>> fingerprint("Hộ nghèo được miễn.") == fingerprint("hộ  nghèo được miễn;")
    True
    """
    found = re.findall(r"\w+", words.lower())
    if not found:
        return ""
    return f"{_digest(found)}.{_digest(found[:_OPENING_WORDS])}"


def anchored(draft: Draft, edit: Edit) -> Edit:
    """The edit with the fingerprint of what its path names in this draft. Raises Unfit(``edit_lost``)."""
    for part in draft.provisions:
        if part.path == edit.path:
            return replace(edit, fingerprint=fingerprint(f"{part.heading}\n{part.text}"))
    for annex in draft.annexes:
        if annex.path == edit.path:
            return replace(edit, fingerprint=fingerprint(f"{annex.title}\n{annex.text}"))
    raise Unfit("edit_lost")


def _make(bench: Outline, edit: Edit, name: str) -> None:
    if edit.kind == "annex" and edit.details.get("annex") is False:
        corrections.end_annex(bench, _annex(bench, edit))
        return
    section, at = _provision(bench, edit)
    before = section.nodes[at]
    kept = (before.heading, before.text)
    works: dict[str, Callable[[], None]] = {
        "merge": lambda: corrections.merge(bench, section, at),
        "split": lambda: corrections.split(bench, section, at, edit.details, name),
        "level": lambda: corrections.change_level(bench, section, at, edit.details),
        "rename": lambda: corrections.rename(bench, section, at, edit.details),
        "annex": lambda: corrections.begin_annex(bench, section, at, edit.details),
    }
    if edit.kind not in works:
        raise Unfit("edit_kind_unknown")
    try:
        works[edit.kind]()
    except Unfit:
        before.heading, before.text = kept
        raise


def _provision(bench: Outline, edit: Edit) -> tuple[Section, int]:
    """The place of the provision that the edit speaks of: same words at the same path, else the same words, else
    the same beginning; words decide before paths, because a better reader may call provisions otherwise.
    """
    by_path = bench.find(edit.path)
    if by_path is not None and _words(*by_path) == edit.fingerprint:
        return by_path
    whole, _, begins = edit.fingerprint.partition(".")
    if whole:
        known = [
            (section, at, *_words(section, at).partition("."))
            for section in bench.sections
            for at in range(len(section.nodes))
        ]
        for wanted, place in ((whole, 2), (begins, 4)):
            same = [(one[0], one[1]) for one in known if one[place] == wanted]
            if place == 4 and by_path is not None and by_path in same:
                return by_path
            if found := _only(same, edit.path):
                return found
    raise Unfit("edit_lost")


def _only(same: list[tuple[Section, int]], path: str) -> tuple[Section, int] | None:
    """The one place, or the only one whose last step is the same."""
    if len(same) > 1:
        step = path.rpartition("/")[2]
        same = [(section, at) for section, at in same if section.nodes[at].path.rpartition("/")[2] == step]
    return same[0] if len(same) == 1 else None


def _annex(bench: Outline, edit: Edit) -> Section:
    named = bench.annex(edit.path)
    annexes = [section for section in bench.sections if section.annex is not None]
    same = [one for one in annexes if _of_annex(one) == edit.fingerprint]
    if named is not None and (named in same or not same):
        return named
    if len(same) == 1 and edit.fingerprint:
        return same[0]
    raise Unfit("edit_lost")


def _of_annex(section: Section) -> str:
    return fingerprint(f"{section.annex.title}\n{section.annex.text}") if section.annex is not None else ""


def _words(section: Section, at: int) -> str:
    node = section.nodes[at]
    return fingerprint(f"{node.heading}\n{node.text}")


def _sentence(edit: Edit, why: str) -> str:
    return f"Lần sửa «{_NAMES.get(edit.kind, edit.kind)}» ở {edit.path} không áp dụng được: {_WHY[why]}."


def _digest(words: Sequence[str]) -> str:
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:24]
