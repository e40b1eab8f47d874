"""What kept figures must look like before a page shows them: a row of an older version, or a damaged one, is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Counts = dict[str, int]
Shares = list[tuple[str, int, int]]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True)


class _Week(_Shape):
    monday: Annotated[str, Field(alias="from")]
    found: int
    confirmed: int
    referred: int
    down: int


class _Spans(_Shape):
    n: int
    median: float
    q1: float
    q3: float
    bands: list[int]
    months: list[tuple[str, int, float]]


class _Precision(_Shape):
    rules: Shares
    others: Shares
    sources: Shares
    sideless: int


class _Overdue(_Shape):
    name: str
    what: str
    due: str
    days: int
    number: str
    office: str
    notice: int | None
    cases: list[int]


class _Next(_Shape):
    name: str
    due: str
    left: int
    number: str
    office: str
    notice: int | None


class _Clocks(_Shape):
    counts: Counts
    over: list[_Overdue]
    running: int
    next: _Next | None


class _Figures(_Shape):
    weeks: Annotated[list[_Week], Field(min_length=1)]
    spans: _Spans
    precision: _Precision
    cases: Counts
    letters: Counts
    clocks: _Clocks
    running: dict[str, Any]


def sound(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return figures as ``count_all`` makes them; empty if they are anything else."""
    try:
        _Figures.model_validate(value)
    except ValidationError:
        return {}
    return value
