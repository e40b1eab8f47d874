"""A second step of the recheck in the same night, where the first leaves a doubt; and the way to a new address.

A page that no longer shows the offence is looked at with a browser before that is believed; a server that does not
answer is asked over the other scheme; where visitors are sent on, the new address is a lead and visited at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from crawler.policy import first_profiles
from detectors.operators.shared import Shared
from detectors.standing.values import Sight
from zhenwei.address import host_of
from zhenwei.clock import now
from zhenwei.sentences import said
from zhenwei.stages.desk import Desk
from zhenwei.stages.offence import last_shown
from zhenwei.stages.sights import Reader
from zhenwei.store.leads import add_lead, site_for
from zhenwei.store.looks import add_move, waiting_looks
from zhenwei.store.models import CaseRow, VisitRow
from zhenwei.store.nights import is_planned, mark_planned
from zhenwei.store.visits import plan_visits
from zhenwei.types import Lead, Outcome, Profile

AGAIN = "recheck again"
MOVED = "recheck:moved"
WAYS = {
    "http": said("HTTP 跳转"),
    "refresh": said("应答头跳转"),
    "meta": said("页面自动跳转"),
    "script": said("脚本跳转"),
}
_SILENT = (Outcome.UNREACHABLE, Outcome.TIMEOUT, Outcome.TLS_FAILED)


def look_again(desk: Desk, night_id: int) -> None:
    """Plan what is still to be looked at for the looks of the night, once, in one transaction."""
    with desk.store.transaction() as session:
        if is_planned(session, night_id, AGAIN):
            return
        reader = Reader(desk.settings.evidence_dir, Shared(desk.watchlist))
        for look in waiting_looks(session, night_id):
            seen = reader.sights(session, look.case, night_id)
            _plan(session, look.case, night_id, [sight for _, sight in seen])
            _lead_on(session, desk, look.case, night_id, seen)
        mark_planned(session, night_id, AGAIN)


def _plan(session: Session, case: CaseRow, night_id: int, sights: Sequence[Sight]) -> None:
    if any(sight.shows for sight in sights):
        return
    own = [sight for sight in sights if sight.own]
    answered = [s for s in own if s.outcome is Outcome.OK and s.notice is None and not s.ended]
    shown = last_shown(session, case.site_id)
    if answered and (shown.rendered or any(sight.shell for sight in answered)):
        faces = sorted(shown.profiles) or [Profile.DESKTOP]
        plan_visits(session, night_id, case.site_id, [case.url], faces[:2], purpose="recheck", rendered=True)
    if own and all(sight.outcome in _SILENT for sight in own):
        scheme, _, rest = case.url.partition("://")
        other = f"{'http' if scheme == 'https' else 'https'}://{rest}"
        plan_visits(session, night_id, case.site_id, [other], [Profile.DESKTOP], purpose="recheck")


def _lead_on(
    session: Session, desk: Desk, case: CaseRow, night_id: int, seen: Sequence[tuple[VisitRow, Sight]]
) -> None:
    """Make a lead of the address to which the site sends its visitors, and plan its first visits."""
    for visit, sight in seen:
        if not sight.ended or sight.lawful or sight.notice is not None or desk.watchlist.is_left_alone(sight.ended):
            continue
        lead_to(session, case, sight.ended_url, WAYS.get(sight.how, sight.how))
        site = site_for(session, host_of(sight.ended_url))
        at = visit.captured_at or now()
        add_move(
            session, case, site, sight.ended_url, sight.how, value=sight.ended, visit=visit.id, night_id=night_id, at=at
        )
        if site.looked_at is None:
            urls = list(dict.fromkeys([f"http://{site.host}/", sight.ended_url]))
            plan_visits(session, night_id, site.id, urls, first_profiles())


def lead_to(session: Session, case: CaseRow, url: str, reason: str) -> bool:
    """Add the lead to a case's new address; it names the old case and the reason. True if it is new."""
    why = said("案件 {case}（{host}）疑似迁移至此：{reason}", case=case.id, host=case.site.host, reason=reason)
    detail = {"case": str(case.id), "host": case.site.host, "reason": reason}
    return add_lead(session, Lead(url=url, source=MOVED, why=why, detail=detail, reference=f"case-{case.id}"))
