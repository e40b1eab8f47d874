"""The queue: which cases wait, the most harmful and certain first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from review.views.names import HostName, host_name
from review.views.rank import WAITING, urgency
from zhenwei.store.models import AssessmentRow, CaseRow, LeadRow, SiteRow

PAGE = 50
OPEN, ALL = "open", "all"


@dataclass(frozen=True, slots=True)
class Filter:
    """``state``: a state, ``open`` (waits for a first word) or ``all``; empty verdict and target mean any."""

    state: str = OPEN
    verdict: str = ""
    target: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One case of the queue."""

    case: int
    host: HostName
    verdict: str
    impersonation: float
    sale: float
    state: str
    organ: str
    first_seen: datetime
    last_seen: datetime
    not_rendered: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of it; ``targets`` and ``states`` are what the filters offer, with how many cases each has."""

    lines: list[Line]
    total: int
    pages: int
    states: dict[str, int]
    targets: list[tuple[str, str]]


def read_queue(session: Session, wanted: Filter, organs: Mapping[str, str]) -> Queue:
    """Return the page of the queue that a filter asks for."""
    conditions = _conditions(wanted)
    total = session.scalar(select(func.count()).select_from(CaseRow).where(*conditions)) or 0
    rows = session.execute(
        select(CaseRow, SiteRow.host)
        .join(SiteRow, SiteRow.id == CaseRow.site_id)
        .where(*conditions)
        .order_by(urgency().desc(), CaseRow.id)
        .limit(PAGE)
        .offset((wanted.page - 1) * PAGE)
    ).all()
    sites = [case.site_id for case, _host in rows]
    blind, sources = _not_rendered(session, sites), _sources(session, sites)
    targets = session.scalars(select(CaseRow.target).where(CaseRow.target != "").distinct().order_by(CaseRow.target))
    states = session.execute(select(CaseRow.state, func.count()).group_by(CaseRow.state))
    return Queue(
        lines=[
            Line(
                case=case.id,
                host=host_name(host),
                verdict=case.verdict,
                impersonation=case.impersonation,
                sale=case.sale,
                state=case.state,
                organ=organs.get(case.target, case.target),
                first_seen=case.first_seen,
                last_seen=case.last_seen,
                not_rendered=case.site_id in blind,
                sources=sources.get(case.site_id, ()),
            )
            for case, host in rows
        ],
        total=total,
        pages=max(1, -(-total // PAGE)),
        states={state: count for state, count in states},  # noqa: C416 (rows are no pairs to mypy)
        targets=[(target, organs.get(target, target)) for target in targets],
    )


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.state == OPEN:
        conditions.append(CaseRow.state.in_([state.value for state in WAITING]))
    elif wanted.state != ALL:
        conditions.append(CaseRow.state == wanted.state)
    if wanted.verdict:
        conditions.append(CaseRow.verdict == wanted.verdict)
    if wanted.target:
        conditions.append(CaseRow.target == wanted.target)
    return conditions


def _not_rendered(session: Session, sites: Sequence[int]) -> set[int]:
    """Return the sites whose newest opinion rests on pages that no browser has drawn."""
    newest = select(func.max(AssessmentRow.id)).where(AssessmentRow.site_id.in_(sites)).group_by(AssessmentRow.site_id)
    return set(
        session.scalars(select(AssessmentRow.site_id).where(AssessmentRow.id.in_(newest), AssessmentRow.not_rendered))
    )


def _sources(session: Session, sites: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    query = (
        select(LeadRow.site_id, LeadRow.source).where(LeadRow.site_id.in_(sites)).distinct().order_by(LeadRow.source)
    )
    for site, source in session.execute(query):
        found[site] = (*found.get(site, ()), source)
    return found
