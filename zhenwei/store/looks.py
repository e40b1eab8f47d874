"""Looks at the sites of cases: planned, written once, read back in the order of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhenwei.store.looks_tables import LookRow, MoveRow, StandingRow
from zhenwei.store.models import CaseRow, SiteRow

_BATCH = 500


def plan_look(session: Session, night_id: int, case_id: int, answers: Iterable[Mapping[str, Any]]) -> bool:
    """Add a look that waits for its visits. False if the night has one for the case already."""
    if session.scalars(select(LookRow.id).filter_by(night_id=night_id, case_id=case_id)).first() is not None:
        return False
    session.add(LookRow(night_id=night_id, case_id=case_id, answers=[dict(one) for one in answers]))
    return True


def waiting_looks(session: Session, night_id: int) -> list[LookRow]:
    """Return the looks of a night that are not decided yet."""
    query = select(LookRow).filter_by(night_id=night_id, standing="").order_by(LookRow.case_id)
    return list(session.scalars(query))


def looks_of(session: Session, case_id: int) -> list[LookRow]:
    """Return the decided looks at a case, the oldest first."""
    query = select(LookRow).where(LookRow.case_id == case_id, LookRow.standing != "").order_by(LookRow.at, LookRow.id)
    return list(session.scalars(query))


def looks_of_night(session: Session, night_id: int) -> list[LookRow]:
    """Return the decided looks of a night, by case."""
    query = select(LookRow).where(LookRow.night_id == night_id, LookRow.standing != "").order_by(LookRow.case_id)
    return list(session.scalars(query))


def standing_for(session: Session, case_id: int) -> StandingRow:
    """Return where a case stands, made if there is no row yet."""
    row = session.get(StandingRow, case_id)
    if row is None:
        row = StandingRow(case_id=case_id)
        session.add(row)
        session.flush()
    return row


def standings_of(session: Session, case_ids: Sequence[int]) -> dict[int, StandingRow]:
    """Return where these cases stand, as far as that is known."""
    found: dict[int, StandingRow] = {}
    for start in range(0, len(case_ids), _BATCH):
        query = select(StandingRow).where(StandingRow.case_id.in_(case_ids[start : start + _BATCH]))
        found |= {row.case_id: row for row in session.scalars(query)}
    return found


def seen_alive(session: Session, case_id: int, at: datetime, visit_id: int) -> None:
    """Note a capture that shows the offence; the newest counts, however often and in whatever order this is called."""
    row = standing_for(session, case_id)
    if row.last_alive is None or at > row.last_alive:
        row.last_alive, row.alive_visit_id = at, visit_id


def add_move(
    session: Session, case: CaseRow, site: SiteRow, url: str, how: str, *, value: str = "", visit: int | None = None,
    night_id: int, at: datetime,
) -> bool:  # fmt: skip
    """Note that a case's site has moved to another. True if that is new."""
    if case.site_id == site.id:
        return False
    known = select(MoveRow.id).filter_by(case_id=case.id, site_id=site.id, how=how)
    if session.scalars(known).first() is not None:
        return False
    session.add(
        MoveRow(
            case_id=case.id, site_id=site.id, url=url, how=how, value=value, visit_id=visit, night_id=night_id, at=at
        )
    )
    session.flush()
    return True


def moves_from(session: Session, case_id: int) -> list[MoveRow]:
    """Return where the site of a case has moved to."""
    return list(session.scalars(select(MoveRow).filter_by(case_id=case_id).order_by(MoveRow.id)))


def moves_to(session: Session, site_id: int) -> list[MoveRow]:
    """Return the cases whose sites have moved to this one."""
    return list(session.scalars(select(MoveRow).filter_by(site_id=site_id).order_by(MoveRow.id)))


def moves_of_night(session: Session, night_id: int) -> list[MoveRow]:
    """Return the moves that a night has found."""
    return list(session.scalars(select(MoveRow).filter_by(night_id=night_id).order_by(MoveRow.id)))


def case_of_site(session: Session, site_id: int) -> int:
    """Return the number of a site's case, 0 if it has none."""
    return session.scalars(select(CaseRow.id).filter_by(site_id=site_id)).first() or 0
