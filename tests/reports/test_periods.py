"""Months and years of reports: Beijing days, half-open in UTC, two ways of beginning a month."""

from __future__ import annotations

from itertools import pairwise

import pytest

from takedown.reports import periods
from takedown.reports.periods import Scheme
from zhenwei.errors import BadInput


@pytest.mark.parametrize(
    ("name", "scheme", "first", "last"),
    [
        ("2026-11", Scheme.CALENDAR, "2026-11-01", "2026-11-30"),
        ("2028-02", Scheme.CALENDAR, "2028-02-01", "2028-02-29"),
        ("2026-12", Scheme.CALENDAR, "2026-12-01", "2026-12-31"),
        ("2026-11", Scheme.SPLIT, "2026-10-21", "2026-11-20"),
        ("2026-01", Scheme.SPLIT, "2025-12-21", "2026-01-20"),  # over the year's end
        ("2028-03", Scheme.SPLIT, "2028-02-21", "2028-03-20"),
        ("2026", Scheme.CALENDAR, "2026-01-01", "2026-12-31"),
        ("2026", Scheme.SPLIT, "2025-12-21", "2026-12-20"),
    ],
)
def test_first_and_last_day(name: str, scheme: Scheme, first: str, last: str) -> None:
    period = (periods.month if "-" in name else periods.year)(name, scheme)
    assert (str(period.first), str(period.last)) == (first, last)


def test_bounds_are_half_open_instants_in_utc() -> None:
    begin, end = periods.month("2026-11").bounds()
    assert begin.isoformat() == "2026-10-31T16:00:00+00:00"
    assert end.isoformat() == "2026-11-30T16:00:00+00:00"


@pytest.mark.parametrize("scheme", list(Scheme))
def test_months_fill_their_year_without_gap_or_overlap(scheme: Scheme) -> None:
    year = periods.year("2026", scheme)
    bounds = [month.bounds() for month in periods.months_of(year)]
    assert bounds[0][0] == year.bounds()[0]
    assert bounds[-1][1] == year.bounds()[1]
    assert all(one[1] == other[0] for one, other in pairwise(bounds))


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize(("name", "earlier"), [("2026-11", "2026-10"), ("2026-01", "2025-12"), ("2026", "2025")])
def test_the_period_before_ends_where_this_one_begins(name: str, earlier: str, scheme: Scheme) -> None:
    period = (periods.month if "-" in name else periods.year)(name, scheme)
    old = periods.before(period)
    assert old.name == earlier
    assert old.bounds()[1] == period.bounds()[0]


def test_the_year_to_date_begins_with_its_first_month() -> None:
    period = periods.to_date(periods.month("2026-03", Scheme.SPLIT))
    assert (str(period.first), str(period.last)) == ("2025-12-21", "2026-03-20")


@pytest.mark.parametrize(("name", "first", "count"), [("2026-11", "2026-01", 11), ("2026-02", "2025-09", 6)])
def test_months_of_a_chart(name: str, first: str, count: int) -> None:
    months = periods.last_months(periods.month(name))
    assert (months[0].name, months[-1].name, len(months)) == (first, name, count)


@pytest.mark.parametrize(
    "text", ["2026", "2026-13", "2026-00", "november", "", "2026-1", "２０２６-11", "2026-11-01", "0000-01"]
)
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(BadInput, match="不是月份"):
        periods.month(text)


@pytest.mark.parametrize("text", ["26", "2026-11", "", "year", "９９９９"])
def test_what_is_no_year(text: str) -> None:
    with pytest.raises(BadInput, match="不是年份"):
        periods.year(text)
