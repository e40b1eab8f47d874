"""Reports that came in, as people list them. Nothing here reads who reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zhenwei.store.models import CaseRow, LeadRow
from zhenwei.store.report_in_tables import ReportAddressRow, ReportBatchRow, ReportInRow


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report of the list. ``cases``: those that its sites had when it came in, and have by now."""

    number: str
    source: str
    reference: str
    received_at: datetime
    reported_at: datetime | None
    note: str
    account: str
    addresses: tuple[str, ...]
    cases: tuple[int, ...]
    repeats: bool

    def as_dict(self) -> dict[str, Any]:
        """Return the line as the command prints it, times in UTC."""
        return {
            "receipt": self.number,
            "source": self.source,
            "reference": self.reference,
            "received_at": self.received_at.isoformat(),
            "reported_at": self.reported_at.isoformat() if self.reported_at else "",
            "addresses": list(self.addresses),
            "account": self.account,
            "cases": list(self.cases),
            "repeats": self.repeats,
        }


def list_reports(
    session: Session, source: str = "", *, without_address: bool = False, limit: int = 100, offset: int = 0
) -> list[ReportLine]:
    """Return reports, the newest first."""
    query = select(ReportInRow, ReportBatchRow).join(ReportBatchRow).order_by(ReportInRow.id.desc())
    query = query.where(*_wanted(source, without_address)).limit(limit).offset(offset)
    rows = list(session.execute(query))
    ids = [report.id for report, _batch in rows]
    addresses: dict[int, list[str]] = {}
    cases: dict[int, list[int]] = {}
    about = (
        select(ReportAddressRow.report_id, ReportAddressRow.url, ReportAddressRow.case_id, CaseRow.id)
        .join(LeadRow, LeadRow.id == ReportAddressRow.lead_id)
        .outerjoin(CaseRow, CaseRow.site_id == LeadRow.site_id)
        .where(ReportAddressRow.report_id.in_(ids))
        .order_by(ReportAddressRow.report_id, ReportAddressRow.position)
    )
    for report, url, *both in session.execute(about):
        addresses.setdefault(report, []).append(url)
        held = cases.setdefault(report, [])
        held += [case for case in dict.fromkeys(both) if case is not None and case not in held]
    return [
        ReportLine(
            number=f"{batch.number}-{report.position}",
            source=report.source,
            reference=report.reference,
            received_at=batch.received_at,
            reported_at=report.reported_at,
            note=report.note,
            account=report.account,
            addresses=tuple(addresses.get(report.id, ())),
            cases=tuple(cases.get(report.id, ())),
            repeats=report.repeats_id is not None,
        )
        for report, batch in rows
    ]


def count_reports(session: Session, source: str = "", *, without_address: bool = False) -> int:
    """Return how many reports there are."""
    query = select(func.count()).select_from(ReportInRow).where(*_wanted(source, without_address))
    return session.scalars(query).one()


def _wanted(source: str, without_address: bool) -> list[Any]:
    said: list[Any] = [ReportInRow.source == source] if source else []
    if without_address:
        said.append(ReportInRow.id.not_in(select(ReportAddressRow.report_id)))
    return said
