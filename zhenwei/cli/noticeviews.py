"""How letters are printed: one JSON object each, and the 发文登记簿 as CSV."""

from __future__ import annotations

import csv
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from takedown.clocks import Clock, shown_due
from takedown.permits import WORDS
from zhenwei.clock import shown
from zhenwei.store.letters import answers_of, dispatch_of, result_said, versions_of
from zhenwei.store.models import NoticeRow
from zhenwei.store.numbers import Line
from zhenwei.types import Notice

LEDGER = ("发文字号", "成文日期", "标题", "主送", "状态", "拟稿人", "编号人", "编号时间", "函件编号", "撤回或退回理由")
OUTSIDE = "（系统外编号）"
# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def stepped(notice: Notice, letters: Path) -> dict[str, Any]:
    """Return what every step prints."""
    return {
        "notice": notice.id,
        "recipient": notice.recipient,
        "kind": notice.kind,
        "cases": list(notice.cases),
        "folder": str(letters / notice.folder),
        "state": notice.state,
        "number": notice.number,
    }


def brief(session: Session, row: NoticeRow, letters: Path) -> dict[str, Any]:
    """Return a letter as ``notice list`` prints it."""
    return {
        "notice": row.id,
        "recipient": row.recipient,
        "kind": row.kind,
        "cases": [link.case_id for link in row.cases],
        "folder": str(letters / row.folder),
        "state": row.state,
        "number": row.number,
        "version": versions_of(session, row)[-1].version,
        "office": row.office,
        "title": row.title,
        "drafted_by": row.drafted_by,
        "drafted_at": row.drafted_at.isoformat(),
    }


def full(session: Session, row: NoticeRow, letters: Path, clocks: list[Clock]) -> dict[str, Any]:
    """Return everything about a letter: versions, what people did, sending, answers, clocks."""
    sent = dispatch_of(session, row.id)
    return brief(session, row, letters) | {
        "versions": [
            {
                "version": one.version,
                "made": one.made,
                "by": one.by,
                "at": one.at.isoformat(),
                "why": one.why,
                "change": one.change,
                "folder": one.folder,
                "manifest_sha256": one.manifest_sha256,
                "number": one.given,
                "day": _iso(one.day),
            }
            for one in versions_of(session, row)
        ],
        "events": [{"at": e.at.isoformat(), "by": e.by, "event": e.event, "note": e.note} for e in row.events],
        "sent": {
            "at": sent.sent_at.isoformat(),
            "received_at": _iso(sent.received_at),
            "reply_by": _iso(sent.reply_by),
            "reply_days": sent.reply_days,
            "reply_working": sent.reply_working,
            "channel": sent.channel,
            "by": sent.by,
        }
        if sent
        else None,
        "answers": [
            {
                "result": one.result,
                "said": result_said(one.result),
                "number": one.number,
                "received_on": one.received_on.isoformat(),
                "cases": one.cases,
                "note": one.note,
                "by": one.by,
                "at": one.at.isoformat(),
            }
            for one in answers_of(session, [row.id])
        ],
        "clocks": [clock_row(clock) for clock in clocks],
    }


def clock_row(clock: Clock) -> dict[str, Any]:
    """Return a clock as ``zhenwei clocks`` prints it; ``due`` is null where ``missing`` says why."""
    return {
        "clock": clock.key,
        "name": clock.rule.name,
        "state": clock.stand.value,
        "due": _iso(clock.due),
        "shown": shown_due(clock),
        "left_days": clock.left,
        "missing": clock.missing,
        "notice": clock.notice or None,
        "number": clock.number,
        "office": clock.office,
        "cases": list(clock.cases),
        "started": clock.started.isoformat(),
        "receipt_assumed": clock.assumed,
        "ended": _iso(clock.ended_on),
        "late": clock.late,
        "what": clock.rule.what,
        "law": f"{clock.rule.law}{clock.rule.article}",
        "verified": clock.rule.verified,
    }


def _iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def ledger_row(line: Line) -> dict[str, Any]:
    """Return a line of the 发文登记簿; ``notice`` is null for a number that was used outside of this system."""
    row = line.row
    notice = row.notice if row else None
    return {
        "number": str(line.number),
        "code": line.number.code,
        "year": line.number.year,
        "sequence": line.number.sequence,
        "notice": notice.id if notice else None,
        "day": _iso(row.day) if row else None,
        "title": notice.title if notice else "",
        "office": notice.office if notice else "",
        "state": notice.state if notice else "",
        "drafted_by": notice.drafted_by if notice else "",
        "given_by": row.by if row else "",
        "given_at": row.at.isoformat() if row else None,
        "reason": _reason(notice) if notice else "",
    }


def _reason(notice: NoticeRow) -> str:
    ended = [event.note for event in notice.events if event.event in ("withdrawn", "rejected")]
    return ended[-1] if ended else ""


def ledger_csv(lines: list[Line]) -> str:
    """Return the 发文登记簿 as a table for spreadsheets (with the mark that Excel needs to read UTF-8)."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(LEDGER)
    for line in lines:
        said, row = ledger_row(line), line.row
        state = WORDS.get(said["state"], said["state"]) if row else OUTSIDE
        cells = (
            *(said["number"], said["day"] or "", said["title"], said["office"], state, said["drafted_by"]),
            *(said["given_by"], shown(row.at) if row else "", said["notice"] or "", said["reason"]),
        )
        writer.writerow([_plain(str(cell)) for cell in cells])
    return "\ufeff" + out.getvalue()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
