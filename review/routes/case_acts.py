"""What people do with a case besides deciding: notes, a look at the contacts in full, a check of the evidence."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from review.access import Number, OwnForm, Someone
from review.checking import check_case
from review.desk import desk_of
from review.noting import noted
from review.routes.case import case_page
from review.telling import proceed
from zhenwei.errors import BadInput
from zhenwei.store.notes import add_note, unmask

router = APIRouter()


@router.post("/cases/{case_id}/notes", dependencies=[OwnForm])
def note(request: Request, person: Someone, case_id: Number, text: Annotated[str, Form()] = "") -> Response:
    """Add a note; an empty or endless one shows the case again, with what was typed."""
    try:
        with desk_of(request).store.transaction() as session:
            noted(request, case=case_id, note=add_note(session, case_id, person.name, text).id)
    except BadInput:
        return case_page(request, person, case_id, status=400, problem="note", note=text)
    return _back(case_id, "notes", "noted")


@router.post("/cases/{case_id}/unmask", dependencies=[OwnForm])
def show_contacts(request: Request, person: Someone, case_id: Number, reason: Annotated[str, Form()] = "") -> Response:
    """Write down who wants the contacts in full and why; the page then shows them to that person for a while."""
    try:
        with desk_of(request).store.transaction() as session:
            unmask(session, case_id, person.name, reason)
    except BadInput:
        return case_page(request, person, case_id, status=400, problem="unmask", typed=("reason", reason))
    noted(request, case=case_id, reason=reason)
    return _back(case_id, "contacts", "unmasked")


@router.post("/cases/{case_id}/verify", dependencies=[OwnForm])
def verify(
    request: Request,
    person: Someone,
    case_id: Number,
    visit: Annotated[int, Form(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """Check one capture of the case, or all of them."""
    desk = desk_of(request)
    checked, faulty = check_case(desk.store, desk.settings, case_id, person.name, visit)
    noted(request, case=case_id, capture=visit or "", captures=checked, faulty=faulty)
    return _back(case_id, "evidence", "verified")


def _back(case_id: int, part: str, told: str) -> Response:
    return proceed(f"/cases/{case_id}#{part}", told)
