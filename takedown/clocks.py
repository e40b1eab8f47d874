"""Which clocks run for letters and cases, when each ends, how it stands now. Pure: facts and a moment in, clocks out.

A term is counted as 民法典 art. 201 to 203 count: the starting day does not count, the last day ends at 23:59 Beijing
time, a term of hours runs from the moment itself. Where a year's holidays are unknown a clock says so and has no date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from zhenwei.clock import BEIJING
from zhenwei.sentences import said
from zhenwei.watchlist.clocks import ClockRule, Clocks
from zhenwei.workdays import NoCalendar, Workdays, add_months

LAST_MINUTE = time(23, 59)
MISSING = said("日历数据缺失")


class Stand(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    SOON = "soon"
    OVERDUE = "overdue"
    # Over, and nobody's duty: records that need not be kept any longer, a limitation that has run out.
    LAPSED = "lapsed"
    NO_DATA = "no_data"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SentLetter:
    """What clocks need of a letter that has gone out. ``results``: (answer, day it was received).

    The reply is due on ``reply_by``, else ``reply_days`` after receipt, as the letter asks.
    """

    notice: int
    recipient: str
    kind: str
    office: str
    number: str
    cases: tuple[int, ...]
    sent_at: datetime
    received_at: datetime | None = None
    reply_by: date | None = None
    reply_days: int = 0
    reply_working: bool = True
    cites: tuple[str, ...] = ()
    results: tuple[tuple[str, date], ...] = ()
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class LastSeen:
    """What clocks need of a case: when its site was last seen alive, and to which recipients letters went out."""

    case: int
    verdict: str
    last_alive: datetime
    told: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock. ``due`` is None where ``missing`` says why, ``left`` counts days (below 0: overdue since).

    ``key`` names it over all runs; ``assumed``: the day of receipt was not noted, the day of sending stands for it.
    """

    key: str
    rule: ClockRule
    stand: Stand
    started: datetime
    due: datetime | None
    left: int | None
    missing: str = ""
    notice: int = 0
    cases: tuple[int, ...] = ()
    office: str = ""
    number: str = ""
    ended_on: date | None = None
    assumed: bool = False

    @property
    def late(self) -> bool:
        """True if it ended after its last day."""
        return bool(self.ended_on and self.due and self.ended_on > self.due.astimezone(BEIJING).date())


def due_of(rule: ClockRule, started: datetime, calendar: Workdays) -> datetime:
    """Return the last moment of a term that began at a moment. Raises NoCalendar."""
    if rule.unit == "hours":
        return started + timedelta(hours=rule.length)
    day = started.astimezone(BEIJING).date()
    if rule.unit == "working_days":
        last = calendar.add(day, rule.length)
    elif rule.unit == "days":
        last = day + timedelta(days=rule.length)
    else:
        last = add_months(day, rule.length * (12 if rule.unit == "years" else 1))
    return _closing(rule, last, calendar)


def _closing(rule: ClockRule, last: date, calendar: Workdays) -> datetime:
    """Return the end of the last day, moved as the rule says if it is a day off. Raises NoCalendar."""
    if rule.off_day == "later":
        last = calendar.next_working(last)
    elif rule.off_day == "earlier":
        last = calendar.last_working(last)
    return datetime.combine(last, LAST_MINUTE, BEIJING)


@dataclass(frozen=True)
class Table:
    """What a listing works with. ``done``: clocks that a person has marked as done, and when."""

    clocks: Clocks
    now: datetime
    done: Mapping[str, datetime] = field(default_factory=dict)

    @cached_property
    def today(self) -> date:
        """The day in Beijing."""
        return self.now.astimezone(BEIJING).date()


def clocks_of(
    table: Table, letters: Iterable[SentLetter], cases: Iterable[LastSeen], since: date | None = None
) -> list[Clock]:
    """Return every clock, ended ones too: what lacks a date first, then by the last moment.

    ``since`` is the day from which monthly reports are owed; None: none is.
    """
    found = [clock for letter in letters for clock in _of_letter(table, letter)]
    found += [clock for case in cases for clock in _of_case(table, case)]
    if since is not None:
        found += _of_months(table, since)
    return sorted(found, key=by_due)


def by_due(clock: Clock) -> tuple[bool, datetime, str]:
    """Return where a clock stands among others: what lacks a date first, then by the last moment."""
    return clock.due is not None, clock.due or datetime.max.replace(tzinfo=BEIJING), clock.key


def open_clocks(clocks: Iterable[Clock]) -> list[Clock]:
    """Return the clocks that still run, or have run out without an answer."""
    return [clock for clock in clocks if clock.stand is not Stand.ENDED]


def _of_letter(table: Table, letter: SentLetter) -> Iterator[Clock]:
    run_out: set[str] = set()
    for rule in table.clocks.rules:
        if not _fits(rule, letter) or (rule.after and rule.after not in run_out):
            continue
        counted_from = (letter.received_at if rule.starts == "received" else None) or letter.sent_at
        due, missing = _due(rule, counted_from, table.clocks.calendar, letter)
        key = f"{rule.id}:n{letter.notice}"
        ended = _ended(rule, letter, table.done.get(key))
        on_a_day = rule.unit == "given" and letter.reply_by is not None
        clock = _clock(
            table, key, rule, counted_from, due, missing, ended,
            notice=letter.notice, cases=letter.cases, office=letter.office, number=letter.number,
            assumed=rule.starts == "received" and letter.received_at is None and not on_a_day,
        )  # fmt: skip
        if clock.stand is Stand.OVERDUE or clock.late:
            run_out.add(rule.id)
        yield clock


def _fits(rule: ClockRule, letter: SentLetter) -> bool:
    return (
        rule.starts in ("sent", "received")
        and (not rule.recipients or letter.recipient in rule.recipients)
        and (not rule.kinds or letter.kind in rule.kinds)
        and (not rule.cites or any(rule.cites in cited for cited in letter.cites))
        and (rule.unit != "given" or letter.reply_by is not None or letter.reply_days > 0)
    )


def _ended(rule: ClockRule, letter: SentLetter, done: datetime | None) -> date | None:
    """Return the first day on which something ended the clock: an answer, the letter's close, a person's mark."""
    days = [day for result, day in letter.results if not rule.ends_with or result in rule.ends_with]
    days += [letter.closed_on] if letter.closed_on else []
    days += [done.astimezone(BEIJING).date()] if done else []
    return min(days, default=None)


def _of_case(table: Table, case: LastSeen) -> Iterator[Clock]:
    for rule in table.clocks.rules:
        if rule.starts != "last_alive" or (rule.verdicts and case.verdict not in rule.verdicts):
            continue
        if case.told & set(rule.ends_when_sent_to):
            continue
        key = f"{rule.id}:c{case.case}"
        done = table.done.get(key)
        # A site that was seen alive after the mark has made new records since.
        ended = done.astimezone(BEIJING).date() if done and done >= case.last_alive else None
        due, missing = _due(rule, case.last_alive, table.clocks.calendar)
        yield _clock(table, key, rule, case.last_alive, due, missing, ended, cases=(case.case,))


def _of_months(table: Table, since: date) -> Iterator[Clock]:
    """Yield the report of last month if it was owed, of this month, and of the next once nothing is owed for this."""
    this = table.today.replace(day=1)
    for rule in table.clocks.rules:
        if rule.starts != "month":
            continue
        for month in (add_months(this, -1), this):
            if _last_of(rule, month) >= since:
                yield _of_month(table, rule, month)
        if _last_of(rule, this) < since or _month_key(rule, this) in table.done:
            yield _of_month(table, rule, add_months(this, 1))


def _of_month(table: Table, rule: ClockRule, month: date) -> Clock:
    key = _month_key(rule, month)
    done = table.done.get(key)
    try:
        due, missing = _closing(rule, _last_of(rule, month), table.clocks.calendar), ""
    except NoCalendar as error:
        due, missing = None, said("{missing}（{year} 年）", missing=MISSING, year=error.year)
    started = datetime.combine(month, time(0, 0), BEIJING)
    return _clock(table, key, rule, started, due, missing, done.astimezone(BEIJING).date() if done else None)


def _month_key(rule: ClockRule, month: date) -> str:
    return f"{rule.id}:{month:%Y-%m}"


def _last_of(rule: ClockRule, month: date) -> date:
    """Return the day of the month, or the last one of a shorter month."""
    return min(month + timedelta(days=rule.length - 1), add_months(month, 1) - timedelta(days=1))


def _due(
    rule: ClockRule, started: datetime, calendar: Workdays, letter: SentLetter | None = None
) -> tuple[datetime | None, str]:
    try:
        if rule.unit == "given" and letter is not None:
            if letter.reply_by is not None:
                return _closing(rule, letter.reply_by, calendar), ""
            # A term of days in the letter's own text ends as 民法典 203 says.
            own = ("working_days", "keep") if letter.reply_working else ("days", "later")
            rule = rule.model_copy(update={"unit": own[0], "off_day": own[1], "length": letter.reply_days})
        return due_of(rule, started, calendar), ""
    except NoCalendar as error:
        return None, said("{missing}（{year} 年）", missing=MISSING, year=error.year)


def _clock(
    table: Table,
    key: str,
    rule: ClockRule,
    started: datetime,
    due: datetime | None,
    missing: str,
    ended: date | None,
    **about: Any,
) -> Clock:
    """``about``: whose clock it is (fields of Clock)."""
    left = (due.astimezone(BEIJING).date() - table.today).days if due else None
    return Clock(key, rule, _stand(table, rule, due, ended), started, due, left, missing, ended_on=ended, **about)


def _stand(table: Table, rule: ClockRule, due: datetime | None, ended: date | None) -> Stand:
    if ended is not None:
        return Stand.ENDED
    if due is None:
        return Stand.NO_DATA
    # The whole last minute still belongs to the term.
    if table.now >= due + timedelta(minutes=0 if rule.unit == "hours" else 1):
        return Stand.LAPSED if rule.starts == "last_alive" else Stand.OVERDUE
    return Stand.SOON if _days_left(table, rule, due) <= rule.warn_days else Stand.RUNNING


def _days_left(table: Table, rule: ClockRule, due: datetime) -> int:
    """Return the days to the last one: working days for a term of those."""
    last = due.astimezone(BEIJING).date()
    if rule.unit == "working_days":
        try:
            return table.clocks.calendar.between(table.today, last)
        except NoCalendar:
            pass
    return (last - table.today).days


def shown_due(clock: Clock) -> str:
    """Return the last moment as people read it, or what is missing."""
    return f"{clock.due.astimezone(BEIJING):%Y-%m-%d %H:%M}" if clock.due else clock.missing
