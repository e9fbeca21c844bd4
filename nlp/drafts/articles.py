"""Which lines that look like "Điều N." are articles: decided over the whole sequence, not line by line."""

import re
from dataclasses import dataclass

from nlp.drafts.markers import Marker, is_upper

_ENDS_SENTENCE = re.compile(r"[.;:!?…”\")\]*]$|\./\.?$")
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
    if marker.firm:
        unfinished = goes_on(before)
    else:
        unfinished = bool(before) and not is_upper(before) and not ends_sentence(before)
    return Candidate(at, marker, unfinished or bool(_LEADS_IN.search(before)))


def goes_on(line: str) -> bool:
    """Whether a line stops in the middle of a reference or an enumeration.

    >>> goes_on("theo quy định tại điểm c khoản 2"), goes_on("Hiệu lực thi hành")
    (True, False)
    """
    return bool(_GOES_ON.search(line)) and not is_upper(line)


def choose(candidates: list[Candidate]) -> tuple[set[int], list[Oddity]]:
    """The lines of one sequence that are articles, and what is odd about their numbers."""
    chosen: set[int] = set()
    problems: list[Oddity] = []
    last = 0
    for index, one in enumerate(candidates):
        later = candidates[index + 1 :]
        verdict = _verdict(one, last, later)
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


def _verdict(one: Candidate, last: int, later: list[Candidate]) -> str:
    number = one.marker.value
    if one.marker.key != str(number) and number == last:
        return "next"  # Điều 12a after Điều 12
    if number == last + 1:
        return "no" if _better_follows(one, later) else "next"
    if not one.marker.firm or one.doubtful:
        return "no"
    if number == last:
        return "again"
    if last < number and not any(_sure(other) and other.marker.value == last + 1 for other in later):
        follows = any(_sure(other) and other.marker.value == number + 1 for other in later)
        return "gap" if last == 0 or follows or number - last <= _JUMP else "no"
    return "no"


def _sure(one: Candidate) -> bool:
    return one.marker.firm and not one.doubtful


def _better_follows(one: Candidate, later: list[Candidate]) -> bool:
    """Whether a doubtful line has a sure one of the same number before the next number comes."""
    if _sure(one):
        return False
    for other in later:
        if _sure(other) and other.marker.value == one.marker.value:
            return True
        if _sure(other) and other.marker.value == one.marker.value + 1:
            return False
    return not one.marker.firm and one.doubtful


def ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence or an item may end."""
    return bool(_ENDS_SENTENCE.search(text))


def _oddity(code: str, one: Candidate, message: str) -> Oddity:
    return Oddity(one.at, code, f"{one.marker.label} {message}.")
