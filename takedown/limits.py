"""Until when an act can still be punished, counted from the day on which its site was last seen alive.

行政处罚法 36 and 治安管理处罚法 25 (before 2026: 22): the time runs from the end of a continuing act. The last capture
that answered is the earliest end that we can show, so the day given here is the earliest possible last day. How
long each law gives stands in the law table (``limit`` of the article), so a change of law is a change of data.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from takedown.excerpts import numbers
from takedown.laws import Days
from takedown.numerals import article as article_name
from takedown.numerals import chinese
from zhenwei.watchlist import Law


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day on which an act of one kind is still found in time. ``condition`` is empty for the ordinary case."""

    what: str
    law: str
    article: str
    length: str
    condition: str
    since: date
    day: date
    verified: bool
    general: bool = False

    def left(self, today: date) -> int:
        """Return how many days are left, negative once it is over."""
        return (self.day - today).days


def last_days(laws: Iterable[Law], last_alive: date) -> tuple[LastDay, ...]:
    """Return the last days for a site that was last seen alive on a day, the earliest first."""
    found = [
        LastDay(
            what=limit.what,
            law=law.short,
            article=article_name(row.number),
            length=f"{chinese(limit.months)}个月" if limit.months else f"{chinese(limit.years)}年",
            condition=limit.when,
            since=last_alive,
            day=after(last_alive, limit.months or 12 * limit.years),
            verified=row.verified,
            general=limit.general,
        )
        for law in laws
        if law.holds_on(last_alive)
        for row in law.article
        for limit in row.limit
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.law, one.article)))


def after(day: date, months: int) -> date:
    """Return the same day so many months later; where the month has no such day, its last (as 期间 by months end)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def limit_lines(
    laws: Iterable[Law], alive: Iterable[Days], today: date, cited: frozenset[str] | set[str] = frozenset()
) -> tuple[str, ...]:
    """Return one Chinese line for each day on which sites of a letter were last seen alive, with the sites' numbers.

    ``cited``: short names of the laws that the letter cites; beside those only general limits (行政处罚法) are told.
    """
    table = tuple(laws)
    sites: dict[date, list[int]] = {}
    for number, (_, last) in enumerate(alive, start=1):
        sites.setdefault(last, []).append(number)
    lines = []
    for last in sorted(sites):
        ends = [one for one in last_days(table, last) if one.general or one.law in cited]
        lines.append(_line(ends, last, sites[last], today))
    return tuple(lines)


def _line(ends: Sequence[LastDay], last: date, sites: Sequence[int], today: date) -> str:
    who = f"第{numbers(sites)}个网站"
    said = "；".join(_end(one, today) for one in ends) or "法律表中没有该日施行的时效条款，待核实"
    return f"{who}最近可访问{last.isoformat()}，自该日起算（此后仍可访问的顺延）：{said}"


def _end(one: LastDay, today: date) -> str:
    left = one.left(today)
    state = "已届满" if left < 0 else f"仅余{left}日" if left <= 30 else ""
    doubt = "" if one.verified else "，条款待核实"
    condition = f"，{one.condition}" if one.condition else ""
    return f"{one.what}时效{one.length}{condition}，至{one.day.isoformat()}（{one.law}{one.article}{doubt}）{state}"
