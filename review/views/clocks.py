"""Clocks as the desk shows them: how they stand in words, where they come from, what is to be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from takedown.clocks import Clock, Stand, open_clocks, shown_due
from takedown.reminders import REMINDED
from takedown.ticking import all_clocks
from zhenwei.watchlist.clocks import Clocks

ORDER = (*REMINDED, Stand.RUNNING)
# What a person has to do something about: shown first, and alone unless more is asked for.
URGENT = (Stand.OVERDUE, Stand.SOON, Stand.NO_DATA)
ALL = "all"
MOST = 500


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


def read_clocks(session: Session, clocks: Clocks, at: datetime, stand: str = "") -> ClockPage:
    """Return the urgent clocks, or those that stand in one way, or all; ``cut`` is how many did not fit on the page."""
    found = open_clocks(all_clocks(session, clocks, at))
    counts = [(one.value, sum(clock.stand is one for clock in found)) for one in ORDER]
    shown = ORDER if stand == ALL else (Stand(stand),) if stand else URGENT
    wanted = sorted((clock for clock in found if clock.stand in shown), key=lambda clock: ORDER.index(clock.stand))
    return ClockPage(counts, _lines(wanted[:MOST]), max(0, len(wanted) - MOST))


def clocks_of_case(session: Session, clocks: Clocks, at: datetime, case: int) -> list[ClockLine]:
    """Return the clocks of a case and of its letters, ended ones last."""
    found = all_clocks(session, clocks, at, case)
    return _lines(sorted(found, key=lambda clock: (*ORDER, Stand.ENDED).index(clock.stand)))


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
