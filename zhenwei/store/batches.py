"""Receipt numbers: one a batch, by day, without gaps, also when several write at once."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from zhenwei.clock import BEIJING
from zhenwei.errors import NoSuch
from zhenwei.sentences import said
from zhenwei.store.report_in_tables import ReportBatchRow, ReportDayRow, ReportInRow

PREFIX = "JB"  # 举报
_NUMBER = re.compile(rf"{PREFIX}(\d{{8}})-(\d{{4,}})(?:-(\d{{1,7}}))?", re.IGNORECASE)


def give_number(session: Session, batch_id: int, at: datetime) -> str:
    """Give a batch the next number of its day and return it. Call it last: the day's row is held until the commit."""
    day = at.astimezone(BEIJING).strftime("%Y%m%d")
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(dialect.insert(ReportDayRow).values(day=day, last=0).on_conflict_do_nothing())
    step = update(ReportDayRow).where(ReportDayRow.day == day).values(last=ReportDayRow.last + 1)
    last = session.scalars(step.returning(ReportDayRow.last)).one()
    number = f"{PREFIX}{day}-{last:04d}"
    session.execute(update(ReportBatchRow).where(ReportBatchRow.id == batch_id).values(number=number))
    return number


def receipt_number(batch: ReportBatchRow, report: ReportInRow) -> str:
    """Return the number of one report's receipt."""
    return f"{batch.number}-{report.position}"


def find_receipt(session: Session, number: str) -> tuple[ReportBatchRow, ReportInRow | None]:
    """Return the batch of a receipt, and the report if the number is that of a single one. Raises NoSuch."""
    found = _NUMBER.fullmatch(number.strip())
    missing = NoSuch(
        said(
            "没有回执 {number!r}（形如 {prefix}20261122-0001 或 {prefix}20261122-0001-3）",
            number=number.strip()[:40],
            prefix=PREFIX,
        )
    )
    if found is None:
        raise missing
    wanted = f"{PREFIX}{found[1]}-{found[2]}"
    batch = session.scalars(select(ReportBatchRow).where(ReportBatchRow.number == wanted)).first()
    if batch is None:
        raise missing
    if found[3] is None:
        return batch, None
    report = session.scalars(select(ReportInRow).filter_by(batch_id=batch.id, position=int(found[3]))).first()
    if report is None:
        raise missing
    return batch, report
