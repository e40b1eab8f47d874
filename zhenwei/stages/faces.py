"""Faces: gather what is known of sites, let the policy choose who looks at them, and write down why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crawler.policy import FULL, SEARCH, Choice, Known, Why, choose, missing_profiles, within_budget, without_full
from zhenwei.address import unicode_host
from zhenwei.stages.desk import Desk
from zhenwei.store.assessments import latest_assessment
from zhenwei.store.faces import differences_of, profiles_of, save_choice, save_choices, sites_chosen
from zhenwei.store.models import AssessmentRow, LeadRow, SiteRow, VisitRow, WatchedNameRow
from zhenwei.store.visits import plan_visits
from zhenwei.types import ANSWERED, Profile, Verdict

# Addresses of a doubtful site that the profiles which have not looked yet are shown.
COMPLETED_ADDRESSES = 3


class Chooser:
    """Chooses who looks at sites tonight, within the night's budget of full looks, and puts down why.

    A site may be chosen for again when another lead names it: what is known of it is what was known before the night,
    and every lead since, so that the order in which leads come makes no difference to it.
    """

    def __init__(self, desk: Desk, session: Session, night: int) -> None:
        self._desk, self._night = desk, night
        self._suspicious = screened(desk)
        self._full = sites_chosen(session, night, [why.value for why in FULL])

    def choose(self, session: Session, sites: Sequence[SiteRow], again: Collection[int] = ()) -> dict[int, Choice]:
        """Return the choice by site id; ``again`` names sites that were chosen for before in this night."""
        if not sites:
            return {}
        due = set(session.scalars(select(WatchedNameRow.domain).where(WatchedNameRow.visit_due.is_(True))))
        chosen = {
            site.id: choose(known(session, self._desk, site, self._before(session, site, again), due, self._suspicious))
            for site in sites
        }
        chosen = self._afforded(chosen)
        new = {site_id: choice for site_id, choice in chosen.items() if site_id not in again}
        save_choices(session, self._night, [(key, c.why.value, c.words, c.profiles) for key, c in new.items()])
        for site_id, choice in chosen.items():
            if site_id in again:
                save_choice(session, self._night, site_id, choice.why.value, choice.words, choice.profiles)
        return chosen

    def _before(self, session: Session, site: SiteRow, again: Collection[int]) -> datetime | None:
        """Return when the site was last looked at before this night."""
        if site.id not in again:
            return site.looked_at
        earlier = select(func.max(VisitRow.captured_at)).where(
            VisitRow.site_id == site.id, VisitRow.night_id != self._night
        )
        return session.scalar(earlier)

    def _afforded(self, chosen: dict[int, Choice]) -> dict[int, Choice]:
        budget = self._desk.settings.full_look_budget
        if budget:
            have = {key: choice for key, choice in chosen.items() if key in self._full}
            asking = {key: choice for key, choice in chosen.items() if key not in self._full}
            left = budget - len(self._full)
            chosen = have | (within_budget(asking, left) if left > 0 else without_full(asking))
        self._full |= {key for key, choice in chosen.items() if choice.why in FULL}
        return chosen


def known(
    session: Session,
    desk: Desk,
    site: SiteRow,
    before: datetime | None,
    due: set[str],
    suspicious: Callable[[str], bool],
) -> Known:
    """Return what is known of a site that was last looked at ``before``."""
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
    if any(visit.purpose != "first" for visit in visits) or all(v.outcome not in ANSWERED for v in visits):
        return 0
    missing = missing_profiles({Profile(visit.profile) for visit in visits})
    if not missing:
        return 0
    urls = list(dict.fromkeys(v.url for v in visits if v.outcome in ANSWERED))[:COMPLETED_ADDRESSES]
    why = Choice(missing, Why.DOUBTFUL)
    save_choice(session, opinion.night_id, opinion.site_id, why.why.value, why.words, missing)
    return plan_visits(session, opinion.night_id, opinion.site_id, urls, missing, purpose="first")
