"""The front page: what last night did, which sources were silent, and what waits for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from review.views.names import HostName, host_name
from zhenwei.store.models import CaseRow, DecisionRow, NoticeRow, SiteRow
from zhenwei.store.nights import last_nights, unit_counts
from zhenwei.store.visits import outcome_counts

SILENT = "silent"  # the key under which a night's summary names its silent sources begins like this
LATEST = 8


@dataclass(frozen=True, slots=True)
class Spoken:
    """A recent decision."""

    case: int
    host: HostName
    word: str
    by: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Night:
    """``figures`` and ``tables`` are the summary as the night wrote it: single values, and counts by name."""

    number: int
    started_at: datetime
    finished_at: datetime | None
    silent: list[str]
    figures: list[tuple[str, str]]
    tables: list[tuple[str, list[tuple[str, str]]]]
    units: list[tuple[str, str, str, int, int, int]]
    visits: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Front:
    """``waiting``: (task, role that does it, how many, address of the list or empty)."""

    night: Night | None
    waiting: list[tuple[str, str, int, str]]
    spoken: list[Spoken]


def read_front(session: Session) -> Front:
    """Return the front page's content."""
    return Front(_night(session), _waiting(session), _spoken(session))


def _night(session: Session) -> Night | None:
    rows = last_nights(session)
    if not rows:
        return None
    # A recheck by hand has asked no source: what the last whole night said stays in view.
    row = next((row for row in rows if not row.summary.get("alone")), rows[0])
    silent, figures, tables = summary_parts(row.summary)
    counts = sorted(outcome_counts(session, row.id).items(), key=lambda pair: -pair[1])
    # Marks that a stage has planned are rows of their own, and no source.
    asked = [unit for unit in unit_counts(session, row.id) if unit[0] != "plan"]
    return Night(row.id, row.started_at, row.finished_at, silent, figures, tables, asked, counts)


def summary_parts(
    summary: Mapping[str, Any],
) -> tuple[list[str], list[tuple[str, str]], list[tuple[str, list[tuple[str, str]]]]]:
    """Split a night's summary into silent sources, single figures and tables. Its keys are the night's affair."""
    silent: list[str] = []
    figures: list[tuple[str, str]] = []
    tables: list[tuple[str, list[tuple[str, str]]]] = []
    for key, value in summary.items():
        if key.startswith(SILENT):
            silent += [str(one) for one in value] if isinstance(value, list | dict) else [str(value)] if value else []
        elif isinstance(value, dict):
            tables.append((key, list(_pairs(value))))
        elif isinstance(value, list):
            figures.append((key, "、".join(str(one) for one in value) or "—"))
        else:
            figures.append((key, _number(value)))
    return silent, figures, tables


def _pairs(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            pairs += _pairs(value, f"{prefix}{key} / ")
        else:
            pairs.append((f"{prefix}{key}", _number(value)))
    return pairs


def _number(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else "—" if value in (None, "") else str(value)


def _waiting(session: Session) -> list[tuple[str, str, int, str]]:
    by_state = session.execute(select(CaseRow.state, func.count()).group_by(CaseRow.state))
    cases = {state: count for state, count in by_state}  # noqa: C416 (rows are no pairs to mypy)
    by_step = session.execute(select(NoticeRow.state, func.count()).group_by(NoticeRow.state))
    letters = {state: count for state, count in by_step}  # noqa: C416
    return [
        ("first_word", "analyst", cases.get("new", 0), "/queue?state=new"),
        ("again", "analyst", cases.get("resurfaced", 0), "/queue?state=resurfaced"),
        ("held", "analyst", cases.get("hold", 0), "/queue?state=hold"),
        ("draft", "analyst", cases.get("confirmed", 0), "/queue?state=confirmed"),
        ("approve", "reviewer", letters.get("draft", 0) + letters.get("edited", 0), ""),
        ("send", "reviewer", letters.get("approved", 0) + letters.get("numbered", 0), ""),
        ("answer", "reviewer", letters.get("sent", 0), "/clocks"),
    ]


def _spoken(session: Session) -> list[Spoken]:
    rows = session.execute(
        select(DecisionRow, SiteRow.host)
        .join(CaseRow, CaseRow.id == DecisionRow.case_id)
        .join(SiteRow, SiteRow.id == CaseRow.site_id)
        .order_by(DecisionRow.id.desc())
        .limit(LATEST)
    )
    return [Spoken(d.case_id, host_name(host), d.word, d.by, d.at, d.why) for d, host in rows]
