"""One case with everything that a person needs to say a word on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from review.masking import mask
from review.views.faces import Face, Shown, faces_of, genuine_faces, shown_apart, why_looked
from review.views.history import NameHistory, name_history
from review.views.looks import Becoming, becoming_of
from review.views.names import HostName, host_name
from review.views.reasons import Reason, reasons_of
from review.views.ties import TieView, tie_views
from zhenwei.store.assessments import latest_assessment
from zhenwei.store.cases import OPEN_STATES, get_case
from zhenwei.store.models import AssessmentRow, CaseRow, LeadRow, NoticeCaseRow, NoticeRow

MOST_LEADS = 100


@dataclass(frozen=True, slots=True)
class LeadLine:
    """Why the site was looked at. The reporter of a public report is not here and nowhere on the desk."""

    source: str
    why: str
    url: str
    reference: str
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class Word:
    """A decision, with what the machine said at that moment."""

    by: str
    at: datetime
    word: str
    why: str
    verdict: str
    impersonation: float
    sale: float


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in which the case stands."""

    notice: int
    recipient: str
    office: str
    title: str
    state: str
    number: str
    drafted_by: str
    drafted_at: datetime


@dataclass(frozen=True, slots=True)
class CaseView:
    """``seen`` says which state of the case this is; a decision has to bring it back (see review/deciding.py)."""

    case: int
    seen: str
    host: HostName
    url: str
    verdict: str
    impersonation: float
    sale: float
    state: str
    open: bool
    organ: str
    operator: str
    first_seen: datetime
    last_seen: datetime
    registered_on: date | None
    judged_at: datetime | None
    not_rendered: bool
    reasons: list[Reason]
    contacts: list[tuple[str, str, str]]
    faces: list[Face]
    genuine: list[Face]
    leads: list[LeadLine]
    words: list[Word]
    letters: list[Letter]
    history: NameHistory | None
    ties: list[TieView]
    becoming: Becoming | None
    apart: list[Shown]
    looks: list[tuple[int, str, tuple[str, ...]]]


def seen_of(case: CaseRow) -> str:
    """Return the mark of a case's present state: its revision and how many words were said."""
    return f"{case.revision}-{len(case.decisions)}"


def read_case(session: Session, case_id: int, organs: Mapping[str, str], root: Path) -> CaseView:
    """Return the view of a case. Raises NoSuch."""
    case = get_case(session, case_id)
    opinion = latest_assessment(session, case.site_id)
    faces = faces_of(session, case.site_id, root)
    return CaseView(
        case=case.id,
        seen=seen_of(case),
        host=host_name(case.site.host),
        url=case.url,
        verdict=case.verdict,
        impersonation=case.impersonation,
        sale=case.sale,
        state=case.state,
        open=case.state in OPEN_STATES,
        organ=organs.get(case.target, case.target),
        operator=case.operator,
        first_seen=case.first_seen,
        last_seen=case.last_seen,
        registered_on=case.site.registered_on,
        judged_at=opinion.made_at if opinion else None,
        not_rendered=bool(opinion and opinion.not_rendered),
        reasons=reasons_of(opinion, faces, organs, root) if opinion else [],
        contacts=_contacts(opinion),
        faces=faces,
        genuine=genuine_faces(session, case.target, root),
        leads=_leads(session, case.site_id),
        words=[
            Word(w.by, w.at, w.word, w.why, w.verdict_shown, w.impersonation_shown, w.sale_shown)
            for w in reversed(case.decisions)
        ],
        letters=_letters(session, case.id),
        history=name_history(session, case.site.host),
        ties=tie_views(session, case.id),
        becoming=becoming_of(session, case),
        apart=shown_apart(session, case.site_id),
        looks=why_looked(session, case.site_id),
    )


def _contacts(opinion: AssessmentRow | None) -> list[tuple[str, str, str]]:
    """Return (kind, masked value, where it was) of each contact once."""
    rows = opinion.contacts if opinion else []
    found = [(str(row["kind"]), str(row["masked"]), str(row.get("source", ""))) for row in rows]
    return list(dict.fromkeys(found))


def _leads(session: Session, site_id: int) -> list[LeadLine]:
    rows = session.scalars(select(LeadRow).filter_by(site_id=site_id).order_by(LeadRow.id).limit(MOST_LEADS))
    return [LeadLine(r.source, mask(r.why), r.url, r.reference, r.first_seen, r.last_seen) for r in rows]


def _letters(session: Session, case_id: int) -> list[Letter]:
    rows = session.scalars(
        select(NoticeRow).join(NoticeCaseRow).where(NoticeCaseRow.case_id == case_id).order_by(NoticeRow.id.desc())
    )
    return [Letter(n.id, n.recipient, n.office, n.title, n.state, n.number, n.drafted_by, n.drafted_at) for n in rows]
