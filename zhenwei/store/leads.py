"""Sites and the leads that speak of them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhenwei.address import host_of, registrable
from zhenwei.clock import now
from zhenwei.store.models import LeadRow, ReporterRow, SiteRow
from zhenwei.types import Lead


def site_for(session: Session, host: str) -> SiteRow:
    """Return the row of a host (ASCII), made if it is new."""
    site = session.scalars(select(SiteRow).where(SiteRow.host == host)).first()
    if site is None:
        site = SiteRow(host=host, registrable=registrable(host), first_seen=now(), registration={})
        session.add(site)
        session.flush()
    return site


def add_lead(session: Session, lead: Lead, reporter: str = "") -> bool:
    """Add a lead, or note that it was seen again. True if it is new. Raises BadInput if it holds no web address."""
    host = host_of(lead.url)
    row = session.scalars(
        select(LeadRow).where(
            LeadRow.source == lead.source, LeadRow.url == lead.url, LeadRow.reference == lead.reference
        )
    ).first()
    if row is not None:
        row.last_seen = now()
        return False
    site = site_for(session, host)
    moment = now()
    row = LeadRow(
        site_id=site.id,
        source=lead.source,
        url=lead.url,
        reference=lead.reference,
        why=lead.why,
        detail=dict(lead.detail),
        first_seen=moment,
        last_seen=moment,
    )
    session.add(row)
    session.flush()
    if reporter:
        session.add(ReporterRow(lead_id=row.id, identity=reporter, told_at=moment))
    return True
