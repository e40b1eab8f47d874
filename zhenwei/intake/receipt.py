"""The receipt (回执) of a report or of a whole file: what was taken, what it repeats, what happens next.

It is made from the rows each time it is asked for, and it holds no identity, not even that of its own reporter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zhenwei.clock import BEIJING
from zhenwei.store.batches import find_receipt, receipt_number
from zhenwei.store.report_in_tables import ReportAddressRow, ReportBatchRow, ReportInRow

MOST_ITEMS = 200  # told one by one; a longer file has them in its own numbering

KNOWN = {
    "new": "新线索",
    "reported": "此前已有举报",
    "lead": "此前已由监测发现",
    "site": "同一网站此前已有线索",
}
REPEATS = {"reference": "来件编号与对象相同", "content": "内容相同"}
NEXT_STEPS = (
    "有网址的线索列入最近一次夜间检查，由机器访问、固定证据、给出研判意见。",
    "没有网址的线索（公众号、小程序、应用、账号等）由工作人员核查。",
    "经工作人员研判确认的，依职权移送有关部门处置；与在办案件重复的，并入该案件办理。",
    "查询办理情况请报本回执编号。举报人身份信息另行保管、依法保密，不随线索移送。",
)


@dataclass(frozen=True, slots=True)
class AddressLine:
    """An address of a report and what was known of it: a key of KNOWN, the earlier receipt, lead and case."""

    url: str
    known: str
    earlier: str = ""
    lead: int | None = None
    case: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One report on a receipt."""

    number: str
    reference: str
    reported_at: datetime | None
    account: str
    addresses: tuple[AddressLine, ...]
    repeats: str = ""
    repeats_by: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """``known``: addresses by key of KNOWN; ``cases``: addresses by case. ``items`` are the first MOST_ITEMS."""

    number: str
    source: str
    received_at: datetime
    by: str
    sha256: str
    reports: int
    repeats: int
    without_address: int
    addresses: int
    skipped: int
    known: Mapping[str, int]
    cases: Mapping[int, int]
    items: tuple[Item, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the receipt as the command prints it."""
        return {
            "receipt": self.number,
            "source": self.source,
            "received_at": _beijing(self.received_at),
            "by": self.by,
            "sha256": self.sha256,
            "reports": self.reports,
            "repeats": self.repeats,
            "without_address": self.without_address,
            "addresses": self.addresses,
            "skipped": self.skipped,
            "known": dict(self.known),
            "cases": [{"case": case, "addresses": count} for case, count in self.cases.items()],
            "items": [_item(item) for item in self.items],
            "next": list(NEXT_STEPS),
        }


def receipt_of(session: Session, number: str) -> Receipt:
    """Return the receipt of a number. Raises NoSuch."""
    batch, report = find_receipt(session, number)
    reports = [ReportInRow.batch_id == batch.id, *([ReportInRow.id == report.id] if report else [])]
    ids = select(ReportInRow.id).where(*reports)
    told = list(session.scalars(select(ReportInRow).where(*reports).order_by(ReportInRow.position).limit(MOST_ITEMS)))
    here = ReportAddressRow.report_id.in_(ids)
    with_address = select(ReportAddressRow.report_id).where(here)
    counted = session.execute(select(ReportAddressRow.known, func.count()).where(here).group_by(ReportAddressRow.known))
    known = dict(counted.all())
    cases = session.execute(
        select(ReportAddressRow.case_id, func.count())
        .where(here, ReportAddressRow.case_id.is_not(None))
        .group_by(ReportAddressRow.case_id)
        .order_by(ReportAddressRow.case_id)
    )
    repeats = select(func.count()).where(*reports, ReportInRow.repeats_id.is_not(None))
    bare = select(func.count()).where(*reports, ReportInRow.id.not_in(with_address))
    return Receipt(
        number=receipt_number(batch, report) if report else str(batch.number),
        source=batch.source,
        received_at=batch.received_at,
        by=batch.by,
        sha256=batch.sha256,
        reports=1 if report else batch.reports,
        repeats=session.scalars(repeats).one(),
        without_address=session.scalars(bare).one(),
        addresses=sum(known.values()),
        skipped=0 if report else batch.skipped,
        known={key: known[key] for key in KNOWN if key in known},
        cases={case: count for case, count in cases if case is not None},
        items=tuple(_items(session, told)),
    )


def _items(session: Session, reports: list[ReportInRow]) -> list[Item]:
    ids = [report.id for report in reports]
    addresses: dict[int, list[ReportAddressRow]] = {}
    query = select(ReportAddressRow).where(ReportAddressRow.report_id.in_(ids))
    for row in session.scalars(query.order_by(ReportAddressRow.report_id, ReportAddressRow.position)):
        addresses.setdefault(row.report_id, []).append(row)
    earlier = {row.earlier_id for some in addresses.values() for row in some if row.earlier_id}
    numbers = _numbers(session, earlier | {report.repeats_id for report in reports if report.repeats_id} | set(ids))
    return [
        Item(
            number=numbers[report.id],
            reference=report.reference,
            reported_at=report.reported_at,
            account=report.account,
            addresses=tuple(
                AddressLine(row.url, row.known, numbers.get(row.earlier_id or 0, ""), row.earlier_lead_id, row.case_id)
                for row in addresses.get(report.id, [])
            ),
            repeats=numbers.get(report.repeats_id or 0, ""),
            repeats_by=report.repeats_by,
        )
        for report in reports
    ]


def _numbers(session: Session, ids: set[int]) -> dict[int, str]:
    """Return the receipt number of each report."""
    query = select(ReportInRow.id, ReportInRow.position, ReportBatchRow.number).join(ReportBatchRow)
    rows = session.execute(query.where(ReportInRow.id.in_(ids)))
    return {report: f"{number}-{position}" for report, position, number in rows}


def _item(item: Item) -> dict[str, Any]:
    return {
        "receipt": item.number,
        "reference": item.reference,
        "reported_at": _beijing(item.reported_at) if item.reported_at else "",
        "account": item.account,
        "addresses": [
            {"url": one.url, "known": one.known, "earlier": one.earlier, "lead": one.lead, "case": one.case}
            for one in item.addresses
        ],
        "repeats": item.repeats,
        "repeats_by": item.repeats_by,
    }


def _beijing(moment: datetime) -> str:
    return moment.astimezone(BEIJING).isoformat(timespec="seconds")
