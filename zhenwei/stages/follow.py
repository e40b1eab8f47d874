"""Follow: the sites that suspicious pages link or redirect to are looked at in the same night.

Sellers link to the look-up that will call their paper valid, planted offers link to the seller, a name that is
reported only forwards to the real one. Links of pages that nobody suspects are not followed.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.page.links import leads_to
from crawler.policy import first_profiles
from zhenwei.address import host_of
from zhenwei.stages.crowds import Crowd
from zhenwei.stages.desk import Desk
from zhenwei.stages.fetch import left_alone, make_visits
from zhenwei.stages.judging import readable
from zhenwei.store.leads import add_lead, site_for
from zhenwei.store.models import AssessmentRow, VisitRow
from zhenwei.store.nights import current_night, is_planned, mark_planned
from zhenwei.store.visits import plan_visits
from zhenwei.types import Lead, Verdict

LINKS_A_SITE = 10


def follow(desk: Desk) -> None:
    """Add leads for what suspicious pages lead to, plan their visits, make them. One step a night, not a crawl."""
    with desk.store.transaction() as session:
        night = current_night(session)
        if night is None:
            return
        if not is_planned(session, night.id, "follow"):
            crowd = Crowd(desk.settings.sites_per_domain)
            opinions = select(AssessmentRow).filter_by(night_id=night.id).order_by(AssessmentRow.site_id)
            for opinion in list(session.scalars(opinions)):
                if Verdict(opinion.verdict).flagged or Verdict(opinion.verdict) is Verdict.UNCLEAR:
                    _follow_site(session, desk, opinion, crowd)
            crowd.note(session, night.id, "follow")
            mark_planned(session, night.id, "follow")
    make_visits(desk, night.id, ("visit",))


def _follow_site(session: Session, desk: Desk, opinion: AssessmentRow, crowd: Crowd) -> None:
    query = select(VisitRow).where(VisitRow.id.in_(opinion.visits), VisitRow.folder != "").order_by(VisitRow.id)
    found: dict[str, tuple[str, str]] = {}
    for visit in session.scalars(query):
        for page in readable(desk.settings.evidence_dir, (visit.folder,)):
            for url, words in leads_to(page):
                found.setdefault(host_of(url), (url, words))
    for host, (url, words) in list(found.items())[:LINKS_A_SITE]:
        if left_alone(desk, host) or desk.watchlist.genuine_organ(host) is not None:
            continue
        site = site_for(session, host)
        how = f"链接“{words}”" if words else "跳转"
        add_lead(session, Lead(url=url, source="links", why=f"可疑网站 {opinion.site.host} 的{how}指向该地址"))
        if site.looked_at is None and crowd.admits(site):
            plan_visits(session, opinion.night_id, site.id, [f"http://{host}/", url], first_profiles())
