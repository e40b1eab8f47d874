"""The months and years of reports, in Beijing days: calendar months, or from the 21st to the 20th."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from zhenwei.clock import BEIJING
from zhenwei.errors import BadInput
from zhenwei.sentences import said

# Campaigns of this kind began in 2018; a year before the first is still needed to compare with.
EARLIEST, LATEST = 2010, 2099


class Scheme(StrEnum):
    """Where a month begins. ``21-20``: month M runs from the 21st of the month before to the 20th of M."""

    CALENDAR = "calendar"
    SPLIT = "21-20"


@dataclass(frozen=True, slots=True)
class Period:
    """A span of Beijing days, ends inclusive. ``name`` is 2026-11 or 2026."""

    name: str
    scheme: Scheme
    first: date
    last: date

    def bounds(self) -> tuple[datetime, datetime]:
        """Return the first instant of the period and the first one after it, in UTC."""
        return _instant(self.first), _instant(self.last + timedelta(days=1))

    @property
    def is_year(self) -> bool:
        """True for a year, False for a month."""
        return len(self.name) == 4

    @property
    def label(self) -> str:
        """The period as titles name it."""
        year, _, month = self.name.partition("-")
        return f"{year}年" if not month else f"{year}年{int(month)}月"

    @property
    def months(self) -> tuple[str, ...]:
        """The names of its months."""
        return tuple(f"{self.name}-{month:02d}" for month in range(1, 13)) if self.is_year else (self.name,)


def _instant(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING).astimezone(UTC)


def month(name: str, scheme: Scheme = Scheme.CALENDAR) -> Period:
    """Return the month ``2026-11``. Raises BadInput."""
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", name)
    if not found or not 1 <= int(found[2]) <= 12 or not EARLIEST <= int(found[1]) <= LATEST:
        raise BadInput(said("不是月份：{name!r}（应如 2026-11）", name=name[:40]))
    begin = date(int(found[1]), int(found[2]), 1)
    if scheme is Scheme.CALENDAR:
        return Period(name, scheme, begin, begin.replace(day=calendar.monthrange(begin.year, begin.month)[1]))
    return Period(name, scheme, (begin - timedelta(days=1)).replace(day=21), begin.replace(day=20))


def year(name: str, scheme: Scheme = Scheme.CALENDAR) -> Period:
    """Return the year ``2026``: its twelve months together. Raises BadInput."""
    if not re.fullmatch(r"[0-9]{4}", name) or not EARLIEST <= int(name) <= LATEST:
        raise BadInput(said("不是年份：{name!r}（应如 2026）", name=name[:40]))
    return Period(name, scheme, month(f"{name}-01", scheme).first, month(f"{name}-12", scheme).last)


def months_of(period: Period) -> tuple[Period, ...]:
    """Return the months of a year, or the month itself."""
    return tuple(month(name, period.scheme) for name in period.months)


def before(period: Period) -> Period:
    """Return the month or year before."""
    if period.is_year:
        return year(str(int(period.name) - 1), period.scheme)
    number, part = (int(text) for text in period.name.split("-"))
    return month(f"{number - (part == 1)}-{(part - 2) % 12 + 1:02d}", period.scheme)


def to_date(period: Period) -> Period:
    """Return the year as far as the period's end."""
    whole = year(period.name[:4], period.scheme)
    return Period(whole.name, whole.scheme, whole.first, period.last)


def last_months(period: Period, least: int = 6) -> tuple[Period, ...]:
    """Return the months that a chart shows: those of the year as far as the period, and never fewer than ``least``."""
    months = [month(period.months[-1], period.scheme)]
    wanted = max(least, int(months[0].name[5:]))
    while len(months) < wanted:
        months.insert(0, before(months[0]))
    return tuple(months)
