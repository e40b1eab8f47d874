"""Which events there are, and which rows tell them. All are tables whose rows are only added, so ids are positions.

No event carries personal data, captured text or a reason that a person wrote: only numbers, kinds and states.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.store.letters_tables import AnswerRow
from zhenwei.store.looks_tables import LookRow
from zhenwei.store.models import DecisionRow, NightRow, NoticeEventRow
from zhenwei.store.outcome_tables import CaseOpeningRow
from zhenwei.store.report_in_tables import ReportBatchRow

# What each event means, in the words of the command's help.
EVENTS = {
    "case.opened": "新立案件",
    "case.decided": "人工研判",
    "site.gone": "网站下线",
    "site.back": "死灰复燃",
    "site.moved": "网站迁移",
    "notice.changed": "函件办理",
    "notice.answered": "收到答复",
    "report.received": "收到举报",
}
# Sent when a person tries a hook, whatever it is told of; nobody subscribes to it.
TEST = "hook.test"
LOOKS = {"gone": "site.gone", "back": "site.back", "moved": "site.moved"}
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Event:
    """``key`` is the same for the same event for ever; ``about`` is its JSON."""

    row: int
    key: str
    name: str
    at: datetime
    about: dict[str, Any]


Reader = Callable[[Session, int], Iterator[Event]]


def _decided(session: Session, after: int) -> Iterator[Event]:
    for row in session.scalars(
        select(DecisionRow).where(DecisionRow.id > after).order_by(DecisionRow.id).limit(AT_ONCE)
    ):
        about = {"case": row.case_id, "word": row.word, "verdict_shown": row.verdict_shown, "undoes": row.undoes_id}
        yield Event(row.id, f"decision-{row.id}", "case.decided", row.at, about)


def _opened(session: Session, after: int) -> Iterator[Event]:
    query = select(CaseOpeningRow).where(CaseOpeningRow.case_id > after).order_by(CaseOpeningRow.case_id).limit(AT_ONCE)
    for row in session.scalars(query):
        about = {"case": row.case_id, "verdict": row.case.verdict, "target": row.case.target}
        yield Event(row.case_id, f"opening-{row.case_id}", "case.opened", row.at, about)


def _stepped(session: Session, after: int) -> Iterator[Event]:
    query = select(NoticeEventRow).where(NoticeEventRow.id > after).order_by(NoticeEventRow.id).limit(AT_ONCE)
    for row in session.scalars(query):
        about = {"notice": row.notice_id, "step": row.event}
        yield Event(row.id, f"step-{row.id}", "notice.changed", row.at, about)


def _answered(session: Session, after: int) -> Iterator[Event]:
    for row in session.scalars(select(AnswerRow).where(AnswerRow.id > after).order_by(AnswerRow.id).limit(AT_ONCE)):
        about = {"notice": row.notice_id, "result": row.result}
        yield Event(row.id, f"answer-{row.id}", "notice.answered", row.at, about)


def _received(session: Session, after: int) -> Iterator[Event]:
    query = select(ReportBatchRow).where(ReportBatchRow.id > after).order_by(ReportBatchRow.id).limit(AT_ONCE)
    for row in session.scalars(query):
        about = {"receipt": row.number, "source": row.source, "reports": row.reports}
        yield Event(row.id, f"batch-{row.id}", "report.received", row.received_at, about)


def _looked(session: Session, after: int) -> Iterator[Event]:
    # A look is planned first and decided later in its night: until that has ended, an undecided one ends the page.
    for row in session.scalars(select(LookRow).where(LookRow.id > after).order_by(LookRow.id).limit(AT_ONCE)):
        if not row.standing and session.get_one(NightRow, row.night_id).finished_at is None:
            return
        about = {"case": row.case_id, "standing": row.standing}
        yield Event(row.id, f"look-{row.id}", LOOKS.get(row.event, ""), row.at or now(), about)


# Readers by the name of their position, with the column whose greatest value is where a new deployment begins.
READERS: dict[str, tuple[Reader, Any]] = {
    "decision": (_decided, DecisionRow.id),
    "opening": (_opened, CaseOpeningRow.case_id),
    "step": (_stepped, NoticeEventRow.id),
    "answer": (_answered, AnswerRow.id),
    "batch": (_received, ReportBatchRow.id),
    "look": (_looked, LookRow.id),
}


def newest(session: Session, column: Any) -> int:
    """Return the greatest id of a table, 0 if it is empty."""
    return int(session.scalar(select(func.max(column))) or 0)
