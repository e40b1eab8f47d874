"""How much of a page is as on the genuine one: a part of the case's page, or a page of its own."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from review.access import Number, Someone
from review.asked import Asked
from review.captured import SCREENSHOT, locate
from review.desk import desk_of
from review.marking import compared
from review.render import page
from review.shot import NotAPicture
from zhenwei.store.cases import get_case
from zhenwei.store.models import VisitRow

router = APIRouter()


@router.get("/cases/{case_id}/differences/{visit_id}/{other_id}")
def differences(
    request: Request, _person: Someone, case_id: Number, visit_id: Number, other_id: Number
) -> Response:  # fmt: skip
    """Answer with the figures; for htmx only the part that it puts in place."""
    desk = desk_of(request)
    root = desk.settings.evidence_dir
    with desk.store.reading() as session:
        folders = _folders(session, case_id, visit_id, other_id)
    mine, theirs = (locate(root, folder, SCREENSHOT) for folder in folders)
    if mine is None or theirs is None:
        raise HTTPException(404)
    try:
        found = compared(mine, theirs)
    except NotAPicture as error:
        raise HTTPException(404) from error
    template = "case/differences.html" if "hx-request" in request.headers else "differences.html"
    back = Asked(face=visit_id, genuine=other_id).but()
    return page(request, template, case_id=case_id, back=back, found=found)


def _folders(session: Session, case_id: int, visit_id: int, other_id: int) -> tuple[str, str]:
    case = get_case(session, case_id)
    visit, other = session.get(VisitRow, visit_id), session.get(VisitRow, other_id)
    if visit is None or other is None or visit.site_id != case.site_id or other.purpose != "official":
        raise HTTPException(404)
    return visit.folder, other.folder
