"""One case with everything that a person needs to say a word on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from review.masking import mask
from review.views.checks import Check, newest_checks
from review.views.contacts import Contacts, contacts_of
from review.views.faces import Face, Shown, faces_of, shown_apart, why_looked
from review.views.genuine import genuine_faces
from review.views.history import NameHistory, name_history
from review.views.looks import Becoming, becoming_of
from review.views.names import HostName, host_name
from review.views.reasons import Reason, reasons_of
from review.views.registration import Registration, registration_of
from review.views.scores import Score, opinion_of, scores_of
from review.views.similar import Similar, similar_decisions
from review.views.ties import TieView, tie_views
from review.views.timeline import Happening, timeline_of
from zhenwei.store.assessments import latest_assessment
from zhenwei.store.cases import OPEN_STATES, get_case
from zhenwei.store.models import CaseRow, LeadRow, NoticeCaseRow, NoticeRow
from zhenwei.store.notes import notes_of

MOST_LEADS = 100
MOST_HAPPENINGS = 15  # on the case's page; the rest has one of its own


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
    """A decision, with what the machine said at that moment; ``undo``: it takes the one before back."""

    id: int
    undo: bool
    undone: bool
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
class Note:
    """What a person left on the case for colleagues."""

    by: str
    at: datetime
    text: str


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
    target: str
    organ: str
    operator: str
    first_seen: datetime
    last_seen: datetime
    registered_on: date | None
    judged_at: datetime | None
    not_rendered: bool
    reasons: list[Reason]
    contacts: Contacts
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
    notes: list[Note]
    checks: dict[int, Check]
    opinion: int
    past: bool
    scores: list[Score]
    timeline: list[Happening]
    registration: Registration | None
    similar: list[Similar]


def seen_of(case: CaseRow) -> str:
    """Return the mark of a case's present state: its revision and how many words were said."""
    return mark(case.revision, len(case.decisions))


def mark(revision: int, words: int) -> str:
    """Return how a state of a case is written in forms; the queue counts words without reading them."""
    return f"{revision}-{words}"


def read_case(
    session: Session, case_id: int, organs: Mapping[str, str], root: Path, asker: str = "", chosen: int = 0
) -> CaseView:
    """Return the view of a case, as the account ``asker`` may see it. Raises NoSuch.

    ``chosen``: the opinion whose reasons are shown instead of the newest; what is no opinion of the site is the newest.
    """
    case = get_case(session, case_id)
    opinion = latest_assessment(session, case.site_id)
    shown = (opinion_of(session, case.site_id, chosen) if chosen else None) or opinion
    faces = faces_of(session, case.site_id, root, opinion.contacts if opinion else ())
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
        target=case.target,
        organ=organs.get(case.target, case.target),
        operator=case.operator,
        first_seen=case.first_seen,
        last_seen=case.last_seen,
        registered_on=case.site.registered_on,
        judged_at=opinion.made_at if opinion else None,
        not_rendered=bool(opinion and opinion.not_rendered),
        reasons=reasons_of(shown, faces, organs, root) if shown else [],
        contacts=contacts_of(session, case.id, opinion, asker, faces),
        faces=faces,
        genuine=genuine_faces(session, case.target, root),
        leads=_leads(session, case.site_id),
        words=words_of(case),
        letters=_letters(session, case.id),
        history=name_history(session, case.site.host),
        ties=tie_views(session, case.id),
        becoming=becoming_of(session, case),
        apart=shown_apart(session, case.site_id),
        looks=why_looked(session, case.site_id),
        notes=[Note(row.by, row.at, row.text) for row in notes_of(session, case.id)],
        checks=newest_checks(session, case.id),
        opinion=shown.id if shown else 0,
        past=shown is not opinion,
        scores=scores_of(session, case.site_id),
        timeline=timeline_of(session, case, MOST_HAPPENINGS),
        registration=registration_of(case.site.registration),
        similar=similar_decisions(session, case, opinion),
    )


def words_of(case: CaseRow) -> list[Word]:
    """Return what people said of a case, the newest first."""
    undone = {row.undoes_id for row in case.decisions}
    return [
        Word(
            row.id,
            row.undoes_id is not None,
            row.id in undone,
            row.by,
            row.at,
            row.word,
            row.why,
            row.verdict_shown,
            row.impersonation_shown,
            row.sale_shown,
        )
        for row in reversed(case.decisions)
    ]


def _leads(session: Session, site_id: int) -> list[LeadLine]:
    rows = session.scalars(select(LeadRow).filter_by(site_id=site_id).order_by(LeadRow.id).limit(MOST_LEADS))
    return [LeadLine(r.source, mask(r.why), r.url, r.reference, r.first_seen, r.last_seen) for r in rows]


def _letters(session: Session, case_id: int) -> list[Letter]:
    rows = session.scalars(
        select(NoticeRow).join(NoticeCaseRow).where(NoticeCaseRow.case_id == case_id).order_by(NoticeRow.id.desc())
    )
    return [Letter(n.id, n.recipient, n.office, n.title, n.state, n.number, n.drafted_by, n.drafted_at) for n in rows]
