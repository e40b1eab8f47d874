"""The list of reports, and what is known of one that is being typed in."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhenwei.intake.typed import Hint
from zhenwei.store.report_in_tables import ReportBatchRow, ReportInRow
from zhenwei.store.reports_in import ReportLine, count_reports, list_reports

PER_PAGE = 50
RECEIPTS = ("content", "reference", "reported")  # kinds of hints that speak of a report


@dataclass(frozen=True, slots=True)
class Reports:
    """A page of the list. ``sources``: all that there are."""

    lines: tuple[ReportLine, ...]
    total: int
    page: int
    pages: int
    sources: tuple[str, ...]


def read_reports(session: Session, source: str, *, without_address: bool, page: int) -> Reports:
    """Read a page of the list."""
    total = count_reports(session, source, without_address=without_address)
    lines = list_reports(session, source, without_address=without_address, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    sources = session.scalars(select(ReportBatchRow.source).distinct().order_by(ReportBatchRow.source).limit(200))
    return Reports(tuple(lines), total, page, max(1, -(-total // PER_PAGE)), tuple(sources))


def hint_lines(session: Session, found: list[Hint]) -> list[tuple[str, str, str]]:
    """Return (kind, address, number as people know it) of each hint: receipts by their numbers."""
    reports = {one.number for one in found if one.what in RECEIPTS}
    query = select(ReportInRow.id, ReportInRow.position, ReportBatchRow.number).join(ReportBatchRow)
    numbers = {
        report: f"{number}-{position}"
        for report, position, number in session.execute(query.where(ReportInRow.id.in_(reports)))
    }
    return [
        (one.what, one.url, numbers.get(one.number, "") if one.what in RECEIPTS else str(one.number)) for one in found
    ]
