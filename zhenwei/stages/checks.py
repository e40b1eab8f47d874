"""What a look at a referred site means for its case: gone, still there, moved, or back. Each look counts once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from detectors.operators.shared import Shared
from detectors.standing.belief import Believed, after_check, believed, next_look
from detectors.standing.causes import CAUSES
from detectors.standing.look import view_of
from detectors.standing.values import Past, Sight, Stands, View
from zhenwei.stages.again import AGAIN
from zhenwei.stages.desk import Desk
from zhenwei.stages.resolvers import from_row
from zhenwei.stages.sights import Reader, showing_captures
from zhenwei.store.looks import looks_of, seen_alive, standing_for, standings_of, waiting_looks
from zhenwei.store.looks_tables import LookRow
from zhenwei.store.models import AssessmentRow, CaseRow, VisitRow
from zhenwei.store.nights import is_planned
from zhenwei.types import ANSWERED, CaseState

# So many sites that cannot be reached, and none that can: the fault is taken to be ours.
OUTAGE = 3
_NETWORK = frozenset(("refused", "unreachable", "timeout", "tls_failed", "dns_failed"))
HOLDS = frozenset(("clienthold", "serverhold"))


@dataclass(frozen=True)
class _Seen:
    look: LookRow
    visits: Sequence[VisitRow]
    view: View


def follow_checks(session: Session, desk: Desk, night_id: int) -> None:
    """Note what was seen alive tonight, then decide the looks whose visits are all made and judged."""
    note_alive(session, night_id)
    if not is_planned(session, night_id, AGAIN):
        return  # the second step may still change what a look says
    reader = Reader(desk.settings.evidence_dir, Shared(desk.watchlist))
    seen = [one for look in waiting_looks(session, night_id) if (one := _seen(session, reader, look)) is not None]
    for one in _without_outage(session, night_id, seen):
        _decide(session, desk, one)


def note_alive(session: Session, night_id: int) -> None:
    """Keep for every case, decided or not, the moment of the newest capture that shows its offence."""
    query = (
        select(AssessmentRow, CaseRow)
        .join(CaseRow, CaseRow.site_id == AssessmentRow.site_id)
        .where(AssessmentRow.night_id == night_id)
        .order_by(CaseRow.id)
    )
    rows = [(opinion, case) for opinion, case in session.execute(query)]
    held = standings_of(session, [case.id for _, case in rows])
    for opinion, case in rows:
        captures = [visit for visit in showing_captures(session, case, opinion) if visit.captured_at is not None]
        known = held.get(case.id)
        for visit in captures:
            at = visit.captured_at
            if at is not None and (known is None or known.last_alive is None or at > known.last_alive):
                seen_alive(session, case.id, at, visit.id)


def _seen(session: Session, reader: Reader, look: LookRow) -> _Seen | None:
    """Return what a look's visits saw; None while some wait, or wait to be judged."""
    rows = reader.sights(session, look.case, look.night_id)
    if not rows:
        return None
    opinion = session.scalars(
        select(AssessmentRow).filter_by(night_id=look.night_id, site_id=look.case.site_id)
    ).first()
    if opinion is None or set(opinion.visits) != {visit.id for visit, _ in rows}:
        return None
    sights = [sight for _, sight in rows]
    view = view_of(sights, [from_row(row) for row in look.answers], held=_held(look.case))
    return _Seen(look, _telling(rows), view)


def _held(case: CaseRow) -> bool:
    statuses = case.site.registration.get("status") or []
    return any(_status(str(one)) in HOLDS for one in statuses)


def _status(text: str) -> str:
    """Return a status of EPP, RDAP (RFC 8056) or WHOIS (with an address behind it) as one word."""
    return "".join(char for char in text.lower().partition("http")[0] if char.isalpha())


def _telling(rows: Sequence[tuple[VisitRow, Sight]]) -> list[VisitRow]:
    """Return the visits, the one that tells most first: the offence, else the case's own address with evidence."""

    def rank(row: tuple[VisitRow, Sight]) -> tuple[bool, bool, bool, bool, int]:
        visit, sight = row
        return not sight.shows, not visit.folder, not sight.own, not visit.rendered, visit.id

    return [visit for visit, _ in sorted(rows, key=rank)]


def _without_outage(session: Session, night_id: int, seen: list[_Seen]) -> list[_Seen]:
    """If nothing at all could be reached tonight, say so instead of calling every site gone."""
    silent = [one for one in seen if one.view.stands is Stands.DOWN and one.view.cause in _NETWORK]
    if len(silent) < OUTAGE:
        return seen
    reached = select(VisitRow.id).where(VisitRow.night_id == night_id, VisitRow.outcome.in_(ANSWERED))
    if session.scalars(reached.limit(1)).first() is not None:
        return seen
    unsure = View(Stands.UNCLEAR, "own_network", CAUSES["own_network"])
    return [replace(one, view=unsure) if one in silent else one for one in seen]


def _decide(session: Session, desk: Desk, one: _Seen) -> None:
    look, view, case = one.look, one.view, one.look.case
    at = max(visit.captured_at for visit in one.visits if visit.captured_at is not None)
    look.standing, look.cause, look.why = view.stands.value, view.cause, view.why[:500]
    look.shows, look.moved_to, look.at = view.shows, view.moved_to, at
    look.visits = [visit.id for visit in one.visits]
    look.folder = next((visit.folder for visit in one.visits if visit.folder), "")
    session.flush()
    belief, row = _belief(session, desk, case), standing_for(session, case.id)
    look.event = event_of(case.state, row.standing, view, belief, at)
    case.checked_at, case.silent_checks = at, belief.looks
    case.state = after_check(CaseState(case.state), shows=view.shows, gone=belief.gone).value
    row.standing, row.why = look.standing, look.why
    row.first_down, row.gone_since = belief.first_down, belief.since
    every = timedelta(days=desk.settings.recheck_days)
    row.next_look_at = next_look(at, belief, every=every, apart=timedelta(hours=desk.settings.recheck_hours))


def _belief(session: Session, desk: Desk, case: CaseRow) -> Believed:
    past = [Past(look.at, Stands(look.standing), look.shows) for look in looks_of(session, case.id) if look.at]
    apart = timedelta(hours=desk.settings.recheck_hours)
    return believed(past, looks=desk.settings.recheck_looks, apart=apart)


def event_of(state: str, before: str, view: View, belief: Believed, at: datetime) -> str:
    """Return what a look changes: ``back`` for a site that was down, ``gone`` with the look that makes it believed,
    ``moved`` where visitors begin to be sent on; empty where it changes nothing. ``before``: the last standing."""
    if view.shows and state == CaseState.DOWN.value:
        return "back"
    if belief.since == at:
        return "gone"
    return "moved" if view.stands is Stands.MOVED and before != Stands.MOVED.value else ""
