"""The four ways in which reports count, and the arithmetic of each.

A ``Count`` counts moments, so a year is the sum of its months. A ``Tally`` counts rows of a large table in the
database, likewise. A ``Stock`` is what stands at the end of the period, a ``Median`` is taken over what ended in it:
neither adds up.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from takedown.reports.history import History

DAY = 86_400.0  # seconds
Moments = Callable[[History], Iterable[datetime]]
Column = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
Value = int | float | None


@dataclass(frozen=True, slots=True)
class Count:
    """How often something happened in the period."""

    slug: str
    group: str
    label: str
    unit: str
    how: str
    moments: Moments


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows of a table have a moment in the period."""

    slug: str
    group: str
    label: str
    unit: str
    how: str
    column: Column
    where: tuple[ColumnElement[bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Stock:
    """How many stand so at the end of the period."""

    slug: str
    group: str
    label: str
    unit: str
    how: str
    number: Callable[[History, datetime], int]


@dataclass(frozen=True, slots=True)
class Median:
    """The middle of spans (days) that ended in the period; None where none did."""

    slug: str
    group: str
    label: str
    unit: str
    how: str
    spans: Callable[[History], Iterable[tuple[datetime, datetime]]]


Counter = Count | Tally | Stock | Median


def count_between(moments: Sequence[datetime], bounds: tuple[datetime, datetime]) -> int:
    """Return how many of sorted moments lie in a half-open span."""
    return bisect_left(moments, bounds[1]) - bisect_left(moments, bounds[0])


def median_between(spans: Iterable[tuple[datetime, datetime]], bounds: tuple[datetime, datetime]) -> float | None:
    """Return the median length (days, one decimal) of the spans that end in a half-open span."""
    lengths = [(end - begin).total_seconds() / DAY for begin, end in spans if bounds[0] <= end < bounds[1]]
    return half_up(median(lengths)) if lengths else None


def half_up(value: float) -> float:
    """Return a number with one decimal, rounded as people do (2.25 is 2.3)."""
    return float(Decimal(repr(value)).quantize(Decimal("0.1"), ROUND_HALF_UP))
