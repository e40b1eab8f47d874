"""The questions that the queue sends, put together once for each kind of question.

Putting one together takes longer than its answer, and people ask the same few kinds with other values. So a kind is
named by its ``Outline``, and the values (``Outline`` says how many) are handed over by name with each asking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, select, true, tuple_, union_all
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from zhenwei.store.models import CaseRow, DecisionRow, LeadRow
from zhenwei.store.search import is_match, matching

KINDS = 512  # kept
# The tables themselves: no objects are made of what is read here, and none of the work is done that objects would take.
CASE, LEAD, SAID = (row.__table__.c for row in (CaseRow, LeadRow, DecisionRow))
Places = Select[int, int]


@dataclass(frozen=True, slots=True)
class Outline:
    """What is asked for, without the values. Their names: ``state_0`` …, ``target_0`` …, and those of the fields.

    ``states``: how many, 0 for any that there is; ``every``: their whole number, for the ways along the index.
    ``targets``: how many organs, None for any; ``apart``: each is a beginning of an index of its own. ``words`` are no
    value but said as they are: each question of words is a kind of its own.
    """

    states: int
    every: int
    targets: int | None
    apart: bool
    verdict: bool
    source: bool
    operator: bool
    since: bool
    until: bool
    mine: bool
    words: str


class Way(Enum):
    """From where a page is read; the place itself is a value of the question: ``urgency`` and ``case``."""

    START = "start"
    ON = "on"
    BACK = "back"


class Driver(Enum):
    """Something asked for that may fit few cases: which are then fetched and sorted.

    INDEX is all that an index begins with (states, organs, verdict) at once.
    """

    INDEX = "index"
    OPERATOR = "operator"
    WORDS = "words"
    MINE = "mine"
    DATES = "dates"
    SOURCE = "source"


def is_plain(asked: Outline) -> bool:
    """True if nothing is asked for but what indices begin with."""
    return not (asked.operator or asked.mine or asked.source or asked.words or asked.since or asked.until)


def is_all(asked: Outline) -> bool:
    """True if cases of every state, organ and verdict are asked for: one index has them all in their order."""
    return not (asked.states or asked.verdict or asked.targets is not None)


def drivers_of(asked: Outline) -> list[Driver]:
    """Return what may fit few cases of all that is asked for, apart from INDEX."""
    has = {
        Driver.OPERATOR: asked.operator, Driver.WORDS: bool(asked.words), Driver.MINE: asked.mine,
        Driver.DATES: asked.since or asked.until, Driver.SOURCE: asked.source,
    }  # fmt: skip
    return [driver for driver, there in has.items() if there]


@lru_cache(maxsize=KINDS)
def counting(asked: Outline, driver: Driver, dialect: str, most: int) -> tuple[Select[int], ...]:
    """Return questions whose answers, up to ``most``, are no fewer than a driver's cases, the cheapest first."""
    rows = _ids(asked, driver, dialect)
    return tuple(select(func.count()).select_from(one.limit(most).subquery()) for one in rows)


def _ids(asked: Outline, driver: Driver, dialect: str) -> list[Select[int]]:
    if driver is Driver.INDEX:
        return [select(CASE.id).where(*_beginnings(asked))]
    if driver is Driver.OPERATOR:
        return [select(CASE.id).where(_operator())]
    if driver is Driver.DATES:
        return [select(CASE.id).where(*_dates(asked))]
    if driver is Driver.SOURCE:
        # Counting leads reads one index. Where they are many, their cases may still be few.
        return [_led(), select(CASE.id).where(CASE.site_id.in_(_led()))]
    hits = _said() if driver is Driver.MINE else matching(asked.words, dialect)
    return [] if hits is None else [hits]


@lru_cache(maxsize=KINDS)
def page_of_few(asked: Outline, driver: Driver, dialect: str, way: Way, most: int) -> Select[*tuple[Any, ...]]:
    """Return the question for a page of what a driver fits, sorted; its third column is how many there are in all.

    Page and total are of one walk: the hits are written down once and read twice.
    """
    query = select(CASE.urgency, CASE.id).where(_fits(asked, driver, dialect), *_rest(asked, dialect, driver))
    hits = query.where(*_beginnings(asked)).cte("hits")
    number = select(func.count()).select_from(hits).scalar_subquery()
    page: Select[*tuple[Any, ...]] = _ordered(select(hits.c.urgency, hits.c.id), way, hits.c).limit(most)
    return page.add_columns(number)


@lru_cache(maxsize=KINDS)
def page_near(asked: Outline, dialect: str, way: Way, near: int, most: int) -> Places:
    """Return the question for a page of what fits among the next ``near`` cases of all; it may be too short.

    Where as many as that remain no more: it is empty.
    """
    end = _ordered(select(CASE.urgency, CASE.id), way).limit(1).offset(near).subquery()
    place, key = select(end.c.urgency, end.c.id).scalar_subquery(), tuple_(CASE.urgency, CASE.id)
    rows = select(CASE.urgency, CASE.id).where(*_rest(asked, dialect), key < place if way is Way.BACK else key > place)
    return _ordered(rows, way).limit(most)


@lru_cache(maxsize=KINDS)
def count_alone(asked: Outline, driver: Driver, dialect: str) -> Select[int]:
    """Return the question for how many cases a driver fits, all of them, where nothing else is asked for."""
    rows = _said().distinct() if driver is Driver.MINE else _ids(asked, driver, dialect)[-1]
    return select(func.count()).select_from(rows.subquery())


@lru_cache(maxsize=KINDS)
def page_along(asked: Outline, dialect: str, way: Way, most: int) -> Places:
    """Return the question for a page that is read along the indices of all beginnings."""
    return _merged(_branches(asked, dialect), way, most)


@lru_cache(maxsize=KINDS)
def count_along(asked: Outline, dialect: str, most: int) -> Select[int]:
    """Return the question for how many fit, up to ``most``."""
    return select(func.count()).select_from(page_along(asked, dialect, Way.START, most).subquery())


def _beginnings(asked: Outline) -> list[ColumnElement[bool]]:
    """Return the conditions on what indices begin with."""
    found: list[ColumnElement[bool]] = [CASE.state.in_(_named("state", asked.states))] if asked.states else []
    if asked.verdict:
        found.append(_verdict())
    return found if asked.targets is None else [*found, CASE.target.in_(_named("target", asked.targets))]


def _fits(asked: Outline, driver: Driver, dialect: str) -> ColumnElement[bool]:
    if driver is Driver.OPERATOR:
        return _operator()
    if driver is Driver.MINE:
        return CASE.id.in_(_said())
    if driver is Driver.SOURCE:
        return CASE.site_id.in_(_led())
    hits = matching(asked.words, dialect) if driver is Driver.WORDS else None
    # Of dates the rest knows; of an index its beginnings do.
    return true() if hits is None else CASE.id.in_(hits)


def _rest(asked: Outline, dialect: str, driver: Driver | None = None) -> list[ColumnElement[bool]]:
    """Return what is asked of a row beside the columns that an index begins with, and beside what the driver fits."""
    found = _dates(asked)
    if asked.operator and driver is not Driver.OPERATOR:
        found.append(_operator())
    if asked.mine and driver is not Driver.MINE:
        said = select(SAID.id).where(SAID.case_id == CASE.id, SAID.by == bindparam("mine"))
        found.append(said.correlate(CaseRow.__table__).exists())
    if asked.source and driver is not Driver.SOURCE:
        led = select(LEAD.id).where(LEAD.site_id == CASE.site_id, LEAD.source == bindparam("source"))
        found.append(led.correlate(CaseRow.__table__).exists())
    if asked.words and driver is not Driver.WORDS and (fits := is_match(asked.words, dialect)) is not None:
        found.append(fits)
    return found


def _named(name: str, number: int) -> list[Any]:
    return [bindparam(f"{name}_{place}") for place in range(number)]


def _verdict() -> ColumnElement[bool]:
    return CASE.verdict == bindparam("verdict")


def _operator() -> ColumnElement[bool]:
    return CASE.operator == bindparam("operator")


def _said() -> Select[int]:
    return select(SAID.case_id).where(SAID.by == bindparam("mine"))


def _led() -> Select[int]:
    return select(LEAD.site_id).where(LEAD.source == bindparam("source"))


def _dates(asked: Outline) -> list[ColumnElement[bool]]:
    found = [CASE.first_seen >= bindparam("since")] if asked.since else []
    return [*found, CASE.first_seen < bindparam("until")] if asked.until else found


def _branches(asked: Outline, dialect: str) -> list[Places]:
    """Return one question for each beginning of an index: its rows lie in order there."""
    rest = _rest(asked, dialect)
    if is_all(asked):
        return [select(CASE.urgency, CASE.id).where(*rest)]
    if asked.verdict:
        rest.append(_verdict())
    targets: list[Any] = [None]
    if asked.targets is not None:
        targets = _named("target", asked.targets)
        if not asked.apart:
            rest.append(CASE.target.in_(targets))
            targets = [None]
    every = select(CASE.urgency, CASE.id)
    return [
        every.where(CASE.state == state, *([] if target is None else [CASE.target == target]), *rest)
        for state in _named("state", asked.every)
        for target in targets
    ]


def _ordered(query: Places, way: Way, of: ReadOnlyColumnCollection[str, Any] = CASE) -> Places:
    key = tuple_(of.urgency, of.id)
    place = tuple_(bindparam("urgency", type_=Integer), bindparam("case", type_=Integer))
    if way is Way.BACK:
        return query.where(key > place).order_by(of.urgency, of.id)
    if way is Way.ON:
        query = query.where(key < place)
    return query.order_by(of.urgency.desc(), of.id.desc())


def _merged(branches: Sequence[Places], way: Way, most: int) -> Places:
    """Return the first rows of all branches together: the first of each are enough to know them."""
    parts = [_ordered(one, way).limit(most) for one in branches]
    if len(parts) == 1:
        return parts[0]
    rows = union_all(*(select(part.subquery()) for part in parts)).subquery()
    urgency, case = rows.c.urgency, rows.c.id
    order = (urgency, case) if way is Way.BACK else (urgency.desc(), case.desc())
    return select(urgency, case).order_by(*order).limit(most)
