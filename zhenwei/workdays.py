"""Working days of the mainland: weekends, statutory holidays, and the Saturdays and Sundays that are worked instead.

The State Council's office publishes each year's table late in the year before. A year without a table is an error
that is said (``NoCalendar``), never a guess: holidays that nobody has decided on cannot be computed.
Tables: the package ``chinesecalendar``, and years that a deployment has entered (``watchlist/holidays/<year>.toml``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from chinese_calendar import constants

from zhenwei.errors import ZhenweiError
from zhenwei.sentences import said

DAY = timedelta(days=1)
SATURDAY = 5


class NoCalendar(ZhenweiError):
    """The holidays of a year are not known; whoever shows a date says so instead, or enters the year's table."""

    def __init__(self, year: int) -> None:
        super().__init__(said("缺少 {year} 年放假调休日历数据", year=year))
        self.year = year


@dataclass(frozen=True, slots=True)
class Year:
    """One year's table: days off that would else be worked, and weekend days that are worked (调休)."""

    off: frozenset[date]
    work: frozenset[date]


def packaged_years() -> Mapping[int, Year]:
    """Return every year that the package has a whole table for: New Year's Day and National Day are in it."""
    named = constants.holidays
    years = sorted({day.year for day in named if (day.month, day.day) == (1, 1) and date(day.year, 10, 1) in named})
    return {
        year: Year(
            frozenset(day for day in constants.holidays if day.year == year),
            frozenset(day for day in constants.workdays if day.year == year),
        )
        for year in years
    }


@dataclass(frozen=True, slots=True)
class Workdays:
    """A calendar. ``years`` are all that is known; the caller lays a deployment's own over the package's."""

    years: Mapping[int, Year] = field(default_factory=packaged_years)

    def is_working(self, day: date) -> bool:
        """True for a day on which offices work. Raises NoCalendar."""
        year = self.years.get(day.year)
        if year is None:
            raise NoCalendar(day.year)
        return day in year.work or (day.weekday() < SATURDAY and day not in year.off)

    def add(self, start: date, days: int) -> date:
        """Return the last day of a term of working days: the starting day does not count (民法典 201). ``days`` >= 1.

        Raises NoCalendar as soon as a day of the term lies in a year without a table.
        """
        if days < 1:
            raise ValueError(f"a term of {days} working days")
        day = start
        while days:
            day += DAY
            days -= self.is_working(day)
        return day

    def next_working(self, day: date) -> date:
        """Return the day itself, or the first working day after it (民法典 203). Raises NoCalendar."""
        while not self.is_working(day):
            day += DAY
        return day

    def last_working(self, day: date) -> date:
        """Return the day itself, or the last working day before it. Raises NoCalendar."""
        while not self.is_working(day):
            day -= DAY
        return day

    def between(self, start: date, end: date) -> int:
        """Return how many working days lie after ``start``, up to and including ``end``; below 0 if it is past.

        Raises NoCalendar.
        """
        if end < start:
            return -self.between(end, start)
        return sum(self.is_working(start + n * DAY) for n in range(1, (end - start).days + 1))


def add_months(start: date, months: int) -> date:
    """Return the last day of a term of months: the day of the same number, else the month's last (民法典 202)."""
    index = start.year * 12 + start.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    following = date((index + 1) // 12, (index + 1) % 12 + 1, 1)
    return min(first + (start.day - 1) * DAY, following - DAY)
