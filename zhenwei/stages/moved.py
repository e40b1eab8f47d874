"""Moved sites: when a case's site is gone and a newer one shows what only its operator would show, look there.

Where the old address itself leads on is the affair of again.py; here the tie is a contact, a certificate key, a page
template or whatever else detectors/operators calls a strong tie.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from detectors.operators.kinds import name_of, shown
from detectors.operators.shared import Shared
from detectors.operators.ties import Standing, Tie, ties_between
from detectors.standing.values import Stands
from zhenwei.clock import now
from zhenwei.sentences import said
from zhenwei.stages.again import lead_to
from zhenwei.stages.desk import Desk
from zhenwei.stages.operators import READ_WHOLE, member_of
from zhenwei.store.looks import add_move
from zhenwei.store.looks_tables import StandingRow
from zhenwei.store.models import AssessmentRow, CaseRow, SiteRow
from zhenwei.store.operators import organs_seen, standings
from zhenwei.store.traits import shared_traits
from zhenwei.types import Verdict

# A new address is often made ready shortly before the old one is given up.
BEFORE = timedelta(days=3)
# Who comes back after longer is found by name, page and tie as anybody else is.
AFTER = timedelta(days=60)
# Sites without a case take part under numbers of their own, above all cases.
_NO_CASE = 1_000_000_000
# These say where a page leads, not who it is; again.py follows them.
_WAYS = frozenset(("redirect", "lookup"))


@dataclass(frozen=True, slots=True)
class _Gone:
    case: CaseRow
    left: datetime


def follow_moves(session: Session, desk: Desk, night_id: int, ties: Iterable[Tie]) -> None:
    """Note to where the sites that are gone have moved, each with a lead; doing it again changes nothing."""
    gone = _gone(session)
    if not gone:
        return
    since = max(min(one.left for one in gone.values()) - BEFORE, now() - AFTER)
    best: dict[tuple[int, int], Tie] = {}
    for tie in [*ties, *_without_case(session, desk, since)]:
        if tie.kind not in _WAYS and tie.strong:
            for old, new in (tie.sites, tie.sites[::-1]):
                if old in gone and new not in gone:
                    best.setdefault((old, new), tie)
    sites = {site.id: site for site in session.scalars(select(SiteRow).where(SiteRow.id.in_({n for _, n in best})))}
    for (old, new), tie in sorted(best.items()):
        site, one = sites[new], gone[old]
        if site.first_seen < one.left - BEFORE or site.organ:
            continue
        url = _address(session, site)
        reason = said("{kind}相同（{value}）", kind=name_of(tie.kind), value=shown(tie.kind, tie.value))
        if add_move(
            session, one.case, site, url, tie.kind, value=shown(tie.kind, tie.value), night_id=night_id, at=now()
        ):
            lead_to(session, one.case, url, reason)


def _gone(session: Session) -> Mapping[int, _Gone]:
    """Return the cases whose newest look found them gone, by site, with the moment when they were last there."""
    query = (
        select(CaseRow, StandingRow)
        .join(StandingRow, StandingRow.case_id == CaseRow.id)
        .where(StandingRow.first_down.is_not(None))
    )
    return {
        case.site_id: _Gone(case, row.last_alive or case.first_seen)
        for case, row in session.execute(query)
        if row.standing and Stands(row.standing).gone
    }


def _without_case(session: Session, desk: Desk, since: datetime) -> Sequence[Tie]:
    """Return the ties of cases with newer sites that nobody has taken up: looked at, not flagged, not cleared."""
    fresh = (
        select(SiteRow.id)
        .join(AssessmentRow, AssessmentRow.site_id == SiteRow.id)
        .where(SiteRow.first_seen >= since, AssessmentRow.verdict == Verdict.UNCLEAR.value)
        .where(SiteRow.id.not_in(select(CaseRow.site_id)))
    )
    newer = set(session.scalars(fresh))
    if not newer:
        return []
    rows = shared_traits(session, READ_WHOLE)
    sites = standings(session, {site for site, _, _, _ in rows})
    newer &= {one.site for one in sites if not one.case and one.verdict == Verdict.UNCLEAR.value}
    if not newer:
        return []
    shared = Shared(desk.watchlist)
    members = [member_of(one, desk.watchlist, shared) for one in sites]
    taken = [
        replace(one, standing=Standing.CASE, case=_NO_CASE + one.site)
        if one.site in newer and one.standing is Standing.OTHER
        else one
        for one in members
    ]
    found = ties_between(
        taken, ((site, kind, value) for site, kind, value, _ in rows), genuine_known=frozenset(organs_seen(session))
    )
    return [tie for tie in found if tie.other >= _NO_CASE]


def _address(session: Session, site: SiteRow) -> str:
    url = session.scalars(select(CaseRow.url).filter_by(site_id=site.id)).first()
    return url or next((lead.url for lead in site.leads), f"http://{site.host}/")
