"""What the store knows of addresses and reports, asked for many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zhenwei.store.models import CaseRow, LeadRow, SiteRow
from zhenwei.store.report_in_tables import ReportAddressRow, ReportInRow

AT_ONCE = 500
T = TypeVar("T")


def known_sites(session: Session, bare: Collection[str]) -> dict[str, tuple[int, int | None]]:
    """Return the first lead (0 without one) and the case (None without one) of each site of these hosts.

    A host with ``www.`` and the one without are one site here. Where both are stored, the one with a case counts.
    """
    found: dict[str, tuple[int, int | None]] = {}
    hosts = [*bare, *(f"www.{host}" for host in bare)]
    for some in _parts(hosts):
        first = select(LeadRow.site_id, func.min(LeadRow.id).label("lead")).group_by(LeadRow.site_id)
        first = first.where(LeadRow.site_id.in_(select(SiteRow.id).where(SiteRow.host.in_(some))))
        leads = first.subquery()
        query = (
            select(SiteRow.host, leads.c.lead, CaseRow.id)
            .outerjoin(leads, leads.c.site_id == SiteRow.id)
            .outerjoin(CaseRow, CaseRow.site_id == SiteRow.id)
            .where(SiteRow.host.in_(some))
            .order_by(SiteRow.id)
        )
        for host, lead, case in session.execute(query):
            name = host.removeprefix("www.") if host.removeprefix("www.") in bare else host
            before = found.get(name)
            if before is None or (before[1] is None and case is not None):
                found[name] = (lead or (before[0] if before else 0), case)
    return found


def earlier_addresses(session: Session, keys: Collection[str]) -> dict[str, int]:
    """Return the first report of each address, by the key that all its spellings share."""
    found: dict[str, int] = {}
    for some in _parts(keys):
        query = select(ReportAddressRow.key, func.min(ReportAddressRow.report_id)).where(ReportAddressRow.key.in_(some))
        found |= _pairs(session, query.group_by(ReportAddressRow.key))
    return found


def earlier_leads(session: Session, urls: Collection[str]) -> dict[str, int]:
    """Return the first lead of each address as it is written."""
    found: dict[str, int] = {}
    for some in _parts(urls):
        query = select(LeadRow.url, func.min(LeadRow.id)).where(LeadRow.url.in_(some)).group_by(LeadRow.url)
        found |= _pairs(session, query)
    return found


def earlier_reports(session: Session, samenesses: Collection[str]) -> dict[str, int]:
    """Return the first report of each digest."""
    found: dict[str, int] = {}
    for some in _parts(samenesses):
        query = select(ReportInRow.sameness, func.min(ReportInRow.id)).where(ReportInRow.sameness.in_(some))
        found |= _pairs(session, query.group_by(ReportInRow.sameness))
    return found


def reports_of(session: Session, source: str, references: Collection[str]) -> dict[str, list[int]]:
    """Return the reports of each reference of a source, oldest first."""
    found: dict[str, list[int]] = {}
    for some in _parts(references):
        query = select(ReportInRow.reference, ReportInRow.id).where(
            ReportInRow.source == source, ReportInRow.reference.in_(some)
        )
        for reference, report in session.execute(query.order_by(ReportInRow.id)):
            found.setdefault(reference, []).append(report)
    return found


def keys_of(session: Session, reports: Collection[int]) -> dict[int, set[str]]:
    """Return the keys of each report's addresses."""
    found: dict[int, set[str]] = {report: set() for report in reports}
    for some in _parts(reports):
        query = select(ReportAddressRow.report_id, ReportAddressRow.key)
        for report, key in session.execute(query.where(ReportAddressRow.report_id.in_(some))):
            found[report].add(key)
    return found


def _pairs(session: Session, query: Any) -> dict[str, int]:
    return dict(session.execute(query).all())


def _parts(values: Iterable[T]) -> Iterator[list[T]]:
    listed = list(values)
    return (listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE))
