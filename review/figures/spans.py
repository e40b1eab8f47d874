"""How long sites lasted: from when each was first seen to when its end was believed."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from statistics import median, quantiles
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhenwei.clock import BEIJING
from zhenwei.store.looks_tables import StandingRow
from zhenwei.store.models import CaseRow

DAYS_BACK = 183
MOST = 100_000  # the newest ends; more would tell nothing else
# Upper bounds in days, the last band is open.
BANDS = (1, 3, 7, 14, 30, 90)


def count_spans(session: Session, at: datetime) -> dict[str, Any]:
    """Return ``n``, ``median``, ``q1``, ``q3`` (days), ``bands`` (counts, one more than BANDS) and ``months``."""
    rows = session.execute(
        select(CaseRow.first_seen, StandingRow.gone_since)
        .join(CaseRow, CaseRow.id == StandingRow.case_id)
        .where(StandingRow.gone_since >= at - timedelta(days=DAYS_BACK), StandingRow.gone_since <= at)
        .order_by(StandingRow.gone_since.desc())
        .limit(MOST)
    )
    months: dict[str, list[float]] = defaultdict(list)
    for seen, gone in rows:
        if gone is None:  # never, by the query; the column may be empty
            continue
        months[f"{gone.astimezone(BEIJING):%Y-%m}"].append(max(0.0, (gone - seen) / timedelta(days=1)))
    return spans_of(months)


def spans_of(months: dict[str, list[float]]) -> dict[str, Any]:
    """Return the figures of spans in days, given by the month in which each ended."""
    days = sorted(day for month in months.values() for day in month)
    low, _mid, high = quantiles(days, n=4, method="inclusive") if len(days) > 1 else (days or [0.0]) * 3
    bands = [0] * (len(BANDS) + 1)
    for day in days:
        bands[sum(day > bound for bound in BANDS)] += 1
    return {
        "n": len(days),
        "median": round(median(days), 1) if days else 0.0,
        "q1": round(low, 1) if days else 0.0,
        "q3": round(high, 1) if days else 0.0,
        "bands": bands,
        "months": [[month, len(found), round(median(found), 1)] for month, found in sorted(months.items())],
    }
