"""``gopy restore``, ``route``, ``forecast`` and ``surges``: JSONL in, JSONL out, and what they say of bad lines."""

import json
from datetime import date, timedelta

import pytest

from tests.cli.gopy import Gopy

MONDAY = date(2026, 6, 1)


def lines(*entries: object) -> str:
    """The entries as JSONL."""
    return "\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)


def days(counts: list[int], **more: list[int]) -> list[dict[str, object]]:
    """One line a day from a Monday on."""
    return [
        {"date": str(MONDAY + timedelta(days=number)), "count": count} | {key: more[key][number] for key in more}
        for number, count in enumerate(counts)
    ]


def test_restore_keeps_order_and_ids(gopy: Gopy) -> None:
    said = gopy("restore", stdin=lines({"id": "a", "text": "khong dong y"}, {"text": "👍"}, {"text": ""}))
    assert said.lines == [{"id": "a", "text": "không đồng ý"}, {"text": "👍"}, {"text": ""}]


def test_route_names_departments_and_says_nothing_of_a_title_that_says_nothing(gopy: Gopy) -> None:
    first, second = gopy("route", stdin=lines({"title": "Quy định mức học phí", "id": 7}, {"title": "xin chào"})).lines
    assert first["id"] == 7
    assert first["departments"][0]["code"] == "so_gddt"
    assert first["departments"][0]["name"] == "Sở Giáo dục và Đào tạo"
    assert first["departments"][0]["evidence"] == [{"start": 9, "end": 20, "text": "mức học phí"}]
    assert second == {"departments": []}


def test_forecast_goes_on_from_the_last_day_whatever_the_order_of_the_lines(gopy: Gopy) -> None:
    entries = days([20, 22, 21, 19, 20, 6, 4] * 5)
    ahead = gopy("forecast", "--days", 7, stdin=lines(*entries)).lines
    assert [day["date"] for day in ahead] == [str(MONDAY + timedelta(days=35 + number)) for number in range(7)]
    assert all(day["low"] <= day["mean"] <= day["high"] for day in ahead)
    assert gopy("forecast", "--days", 7, stdin=lines(*reversed(entries))).lines == ahead
    assert len(gopy("forecast", stdin=lines(*entries)).lines) == 14


def test_a_missing_day_is_a_zero_and_a_day_told_twice_has_both_counts(gopy: Gopy) -> None:
    entries = days([5, 0, 7, 5, 6, 4, 5] * 4)
    without_zeros = [entry for entry in entries if entry["count"]]
    expected = gopy("forecast", stdin=lines(*entries)).lines
    assert gopy("forecast", stdin=lines(*without_zeros)).lines == expected
    split = [{**entries[0], "count": 2}, {**entries[0], "count": 3}, *entries[1:]]
    assert gopy("forecast", stdin=lines(*split)).lines == expected


def test_surges_tell_a_campaign_from_many_voices(gopy: Gopy) -> None:
    counts = [10, 11, 9, 10, 12, 8, 9] * 6
    raw = [*counts[:-2], 90, 95]
    found = gopy("surges", stdin=lines(*days(raw, distinct=counts))).lines
    assert [day["surge"] for day in found[-3:]] == [False, True, True]
    assert not any(day["distinct_surge"] for day in found)
    assert found[0] == {"date": "2026-06-01", "surge": False, "p": None, "distinct_surge": False, "distinct_p": None}
    assert set(gopy("surges", stdin=lines(*days(raw))).lines[-1]) == {"date", "surge", "p"}


@pytest.mark.parametrize("command", ["forecast", "surges"])
def test_too_little_history_is_said_in_one_line(gopy: Gopy, command: str) -> None:
    assert "Chưa đủ dữ liệu" in gopy(command, stdin=lines(*days([4] * 10))).refusal
    assert "Chưa đủ dữ liệu" in gopy(command, stdin="").refusal


@pytest.mark.parametrize("command", ["forecast", "surges"])
@pytest.mark.parametrize(
    "entry",
    [
        {"date": "2026-06-01", "count": -1},
        {"date": "2026-06-01", "count": "7"},
        {"date": "2026-06-01", "count": 1.5},
        {"date": "2026-06-01", "count": True},
        {"date": "2026-06-01", "count": None},
        {"date": "2026-06-01"},
        {"date": "hôm qua", "count": 1},
        {"date": "2026-02-30", "count": 1},
        {"date": 20260601, "count": 1},
        {"count": 1},
        {"date": "2026-06-01", "count": 1, "distinct": -2},
        ["2026-06-01", 1],
    ],
)
def test_a_wrong_line_is_named(gopy: Gopy, command: str, entry: object) -> None:
    assert gopy(command, stdin=lines({"date": "2026-05-31", "count": 3}, entry)).refusal.startswith("line 2:")


def test_not_a_number_and_a_wrong_year_are_refused(gopy: Gopy) -> None:
    assert gopy("surges", stdin='{"date": "2026-06-01", "count": NaN}').refusal.startswith("line 1:")
    far = lines({"date": "0206-06-01", "count": 1}, {"date": "2026-06-01", "count": 1})
    assert "0206-06-01" in gopy("forecast", stdin=far).refusal


@pytest.mark.parametrize(("command", "line"), [("restore", '{"txt": 1}'), ("route", '{"text": "a"}'), ("route", "{")])
def test_a_line_without_its_words_is_named(gopy: Gopy, command: str, line: str) -> None:
    assert gopy(command, stdin=line).refusal.startswith("line 1:")
