"""Nights and their units of discovery: what was asked of which source, and how it answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.store.models import NightRow, PositionRow, UnitRow
from zhenwei.store.sources import note_unit

WAITING = "waiting"
PLAN = "plan"
OUTCOMES = ("results", "nothing", "blocked", "changed", "stale", "error")


def open_night(session: Session) -> NightRow:
    """Return the night to work on: the unfinished one if there is any, else a new one."""
    night = session.scalars(select(NightRow).where(NightRow.finished_at.is_(None)).order_by(NightRow.id)).first()
    if night is None:
        night = NightRow(started_at=now(), summary={})
        session.add(night)
        session.flush()
    return night


def current_night(session: Session) -> NightRow | None:
    """Return the unfinished night, or None."""
    return session.scalars(select(NightRow).where(NightRow.finished_at.is_(None)).order_by(NightRow.id)).first()


def last_nights(session: Session, limit: int = 30) -> list[NightRow]:
    """Return the newest nights first."""
    return list(session.scalars(select(NightRow).order_by(NightRow.id.desc()).limit(limit)))


def plan_units(
    session: Session, night_id: int, spider: str, units: Iterable[tuple[str, str, Mapping[str, Any]]]
) -> int:
    """Add units (source, key, detail) that the night does not know yet. Returns how many were new."""
    known = {
        (source, key)
        for source, key in session.execute(
            select(UnitRow.source, UnitRow.key).where(UnitRow.night_id == night_id, UnitRow.spider == spider)
        )
    }
    new = {(source, key): detail for source, key, detail in units if (source, key) not in known}
    session.add_all(
        UnitRow(night_id=night_id, spider=spider, source=source, key=key, detail=dict(detail))
        for (source, key), detail in new.items()
    )
    return len(new)


def waiting_units(session: Session, night_id: int, spider: str) -> list[UnitRow]:
    """Return the units that still wait, in the order planned."""
    return list(
        session.scalars(
            select(UnitRow)
            .where(UnitRow.night_id == night_id, UnitRow.spider == spider, UnitRow.outcome == WAITING)
            .order_by(UnitRow.id)
        )
    )


def finish_unit(
    session: Session,
    unit_id: int,
    outcome: str,
    *,
    looked_at: int = 0,
    found: int = 0,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Record how a unit ended; call it in the transaction that adds the unit's leads."""
    if outcome not in OUTCOMES:
        raise ValueError(f"unknown outcome {outcome!r}")
    unit = session.get_one(UnitRow, unit_id)
    first_end = unit.outcome == WAITING
    unit.outcome, unit.looked_at, unit.found = outcome, looked_at, found
    unit.detail, unit.done_at = {**unit.detail, **(detail or {})}, now()
    if first_end:
        note_unit(session, unit)


def unit_counts(session: Session, night_id: int) -> list[tuple[str, str, str, int, int, int]]:
    """Return (spider, source, outcome, units, looked_at, found) of a night."""
    rows = session.execute(
        select(
            UnitRow.spider,
            UnitRow.source,
            UnitRow.outcome,
            func.count(),
            func.sum(UnitRow.looked_at),
            func.sum(UnitRow.found),
        )
        .where(UnitRow.night_id == night_id)
        .group_by(UnitRow.spider, UnitRow.source, UnitRow.outcome)
        .order_by(UnitRow.spider, UnitRow.source, UnitRow.outcome)
    )
    return [(a, b, c, int(n), int(x or 0), int(y or 0)) for a, b, c, n, x, y in rows]


def position(session: Session, source: str) -> dict[str, Any]:
    """Return how far a source has been read; empty if never."""
    row = session.get(PositionRow, source)
    return dict(row.value) if row else {}


def set_position(session: Session, source: str, value: Mapping[str, Any]) -> None:
    """Remember how far a source has been read; call it in the transaction that stores what was read."""
    session.merge(PositionRow(source=source, value=dict(value), updated_at=now()))


def last_moved(session: Session) -> datetime | None:
    """Return when any source's position was last stored."""
    return session.scalar(select(func.max(PositionRow.updated_at)))


def unit_progress(session: Session, night_id: int) -> tuple[int, int]:
    """Return (finished, all) units of a night."""
    rows = session.execute(select(UnitRow.outcome, func.count()).filter_by(night_id=night_id).group_by(UnitRow.outcome))
    counts = {outcome: int(count) for outcome, count in rows}
    total = sum(counts.values())
    return total - counts.get(WAITING, 0), total


def finished_units(session: Session, night_id: int, spider: str, outcome: str) -> list[UnitRow]:
    """Return the units of a spider that ended with an outcome."""
    query = select(UnitRow).filter_by(night_id=night_id, spider=spider, outcome=outcome).order_by(UnitRow.id)
    return list(session.scalars(query))


def close_night(session: Session, night_id: int, summary: Mapping[str, Any]) -> None:
    """End a night with its summary."""
    night = session.get_one(NightRow, night_id)
    night.finished_at, night.summary = now(), dict(summary)


def is_planned(session: Session, night_id: int, what: str) -> bool:
    """True if a stage has put down its plan for the night: a run that goes on must not plan anew."""
    return bool(session.scalars(select(UnitRow.id).filter_by(night_id=night_id, spider=PLAN, source=what)).first())


def mark_planned(session: Session, night_id: int, what: str) -> None:
    """Note that a stage has planned; call it in the transaction of the plan."""
    moment = now()
    session.add(
        UnitRow(night_id=night_id, spider=PLAN, source=what, key="", outcome="results", detail={}, done_at=moment)
    )
