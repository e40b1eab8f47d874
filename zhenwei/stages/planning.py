"""Planning: which addresses are looked at tonight, as whom, and what goes first."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from crawler.policy import official_profiles
from zhenwei.address import host_of
from zhenwei.clock import now
from zhenwei.stages.crowds import Crowd
from zhenwei.stages.desk import Desk
from zhenwei.stages.faces import Chooser
from zhenwei.store.frontier import FRESH, LATER, REPORTED
from zhenwei.store.leads import site_for
from zhenwei.store.models import LeadRow, NightRow, SiteRow, VisitRow, WatchedNameRow
from zhenwei.store.visits import plan_visits
from zhenwei.store.watched import visits_planned
from zhenwei.types import Outcome
from zhenwei.watchlist import Organ

# Protected pages change rarely, and the real look-up deserves to be left alone: one front page a week.
BASELINE_DAYS = 7
LEAD_ADDRESSES_A_SITE = 4
# Sources of leads that are no person waiting for an answer.
FOUND_BY_US = ("search", "lookalikes", "feeds", "ctlog", "certstream", "links", "watch", "recheck")


class Planner:
    """Plans first visits, again and again while leads come in: what it plans in the end does not depend on when.

    ``news`` only reads, and is cheap; ``look`` and ``close`` want a transaction of their own.
    """

    def __init__(self, desk: Desk, session: Session, night: int) -> None:
        self._desk, self._night = desk, night
        self._began = session.get_one(NightRow, night).started_at
        self._crowd = Crowd(desk.settings.sites_per_domain)
        self._chooser = Chooser(desk, session, night)
        self._left: set[int] = set()  # sites that are not looked at tonight, though they may ask for it
        self._lead: int | None = None  # up to which lead everything is planned
        tonight = select(VisitRow.site_id, VisitRow.url).where(VisitRow.night_id == night, VisitRow.purpose == "first")
        # What a run that was killed had planned: only what it had not heard of is added.
        self._heard = {(site, url) for site, url in session.execute(tonight.distinct())}
        self._planned = {site for site, _ in self._heard}
        for site in _sites(session, SiteRow.id.in_(tonight.with_only_columns(VisitRow.site_id))):
            self._crowd.admits(site)

    def news(self, session: Session) -> bool:
        """True if something came since the last look."""
        newest = session.scalar(select(func.max(LeadRow.id))) or 0
        return newest != self._lead or any(site.id not in self._left for site in _sites(session, _asking()))

    def look(self, session: Session) -> int:
        """Plan what is new since the last look (at the first: all that the night owes). Returns how many sites."""
        newest = session.scalar(select(func.max(LeadRow.id))) or 0
        wanted = self._first_look(session) if self._lead is None else self._new(session, self._lead, newest)
        sites: list[SiteRow] = []
        for site in wanted:
            if self._admits(site, len(sites)):
                sites.append(site)
            else:
                self._left.add(site.id)
        chosen = self._chooser.choose(session, sites, self._planned)
        for site in sites:
            priority = priority_of(site, self._began)
            plan_visits(session, self._night, site.id, addresses(site), chosen[site.id].profiles, priority=priority)
            visits_planned(session, site.host)
        self._planned.update(site.id for site in sites)
        self._heard.clear()
        self._lead = newest
        return len(sites)

    def close(self, session: Session) -> None:
        """Write down what was left for later."""
        self._crowd.note(session, self._night, "fetch")

    def _admits(self, site: SiteRow, others: int) -> bool:
        if self._desk.watchlist.is_left_alone(site.host):
            return False
        if site.id in self._planned:
            return True
        if self._desk.limit and len(self._planned) + others >= self._desk.limit:
            return False
        # What people reported does not wait for its turn.
        return priority_of(site, self._began) == REPORTED or self._crowd.admits(site)

    def _first_look(self, session: Session) -> list[SiteRow]:
        """Return the sites that were never looked at, not for long, or that have a newer lead than that.

        A watched name asks for a visit of its own: its name resolves and no page was seen, or something has changed.
        """
        old = now() - timedelta(days=self._desk.settings.revisit_days)
        newest = select(LeadRow.site_id, func.max(LeadRow.first_seen).label("at")).group_by(LeadRow.site_id).subquery()
        query = (
            select(SiteRow)
            .join(newest, newest.c.site_id == SiteRow.id)
            .outerjoin(WatchedNameRow, WatchedNameRow.domain == SiteRow.host)
            .where(
                SiteRow.looked_at.is_(None)
                | (SiteRow.looked_at < old)
                | (SiteRow.looked_at < newest.c.at)
                | (newest.c.at >= self._began)
                | WatchedNameRow.visit_due.is_(True)
            )
            .order_by(SiteRow.id)
        )
        return [site for site in session.scalars(query) if site.id not in self._planned or self._unheard(site)]

    def _unheard(self, site: SiteRow) -> bool:
        return any((site.id, url) not in self._heard for url in addresses(site))

    def _new(self, session: Session, since: int, newest: int) -> list[SiteRow]:
        """Return the sites of the leads that came since, and those of watched names that ask for a visit."""
        asking = [site for site in _sites(session, _asking()) if site.id not in self._left]
        if newest == since:
            return asking
        led = _sites(session, SiteRow.id.in_(select(LeadRow.site_id).where(LeadRow.id > since)))
        return sorted({site.id: site for site in (*led, *asking)}.values(), key=lambda site: site.id)


def _asking() -> ColumnElement[bool]:
    """Sites of watched names that ask for a visit: as a question to the store, however many there are."""
    due = select(WatchedNameRow.domain).where(WatchedNameRow.visit_due.is_(True))
    return SiteRow.host.in_(due) & SiteRow.leads.any()


def _sites(session: Session, which: ColumnElement[bool]) -> list[SiteRow]:
    return list(session.scalars(select(SiteRow).where(which).order_by(SiteRow.id)))


def plan_official(session: Session, desk: Desk, night: int) -> None:
    """One look at the front pages of each protected organ: what a copy is compared with."""
    fresh = now() - timedelta(days=BASELINE_DAYS)
    seen = set(
        session.scalars(
            select(VisitRow.url).where(
                VisitRow.purpose == "official", VisitRow.outcome == Outcome.OK, VisitRow.captured_at > fresh
            )
        )
    )
    for organ in desk.watchlist.protected:
        for url in front_pages(organ):
            if url in seen:
                continue
            site = site_for(session, host_of(url))
            site.organ = organ.slug
            plan_visits(session, night, site.id, [url], official_profiles(), purpose="official")


def front_pages(organ: Organ) -> list[str]:
    """Return the front pages of an organ: its look-ups as written, its domains bare and with www."""
    hosts = [host for domain in organ.domains for host in (domain, f"www.{domain}") if not host.startswith("www.www.")]
    return list(dict.fromkeys([*organ.lookups, *(f"http://{host}/" for host in hosts)]))


def priority_of(site: SiteRow, since: datetime) -> int:
    """Say which sites are looked at first: what people reported, then what was found since a moment, then the rest."""
    if any(lead.source.partition(":")[0] not in FOUND_BY_US for lead in site.leads):
        return REPORTED
    return FRESH if any(lead.first_seen >= since for lead in site.leads) else LATER


def addresses(site: SiteRow) -> list[str]:
    """Return what to look at on a site: its front page and the pages that leads named, each once."""
    found = [f"http://{site.host}/"]
    for lead in site.leads:
        url = _tidy(lead.url)
        if _bare(url) not in {_bare(known) for known in found}:
            found.append(url)
    return found[: 1 + LEAD_ADDRESSES_A_SITE]


def _tidy(url: str) -> str:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path or "/", parts.query, ""))


def _bare(url: str) -> str:
    return url.split("://", 1)[-1]
