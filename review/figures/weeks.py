"""Found, confirmed, referred and down, week by week. Each figure is one walk along an index of moments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from zhenwei.clock import BEIJING
from zhenwei.store.letters_tables import DispatchRow
from zhenwei.store.looks_tables import StandingRow
from zhenwei.store.models import DecisionRow, NoticeCaseRow
from zhenwei.store.outcome_tables import CaseOpeningRow
from zhenwei.store.standing_words import standing_word
from zhenwei.types import Word

WEEKS = 26

# What is counted in a week, and the moment that says in which one. A case that is confirmed or sent twice in a
# week counts once.
_COUNTED: Mapping[str, tuple[Select[int], Any]] = {
    "found": (select(func.count()).select_from(CaseOpeningRow), CaseOpeningRow.at),
    "confirmed": (
        select(func.count(func.distinct(DecisionRow.case_id))).where(
            DecisionRow.word == Word.CONFIRMED.value, standing_word()
        ),
        DecisionRow.at,
    ),
    "referred": (
        select(func.count(func.distinct(NoticeCaseRow.case_id))).join(
            DispatchRow, DispatchRow.notice_id == NoticeCaseRow.notice_id
        ),
        DispatchRow.sent_at,
    ),
    "down": (select(func.count()).select_from(StandingRow), StandingRow.gone_since),
}
MEASURES = tuple(_COUNTED)


def week_of(moment: datetime) -> date:
    """Return the Monday, in Beijing, of the week of a moment."""
    day = moment.astimezone(BEIJING).date()
    return day - timedelta(days=day.weekday())


def count_weeks(session: Session, at: datetime, weeks: int = WEEKS) -> list[dict[str, Any]]:
    """Return one row a week, the oldest first, the running week last: ``from`` (ISO date) and the four figures."""
    this = week_of(at)
    return [_week(session, this - timedelta(weeks=back)) for back in range(weeks - 1, -1, -1)]


def _week(session: Session, monday: date) -> dict[str, Any]:
    begin = datetime.combine(monday, time(), BEIJING).astimezone(UTC)
    end = begin + timedelta(weeks=1)
    counts = {
        name: session.scalar(query.where(moment >= begin, moment < end)) or 0
        for name, (query, moment) in _COUNTED.items()
    }
    return {"from": monday.isoformat(), **counts}
