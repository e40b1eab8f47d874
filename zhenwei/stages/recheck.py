"""Recheck: look again at confirmed and referred sites. What follows from it is in checks.py."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.policy import recheck_profiles
from zhenwei.clock import now
from zhenwei.stages.desk import Desk
from zhenwei.stages.faces import shown_faces
from zhenwei.stages.fetch import make_visits
from zhenwei.store.models import CaseRow
from zhenwei.store.nights import current_night, is_planned, mark_planned
from zhenwei.store.visits import plan_visits
from zhenwei.types import CaseState

WATCHED = (
    CaseState.CONFIRMED, CaseState.DRAFTED, CaseState.APPROVED, CaseState.SENT, CaseState.ANSWERED, CaseState.DOWN,
    CaseState.RESURFACED,
)  # fmt: skip


def recheck(desk: Desk, *, due_only: bool = True) -> None:
    """Visit the cases that are due, then move those whose site is gone or back."""
    with desk.store.transaction() as session:
        night = current_night(session)
        if night is None:
            return
        if not is_planned(session, night.id, "recheck"):
            for case in _due(session, desk, due_only=due_only):
                profiles = recheck_profiles(shown_faces(session, case.site_id))
                plan_visits(session, night.id, case.site_id, [case.url], profiles, purpose="recheck")
            mark_planned(session, night.id, "recheck")
    make_visits(desk, night.id, ("recheck",))


def _due(session: Session, desk: Desk, *, due_only: bool) -> list[CaseRow]:
    before = now() - timedelta(days=desk.settings.recheck_days)
    query = select(CaseRow).where(CaseRow.state.in_(WATCHED)).order_by(CaseRow.id)
    if due_only:
        query = query.where(CaseRow.checked_at.is_(None) | (CaseRow.checked_at < before))
    return list(session.scalars(query))
