"""A page of the queue out of a million cases: which ids come next, by an index, whatever is asked.

Two ways, and the numbers choose. Where something asked for fits few cases (a name, a day, a rare source), those are
fetched and sorted. Else the index of each state is read from its urgent end until the page is full. Neither way counts
or skips: a page starts behind the last case of the one before (keyset), so the thousandth costs what the first does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from zhenwei.store.models import CaseRow
from zhenwei.store.queue_questions import (
    Driver,
    Outline,
    Way,
    count_alone,
    count_along,
    counting,
    drivers_of,
    is_all,
    is_plain,
    page_along,
    page_near,
    page_of_few,
)
from zhenwei.types import CaseState

# Up to so many are fetched and sorted; more are so common that the way along the index soon finds a page of them.
FEW = 20_000
MOST_BRANCHES = 120
MOST_COUNTED = 1000
_LAST = select(func.max(CaseRow.id))
# Fields of Wanted that are values of a question under their own names.
VALUES = ("verdict", "source", "operator", "since", "until", "mine")
# What is common fills its page, if evenly spread, within so many cases of all that come next: those are tried first.
NEAR = 20_000
SPREAD = 1.25  # what chance may add to the way
# Of what an index holds under its beginnings so many are looked through without counting anything else first.
NARROW = 2_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the queue is asked for; empty means any. ``targets``: one of these organs, None for any.

    ``since`` and ``until`` bound the moment of the first sight (the second is not included). ``mine``: a person's name,
    for cases on which they have said a word.
    """

    states: tuple[str, ...] = tuple(CaseState)
    verdict: str = ""
    targets: tuple[str, ...] | None = None
    source: str = ""
    operator: str = ""
    since: datetime | None = None
    until: datetime | None = None
    mine: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the order: behind (or, ``back``, before) a case."""

    urgency: int
    case: int
    back: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Places of a page in order, whether more lie beyond it, and how many fit in all: None if not counted,
    MOST_COUNTED + 1 for more than are counted."""

    places: list[Place]
    more: bool
    total: int | None


def find_cases(session: Session, wanted: Wanted, place: Place | None, size: int) -> Found:
    """Return up to ``size`` places, the most urgent first, of two alike the newer case first."""
    if not wanted.states or wanted.targets == ():
        return Found([], more=False, total=0)
    dialect, way = session.get_bind().dialect.name, _way(place)
    asked, values = _outline(wanted), _values(wanted, place)
    total: int | None = None
    driver, number = _driver(session, asked, values, dialect)
    rows: Sequence[Row[*tuple[Any, ...]]] = []
    if driver is None:
        rows = session.execute(page_along(asked, dialect, way, size + 1), values).all()
        if is_plain(asked):
            total = session.scalar(count_along(asked, dialect, MOST_COUNTED + 1), values)
    elif is_all(asked) and drivers_of(asked) == [driver] and _is_near(session, number, size + 1):
        rows = session.execute(page_near(asked, dialect, way, NEAR, size + 1), values).all()
        total = session.scalar(count_alone(asked, driver, dialect), values)
    if driver is not None and len(rows) <= size:
        rows = session.execute(page_of_few(asked, driver, dialect, way, size + 1), values).all()
        total = rows[0][2] if rows else 0 if place is None else None
    back = way is Way.BACK
    places = [Place(row[0], row[1]) for row in rows[:size]]
    return Found(places[::-1] if back else places, len(rows) > size, total)


def _is_near(session: Session, number: int, most: int) -> bool:
    """True if a page, its cases evenly spread, is full before NEAR are looked at, and before as many as fit in all."""
    cases = session.scalar(_LAST) or 0
    return SPREAD * most * cases < min(NEAR, number) * number


def _way(place: Place | None) -> Way:
    if place is None:
        return Way.START
    return Way.BACK if place.back else Way.ON


def _outline(wanted: Wanted) -> Outline:
    number, targets = len(wanted.states), wanted.targets
    return Outline(
        states=number if number < len(CaseState) else 0,
        every=number,
        targets=None if targets is None else len(targets),
        apart=targets is not None and len(targets) * number <= MOST_BRANCHES,
        verdict=bool(wanted.verdict),
        source=bool(wanted.source),
        operator=bool(wanted.operator),
        since=wanted.since is not None,
        until=wanted.until is not None,
        mine=bool(wanted.mine),
        words=wanted.words,
    )


def _values(wanted: Wanted, place: Place | None) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(wanted, name) for name in VALUES if getattr(wanted, name)}
    found |= {f"state_{number}": str(state) for number, state in enumerate(wanted.states)}
    found |= {f"target_{number}": target for number, target in enumerate(wanted.targets or ())}
    return found | {"urgency": place.urgency, "case": place.case} if place is not None else found


def _driver(session: Session, asked: Outline, values: Mapping[str, Any], dialect: str) -> tuple[Driver | None, int]:
    """Return what fits the fewest cases, if those are few, and how many it fits at most."""
    if is_plain(asked):
        return None, 0
    if not is_all(asked):
        # Where the indices' beginnings alone leave few, counting what else is asked for would take longer.
        (narrow,) = counting(asked, Driver.INDEX, dialect, NARROW + 1)
        number = session.scalar(narrow, values) or 0
        if number <= NARROW:
            return Driver.INDEX, number
    best: tuple[Driver | None, int] = None, FEW + 1
    for one in drivers_of(asked):
        for question in counting(asked, one, dialect, FEW + 1):
            count = session.scalar(question, values) or 0
            if count <= FEW:
                best = (one, count) if count < best[1] else best
                break
    return best


def different(session: Session, of: InstrumentedAttribute[str]) -> list[str]:
    """Return the different values of an indexed column by leaping along its index, not by reading a million rows."""
    leap = select(func.min(of).label("value")).cte("leap", recursive=True)
    leap = leap.union_all(
        select(select(func.min(of)).where(of > leap.c.value).scalar_subquery()).where(leap.c.value.is_not(None))
    )
    return [value for value in session.scalars(select(leap.c.value)) if value]
