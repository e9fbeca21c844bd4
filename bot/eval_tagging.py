"""Measuring the tagger on a labelled file (JSONL); what is measured is decided here, nothing is printed."""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.labelled import labelled_rows
from nlp.fields import FIELDS
from nlp.lexicon.kinds import KINDS
from nlp.noise import noisy, unmarked
from nlp.tagging import AUTO, UNSURE, Tagger, Tagging

# Portals label by their own departments. These labels say one of our fields without doubt; a row whose label
# is not here counts as unlabelled. Sections of newspapers ("Thời sự", "Khoa học") are no fields of government.
PORTAL_LABELS = {
    "Thủ tục hành chính lĩnh vực Bảo hiểm y tế": ("y_te", "an_sinh"),
    "Thủ tục xét tặng Thầy thuốc Nhân dân, Thầy thuốc Ưu tú": ("can_bo_to_chuc", "y_te"),
    "Thủ tục Xét thưởng hỗ trợ sinh con đúng chính sách dân số": ("dan_su_hngd",),
}
PORTAL_FIELDS = {
    "Y tế": ("y_te",),
    "Bảo hiểm xã hội": ("an_sinh",),
    "Thông tin và Truyền thông": ("khcn_cntt",),
    "Khoa học và Công nghệ": ("khcn_cntt",),
}


# The same texts as they are typed, without diacritics, and with chat shorthand and slips besides.
FORMS: Mapping[str, Callable[[str, str], str]] = {
    "accented": lambda text, _: text,
    "deaccented": lambda text, _: unmarked(text),
    "noised": noisy,
}


@dataclass(frozen=True)
class _Example:
    text: str
    title: str
    labels: tuple[str, ...]
    kind: str


def evaluate(path: Path, tagger: Tagger | None = None) -> dict[str, object]:
    """The tagger's quality on a labelled file: as it is typed, without diacritics, and noised (see FORMS).

    Each line is a JSON object with "text", an optional "title", either "labels" (field codes) or the "label" and
    "field" of a portal (see PORTAL_FIELDS), and possibly "kind" (one of ours; others are passed over).
    Answers, all shares between 0 and 1: {"rows", "labelled", "unlabelled", "accented": M, "deaccented": M,
    "noised": M, "kinds": {"rows", "right"}}, M = {"top1", "recall_at_3", "micro", "macro", "topics": {code:
    {"precision", "recall", "f1", "support"}}, "bands", "auto", "certain_half", "ms_per_text"}.
    top1: the first topic is one of the labels. recall_at_3: share of labels among the first three topics.
    micro, macro and topics take the topics in the bands auto and suggest as the answer; macro is the mean over
    fields that have examples. bands: how many texts got their first topic in a band, how many of them right.
    auto: how many topics of any place were in that band, and the share of them that is right. certain_half: the
    share of right first topics in the half of the texts whose first topic has the highest scores.

    Raises OSError for a file that cannot be read and ValueError naming the line that has no such form.
    """
    examples = labelled_rows(path, _example)
    known = [example for example in examples if example.labels]
    tagger = tagger or Tagger.load()
    return {
        "rows": len(examples),
        "labelled": len(known),
        "unlabelled": len(examples) - len(known),
        **{form: _measure(tagger, known, change) for form, change in FORMS.items()},
        "kinds": _kinds(tagger, [example for example in examples if example.kind]),
    }


def labelled(path: Path) -> "list[_Example]":
    """The lines of a labelled file that say a field. Raises as `evaluate` does."""
    return [example for example in labelled_rows(path, _example) if example.labels]


def _example(row: Mapping[str, Any]) -> _Example:
    if "labels" in row:
        labels = tuple(row["labels"])
        if unknown := [label for label in labels if label not in FIELDS]:
            raise KeyError(f"{unknown[0]} is not a field code")
    else:
        labels = PORTAL_LABELS.get(row.get("label", ""), ()) or PORTAL_FIELDS.get(row.get("field", ""), ())
    text = row["text"]
    if not isinstance(text, str):
        raise TypeError("text must be a string")
    kind = row.get("kind")
    return _Example(text, row.get("title") or "", labels, kind if kind in KINDS else "")


def _measure(tagger: Tagger, examples: Sequence[_Example], change: Callable[[str, str], str]) -> dict[str, object]:
    texts = [(change(each.text, str(place)), change(each.title, "title")) for place, each in enumerate(examples)]
    started = time.perf_counter()
    answers = [tagger.tag(text, title) for text, title in texts]
    seconds = time.perf_counter() - started
    pairs = list(zip(examples, answers, strict=True))
    return {
        "top1": _share(sum(_first_right(example, answer) for example, answer in pairs), len(pairs)),
        "recall_at_3": _share(
            sum(len({topic.code for topic in answer.topics} & set(example.labels)) for example, answer in pairs),
            sum(len(example.labels) for example in examples),
        ),
        **_by_topic(pairs),
        "bands": _by_band(pairs),
        "auto": _automatic(pairs),
        "certain_half": _certain_half(pairs),
        "ms_per_text": round(1000 * seconds / max(1, len(pairs)), 3),
    }


def _kinds(tagger: Tagger, examples: Sequence[_Example]) -> dict[str, float]:
    right = sum(tagger.tag(example.text, example.title).kind == example.kind for example in examples)
    return {"rows": len(examples), "right": _share(right, len(examples))}


def _automatic(pairs: Sequence[tuple[_Example, Tagging]]) -> dict[str, float]:
    given = [
        (topic.code in example.labels) for example, tagging in pairs for topic in tagging.topics if topic.band == AUTO
    ]
    return {"topics": len(given), "precision": _share(sum(given), len(given))}


def _certain_half(pairs: Sequence[tuple[_Example, Tagging]]) -> float:
    by_score = sorted(pairs, key=lambda pair: -pair[1].topics[0].score if pair[1].topics else 0.0)
    half = by_score[: len(pairs) // 2]
    return _share(sum(_first_right(example, answer) for example, answer in half), len(half))


def _first_right(example: _Example, answer: Tagging) -> bool:
    return bool(answer.topics) and answer.topics[0].code in example.labels


def _by_topic(pairs: Sequence[tuple[_Example, Tagging]]) -> dict[str, object]:
    hit: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for example, answer in pairs:
        given = {topic.code for topic in answer.topics if topic.band != UNSURE}
        hit.update(given & set(example.labels))
        wrong.update(given - set(example.labels))
        missed.update(set(example.labels) - given)
    topics = {code: _scores(hit[code], wrong[code], missed[code]) for code in FIELDS if hit[code] + missed[code]}
    f1s = [float(scores["f1"]) for scores in topics.values()]
    return {
        "micro": _scores(hit.total(), wrong.total(), missed.total()),
        "macro": {"f1": _share(sum(f1s), len(f1s)), "fields": len(f1s)},
        "topics": topics,
    }


def _by_band(pairs: Sequence[tuple[_Example, Tagging]]) -> dict[str, dict[str, int]]:
    bands: dict[str, dict[str, int]] = {}
    for example, answer in pairs:
        band = bands.setdefault(answer.topics[0].band if answer.topics else "none", {"texts": 0, "right": 0})
        band["texts"] += 1
        band["right"] += _first_right(example, answer)
    return bands


def _scores(hit: int, wrong: int, missed: int) -> dict[str, float]:
    return {
        "precision": _share(hit, hit + wrong),
        "recall": _share(hit, hit + missed),
        "f1": _share(2 * hit, 2 * hit + wrong + missed),
        "support": hit + missed,
    }


def _share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0
