"""Recheck: look again at confirmed and referred sites. What follows from it is in checks.py.

Twice in a night at most: once as the offence was last seen, and, where that leaves a doubt, once more with a browser,
over the other scheme, or at the address to which the visitor is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.policy import recheck_profiles
from zhenwei.address import host_of
from zhenwei.clock import now
from zhenwei.stages.again import AGAIN, look_again
from zhenwei.stages.desk import Desk
from zhenwei.stages.detect import detect
from zhenwei.stages.faces import shown_faces
from zhenwei.stages.fetch import make_visits
from zhenwei.stages.offence import last_shown
from zhenwei.stages.resolvers import ask_all, to_row
from zhenwei.store.looks import plan_look
from zhenwei.store.looks_tables import StandingRow
from zhenwei.store.models import CaseRow
from zhenwei.store.nights import current_night, is_planned, mark_planned
from zhenwei.store.visits import plan_visits
from zhenwei.types import CaseState, Profile

WATCHED = (
    CaseState.CONFIRMED, CaseState.DRAFTED, CaseState.APPROVED, CaseState.SENT, CaseState.ANSWERED, CaseState.DOWN,
    CaseState.RESURFACED,
)  # fmt: skip


def recheck(desk: Desk) -> None:
    """Visit the cases that are due. A killed run goes on; each case gets one look a night."""
    with desk.store.reading() as session:
        night = current_night(session)
        if night is None:
            return
        todo = [] if is_planned(session, night.id, "recheck") else due_cases(session, desk.settings.recheck_days, now())
        hosts = {case.id: host_of(case.url) for case in todo}
    # Asked before the transaction: a slow resolver must not hold the store.
    told = ask_all(desk.settings, hosts.values())
    with desk.store.transaction() as session:
        if not is_planned(session, night.id, "recheck"):
            for case in session.scalars(select(CaseRow).where(CaseRow.id.in_(hosts)).order_by(CaseRow.id)):
                plan_look(session, night.id, case.id, [to_row(one) for one in told.get(hosts[case.id], ())])
                _plan_visits(session, night.id, case)
            mark_planned(session, night.id, "recheck")
    make_visits(desk, night.id, ("recheck",))
    with desk.store.reading() as session:
        again = not is_planned(session, night.id, AGAIN)
    if again:
        detect(desk)
        look_again(desk, night.id)
    make_visits(desk, night.id, ("recheck", "visit"))


def due_cases(session: Session, days: int, moment: datetime) -> Sequence[CaseRow]:
    """Return the watched cases whose next look is due; all of them if ``days`` is 0."""
    query = select(CaseRow).where(CaseRow.state.in_(WATCHED)).order_by(CaseRow.id)
    if days:
        query = query.outerjoin(StandingRow, StandingRow.case_id == CaseRow.id).where(
            StandingRow.next_look_at.is_(None) | (StandingRow.next_look_at <= moment)
        )
    return list(session.scalars(query))


def _plan_visits(session: Session, night_id: int, case: CaseRow) -> None:
    """Plan the address of the case as every profile that had shown the offence, and the front page once."""
    seen_by = last_shown(session, case.site_id).profiles | shown_faces(session, case.site_id)
    plan_visits(session, night_id, case.site_id, [case.url], recheck_profiles(seen_by), purpose="recheck")
    front = f"{case.url.partition('://')[0]}://{case.site.host}/"
    plan_visits(session, night_id, case.site_id, [front], [Profile.DESKTOP], purpose="recheck")
