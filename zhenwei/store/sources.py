"""What each source of discovery has told, night by night: kept as its units end, judged in zhenwei/stages/freshness.py.

A spider says more by the keys of its unit's detail: ``kind``; ``names`` (how much the source holds, instead of what
was looked at); ``changed`` and ``dated`` or ``timestamp`` (ISO 8601, or seconds or milliseconds since 1970);
``stale_days``; ``behind`` (entries that it could not catch up with); ``why``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.store.models import SourceRow, UnitRow

# Our own work, not somebody else's word.
NOT_A_SOURCE = ("plan", "screen", "lookalikes", "watch")
ANSWERED = ("results", "nothing", "stale")
LONGEST_HISTORY = 14
LONGEST_WHY = 300


def note_unit(session: Session, unit: UnitRow) -> None:
    """Count a unit that has just ended for its source; called in the same transaction."""
    if unit.spider in NOT_A_SOURCE:
        return
    row = session.scalars(select(SourceRow).filter_by(spider=unit.spider, source=unit.source)).first()
    if row is None:
        row = SourceRow(
            spider=unit.spider, source=unit.source, night_id=unit.night_id, asked_at=now(), kind="", units=0,
            answered=0, amount=0, history=[], silent_nights=0, behind=0, why="",
        )  # fmt: skip
        session.add(row)
    elif row.night_id != unit.night_id:
        _begin_night(row, unit.night_id)
    detail = unit.detail
    row.units, row.asked_at = row.units + 1, now()
    if unit.outcome in ANSWERED:
        row.answered, row.answered_at = row.answered + 1, row.asked_at
        row.amount += _count(detail.get("names"), unit.looked_at)
        row.kind = str(detail.get("kind") or row.kind)[:100]
        row.changed_at = moment(detail.get("changed")) or row.changed_at
        row.dated_at = moment(detail.get("dated") or detail.get("timestamp")) or row.dated_at
        row.behind = _count(detail.get("behind"), 0)
        limit = detail.get("stale_days")
        row.stale_days = limit if isinstance(limit, int) else row.stale_days
    problems = detail.get("problems")
    why = "；".join(map(str, problems)) if isinstance(problems, list) else str(detail.get("why") or "")
    if problems or unit.outcome not in ANSWERED:
        row.why = why[:LONGEST_WHY]


def _begin_night(row: SourceRow, night_id: int) -> None:
    if row.answered:
        row.history = [*row.history, row.amount][-LONGEST_HISTORY:]
        row.silent_nights = 0
    elif row.units:
        row.silent_nights += 1
    row.night_id, row.units, row.answered, row.amount, row.behind, row.why = night_id, 0, 0, 0, 0, ""


def _count(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else otherwise


def moment(value: object) -> datetime | None:
    """Read an instant as spiders put it down; None if it is none."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
        found = datetime.fromisoformat(str(value)) if value else None
    except (ValueError, OverflowError, OSError):
        return None
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found


def all_sources(session: Session) -> list[SourceRow]:
    """Return every source that was ever asked, by spider and name."""
    return list(session.scalars(select(SourceRow).order_by(SourceRow.spider, SourceRow.source)))


def sources_of_night(session: Session, night_id: int) -> list[SourceRow]:
    """Return the sources that were asked in a night and in none since."""
    return [row for row in all_sources(session) if row.night_id == night_id]


def source_values(row: SourceRow) -> Mapping[str, Any]:
    """Return a row as plain values for a command."""
    return {
        "spider": row.spider,
        "source": row.source,
        "kind": row.kind,
        "night": row.night_id,
        "names": row.amount,
        "answered_at": row.answered_at.isoformat() if row.answered_at else "",
        "changed_at": row.changed_at.isoformat() if row.changed_at else "",
        "dated": row.dated_at.date().isoformat() if row.dated_at else "",
        "why": row.why,
    }
