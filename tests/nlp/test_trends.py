"""Daily counts in; what is expected, which days stand out, and no answer where there is too little history."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.negbinomial import at_least, quantile
from nlp.trends import LEAST_DAYS, TooLittleHistory, forecast, share, surges

WEEK = [20, 22, 21, 19, 20, 6, 4]  # Monday to Sunday


def week_after_week(weeks: int, seed: int = 1) -> list[int]:
    """Counts that follow WEEK with a little noise."""
    noise = random.Random(seed)  # noqa: S311 (sample counts, no secret)
    return [max(0, count + noise.randint(-2, 2)) for _ in range(weeks) for count in WEEK]


def test_the_weekend_is_expected_to_be_quiet() -> None:
    expected = forecast(week_after_week(8), 0, 14)
    assert len(expected) == 14
    assert all(day.mean > 15 for number, day in enumerate(expected) if number % 7 < 5)
    assert all(day.mean < 10 for number, day in enumerate(expected) if number % 7 >= 5)
    assert all(day.low <= day.mean <= day.high for day in expected)


def test_weekdays_are_those_of_the_calendar_and_not_of_the_first_day() -> None:
    from_thursday = week_after_week(8)[3:]
    expected = forecast(from_thursday, 3, 7)
    assert [day.mean < 10 for day in expected] == [False] * 5 + [True] * 2


def test_the_interval_widens_with_the_days_ahead() -> None:
    expected = forecast([50 + number % 5 for number in range(70)], 0, 57)
    assert expected[56].high - expected[56].low > expected[0].high - expected[0].low


def test_a_steady_zero_expects_zero() -> None:
    assert {(day.mean, day.low, day.high) for day in forecast([0] * 30, 2, 5)} == {(0.0, 0, 0)}


@pytest.mark.parametrize("size", [2, 3, 5])
def test_a_burst_is_found_and_the_days_around_it_are_quiet(size: int) -> None:
    counts = week_after_week(10)
    for day in (42, 43, 44):
        counts[day] *= size
    found = [day for day, judged in enumerate(surges(counts, 0)) if judged.surge]
    assert set(found) & {42, 43, 44}
    assert set(found) <= {42, 43, 44}


def test_one_burst_does_not_hide_the_next() -> None:
    counts = week_after_week(12)
    for day in (42, 43, 49, 50):
        counts[day] *= 5
    assert {42, 43, 49, 50} <= {day for day, judged in enumerate(surges(counts, 0)) if judged.surge}


def test_days_without_history_are_not_judged() -> None:
    judged = surges([500, *week_after_week(4)], 0)
    assert [day.p for day in judged[:LEAST_DAYS]] == [None] * LEAST_DAYS
    assert not any(day.surge for day in judged[:LEAST_DAYS])


def test_too_little_history_gets_no_answer() -> None:
    with pytest.raises(TooLittleHistory, match="13 days"):
        forecast([3] * 13, 0, 14)
    with pytest.raises(TooLittleHistory):
        surges([3] * 14, 0)
    with pytest.raises(TooLittleHistory):
        surges([], 0)


@settings(deadline=None)
@given(st.lists(st.integers(0, 1_000_000_000), min_size=15, max_size=60), st.integers(0, 6))
def test_any_counts_get_an_answer_in_bounds(counts: list[int], weekday: int) -> None:
    for expected in forecast(counts, weekday, 3):
        assert 0 <= expected.low <= expected.high
    for judged in surges(counts, weekday):
        assert judged.p is None or 0 <= judged.p <= 1


def test_a_share_is_drawn_towards_that_of_all_and_told_from_twenty_on() -> None:
    assert share(19, 19, 0.5) is None
    assert 0.5 < (share(20, 20, 0.5) or 0) < 1
    assert abs((share(2_000, 2_000, 0.5) or 0) - 1) < 0.01


@pytest.mark.parametrize(("mean", "spread"), [(0.3, 0.5), (4.0, 0.1), (60.0, 0.3), (900.0, 0.05), (5.0, 0.0)])
def test_tails_and_quantiles_agree(mean: float, spread: float) -> None:
    chances = [at_least(count, mean, spread) - at_least(count + 1, mean, spread) for count in range(6_000)]
    assert abs(sum(chances) - 1) < 1e-9
    assert abs(sum(count * chance for count, chance in enumerate(chances)) - mean) < 1e-4 * max(mean, 1)
    for part in (0.1, 0.5, 0.9):
        count = quantile(part, mean, spread)
        assert 1 - at_least(count + 1, mean, spread) >= part
        assert count == 0 or 1 - at_least(count, mean, spread) < part
