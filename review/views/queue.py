"""The queue: which cases wait, the most harmful and certain first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from review.masking import mask
from review.views.case import mark
from review.views.names import HostName, host_name
from review.views.queue_filter import Filter
from review.views.queue_matches import marked_parts, places_of
from zhenwei.address import unicode_host
from zhenwei.store.cases import OPEN_STATES
from zhenwei.store.models import AssessmentRow, CaseRow, DecisionRow, LeadRow, SiteRow, VisitRow
from zhenwei.store.queue import MOST_COUNTED, Place, Wanted, find_cases
from zhenwei.store.search import Asked, asked_words

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
    operator: str
    # The newest title that a visit of its pages found, masked, in parts: the words searched for are marked.
    title: tuple[tuple[str, bool], ...]
    # Where those words stand: title, address, text.
    found_in: tuple[str, ...]


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
        lines=_lines(session, [place.case for place in found.places], organs, asked_words(wanted.words)),
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


def _lines(session: Session, cases: Sequence[int], organs: Mapping[str, str], words: Sequence[Asked]) -> list[Line]:
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
            operator=row.operator,
            title=marked_parts(mask(row.title or "", row.contacts or ()), words),
            found_in=places_of(words, row.title or "", f"{row.host} {unicode_host(row.host)} {row.url}"),
        )
        for row in (rows[case] for case in cases if case in rows)
    ]


def _rows_of_cases() -> Select[*tuple[Any, ...]]:
    """Return the question for all that a page shows of its cases but where they came from, in one go."""
    tables = (CaseRow, SiteRow, DecisionRow, AssessmentRow, VisitRow)
    case, site, said, opinion, visit = (row.__table__.c for row in tables)
    words = select(func.count()).select_from(DecisionRow.__table__).where(said.case_id == case.id).scalar_subquery()
    newest = select(func.max(opinion.id)).where(opinion.site_id == case.site_id).correlate(CaseRow.__table__)
    titled = select(visit.title).where(visit.site_id == case.site_id, visit.title != "").order_by(visit.id.desc())
    return (
        select(
            case.id, case.site_id, site.host, case.verdict, case.impersonation, case.sale, case.state, case.target,
            case.first_seen, case.last_seen, case.revision, words.label("words"),
            case.operator, case.url, titled.limit(1).scalar_subquery().label("title"),
            # Whether the newest opinion rests on pages that no browser has drawn, and the contacts that it found.
            opinion.not_rendered, opinion.contacts,
        )
        .join_from(CaseRow.__table__, SiteRow.__table__, site.id == case.site_id)
        .outerjoin(AssessmentRow.__table__, opinion.id == newest.scalar_subquery())
        .where(case.id.in_(bindparam("cases", expanding=True)))
    )  # fmt: skip


def _sources_of_sites() -> Select[*tuple[Any, ...]]:
    lead = LeadRow.__table__.c
    query = select(lead.site_id, lead.source).where(lead.site_id.in_(bindparam("sites", expanding=True)))
    return query.distinct().order_by(lead.source)


# Built once: putting such a question together takes longer than its answer.
_ROWS, _SOURCES = _rows_of_cases(), _sources_of_sites()
