"""One case: looking at it, saying a word on it, reading a captured page's source."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from review.access import Number, OwnForm, Person, Someone
from review.captured import markup_of
from review.deciding import LONGEST_REASON, Moved, say
from review.desk import desk_of
from review.masking import mask
from review.render import page
from review.views.case import read_case
from review.views.clocks import clocks_of_case
from review.views.faces import face_of, match
from zhenwei.clock import now
from zhenwei.errors import NoSuch, NotAllowed
from zhenwei.store.assessments import latest_assessment
from zhenwei.store.cases import get_case
from zhenwei.store.models import VisitRow
from zhenwei.types import Word

router = APIRouter()
LONGEST_SOURCE = 200_000  # characters of markup on one page


@router.get("/cases/{case_id}")
def show(request: Request, person: Someone, case_id: Number, face: int = 0) -> Response:
    """Show a case; ``face`` chooses whose screenshot stands beside the genuine one."""
    return _page(request, person, case_id, face=face)


@router.post("/cases/{case_id}/decision", dependencies=[OwnForm])
def decide(
    request: Request,
    person: Someone,
    case_id: Number,
    word: Annotated[Word, Form()],
    seen: Annotated[str, Form()],
    why: Annotated[str, Form()] = "",
) -> Response:
    """Take a decision. Without a reason, or if the case has moved meanwhile, show the case again and write nothing."""
    if not person.may_decide:
        raise HTTPException(403, "role")
    if not why.strip() or len(why) > LONGEST_REASON:
        return _page(request, person, case_id, status=400, problem="reason", why=why)
    try:
        say(desk_of(request).store, case_id, seen, word, person.name, why)
    except Moved:
        return _page(request, person, case_id, status=409, problem="moved", why=why)
    except NotAllowed:
        return _page(request, person, case_id, status=409, problem="letter", why=why)
    except NoSuch as error:
        raise HTTPException(404) from error
    return RedirectResponse(f"/cases/{case_id}", status_code=303)


@router.get("/cases/{case_id}/source/{visit_id}")
def source(request: Request, _person: Someone, case_id: Number, visit_id: Number) -> Response:
    """Show captured markup as text inside a page of ours: it is never served as what it claims to be."""
    desk = desk_of(request)
    with desk.store.reading() as session:
        try:
            case = get_case(session, case_id)
        except NoSuch as error:
            raise HTTPException(404) from error
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


def _page(
    request: Request,
    person: Person,
    case_id: int,
    *,
    status: int = 200,
    face: int = 0,
    problem: str = "",
    why: str = "",
) -> Response:
    desk = desk_of(request)
    with desk.store.reading() as session:
        try:
            view = read_case(session, case_id, desk.organs, desk.settings.evidence_dir)
            ticking = clocks_of_case(session, desk.clocks, now(), case_id)
        except NoSuch as error:
            raise HTTPException(404) from error
    pictured = [one for one in view.faces if one.pictured]
    chosen = next((one for one in pictured if one.visit == face), pictured[0] if pictured else None)
    return page(
        request,
        "case.html",
        status=status,
        case=view,
        clocks=ticking,
        chosen=chosen,
        genuine=match(view.genuine, chosen.profile if chosen else ""),
        may_decide=person.may_decide and view.open,
        words=list(Word),
        longest=LONGEST_REASON,
        problem=problem,
        why=why,
    )
