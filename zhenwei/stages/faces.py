"""Faces: gather what is known of sites, let the policy choose who looks at them, and write down why."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.policy import SEARCH, Choice, Known, Why, choose, missing_profiles, within_budget
from zhenwei.address import unicode_host
from zhenwei.stages.desk import Desk
from zhenwei.store.assessments import latest_assessment
from zhenwei.store.faces import differences_of, profiles_of, save_choice, save_choices
from zhenwei.store.models import AssessmentRow, LeadRow, SiteRow, VisitRow, WatchedNameRow
from zhenwei.store.visits import plan_visits
from zhenwei.types import Outcome, Profile, Verdict

# Addresses of a doubtful site that the profiles which have not looked yet are shown.
COMPLETED_ADDRESSES = 3
_ANSWERED = (Outcome.OK.value, Outcome.HTTP_ERROR.value)


def choose_profiles(session: Session, desk: Desk, night_id: int, sites: Sequence[SiteRow]) -> dict[int, Choice]:
    """Return by site id who looks at it tonight, within the night's budget, and put down why."""
    due = set(session.scalars(select(WatchedNameRow.domain).where(WatchedNameRow.visit_due.is_(True))))
    suspicious = screened(desk)
    chosen = {site.id: choose(known(session, desk, site, due, suspicious)) for site in sites}
    chosen = within_budget(chosen, desk.settings.full_look_budget)
    save_choices(session, night_id, [(key, c.why.value, c.words, c.profiles) for key, c in chosen.items()])
    return chosen


def known(session: Session, desk: Desk, site: SiteRow, due: set[str], suspicious: Callable[[str], bool]) -> Known:
    """Return what is known of a site before its visit."""
    before = site.looked_at
    fresh = [lead for lead in site.leads if before is None or lead.first_seen > before]
    sources = frozenset(lead.source for lead in fresh)
    only_found = before is None and all(source.startswith(SEARCH) for source in sources)
    return Known(
        looked_before=before is not None,
        sources=sources,
        advertised=any(is_ad(lead) for lead in fresh),
        suspicious=only_found and suspicious(site.host),
        genuine=desk.watchlist.genuine_organ(site.host) is not None,
        changed=before is not None and site.host in due,
        faces=shown_faces(session, site.id) if before is not None else frozenset(),
    )


def is_ad(lead: LeadRow) -> bool:
    """True for a lead that stood among an engine's advertisements."""
    return lead.source.startswith(SEARCH) and bool(lead.detail.get("ad"))


def screened(desk: Desk) -> Callable[[str], bool]:
    """Return what tells suspicious host names; its tables are read when the first name is asked."""
    screen: list[Callable[[str], float]] = []

    def suspicious(host: str) -> bool:
        if not screen:
            from detectors.names import Screener

            screener = Screener(desk.watchlist)
            screen.append(lambda name: screener.screen(name).score)
        return screen[0](unicode_host(host)) >= desk.settings.screen_threshold

    return suspicious


def shown_faces(session: Session, site_id: int) -> frozenset[Profile]:
    """Return the profiles that a site last showed something of its own: those, and those its findings were seen by."""
    found = {profile for row in differences_of(session, site_id) for profile in profiles_of(row.profiles)}
    opinion = latest_assessment(session, site_id)
    if opinion is not None and Verdict(opinion.verdict).flagged:
        found |= {Profile(finding.profile) for finding in opinion.findings if finding.profile and finding.points > 0}
    return frozenset(found)


def complete(session: Session, opinion: AssessmentRow) -> int:
    """Plan the looks of the other profiles at a site whose first captures leave a doubt. Returns how many."""
    visits = list(session.scalars(select(VisitRow).where(VisitRow.id.in_(opinion.visits)).order_by(VisitRow.id)))
    if any(visit.purpose != "first" for visit in visits) or all(v.outcome not in _ANSWERED for v in visits):
        return 0
    missing = missing_profiles({Profile(visit.profile) for visit in visits})
    if not missing:
        return 0
    urls = list(dict.fromkeys(v.url for v in visits if v.outcome in _ANSWERED))[:COMPLETED_ADDRESSES]
    why = Choice(missing, Why.DOUBTFUL)
    save_choice(session, opinion.night_id, opinion.site_id, why.why.value, why.words, missing)
    return plan_visits(session, opinion.night_id, opinion.site_id, urls, missing, purpose="first")
