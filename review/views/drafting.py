"""Which letters a case calls for, before any is drafted: office, kind, why, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from review.views.names import HostName, host_name
from takedown.documents import kind_said
from takedown.draft import DRAFTABLE, LIVE
from takedown.gather import gather
from takedown.grouping import sort_out
from zhenwei.errors import EvidenceError, NotAllowed
from zhenwei.store.cases import get_case
from zhenwei.store.models import NoticeCaseRow, NoticeRow
from zhenwei.watchlist import Watchlist


@dataclass(frozen=True, slots=True)
class Planned:
    """One letter that would be drafted; ``standing``: the letter that is there already, 0 if none."""

    recipient: str
    office: str
    placeholder: bool
    kind: str
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    standing: int


@dataclass(frozen=True, slots=True)
class Drafting:
    """``fault`` says why nothing can be drafted; ``passed``: (recipient, why) of what is the office's own business."""

    case: int
    host: HostName
    state: str
    fault: str = ""
    planned: tuple[Planned, ...] = ()
    passed: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()


def read_drafting(session: Session, case_id: int, watchlist: Watchlist, evidence: Path) -> Drafting:
    """Return what a case calls for. Raises NoSuch."""
    case = get_case(session, case_id)
    host = host_name(case.site.host)
    if case.state not in DRAFTABLE:
        return Drafting(case.id, host, case.state)
    try:
        site = gather(session, case, watchlist, evidence)
    except (NotAllowed, EvidenceError) as error:
        return Drafting(case.id, host, case.state, error.sentence)
    found = sort_out([site], watchlist)
    standing = _standing(session, case_id)
    return Drafting(
        case.id,
        host,
        case.state,
        planned=tuple(
            Planned(
                plan.recipient,
                plan.office.name,
                plan.office.placeholder,
                kind_said(plan.kind, plan.document),
                plan.reasons,
                plan.notes,
                standing.get((plan.recipient, plan.kind.slug), 0),
            )
            for plan in found.plans
        ),
        passed=tuple((own.route.recipient, own.reason) for own in found.passed),
        missing=tuple(error.sentence for error in found.missing),
    )


def _standing(session: Session, case_id: int) -> dict[tuple[str, str], int]:
    query = select(NoticeRow).join(NoticeCaseRow).where(NoticeCaseRow.case_id == case_id, NoticeRow.state.in_(LIVE))
    return {(row.recipient, row.kind): row.id for row in session.scalars(query.order_by(NoticeRow.id))}
