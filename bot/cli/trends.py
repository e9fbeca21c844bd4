"""``gopy forecast`` and ``gopy surges``: daily counts in, what to expect and which days stand out."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, NoReturn

import typer

from bot.cli.edge import fail, read_day, show_json, stdin_lines, tongue, work
from bot.cli.texts import entry_of
from services.errors import Refused

MOST_AHEAD = 366
MOST_SPAN = 3_660  # days between the first and the last date: a longer series holds a wrong year
MOST_A_DAY = 1_000_000_000


@dataclass(frozen=True)
class _Series:
    """Consecutive days from ``first`` with their counts, and those of distinct texts where they were given."""

    first: date
    given: tuple[date, ...]
    counts: list[int]
    distinct: list[int] | None


def register(tree: typer.Typer) -> None:
    """Adds ``gopy forecast`` and ``gopy surges`` to the tree."""
    tree.command()(forecast)
    tree.command()(surges)


def forecast(
    days: Annotated[int, typer.Option(min=1, max=MOST_AHEAD, help="How many days ahead.")] = 14,
) -> None:
    """Expect the days ahead: {"date", "count"} lines in any order in, {"date", "mean", "low", "high"} out."""

    async def expect() -> None:
        from nlp import trends

        series = _read()
        try:
            expected = trends.forecast(series.counts, series.first.weekday(), days)
        except trends.TooLittleHistory as error:
            _too_little(error)
        for ahead, day in enumerate(expected):
            on = series.first + timedelta(days=len(series.counts) + ahead)
            show_json({"date": on.isoformat(), "mean": round(day.mean, 2), "low": day.low, "high": day.high})

    work(expect())


def surges() -> None:
    """Find days that stand out: {"date", "count", "distinct"?} lines in, {"date", "surge", "p"} out, by date.

    With "distinct" (texts counted once), "distinct_surge" and "distinct_p" judge those: a campaign stands out
    in the first only. "p" is null while there is too little history.
    """

    async def judge() -> None:
        from nlp import trends

        series = _read()
        try:
            raw = trends.surges(series.counts, series.first.weekday())
            once = trends.surges(series.distinct, series.first.weekday()) if series.distinct else None
        except trends.TooLittleHistory as error:
            _too_little(error)
        for on in series.given:
            day = (on - series.first).days
            answer = {"date": on.isoformat(), "surge": raw[day].surge, "p": _digits(raw[day].p)}
            if once:
                answer |= {"distinct_surge": once[day].surge, "distinct_p": _digits(once[day].p)}
            show_json(answer)

    work(judge())


def _digits(p: float | None) -> float | None:
    return None if p is None else float(f"{p:.4g}")


def _too_little(error: Any) -> NoReturn:
    t = tongue()
    fail(t("Chưa đủ dữ liệu: có {days} ngày, cần ít nhất {needed} ngày.", days=error.days, needed=error.needed))


def _read() -> _Series:
    """The series on stdin: a day that is missing had no comment, a day told twice had both counts."""
    counts: dict[date, int] = defaultdict(int)
    distinct: dict[date, int] = defaultdict(int)
    told: list[bool] = []
    for number, line in enumerate(stdin_lines(), start=1):
        entry = entry_of(line, number, "date")
        try:
            on = read_day(entry["date"])
        except Refused:
            fail(f'line {number}: "date" must be a day such as 2026-12-31')
        counts[on] += _count(entry, "count", number)
        told.append("distinct" in entry)
        distinct[on] += _count(entry, "distinct", number) if told[-1] else 0
    if not counts:
        fail(tongue()("Chưa đủ dữ liệu: không có dòng nào."))
    first, last = min(counts), max(counts)
    if (last - first).days > MOST_SPAN:
        fail(f"the dates reach from {first} to {last}: more than {MOST_SPAN} days")
    every = [first + timedelta(days=day) for day in range((last - first).days + 1)]
    return _Series(
        first,
        tuple(sorted(counts)),
        [counts.get(on, 0) for on in every],
        [distinct.get(on, 0) for on in every] if all(told) else None,
    )


def _count(entry: dict[str, Any], key: str, number: int) -> int:
    value = entry.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST_A_DAY or value % 1:
        fail(f'line {number}: "{key}" must be a whole number from 0')
    return int(value)
