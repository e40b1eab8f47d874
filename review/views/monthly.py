"""What the pages of monthly and yearly reports show, from the figures that were kept when a report was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from takedown.reports import periods
from takedown.reports.counted import BY_SLUG, GROUPS
from takedown.reports.filing import Filed
from takedown.reports.monthly import Row
from takedown.reports.periods import Period, Scheme
from takedown.reports.report_docx import GAP

# What the catalogue calls the groups of counters (``figures.<name>``), and what other offices enter.
GROUP_NAMES = dict(zip(GROUPS, ("found", "judged", "letters", "effect", "speed", "end"), strict=True))
OTHERS = "others"
BACK = 6  # years that the form offers, beside this one


@dataclass(frozen=True, slots=True)
class Line:
    """A figure: ``label`` as the report prints it; ``own``: a counter of ours, whose name the catalogue has."""

    slug: str
    label: str
    own: bool
    unit: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The figures of a report. ``early``: it was made before its period had ended; ``gaps``: cells left to people."""

    plan: list[Line]
    groups: list[tuple[str, list[Line]]]
    months: Sequence[tuple[str, tuple[int, ...]]]
    early: bool
    gaps: int


def read_shown(one: Filed) -> Shown | None:
    """Return the figures of a report, None where none were kept."""
    if not one.all:
        return None
    lines = [_line(row) for row in one.all]
    groups = [
        (name, [line for line in lines if line.own and BY_SLUG[line.slug].group == group])
        for group, name in GROUP_NAMES.items()
    ]
    groups.append((OTHERS, [line for line in lines if not line.own]))
    plan = [_line(row) for row in one.plan]
    return Shown(
        plan,
        [(group, rows) for group, rows in groups if rows],
        one.months,
        # Both are of one day: what is made on the last day lacks the rest of that day.
        one.day is not None and one.day <= one.period.last,
        sum(GAP in line.values for line in plan),
    )


def offered(today: date, scheme: Scheme) -> tuple[list[int], Period]:
    """Return the years that the form offers, and the period it begins with: the last month that has ended."""
    past = today.replace(day=1) - timedelta(days=1)
    last = periods.month(f"{past.year}-{past.month:02d}", scheme)
    return list(range(today.year, today.year - BACK - 1, -1)), last


def _line(row: Row) -> Line:
    label, unit, *values = row.cells
    return Line(row.slug, label, row.slug in BY_SLUG, unit, tuple(values))
