"""Clocks as the desk shows them: how they stand in words, where they come from, what is to be done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from takedown.clocks import Clock, Stand, by_due, open_clocks, shown_due
from takedown.reminders import REMINDED
from takedown.standing import standing_clocks
from takedown.ticking import all_clocks, clocks_of_letter
from zhenwei.watchlist.clocks import Clocks

ORDER = (*REMINDED, Stand.RUNNING)
# What a person has to do something about: shown first, and alone unless more is asked for.
URGENT = (Stand.OVERDUE, Stand.SOON, Stand.NO_DATA)
# What is due one day and not over yet.
AHEAD = (Stand.SOON, Stand.RUNNING)
ALL = "all"
MOST = 500
FEW = 6


@dataclass(frozen=True, slots=True)
class ClockLine:
    """``left``: days, None where the date is not known; ``due`` is the date or what is missing."""

    key: str
    stand: str
    name: str
    due: str
    left: int | None
    notice: int
    number: str
    office: str
    cases: tuple[int, ...]
    what: str
    law: str
    verified: bool
    assumed: bool
    ended: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class ClockPage:
    """The clocks that run, in the order in which they need a person; ``counts``: (how it stands, how many)."""

    counts: list[tuple[str, int]]
    lines: list[ClockLine]
    cut: int


def count_clocks(session: Session, clocks: Clocks, at: datetime, among: Collection[Stand] = ORDER) -> dict[str, Any]:
    """Return how many open clocks stand how, and the first MOST lines of each way: plain values that can be kept.

    ``among``: of these ways only there are lines; ``over``: the longest overdue, ``next``: what of letters is due next.
    """
    found = standing_clocks(session, clocks, at, MOST, among)
    lines: dict[str, list[dict[str, Any]]] = {stand.value: [] for stand in ORDER}
    for stand in among:
        letters = [clock for clock in found.letters if clock.stand is stand]
        first = sorted((*letters, *found.cases.get(stand, ())), key=by_due)[:MOST]
        lines[stand.value] = [_plain(line) for line in _lines(first)]
    # Of cases none is overdue: records that need not be kept any longer have lapsed.
    over = sorted(
        (one for one in found.letters if one.stand is Stand.OVERDUE), key=lambda one: (one.left or 0, one.key)
    )
    ahead = sorted((one for one in found.letters if one.stand in AHEAD and one.left is not None), key=by_due)
    return {
        "counts": {stand.value: found.counts[stand] for stand in ORDER},
        "lines": lines,
        "over": [_plain(line) for line in _lines(over[:FEW])],
        "next": next((_plain(line) for line in _lines(ahead[:1])), None),
    }


def wanted(stand: str) -> tuple[Stand, ...]:
    """Return the ways that the page shows: the urgent ones, one that is named, or all."""
    return ORDER if stand == ALL else (Stand(stand),) if stand else URGENT


def page_of(counted: Mapping[str, Any], stand: str = "", gone: Collection[str] = ()) -> ClockPage:
    """Return the urgent clocks, or those that stand in one way, or all; ``cut`` is how many did not fit on the page.

    ``gone``: keys of clocks that have ended since they were counted.
    """
    shown = [one.value for one in wanted(stand)]
    left = {name: [row for row in rows if row["key"] not in gone] for name, rows in counted["lines"].items()}
    counts = {name: counted["counts"][name] - len(rows) + len(left[name]) for name, rows in counted["lines"].items()}
    lines = [ClockLine(**{**row, "cases": tuple(row["cases"])}) for one in shown for row in left[one]][:MOST]
    return ClockPage(
        [(one.value, counts[one.value]) for one in ORDER],
        lines,
        sum(counts[one] for one in shown) - len(lines),
    )


def clocks_of_case(session: Session, clocks: Clocks, at: datetime, case: int) -> list[ClockLine]:
    """Return the clocks of a case and of its letters, ended ones last."""
    found = all_clocks(session, clocks, at, case)
    return _lines(sorted(found, key=lambda clock: (*ORDER, Stand.ENDED).index(clock.stand)))


_FIELDS = tuple(field.name for field in fields(ClockLine))


def _plain(line: ClockLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in _FIELDS}


def _lines(clocks: Iterable[Clock]) -> list[ClockLine]:
    return [
        ClockLine(
            key=clock.key,
            stand=clock.stand.value,
            name=clock.rule.name,
            due=shown_due(clock),
            left=clock.left,
            notice=clock.notice,
            number=clock.number,
            office=clock.office,
            cases=clock.cases,
            what=clock.rule.what,
            law=f"{clock.rule.law}{clock.rule.article}",
            verified=clock.rule.verified,
            assumed=clock.assumed,
            ended=clock.ended_on,
            late=clock.late,
        )
        for clock in clocks
    ]


def clocks_of_notice(session: Session, clocks: Clocks, at: datetime, notice: int) -> list[ClockLine]:
    """Return the clocks of a letter, ended ones last."""
    found = clocks_of_letter(session, clocks, at, notice)
    return _lines(sorted(found, key=lambda clock: (*ORDER, Stand.ENDED).index(clock.stand)))


def pressing(found: Iterable[Clock]) -> dict[int, ClockLine]:
    """Return for each letter the running clock that needs a person first."""
    chosen: dict[int, Clock] = {}
    for clock in open_clocks(list(found)):
        other = chosen.get(clock.notice)
        if other is None or _urgency(clock) < _urgency(other):
            chosen[clock.notice] = clock
    return dict(zip(chosen, _lines(chosen.values()), strict=True))


def _urgency(clock: Clock) -> tuple[int, int]:
    return ORDER.index(clock.stand), 0 if clock.left is None else clock.left
