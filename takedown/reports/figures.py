"""All counters of a report: this period, the one before, the year to date, and the months of the chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from takedown.reports.counted import CHARTED, COUNTERS
from takedown.reports.history import History, read_history
from takedown.reports.kinds import Count, Counter, Median, Stock, Tally, Value, count_between, median_between
from takedown.reports.periods import Period, before, last_months, months_of, to_date


@dataclass(frozen=True, slots=True)
class Figures:
    """Values by counter. ``year`` is the year to date; a stock has none there, for it does not add up."""

    period: Period
    now: Mapping[str, Value]
    before: Mapping[str, Value]
    year: Mapping[str, Value]
    months: Sequence[tuple[Period, Mapping[str, Value]]]
    history: History

    def change(self, slug: str) -> Value:
        """Return this period's value less the one before; None where either has none."""
        new, old = self.now[slug], self.before[slug]
        return None if new is None or old is None else round(new - old, 1)


def read_figures(session: Session, period: Period) -> Figures:
    """Count everything for a period. A year's months are its chart."""
    charted = months_of(period) if period.is_year else last_months(period)
    spans = [period, before(period), to_date(period)]
    history = read_history(session, period.bounds()[1])
    values = measure(session, history, spans)
    series = _series(history, charted)
    whole = values[2]
    year = {c.slug: None if isinstance(c, Stock) else whole[c.slug] for c in COUNTERS}
    return Figures(period, values[0], values[1], year, list(zip(charted, series, strict=True)), history)


def measure(session: Session, history: History, periods: Sequence[Period]) -> list[dict[str, Value]]:
    """Return every counter's value in each period, none of which may end after the history does."""
    found: list[dict[str, Value]] = [{} for _ in periods]
    for counter in COUNTERS:
        for values, value in zip(found, _values(session, history, counter, periods), strict=True):
            values[counter.slug] = value
    return found


def _values(session: Session, history: History, counter: Counter, periods: Sequence[Period]) -> Sequence[Value]:
    bounds = [period.bounds() for period in periods]
    if isinstance(counter, Count):
        moments = sorted(counter.moments(history))
        return [count_between(moments, span) for span in bounds]
    if isinstance(counter, Median):
        ended = list(counter.spans(history))
        return [median_between(ended, span) for span in bounds]
    if isinstance(counter, Stock):
        return [counter.number(history, end) for _, end in bounds]
    return _tallied(session, counter, periods)


def _tallied(session: Session, counter: Tally, periods: Sequence[Period]) -> Sequence[Value]:
    """Count rows in the database: one question for all periods."""
    column = counter.column
    spans = [and_(column >= begin, column < end) for begin, end in (period.bounds() for period in periods)]
    numbers = [func.count(case((span, 1))) for span in spans]
    row = session.execute(select(*numbers).where(or_(*spans), *counter.where)).one()
    return [int(number) for number in row]


def _series(history: History, months: Sequence[Period]) -> list[dict[str, Value]]:
    found: list[dict[str, Value]] = [{} for _ in months]
    for counter in COUNTERS:
        if counter.slug in CHARTED and isinstance(counter, Count):
            moments = sorted(counter.moments(history))
            for values, month in zip(found, months, strict=True):
                values[counter.slug] = count_between(moments, month.bounds())
    return found
