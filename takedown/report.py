"""The monthly and yearly report: the counters that the campaign plans ask for, our own filled in, others' left to fill.

Counted from the store as it stands, by Beijing dates. A digest for the public names no person and no live address.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from takedown.content import Annex, Table, Text, chinese_day
from takedown.docx_letter import annex_docx
from takedown.masking import mask
from takedown.workbook import add_row, fill, saved
from zhenwei.clock import BEIJING, shown
from zhenwei.errors import BadInput
from zhenwei.store.models import CaseRow, DecisionRow, LeadRow, NoticeCaseRow, NoticeEventRow, NoticeRow, VisitRow

RECIPIENTS = {
    "cyberspace": "网信部门",
    "market": "市场监管部门",
    "police": "公安机关",
    "telecom": "通信管理部门",
    "organ": "被仿冒机关",
    "owner": "被植入网站主办单位",
}
OTHERS = (
    *("核查后责令整改（家）", "立案查处（起）", "处罚金额（元）"),
    *("移送和抓获人员（人）", "捣毁窝点（个）", "关闭或者屏蔽网站（个）"),
)
FILL_IN = "（待填）"


@dataclass(frozen=True, slots=True)
class Period:
    """Days, ends inclusive, in Beijing."""

    first: date
    last: date

    def bounds(self) -> tuple[datetime, datetime]:
        """Return the first instant of the period and the first one after it."""
        begin = datetime.combine(self.first, time(), BEIJING)
        return begin, datetime.combine(self.last + timedelta(days=1), time(), BEIJING)


def month(text: str) -> Period:
    """Return the calendar month ``2026-11``. Raises BadInput."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise BadInput(f"不是月份：{text!r}（应如 2026-11）") from error
    return Period(first, first.replace(day=calendar.monthrange(first.year, first.month)[1]))


def year(text: str) -> Period:
    """Return the calendar year ``2026``. Raises BadInput."""
    try:
        return Period(date(int(text), 1, 1), date(int(text), 12, 31))
    except ValueError as error:
        raise BadInput(f"不是年份：{text!r}（应如 2026）") from error


def counts(session: Session, period: Period) -> list[tuple[str, str]]:
    """Return label and number of everything that the store can count for a period."""
    begin, end = period.bounds()

    def number(
        column: InstrumentedAttribute[int],
        moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
        *where: ColumnElement[bool],
    ) -> str:
        return str(session.scalar(select(func.count(column)).where(moment >= begin, moment < end, *where)) or 0)

    rows = [
        ("新增线索（条）", number(LeadRow.id, LeadRow.first_seen)),
        ("访问页面（次）", number(VisitRow.id, VisitRow.captured_at)),
        ("其中未能访问（次）", number(VisitRow.id, VisitRow.captured_at, VisitRow.outcome != "ok")),
        ("新发现疑似网站（个）", number(CaseRow.id, CaseRow.first_seen)),
    ]
    for word, label in (("confirmed", "人工确认"), ("dismissed", "人工排除"), ("hold", "暂缓")):
        rows.append((f"{label}（次）", number(DecisionRow.id, DecisionRow.at, DecisionRow.word == word)))
    for recipient, label in RECIPIENTS.items():
        query = (
            select(func.count(NoticeEventRow.id))
            .join(NoticeRow)
            .where(NoticeEventRow.event == "sent", NoticeRow.recipient == recipient)
            .where(NoticeEventRow.at >= begin, NoticeEventRow.at < end)
        )
        rows.append((f"发往{label}函件（件）", str(session.scalar(query) or 0)))
    answered = number(NoticeEventRow.id, NoticeEventRow.at, NoticeEventRow.event == "answered")
    return [*rows, ("收到答复（件）", answered)]


def report_docx(session: Session, period: Period, sender: str) -> bytes:
    """Return the report: our counters, then cells for the numbers that only other bodies know."""
    own = Table(("项目", "数量"), tuple(counts(session, period)), (110, 46))
    others = Table(("项目（由有关部门提供）", "数量"), tuple((label, FILL_IN) for label in OTHERS), (110, 46))
    parts = (
        Text(f"{sender}　{chinese_day(period.first)}至{chinese_day(period.last)}　草稿"),
        Text("一、巡查和移送情况", heading=True),
        own,
        Text("二、处理结果", heading=True),
        others,
        Text("三、存在问题和下一步安排", heading=True),
        Text(FILL_IN),
    )
    return annex_docx(Annex("假冒安全生产证书网站巡查情况报告", parts), "")


def ledger_xlsx(session: Session, period: Period) -> bytes:
    """Return the ledger: one row a case that was first seen or decided in the period."""
    begin, end = period.bounds()
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "台账"
    fill(sheet, ["案件", "网站", "疑似情形", "状态", "首次发现", "最近可访问", "函件"], [])
    decided = select(DecisionRow.case_id).where(DecisionRow.at >= begin, DecisionRow.at < end)
    seen = (CaseRow.first_seen >= begin) & (CaseRow.first_seen < end)
    for case in session.scalars(select(CaseRow).where(seen | CaseRow.id.in_(decided)).order_by(CaseRow.id)):
        add_row(sheet, _ledger_row(session, case))
    return saved(book)


def _ledger_row(session: Session, case: CaseRow) -> Sequence[str]:
    query = select(NoticeRow).join(NoticeCaseRow).where(NoticeCaseRow.case_id == case.id).order_by(NoticeRow.id)
    letters = (f"{n.id}（{RECIPIENTS.get(n.recipient, n.recipient)}，{n.state}）" for n in session.scalars(query))
    host = case.site.host.replace(".", "[.]")
    return [
        str(case.id),
        host,
        case.verdict,
        case.state,
        shown(case.first_seen),
        shown(case.last_seen),
        "；".join(letters),
    ]


def digest(session: Session) -> list[dict[str, str]]:
    """Return the public digest: confirmed cases with masked names, no addresses that work, no people."""
    query = select(CaseRow).where(CaseRow.state.in_(("sent", "answered", "down", "closed"))).order_by(CaseRow.id)
    return [
        {"site": mask(case.site.host).replace(".", "[.]"), "finding": case.verdict, "state": case.state}
        for case in session.scalars(query)
    ]
