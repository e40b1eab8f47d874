"""Follow: suspicious sites are looked at by the profiles that have not looked yet, and so are, in the same night, the
sites that their pages link or redirect to.

Sellers link to the look-up that will call their paper valid, planted offers link to the seller, a name that is
reported only forwards to the real one. Links of pages that nobody suspects are not followed, nor is what everybody
links to: a lawful or official site at the end of a chain, or in the middle of it, has nothing to do with it.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.page.links import leads_to
from crawler.policy import Choice, Why, first_profiles
from detectors.operators.shared import Shared
from zhenwei.address import host_of
from zhenwei.sentences import said
from zhenwei.stages.crowds import Crowd
from zhenwei.stages.desk import Desk
from zhenwei.stages.faces import complete
from zhenwei.stages.fetch import make_visits
from zhenwei.stages.judging import readable
from zhenwei.store.faces import save_choice
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
            shared, crowd = Shared(desk.watchlist), Crowd(desk.settings.sites_per_domain)
            opinions = select(AssessmentRow).filter_by(night_id=night.id).order_by(AssessmentRow.site_id)
            for opinion in list(session.scalars(opinions)):
                if Verdict(opinion.verdict).flagged or Verdict(opinion.verdict) is Verdict.UNCLEAR:
                    complete(session, opinion)
                    _follow_site(session, desk, shared, opinion, crowd)
            crowd.note(session, night.id, "follow")
            mark_planned(session, night.id, "follow")
    make_visits(desk, night.id, ("visit",))


def _follow_site(session: Session, desk: Desk, shared: Shared, opinion: AssessmentRow, crowd: Crowd) -> None:
    def lawful(host: str) -> bool:
        return desk.watchlist.is_left_alone(host) or shared.is_service(host)

    query = select(VisitRow).where(VisitRow.id.in_(opinion.visits), VisitRow.folder != "").order_by(VisitRow.id)
    found: dict[str, tuple[str, str]] = {}
    for visit in session.scalars(query):
        for page in readable(desk.settings.evidence_dir, (visit.folder,)):
            for url, words in leads_to(page, lawful):
                found.setdefault(host_of(url), (url, words))
    for host, (url, words) in list(found.items())[:LINKS_A_SITE]:
        if lawful(host):
            continue
        site = site_for(session, host)
        how = said("链接“{words}”", words=words) if words else said("跳转")
        add_lead(
            session,
            Lead(
                url=url, source="links", why=said("可疑网站 {host} 的{how}指向该地址", host=opinion.site.host, how=how)
            ),
        )
        if site.looked_at is None and crowd.admits(site):
            choice = Choice(first_profiles(), Why.LINKED)
            save_choice(session, opinion.night_id, site.id, choice.why.value, choice.words, choice.profiles)
            plan_visits(session, opinion.night_id, site.id, [f"http://{host}/", url], choice.profiles)
