"""Which lines that look like "Điều N." are articles: decided over the whole sequence, not line by line."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from nlp.drafts.markers import Marker, is_upper

_SENTENCE_ENDS = (".", ";", ":", "!", "?", "…", "”", '"', ")", "]", "*")
# Only the end of a line tells whether it goes on; paragraphs may be very long.
_TAIL = 60
# A line that stops here goes on: "… theo quy định tại khoản 2" + "Điều 9."
_GOES_ON = re.compile(
    r"(?:(?<!\w)(?:khoản|điểm|điều|mục|chương)(?:\s[\w,]+)*|(?<!\w)(?:tại|theo|của|và|hoặc|các|với|từ|đến|số|là)|,)$",
    re.IGNORECASE,
)
_LEADS_IN = re.compile(r"(?:như sau|sau đây)\s*:$", re.IGNORECASE)
# A jump of more than this is no slip of a drafter's pen but a reference or a quotation without marks.
_JUMP = 3


@dataclass(frozen=True, slots=True)
class Oddity:
    """A problem on a line; it becomes a Problem once the line's path is known."""

    at: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be an article, with what stands before it."""

    at: int
    marker: Marker
    doubtful: bool  # the line before goes on, or leads in a quotation


def candidate(at: int, marker: Marker, before: str) -> Candidate:
    """The candidate on line ``at``, judged by the line ``before`` it."""
    cut = bool(before) and not is_upper(before) and not ends_sentence(before)
    unfinished = goes_on(before) if marker.firm else cut
    return Candidate(at, marker, unfinished or bool(_LEADS_IN.search(before[-_TAIL:])))


def goes_on(line: str) -> bool:
    """Whether a line stops in the middle of a reference or an enumeration.

    >>> goes_on("theo quy định tại điểm c khoản 2"), goes_on("Hiệu lực thi hành")
    (True, False)
    """
    return bool(_GOES_ON.search(line[-_TAIL:])) and not is_upper(line)


def choose(candidates: list[Candidate]) -> tuple[set[int], list[Oddity]]:
    """The lines of one sequence that are articles, and what is odd about their numbers."""
    chosen: set[int] = set()
    problems: list[Oddity] = []
    last = 0
    sure = _Sure(candidates)
    for index, one in enumerate(candidates):
        verdict = _verdict(one, last, sure, index)
        if verdict == "no":
            if one.marker.firm:
                problems.append(
                    _oddity("dieu_out_of_order", one, "không theo thứ tự nên được coi là nội dung của điều trước")
                )
            continue
        chosen.add(one.at)
        if verdict == "gap":
            problems.append(_oddity("dieu_gap", one, f"đứng sau Điều {last}" if last else "là điều đầu tiên"))
        last = one.marker.value
    return chosen, problems


class _Sure:
    """Where each number stands on a line that can be nothing but an article."""

    def __init__(self, candidates: list[Candidate]) -> None:
        self._places: dict[int, list[int]] = {}
        for index, one in enumerate(candidates):
            if one.marker.firm and not one.doubtful:
                self._places.setdefault(one.marker.value, []).append(index)

    def after(self, index: int, number: int) -> int | None:
        """The next candidate after ``index`` that surely is article ``number``."""
        places = self._places.get(number, [])
        found = bisect_right(places, index)
        return places[found] if found < len(places) else None


def _verdict(one: Candidate, last: int, sure: _Sure, index: int) -> str:
    number = one.marker.value
    if one.marker.key != str(number) and number == last:
        return "next"  # Điều 12a after Điều 12
    if number == last + 1:
        return "no" if _better_follows(one, sure, index) else "next"
    if not one.marker.firm or one.doubtful or number < last:
        return "no"
    if number == last:
        return "again"
    expected_comes = sure.after(index, last + 1) is not None
    small = last == 0 or number - last <= _JUMP or sure.after(index, number + 1) is not None
    return "gap" if small and not expected_comes else "no"


def _better_follows(one: Candidate, sure: _Sure, index: int) -> bool:
    """Whether a doubtful line has a sure one of the same number before the next number comes."""
    if one.marker.firm and not one.doubtful:
        return False
    same = sure.after(index, one.marker.value)
    following = sure.after(index, one.marker.value + 1)
    if same is not None and (following is None or same < following):
        return True
    return following is None and not one.marker.firm and one.doubtful


def ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence or an item may end."""
    return text.endswith(_SENTENCE_ENDS)


def _oddity(code: str, one: Candidate, message: str) -> Oddity:
    return Oddity(one.at, code, f"{one.marker.label} {message}.")
