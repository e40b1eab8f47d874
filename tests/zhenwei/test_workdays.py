"""Working days over holidays, 调休, year ends and leap days, each counted by hand; an unknown year is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhenwei.errors import WatchlistError
from zhenwei.watchlist.clocks import load_clocks
from zhenwei.workdays import DAY, NoCalendar, Workdays, add_months

CALENDAR = Workdays()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-20", True),  # a Friday
        ("2026-11-21", False),  # a Saturday
        ("2026-02-14", True),  # the Saturday before Spring Festival is worked
        ("2026-02-15", False),
        ("2026-02-23", False),  # a Monday, the last day of Spring Festival
        ("2026-02-28", True),  # a Saturday, worked after it
        ("2026-09-20", True),  # a Sunday, worked before National Day
        ("2026-10-07", False),  # a Wednesday of National Day
        ("2026-10-10", True),
        ("2026-01-04", True),  # a Sunday after New Year
        ("2018-12-29", True),  # the next year's table reached back
        ("2018-12-31", False),
        ("2024-02-29", True),
    ],
)
def test_which_days_are_worked(day: str, works: bool) -> None:
    assert CALENDAR.is_working(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2026-11-19", 1, "2026-11-20"),
        ("2026-11-20", 1, "2026-11-23"),  # over a weekend
        ("2026-11-21", 1, "2026-11-23"),  # begun on a Saturday
        ("2026-02-10", 15, "2026-03-09"),  # over Spring Festival, with both worked Saturdays
        ("2025-01-24", 7, "2025-02-10"),  # worked: 26 January (Sunday), 8 February (Saturday)
        ("2026-09-18", 7, "2026-09-29"),  # a worked Sunday, Mid-Autumn
        ("2026-09-30", 7, "2026-10-15"),  # National Day, a worked Saturday
        ("2026-04-30", 3, "2026-05-08"),  # Labour Day
        ("2025-12-29", 7, "2026-01-08"),  # over the year's end, a worked Sunday
        ("2024-02-28", 2, "2024-03-01"),  # a leap day
        ("2026-12-25", 4, "2026-12-31"),  # the last days that are known
    ],
)
def test_terms_of_working_days(start: str, days: int, last: str) -> None:
    assert CALENDAR.add(date.fromisoformat(start), days) == date.fromisoformat(last)


@pytest.mark.parametrize(("start", "days"), [("2026-12-25", 5), ("2026-12-01", 30), ("2002-12-31", 1)])
def test_an_unknown_year_is_an_error_that_names_it(start: str, days: int) -> None:
    with pytest.raises(NoCalendar, match="缺少 20"):
        CALENDAR.add(date.fromisoformat(start), days)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2026-05-20", 6, "2026-11-20"),
        ("2025-08-31", 6, "2026-02-28"),  # no 31st: the month's last day
        ("2023-08-31", 6, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 36, "2027-02-28"),
        ("2026-11-30", 6, "2027-05-30"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-03-01", -1, "2026-02-01"),
    ],
)
def test_terms_of_months(start: str, months: int, last: str) -> None:
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(last)


@given(st.dates(date(2010, 1, 1), date(2026, 9, 1)), st.integers(1, 60))
def test_a_term_ends_on_a_working_day_and_counts_back(start: date, days: int) -> None:
    last = CALENDAR.add(start, days)
    assert CALENDAR.is_working(last)
    assert CALENDAR.between(start, last) == days
    assert CALENDAR.between(last, start) == -days
    assert CALENDAR.add(start, days + 1) > last
    assert CALENDAR.next_working(last) == last == CALENDAR.last_working(last)


def test_moving_off_a_day_off() -> None:
    assert CALENDAR.next_working(date(2026, 10, 3)) == date(2026, 10, 8)
    assert CALENDAR.last_working(date(2026, 10, 3)) == date(2026, 9, 30)


def holidays(folder: Path, year: int, text: str) -> Path:
    (folder / "holidays").mkdir(parents=True, exist_ok=True)
    (folder / "holidays" / f"{year}.toml").write_text(text, "utf-8")
    return folder


TABLE = """
off = [2026-12-31, 2027-01-01, 2027-02-05, 2027-02-08, 2027-02-09, 2027-02-10, 2027-02-11, 2027-02-12, 2027-10-01]
work = [2026-12-27, 2027-02-14]
source = "表格样例，不是真实的放假安排"
"""


def test_a_deployment_enters_a_year(tmp_path: Path) -> None:
    calendar = load_clocks(holidays(tmp_path, 2027, TABLE)).calendar
    assert calendar.add(date(2027, 2, 4), 1) == date(2027, 2, 14)
    assert not calendar.is_working(date(2026, 12, 31)), "New Year's holiday begins in the year before"
    assert calendar.is_working(date(2026, 12, 27))
    assert calendar.is_working(date(2026, 12, 28)), "the rest of that year is as it was"
    with pytest.raises(NoCalendar):
        calendar.is_working(date(2028, 1, 4))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("off = [2027-01-01]\nsource = '通知'", "off"),
        (TABLE.replace("2027-02-14", "2027-02-15"), "不是周六、周日"),
        (TABLE.replace("2027-02-14", "2028-02-13"), "不在 2027 年"),
        (TABLE.replace("work = [2026-12-27", "work = [2027-01-01"), "既放假又上班"),
        (TABLE + "sauce = 1", "sauce"),
        ("off = 3", "off"),
    ],
)
def test_a_wrong_table_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(WatchlistError, match=said):
        load_clocks(holidays(tmp_path, 2027, text))


def test_every_known_year_is_whole() -> None:
    for year in (2010, 2020, 2025, 2026):
        days = [date(year, 1, 1) + n * DAY for n in range(365)]
        assert 244 <= sum(map(CALENDAR.is_working, days)) <= 254
