"""One case: looking at it, saying a word on it, reading a captured page's source."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.responses import Response

from review.access import Number, OwnForm, Person, Someone
from review.asked import NOTHING, Asked
from review.captured import markup_of
from review.deciding import LONGEST_REASON, Moved, say
from review.desk import Desk, desk_of
from review.masking import mask
from review.noting import noted
from review.render import page
from review.telling import proceed
from review.views.access import access_view
from review.views.beside import Why, beside
from review.views.case import CaseView, read_case
from review.views.clocks import clocks_of_case
from review.views.faces import face_of
from review.views.meanwhile import meanwhile
from review.views.names import host_name
from review.views.opinions import read_said
from review.views.timeline import timeline_of
from zhenwei.clock import now
from zhenwei.errors import NotAllowed
from zhenwei.store.assessments import latest_assessment
from zhenwei.store.cases import get_case
from zhenwei.store.models import VisitRow
from zhenwei.store.notes import LONGEST_NOTE
from zhenwei.types import Verdict, Word

router = APIRouter()
LONGEST_SOURCE = 200_000  # characters of markup on one page


@router.get("/cases/{case_id}")
def show(
    request: Request,
    person: Someone,
    case_id: Number,
    face: int = 0,
    genuine: int = 0,
    marks: bool = True,
    opinion: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """Show a case.

    ``face`` chooses whose screenshot stands beside the genuine one, ``genuine`` which that is, ``marks=0`` takes the
    frames off, ``opinion`` shows the reasons of an earlier opinion.
    """
    return case_page(request, person, case_id, asked=Asked(face, genuine, opinion, marks))


@router.post("/cases/{case_id}/decision", dependencies=[OwnForm])
def decide(
    request: Request,
    person: Someone,
    case_id: Number,
    word: Annotated[Word, Form()],
    seen: Annotated[str, Form()],
    why: Annotated[str, Form()] = "",
    opened: Annotated[str, Form()] = "",
) -> Response:
    """Take a decision. Without a reason, or if the case has moved meanwhile, show the case again and write nothing."""
    if not why.strip() or len(why) > LONGEST_REASON:
        return case_page(request, person, case_id, status=400, problem="reason", why=why)
    try:
        said = say(desk_of(request).store, case_id, seen, word, person.name, why)
    except Moved:
        return case_page(request, person, case_id, status=409, problem="moved", why=why, had=(seen, opened))
    except NotAllowed:
        return case_page(request, person, case_id, status=409, problem="letter", why=why, had=(seen, opened))
    noted(request, case=case_id, word=word.value, decision=said)
    return proceed(f"/cases/{case_id}", f"word.{word}")


@router.get("/cases/{case_id}/timeline")
def timeline(request: Request, _person: Someone, case_id: Number) -> Response:
    """Show everything that happened to a case."""
    with desk_of(request).store.reading() as session:
        case = get_case(session, case_id)
        happenings, name = timeline_of(session, case), host_name(case.site.host)
    return page(request, "timeline.html", case_id=case_id, name=name, happenings=happenings)


@router.get("/cases/{case_id}/source/{visit_id}")
def source(request: Request, _person: Someone, case_id: Number, visit_id: Number) -> Response:
    """Show captured markup as text inside a page of ours: it is never served as what it claims to be."""
    desk = desk_of(request)
    with desk.store.reading() as session:
        case = get_case(session, case_id)
        visit = session.get(VisitRow, visit_id)
        if visit is None or visit.site_id != case.site_id:
            raise HTTPException(404)
        opinion = latest_assessment(session, case.site_id)
        contacts = opinion.contacts if opinion else []
        face = face_of(visit, desk.settings.evidence_dir)
    markup = markup_of(desk.settings.evidence_dir, face.folder)
    if not markup:
        raise HTTPException(404)
    text = mask(markup[:LONGEST_SOURCE], contacts)
    return page(request, "source.html", case=case_id, face=face, text=text, cut=len(markup) > LONGEST_SOURCE)


def case_page(
    request: Request,
    person: Person,
    case_id: int,
    *,
    status: int = 200,
    asked: Asked = NOTHING,
    problem: str = "",
    why: str = "",
    undo_why: str = "",
    note: str = "",
    had: tuple[str, str] | None = None,
    refused: str = "",
    typed: tuple[str, str] = ("", ""),
) -> Response:
    """Answer with the page of a case; ``why``, ``undo_why``, ``note``: what was typed into forms that were refused.

    ``typed``: the same for any other field, by its id.

    ``had``: the mark and the moment of the page that the person decided on.
    """
    desk = desk_of(request)
    with desk.store.reading() as session:
        view = read_case(session, case_id, desk.organs, desk.settings.evidence_dir, person.name, asked.opinion)
        access = access_view(session, case_id, desk.watchlist, desk.settings.evidence_dir)
        ticking = clocks_of_case(session, desk.clocks, now(), case_id)
        said = read_said(session, case_id, person.name)
        since = meanwhile(session, case_id, *had) if had else None
    return page(
        request,
        "case.html",
        status=status,
        case=view,
        access=access,
        clocks=ticking,
        **_pictures(desk, view, asked),
        may_decide=person.may_decide and view.open,
        words=list(Word),
        longest=LONGEST_REASON,
        problem=problem,
        why=why,
        undo_why=undo_why,
        note=note,
        longest_note=LONGEST_NOTE,
        said=said,
        since=since,
        refused=refused,
        typed=typed,
        opened=int(now().timestamp()),
    )


def _pictures(desk: Desk, view: CaseView, asked: Asked) -> dict[str, object]:
    """Return what a page knows of the pair of pictures; ``asked`` comes back without what the case does not have."""
    pictured = [one for one in view.faces if one.pictured]
    chosen = next((one for one in pictured if one.visit == asked.face), pictured[0] if pictured else None)
    organ = desk.watchlist.organs.get(view.target)
    pair = beside(
        view.genuine,
        chosen,
        view.reasons,
        organ.lookups if organ else (),
        imitates=view.verdict == Verdict.COUNTERFEIT,
        wanted=asked.genuine,
    )
    kept = Asked(
        face=asked.face if chosen and chosen.visit == asked.face else 0,
        genuine=pair.face.visit if pair and pair.why is Why.CHOSEN else 0,
        opinion=view.opinion if view.past else 0,
        marks=asked.marks,
    )
    return {"chosen": chosen, "pair": pair, "genuine": pair.face if pair else None, "asked": kept}
