"""Fetch: decide which addresses are looked at tonight, and let the spiders look."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crawler.browser import find_browser
from crawler.policy import first_profiles, official_profiles
from zhenwei.address import host_of
from zhenwei.clock import now
from zhenwei.stages.crawlers import Progress, crawl_jobs
from zhenwei.stages.desk import Desk
from zhenwei.stages.spiders import SpiderFailed, run_spiders
from zhenwei.stages.watch import note_visits
from zhenwei.store.frontier import FRESH, LATER, REPORTED
from zhenwei.store.leads import site_for
from zhenwei.store.models import LeadRow, NightRow, SiteRow, VisitRow, WatchedNameRow
from zhenwei.store.nights import is_planned, mark_planned, open_night
from zhenwei.store.visits import close_visits, plan_visits, waiting_count
from zhenwei.store.watched import visits_planned
from zhenwei.types import Outcome, Profile
from zhenwei.watchlist import Organ

# Protected pages change rarely, and the real look-up deserves to be left alone: one front page a week.
BASELINE_DAYS = 7
LEAD_ADDRESSES_A_SITE = 4
# A genuine site is looked at only for pages planted into it, which show themselves to search spiders first.
HIJACK_PROFILES = (Profile.DESKTOP, Profile.SPIDER)
# Sources of leads that are no person waiting for an answer.
FOUND_BY_US = ("search", "lookalikes", "feeds", "ctlog", "certstream", "links", "watch")
PURPOSES = {"official": ("official",), "visit": ("first", "render"), "recheck": ("recheck",)}


def fetch(desk: Desk) -> None:
    """Plan the first visits and the baseline of protected pages, then make them. A killed run goes on."""
    with desk.store.transaction() as session:
        night = open_night(session).id
        if not is_planned(session, night, "fetch"):
            _plan_official(session, desk, night)
            _plan_first(session, desk, night)
            mark_planned(session, night, "fetch")
    make_visits(desk, night, ("official", "visit"))


def make_visits(desk: Desk, night: int, spiders: Sequence[str]) -> None:
    """Run the spiders that have visits waiting, and carry what was seen over to the watched names.

    Without a browser, what waits to be rendered ends as not rendered.
    """
    with desk.store.transaction() as session:
        if find_browser(desk.settings, os.environ) is None:
            close_visits(session, night, Outcome.NOT_RENDERED, rendered=True)
        waiting = {name: waiting_count(session, night, PURPOSES[name]) for name in spiders}
    jobs = [job for name, count in waiting.items() for job in crawl_jobs(desk.settings, name, count)]
    if jobs:
        try:
            run_spiders(desk.settings, jobs, Progress(desk, night))
        except SpiderFailed:
            # A worker that was lost is no matter once others have done its work.
            with desk.store.reading() as session:
                if any(waiting_count(session, night, PURPOSES[name]) for name in spiders):
                    raise
    with desk.store.transaction() as session:
        note_visits(session, night)


def _plan_official(session: Session, desk: Desk, night: int) -> None:
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


def _plan_first(session: Session, desk: Desk, night: int) -> None:
    """Plan the sites with leads that were never looked at, not for long, or that have a newer lead than that.

    A watched name asks for a visit of its own: its name resolves and no page was seen, or something has changed.
    """
    old = now() - timedelta(days=desk.settings.revisit_days)
    newest = select(LeadRow.site_id, func.max(LeadRow.first_seen).label("at")).group_by(LeadRow.site_id).subquery()
    query = (
        select(SiteRow)
        .join(newest, newest.c.site_id == SiteRow.id)
        .outerjoin(WatchedNameRow, WatchedNameRow.domain == SiteRow.host)
        .where(
            SiteRow.looked_at.is_(None)
            | (SiteRow.looked_at < old)
            | (SiteRow.looked_at < newest.c.at)
            | WatchedNameRow.visit_due.is_(True)
        )
        .order_by(SiteRow.id)
    )
    sites = [site for site in session.scalars(query) if not left_alone(desk, site.host)]
    since = session.get_one(NightRow, night).started_at
    for site in sites[: desk.limit or None]:
        genuine = desk.watchlist.genuine_organ(site.host) is not None
        profiles = HIJACK_PROFILES if genuine else first_profiles()
        plan_visits(
            session, night, site.id, addresses(site), profiles, purpose="first", priority=priority_of(site, since)
        )
        visits_planned(session, site.host)


def priority_of(site: SiteRow, since: datetime) -> int:
    """Say which sites are looked at first: what people reported, then what was found since a moment, then the rest."""
    if any(lead.source.partition(":")[0] not in FOUND_BY_US for lead in site.leads):
        return REPORTED
    return FRESH if any(lead.first_seen >= since for lead in site.leads) else LATER


def left_alone(desk: Desk, host: str) -> bool:
    """A cleared host is not looked at, nor a genuine look-up beyond the front page of the baseline."""
    lookups = {host_of(url) for organ in desk.watchlist.organs.values() for url in organ.lookups}
    return desk.watchlist.is_lawful(host) or host in lookups


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
