"""The imitated organ as a letter shows it, with a picture of its own page where the baseline holds one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from takedown.captures import rendered_first
from takedown.facts import OrganFacts
from takedown.genuine import genuine_shots
from zhenwei.store.models import SiteRow, VisitRow
from zhenwei.watchlist import Organ


def organ_facts(session: Session, organ: Organ, evidence: Path) -> OrganFacts:
    """Return the imitated organ, with the newest screenshot of its own pages if the baseline has one."""
    query = (
        select(VisitRow)
        .join(SiteRow)
        .where(SiteRow.organ == organ.slug, VisitRow.purpose == "official", VisitRow.folder != "")
        .order_by(VisitRow.id.desc())
    )
    facts = OrganFacts(
        organ.slug, organ.name, organ.domains, organ.confirmed, organ.region, icp=organ.icp, site_code=organ.site_code
    )
    official = list(session.scalars(query.limit(40)))
    # The look-up page is what counterfeits copy, so it comes first where it was captured.
    official.sort(key=lambda visit: (visit.url not in organ.lookups, *rendered_first(visit)))
    for visit in official:
        # A damaged baseline is missing, not wrong: the letter then shows no genuine page beside.
        if shots := genuine_shots(evidence, visit.folder):
            whole, window, at = shots
            return replace(facts, screenshot=whole, window=window, screenshot_url=visit.url, screenshot_at=at)
    return facts
