"""What an officer is warned of: short periods, Tết, parts that lack, odd days; and the tables behind it."""

import math
from datetime import date, datetime, timedelta
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.drafts.kinds import KINDS
from services.drafts import cautions, kinds, periods, roles, tables
from services.drafts.periods import Facts, Warning, warnings
from services.i18n import translator
from storage.models import Phase, Procedure

TODAY = date(2026, 11, 23)
FULL = frozenset(roles.FILE_ROLES)
DAYS = st.dates(date(2024, 1, 1), date(2036, 12, 31))


def facts(kind: str = "quyet-dinh-chu-tich-tinh", days: int = 10, **changed: object) -> Facts:
    """A draft posted today that stands open for some days, its dossier complete."""
    usual: dict[str, object] = {"posted_on": TODAY, "today": TODAY, "roles": FULL}
    given = usual | changed
    closes = given.pop("closes_on", None) or given["posted_on"] + timedelta(days=days)  # type: ignore[operator]  # posted_on is a date
    return Facts(kind=kind, closes_on=closes, **given)  # type: ignore[arg-type]  # the values are of the fields' types


def codes(found: list[Warning]) -> list[str]:
    """The codes of warnings."""
    return [warning.code for warning in found]


# Least periods


def test_ten_days_for_a_chairpersons_decision_are_counted_from_the_following_day() -> None:
    assert warnings(facts(days=10)) == []
    [warning] = warnings(facts(days=9))
    assert (warning.code, warning.about) == ("period_short", "closes")
    said = cautions.sentence(warning, translator("vi"))
    assert "9 ngày, ngắn hơn mức tối thiểu 10 ngày (Điều 51a" in said
    assert "Nên đặt hạn từ 03/12/2026" in said
    assert "from 03/12/2026" in cautions.sentence(warning, translator("en"))


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        ("luat", 20), ("nghi-dinh", 20), ("thong-tu", 20), ("nghi-quyet-hdnd-tinh", 20), ("quyet-dinh-ubnd-tinh", 20),
        ("quyet-dinh", 20), ("nghi-quyet", 20),
    ],
)  # fmt: skip
def test_numbers_that_were_not_verified_are_said_to_be_so(kind: str, days: int) -> None:
    assert codes(warnings(facts(kind, days))) == []
    [warning] = warnings(facts(kind, days - 1))
    assert warning.code == "period_short_unverified"
    assert "chưa được kiểm chứng" in cautions.sentence(warning, translator("vi"))
    assert "not been verified" in cautions.sentence(warning, translator("en"))


def test_an_order_of_the_state_president_has_a_number_that_was_read() -> None:
    assert codes(warnings(facts("quyet-dinh-chu-tich-nuoc", 19))) == ["period_short"]


@pytest.mark.parametrize("kind", ["nghi-quyet-hdnd-xa", "quyet-dinh-ubnd-xa"])
def test_communes_have_a_rule_whose_number_is_not_known(kind: str) -> None:
    [warning] = warnings(facts(kind, 1))
    assert warning.code == "period_unknown"
    assert "tự đối chiếu" in cautions.sentence(warning, translator("vi"))


@pytest.mark.parametrize("procedure", [Procedure.SHORTENED, Procedure.SPECIAL])
def test_the_shorter_procedures_are_not_measured_by_the_usual_period(procedure: Procedure) -> None:
    assert codes(warnings(facts("quyet-dinh-ubnd-tinh", 3, procedure=procedure))) == ["period_unknown"]


@pytest.mark.parametrize("kind", ["ke-hoach", "de-an", "quyet-dinh-hanh-chinh", "chi-thi", "Bộ tiêu chí"])
def test_no_law_sets_a_period_for_plans_projects_and_kinds_in_free_words(kind: str) -> None:
    assert warnings(facts(kind, 1, roles=())) == []


@given(posted=DAYS, days=st.integers(1, 400))
def test_the_suggested_day_is_the_first_that_is_long_enough(posted: date, days: int) -> None:
    suggested = periods.earliest_close(posted, days)
    assert periods.days_open(posted, suggested) == days
    assert periods.days_open(posted, suggested - timedelta(days=1)) == days - 1
    inside = [posted + timedelta(days=n) for n in range(1, days + 1)]
    assert inside[0] == posted + timedelta(days=1), "the day of posting does not count"
    assert inside[-1] == suggested, "the closing day counts"


@given(
    kind=st.sampled_from([*tables.kinds(), "Bộ tiêu chí", ""]),
    posted=DAYS,
    days=st.integers(-30, 90),
    procedure=st.sampled_from(Procedure),
    phase=st.sampled_from(Phase),
    held=st.sets(st.sampled_from(roles.FILE_ROLES)),
)
def test_any_draft_is_warned_of_in_sentences_and_following_them_helps(
    kind: str, posted: date, days: int, procedure: Procedure, phase: Phase, held: set[str]
) -> None:
    closes = posted + timedelta(days=days)
    found = warnings(Facts(kind, posted, closes, TODAY, procedure, phase, held))
    for warning in found:
        for language in ("vi", "en"):
            assert "{" not in cautions.sentence(warning, translator(language))
    suggested = periods.suggested_close(kind, procedure, posted)
    if suggested and days >= 0:
        again = warnings(Facts(kind, posted, max(closes, suggested), TODAY, procedure, phase, held))
        assert not {"period_short", "period_short_unverified"} & set(codes(again))
    everything = warnings(Facts(kind, posted, closes, TODAY, procedure, phase, FULL))
    assert [w for w in everything if w.about.startswith("file-")] == []


# Tết


def new_moon_day(k: int) -> int:
    """The Julian day, in Vietnam (UTC+7), of the k-th new moon since 1900 (Meeus, Astronomical Algorithms)."""
    t = k / 1236.85
    rad = math.radians
    mean = 2415020.75933 + 29.53058868 * k + 0.0001178 * t**2 - 0.000000155 * t**3
    mean += 0.00033 * math.sin(rad(166.56 + 132.87 * t - 0.009173 * t**2))
    sun = rad(359.2242 + 29.10535608 * k - 0.0000333 * t**2 - 0.00000347 * t**3)
    moon = rad(306.0253 + 385.81691806 * k + 0.0107306 * t**2 + 0.00001236 * t**3)
    node = rad(21.2964 + 390.67050646 * k - 0.0016528 * t**2 - 0.00000239 * t**3)
    shift = (0.1734 - 0.000393 * t) * math.sin(sun) + 0.0021 * math.sin(2 * sun)
    shift += -0.4068 * math.sin(moon) + 0.0161 * math.sin(2 * moon) - 0.0004 * math.sin(3 * moon)
    shift += 0.0104 * math.sin(2 * node) - 0.0051 * math.sin(sun + moon) - 0.0074 * math.sin(sun - moon)
    shift += 0.0004 * math.sin(2 * node + sun) - 0.0004 * math.sin(2 * node - sun)
    shift += (
        -0.0006 * math.sin(2 * node + moon) + 0.0010 * math.sin(2 * node - moon) + 0.0005 * math.sin(2 * moon + sun)
    )
    delta = -0.000278 + 0.000265 * t + 0.000262 * t**2
    return math.floor(mean + shift - delta + 0.5 + 7 / 24)


def sun_sector(julian_day: int) -> int:
    """Which twelfth of the ecliptic (30° each) the sun is in at midnight in Vietnam (Meeus, low precision)."""
    t = (julian_day - 2451545.5 - 7 / 24) / 36525
    anomaly = math.radians(357.52910 + 35999.05030 * t - 0.0001559 * t**2)
    longitude = 280.46645 + 36000.76983 * t + 0.0003032 * t**2
    longitude += (1.914600 - 0.004817 * t) * math.sin(anomaly) + 0.019993 * math.sin(2 * anomaly)
    longitude += 0.000290 * math.sin(3 * anomaly)
    return int(longitude % 360 // 30)


def first_day_of(year: int) -> date:
    """Tết by the rule: the second new moon after the month of the December solstice, the third where one is a leap."""
    around = int((year - 1900) * 12.3685)
    moons = [new_moon_day(k) for k in range(around - 6, around + 18)]
    eleventh, next_eleventh = (
        n for n in range(len(moons) - 1) if sun_sector(moons[n]) < 9 <= sun_sector(moons[n + 1])
    )  # the month in which the sun passes 270°
    leap = next_eleventh - eleventh == 13
    without = [n for n in range(eleventh + 1, next_eleventh) if sun_sector(moons[n]) == sun_sector(moons[n + 1])]
    nth = 3 if leap and without[0] <= eleventh + 2 else 2
    return date.fromordinal(moons[eleventh + nth] - 1721425)


def test_the_first_days_of_tet_are_what_the_moon_says() -> None:
    assert [tet.first for tet in tables.tets()] == [first_day_of(year) for year in range(2025, 2036)]


def test_the_names_of_the_years_follow_the_cycle_of_sixty() -> None:
    stems = ["Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý"]
    branches = ["Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi"]
    for tet in tables.tets():
        number = tet.first.year - 4
        assert tet.year == f"{stems[number % 10]} {branches[number % 12]}"
        assert tet.start < tet.first <= tet.end
        assert 5 <= (tet.end - tet.start).days + 1 <= 9


@pytest.mark.parametrize(
    ("posted", "closes", "days"),
    [
        (date(2027, 1, 20), date(2027, 2, 20), 6),
        (date(2027, 1, 20), date(2027, 2, 4), 1),
        (date(2027, 2, 8), date(2027, 2, 28), 1),
        (date(2027, 2, 5), date(2027, 2, 7), 2),
        (date(2027, 1, 20), date(2027, 2, 3), 0),
        (date(2027, 2, 9), date(2027, 3, 9), 0),
        (date(2036, 1, 1), date(2036, 12, 31), 0),
    ],
)
def test_a_window_over_tet_is_told_with_its_days(posted: date, closes: date, days: int) -> None:
    found = warnings(facts("ke-hoach", posted_on=posted, closes_on=closes, today=posted))
    assert [warning.values["days"] for warning in found] == ([days] if days else [])
    if days:
        assert "Tết Đinh Mùi" in cautions.sentence(found[0], translator("vi"))
        assert "vẫn được tính" in cautions.sentence(found[0], translator("vi"))


def test_a_holiday_that_was_announced_is_told_without_reserve() -> None:
    [warning] = warnings(facts("ke-hoach", posted_on=date(2026, 2, 1), closes_on=date(2026, 3, 1)))
    assert (warning.code, warning.values["days"]) == ("over_tet", 9)


@given(posted=DAYS, length=st.integers(0, 800))
def test_days_over_tet_are_those_one_would_count(posted: date, length: int) -> None:
    closes = posted + timedelta(days=length)
    window = {posted + timedelta(days=n) for n in range(1, length + 1)}
    holidays = [{tet.start + timedelta(days=n) for n in range((tet.end - tet.start).days + 1)} for tet in tables.tets()]
    counted = next((len(window & holiday) for holiday in holidays if window & holiday), 0)
    found = periods.overlapping(posted, closes, tables.tets())
    assert (found[1] if found else 0) == counted


# Parts and days


def test_what_a_dossier_lacks_is_named_next_to_its_file() -> None:
    found = warnings(facts("quyet-dinh-ubnd-tinh", 30, roles=("du-thao", "to-trinh")))
    assert [warning.about for warning in found] == [
        "file-danh-gia-tac-dong", "file-so-sanh-thuyet-minh", "file-tong-ket",
    ]  # fmt: skip
    said = cautions.sentence(found[0], translator("vi"))
    assert "Báo cáo đánh giá tác động" in said
    assert "khoản 3 Điều 49" in said
    assert "Impact assessment" in cautions.sentence(found[0], translator("en"))


def test_a_policy_has_a_dossier_of_its_own_and_no_period_of_drafts() -> None:
    found = warnings(facts("luat", 1, phase=Phase.POLICY, roles=()))
    assert [warning.about for warning in found] == ["file-to-trinh", "file-danh-gia-tac-dong", "file-tong-ket"]
    assert codes(warnings(facts("chinh-sach", 1, phase=Phase.POLICY))) == []


def test_odd_days_are_told() -> None:
    assert codes(warnings(facts("ke-hoach", posted_on=TODAY + timedelta(days=1)))) == ["posted_in_future"]
    swapped = facts("ke-hoach", closes_on=TODAY - timedelta(days=1))
    assert codes(warnings(swapped)) == ["posted_after_closing"]


# The tables


def test_every_warning_has_its_sentence_and_brings_its_values() -> None:
    source = tables.Source("Luật", "Điều 1", TODAY, "sure")
    assert source.cited() == "Điều 1, Luật"
    used = {
        "posted_after_closing": {"posted", "closes"}, "posted_in_future": {"posted", "today"},
        "period_short": {"have", "days", "source", "suggested"},
        "period_short_unverified": {"have", "days", "source", "suggested", "seen"}, "period_unknown": {"source"},
        "over_tet": {"days", "year", "start", "end"}, "over_tet_unverified": {"days", "year", "start", "end"},
        "part_missing": {"role", "source"}, "part_missing_unverified": {"role", "source"},
    }  # fmt: skip
    assert {c: {f for _, f, _, _ in Formatter().parse(s) if f} for c, s in cautions.SENTENCES.items()} == used


def test_rows_name_kinds_procedures_phases_and_roles_that_exist_and_their_source() -> None:
    for row in (*tables.periods(), *tables.parts()):
        assert set(row.kinds) - {"*"} <= tables.kinds().keys()
        assert row.source.law
        assert row.source.confidence in ("sure", "unverified")
        assert date(2025, 1, 1) < row.source.seen <= datetime.now().date()  # noqa: DTZ005 (a day is enough here)
    assert {row.procedure for row in tables.periods()} == set(Procedure)
    assert {row.phase for row in tables.parts()} == set(Phase)
    assert {role for row in tables.parts() for role in row.roles} <= set(roles.FILE_ROLES)
    normative = [kind.code for kind in kinds.every() if kind.normative]
    assert [
        k for k in normative if k not in {"hien-phap", "lenh"} and not periods.period_for(k, Procedure.NORMAL)
    ] == []


def test_todays_kinds_have_names_a_level_and_are_read_as_people_write_them() -> None:
    assert {
        "quyet-dinh-chu-tich-tinh", "nghi-quyet-hdnd-xa", "quyet-dinh-ubnd-xa", "ke-hoach", "de-an", "quy-che",
        "quy-hoach", "chuong-trinh", "du-an", "phap-lenh",
    } <= tables.kinds().keys()  # fmt: skip
    levels = {"national", "ministry", "province", "commune", "zone", "any"}
    for kind in kinds.every():
        assert kind.level in levels
        assert kind.base in {*KINDS.values(), ""}
        assert kinds.read(kind.code) == kinds.read(kind.vi) == kinds.read(kind.vi.upper()) == kind.code
        for other in kind.also:
            assert kinds.read(other) == kind.code
    for code in KINDS.values():
        assert kinds.read(code) == code, "codes of papers stay valid"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Quyết định của Chủ tịch UBND tỉnh", "quyet-dinh-chu-tich-tinh"),
        ("quyet dinh cua UBND xa", "quyet-dinh-ubnd-xa"),
        ("Nghị quyết của Hội đồng nhân dân xã", "nghi-quyet-hdnd-xa"),
        ("Dự thảo Nghị quyết của HĐND tỉnh", "nghi-quyet-hdnd-tinh"),
        ("Nghị quyết UBTVQH", "nghi-quyet-ubtvqh"),
        ("Bộ  tiêu chí", "Bộ tiêu chí"),
    ],
)
def test_a_kind_may_be_typed_short(typed: str, code: str) -> None:
    assert kinds.read(typed) == code


def test_a_kind_is_shown_in_both_languages_with_the_name_on_the_paper() -> None:
    assert kinds.show("quyet-dinh", "en") == "Decision (Quyết định)"
    assert kinds.show("quyet-dinh-chu-tich-tinh", "vi") == "Quyết định của Chủ tịch Ủy ban nhân dân cấp tỉnh"
    assert kinds.show("bao-cao", "en") == kinds.show("bao-cao", "vi") == "Báo cáo"
    assert kinds.show("Bộ tiêu chí", "en") == "Bộ tiêu chí"
    assert kinds.is_normative("ke-hoach") is False
    assert kinds.is_normative("Bộ tiêu chí") is None
