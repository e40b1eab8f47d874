"""Reports: handed in by programs, and listed without anybody who reported."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from review.api import bearer as may
from review.api.intake import LeadsIn
from review.api.paging import Turn, cursor_field, page_of
from review.api.problem import Fault, Kind, Refused, fault
from review.api.schema import Item, KnownAddress, Receipt, ReportLine, ReportPage
from review.desk import desk_of
from review.noting import noted
from zhenwei.errors import NoSuch
from zhenwei.intake import receipt as receipts
from zhenwei.intake.keeping import Keeper
from zhenwei.intake.report import Report
from zhenwei.intake.typed import check
from zhenwei.intake.vault import open_vault
from zhenwei.store.models import CaseRow, LeadRow
from zhenwei.store.report_in_tables import ReportAddressRow, ReportInRow
from zhenwei.store.reporters import forget

router = APIRouter(tags=["reports"])


class ReportTurn(Turn):
    """Filters of the list of reports; empty ones mean any."""

    cursor: str = cursor_field("report")
    source: str = Field(default="", max_length=100, pattern=r"^[^\x00]*$", description="来源")


@router.post("/leads", status_code=201, summary="提交线索：整批登记并给出回执，有一件有误则全部不登记")
def take(request: Request, bearer: may.LeadsIn, body: LeadsIn) -> Receipt:
    """Keep reports, whatever they repeat; the receipt says what was known. Their source is the token's name."""
    reports = _checked(body, bearer.name)
    desk = desk_of(request)
    vault = open_vault(desk.settings.reporter_key_file)
    with desk.store.transaction() as session:
        keeper = Keeper(session, bearer.name, bearer.account, vault)
        keeper.keep(reports)
        forget(session, desk.settings.keep_reporter_days)
        number = keeper.close().number
        noted(request, report=number, reports=len(reports))
        return _receipt(session, number)


@router.get("/leads/{receipt}", summary="回执：仅限本令牌名称所提交的")
def one_receipt(
    request: Request,
    bearer: may.LeadsIn,
    receipt: Annotated[
        str, Path(pattern=r"^JB[0-9]{8}-[0-9]{4,9}(-[0-9]{1,7})?$", max_length=40, description="回执编号")
    ],
) -> Receipt:
    """Return the receipt of what this program handed in; another's does not exist for it."""
    with desk_of(request).store.reading() as session:
        found = _receipt(session, receipt)
    if found.source != bearer.name:
        raise NoSuch(receipt)
    return found


@router.get("/reports", summary="收到的举报，按登记先后，用游标翻页；不含举报人身份")
def reports(request: Request, _bearer: may.ReadReports, turn: Annotated[ReportTurn, Query()]) -> ReportPage:
    """Return a page of reports."""
    query = select(ReportInRow).options(joinedload(ReportInRow.batch), selectinload(ReportInRow.addresses))
    if turn.source:
        query = query.where(ReportInRow.source == turn.source)
    with desk_of(request).store.reading() as session:
        page = page_of(session, query, ReportInRow.id, "report", turn)
        cases = _cases(session, [row.id for row in page.rows])
        items = [_line(row, cases.get(row.id, [])) for row in page.rows]
        return ReportPage(items=items, next=page.next, more=page.more)


def _checked(body: LeadsIn, source: str) -> list[Report]:
    """Return the reports, checked as those typed by an officer. Raises Refused naming each field that is wrong."""
    found: list[Report] = []
    faults: list[Fault] = []
    for place, one in enumerate(body.reports):
        person = one.reporter
        report, problems = check(
            {
                "source": source, "addresses": "\n".join(one.addresses), "account": one.account, "note": one.note,
                "reported_at": one.reported_at, "reference": one.reference,
                "reporter_name": person.name if person else "", "reporter_contact": person.contact if person else "",
            }
        )  # fmt: skip
        faults += [fault(f"body.reports.{place}.{problem.field}", problem.what) for problem in problems]
        if report is not None and report.reported_at is not None and report.reported_at.year < 2000:
            faults.append(fault(f"body.reports.{place}.reported_at", "moment"))
        elif report is not None:
            found.append(report)
    if faults:
        raise Refused(Kind.UNUSABLE, faults)
    return found


def _receipt(session: Session, number: str) -> Receipt:
    made = receipts.receipt_of(session, number)
    return Receipt(
        receipt=made.number,
        source=made.source,
        received_at=made.received_at,
        reports=made.reports,
        repeats=made.repeats,
        without_address=made.without_address,
        addresses=made.addresses,
        items=[
            Item(
                receipt=item.number, reference=item.reference, account=item.account, repeats=item.repeats,
                addresses=[
                    KnownAddress(url=one.url, known=one.known, known_name=receipts.KNOWN[one.known], case=one.case)
                    for one in item.addresses
                ],
            )
            for item in made.items
        ],
    )  # fmt: skip


def _cases(session: Session, ids: Iterable[int]) -> dict[int, list[int]]:
    """Return the cases that the sites of reports have by now."""
    query = (
        select(ReportAddressRow.report_id, CaseRow.id)
        .join(LeadRow, LeadRow.id == ReportAddressRow.lead_id)
        .join(CaseRow, CaseRow.site_id == LeadRow.site_id)
        .where(ReportAddressRow.report_id.in_(ids))
        .distinct()
        .order_by(CaseRow.id)
    )
    found: dict[int, list[int]] = {}
    for report, case in session.execute(query):
        found.setdefault(report, []).append(case)
    return found


def _line(row: ReportInRow, cases: list[int]) -> ReportLine:
    return ReportLine(
        id=row.id,
        receipt=f"{row.batch.number}-{row.position}",
        source=row.source,
        reference=row.reference,
        received_at=row.batch.received_at,
        reported_at=row.reported_at,
        note=row.note,
        account=row.account,
        addresses=[one.url for one in row.addresses],
        cases=cases,
        repeats=row.repeats_id is not None,
    )
