"""The queue: which cases wait, the most harmful and certain first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from review.views.case import mark
from review.views.names import HostName, host_name
from review.views.queue_filter import Filter
from zhenwei.store.cases import OPEN_STATES
from zhenwei.store.models import AssessmentRow, CaseRow, DecisionRow, LeadRow, SiteRow
from zhenwei.store.queue import MOST_COUNTED, Place, Wanted, find_cases

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One case of the queue. ``seen``: its mark, for whoever says a word on what is shown here."""

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
    seen: str
    open: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of it. ``total``: None if not counted; ``many``: there are more than ``total``.

    ``previous`` and ``next``: queries of the pages beside it, empty at the ends.
    """

    lines: list[Line]
    total: int | None
    many: bool
    previous: str
    next: str


def read_queue(session: Session, asked: Filter, wanted: Wanted, organs: Mapping[str, str]) -> Queue:
    """Return the page of the queue that a filter asks for."""
    found = find_cases(session, wanted, asked.place, PAGE)
    back = asked.place is not None and asked.place.back
    before, behind = (found.more, True) if back else (asked.place is not None, found.more)
    total = found.total
    if total is None and not (before or behind):
        total = len(found.places)
    first, last = (found.places[0], found.places[-1]) if found.places else (None, None)
    return Queue(
        lines=_lines(session, [place.case for place in found.places], organs),
        total=None if total is None else min(total, MOST_COUNTED) if _is_cut(total) else total,
        many=total is not None and _is_cut(total),
        previous=asked.query(Place(first.urgency, first.case, back=True)) if before and first else "",
        next=asked.query(last) if behind and last else "",
    )


def _is_cut(total: int) -> bool:
    return total == MOST_COUNTED + 1


def next_case(session: Session, asked: Filter, wanted: Wanted, case_id: int) -> int | None:
    """Return the case that comes behind another in the queue, whether or not that one is still in it."""
    urgency = session.scalar(select(CaseRow.urgency).where(CaseRow.id == case_id))
    if urgency is None:
        return None
    found = find_cases(session, wanted, Place(urgency, case_id), 1)
    return found.places[0].case if found.places else None


def _lines(session: Session, cases: Sequence[int], organs: Mapping[str, str]) -> list[Line]:
    rows = {row.id: row for row in session.execute(_ROWS, {"cases": cases}).all()}
    sources: dict[int, tuple[str, ...]] = {}
    for site, source in session.execute(_SOURCES, {"sites": [row.site_id for row in rows.values()]}).all():
        sources[site] = (*sources.get(site, ()), source)
    return [
        Line(
            case=row.id,
            host=host_name(row.host),
            verdict=row.verdict,
            impersonation=row.impersonation,
            sale=row.sale,
            state=row.state,
            organ=organs.get(row.target, row.target),
            first_seen=row.first_seen,
            last_seen=row.last_seen,
            not_rendered=bool(row.not_rendered),
            sources=sources.get(row.site_id, ()),
            seen=mark(row.revision, row.words),
            open=row.state in OPEN_STATES,
        )
        for row in (rows[case] for case in cases if case in rows)
    ]


def _rows_of_cases() -> Select[*tuple[Any, ...]]:
    """Return the question for all that a page shows of its cases but where they came from, in one go."""
    case, site, said, opinion = (row.__table__.c for row in (CaseRow, SiteRow, DecisionRow, AssessmentRow))
    words = select(func.count()).select_from(DecisionRow.__table__).where(said.case_id == case.id).scalar_subquery()
    # Whether the newest opinion rests on pages that no browser has drawn.
    newest = select(opinion.not_rendered).where(opinion.site_id == case.site_id).order_by(opinion.id.desc()).limit(1)
    return (
        select(
            case.id, case.site_id, site.host, case.verdict, case.impersonation, case.sale, case.state, case.target,
            case.first_seen, case.last_seen, case.revision, words.label("words"),
            newest.scalar_subquery().label("not_rendered"),
        )
        .join_from(CaseRow.__table__, SiteRow.__table__, site.id == case.site_id)
        .where(case.id.in_(bindparam("cases", expanding=True)))
    )  # fmt: skip


def _sources_of_sites() -> Select[*tuple[Any, ...]]:
    lead = LeadRow.__table__.c
    query = select(lead.site_id, lead.source).where(lead.site_id.in_(bindparam("sites", expanding=True)))
    return query.distinct().order_by(lead.source)


# Built once: putting such a question together takes longer than its answer.
_ROWS, _SOURCES = _rows_of_cases(), _sources_of_sites()
