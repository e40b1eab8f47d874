"""Screenshots of captures, redrawn. The path comes from the database's row; the request only names the row."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from review.access import Number, Someone
from review.captured import SCREENSHOT, locate
from review.desk import desk_of
from review.shot import NotAPicture, redraw
from zhenwei.store.models import VisitRow

router = APIRouter()


@router.get("/pictures/{visit_id}.webp")
def screenshot(request: Request, _person: Someone, visit_id: Number) -> Response:
    """Answer with the screenshot of a visit."""
    desk = desk_of(request)
    with desk.store.reading() as session:
        visit = session.get(VisitRow, visit_id)
        folder = visit.folder if visit else ""
    path = locate(desk.settings.evidence_dir, folder, SCREENSHOT)
    if path is None:
        raise HTTPException(404)
    try:
        data = redraw(path)
    except NotAPicture as error:
        raise HTTPException(404) from error
    # A capture never changes once it is written, so the same person's browser may keep it for the session.
    return Response(data, media_type="image/webp", headers={"cache-control": "private, max-age=3600"})
