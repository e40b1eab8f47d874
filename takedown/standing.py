"""How the clocks of the whole store stand, counted without walking through every case.

Records run out so many days after a site was last seen alive. So all cases of one verdict that were last seen on one
day have clocks that stand alike: the database counts cases by that day, and one clock is reckoned for each group.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, Subquery, cast, func, select
from sqlalchemy.orm import Session

from takedown.clocks import Clock, LastSeen, Stand, Table, by_due, clocks_of, open_clocks
from takedown.following import GONE_OUT
from takedown.ticking import UNDER_WAY_STATES, done_marks, last_seen, sent_letters, since
from zhenwei.store.looks_tables import StandingRow
from zhenwei.store.models import CaseRow, NoticeCaseRow, NoticeRow
from zhenwei.watchlist.clocks import Clocks

_BEIJING_HOURS = 8
_AT_ONCE = 5_000  # cases
ALIVE = func.coalesce(StandingRow.last_alive, CaseRow.last_seen, type_=CaseRow.last_seen.type)


@dataclass(frozen=True, slots=True)
class Standing:
    """``counts``: how many open clocks stand how; ``letters``: the open clocks of letters and months, all of them;
    ``cases``: the first open clocks of cases by how they stand."""

    counts: Counter[Stand]
    letters: list[Clock]
    cases: dict[Stand, list[Clock]]


def standing_clocks(
    session: Session, clocks: Clocks, now: datetime, most: int = 0, among: Collection[Stand] = tuple(Stand)
) -> Standing:
    """Return how all clocks stand, and at most ``most`` clocks of cases for each way ``among`` them, in the order of
    clocks_of."""
    done = done_marks(session)
    letters = open_clocks(clocks_of(Table(clocks, now, done), sent_letters(session), (), since(session)))
    rules = tuple(rule for rule in clocks.rules if rule.starts == "last_alive")
    table = Table(replace(clocks, rules=rules), now, done)
    offices = sorted({office for rule in rules for office in rule.ends_when_sent_to})
    cases = _cases(session, offices, exact=any(rule.unit == "hours" for rule in rules))
    marked = {int(case) for key in done for _, mark, case in [key.rpartition(":c")] if mark and case.isdigit()}
    counts, spans = _counted(session, table, cases, offices)
    counts -= _marked(session, table, marked)
    first: dict[Stand, list[Clock]] = defaultdict(list)
    many = most + len(marked)
    days = {day for (_rule, stand), span in spans.items() if stand in among for day in _until(span, many)}
    for clock in _first(session, table, cases, offices, days, many) if most else ():
        if clock.stand in among:
            first[clock.stand].append(clock)
    counts.update(clock.stand for clock in letters)
    return Standing(counts, letters, {stand: sorted(found, key=by_due)[:most] for stand, found in first.items()})


def _counted(
    session: Session, table: Table, cases: Subquery, offices: Sequence[str]
) -> tuple[Counter[Stand], dict[tuple[str, Stand], Counter[str]]]:
    """Return how clocks of cases stand, no mark heeded, and on which days those of each rule and stand begin."""
    told = [cases.c[f"told_{number}"] for number in range(len(offices))]
    alive = func.min(cases.c.alive, type_=CaseRow.last_seen.type)
    groups = select(cases.c.day, cases.c.verdict, alive, func.count(), *told)
    counts: Counter[Stand] = Counter()
    spans: dict[tuple[str, Stand], Counter[str]] = defaultdict(Counter)
    unmarked = replace(table, done={})
    for day, verdict, moment, number, *flags in session.execute(groups.group_by(cases.c.day, cases.c.verdict, *told)):
        for clock in clocks_of(unmarked, (), [LastSeen(0, verdict, moment, _offices(offices, flags))]):
            counts[clock.stand] += number
            spans[clock.rule.id, clock.stand][day] += number
    return counts, spans


def _until(span: Mapping[str, int], most: int) -> list[str]:
    """Return the first days that hold so many."""
    days, held = [], 0
    for day in sorted(span):
        if held >= most:
            break
        days.append(day)
        held += span[day]
    return days


def _first(
    session: Session, table: Table, cases: Subquery, offices: Sequence[str], days: Collection[str], most: int
) -> list[Clock]:
    """Return the open clocks of the first ``most`` cases of each day."""
    place = func.row_number().over(partition_by=(cases.c.day, cases.c.verdict), order_by=(cases.c.alive, cases.c.id))
    rows = select(cases, place.label("place")).where(cases.c.day.in_(days)).subquery()
    told = [rows.c[f"told_{number}"] for number in range(len(offices))]
    query = select(rows.c.id, rows.c.verdict, rows.c.alive, *told).where(rows.c.place <= most)
    seen = [
        LastSeen(case, verdict, alive, _offices(offices, flags))
        for case, verdict, alive, *flags in session.execute(query)
    ]
    return open_clocks(clocks_of(table, (), seen))


def _marked(session: Session, table: Table, cases: Collection[int]) -> Counter[Stand]:
    """Return how the clocks of these cases would stand that a person's mark has ended."""
    found: Counter[Stand] = Counter()
    numbers = sorted(cases)
    for start in range(0, len(numbers), _AT_ONCE):
        seen = last_seen(session, among=numbers[start : start + _AT_ONCE])
        running = Counter(clock.stand for clock in clocks_of(replace(table, done={}), (), seen))
        found += running - Counter(clock.stand for clock in clocks_of(table, (), seen))
    return found


def _offices(offices: Sequence[str], told: Sequence[Any]) -> frozenset[str]:
    return frozenset(office for office, flag in zip(offices, told, strict=True) if flag)


def _cases(session: Session, offices: Sequence[str], *, exact: bool) -> Subquery:
    """Return the cases under way: id, verdict, when last seen ``alive``, on which ``day``, which offices were told."""
    told = []
    for number, office in enumerate(offices):
        letters = select(NoticeCaseRow.case_id).join(NoticeRow, NoticeRow.id == NoticeCaseRow.notice_id)
        letters = letters.where(NoticeRow.state.in_(GONE_OUT), NoticeRow.recipient == office)
        told.append(CaseRow.id.in_(letters).label(f"told_{number}"))
    query = select(CaseRow.id, CaseRow.verdict, ALIVE.label("alive"), _day(session, exact=exact).label("day"), *told)
    query = query.select_from(CaseRow).outerjoin(StandingRow, StandingRow.case_id == CaseRow.id)
    return query.where(CaseRow.state.in_(UNDER_WAY_STATES)).subquery()


def _day(session: Session, *, exact: bool) -> ColumnElement[str]:
    """Return the day in Beijing on which a site was last seen alive; ``exact``, for terms in hours: the moment."""
    if exact:
        return cast(ALIVE, String)
    if session.get_bind().dialect.name == "postgresql":
        return func.to_char(func.timezone("Asia/Shanghai", ALIVE), "YYYY-MM-DD")
    return func.date(ALIVE, f"+{_BEIJING_HOURS} hours")
