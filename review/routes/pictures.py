"""Pictures of captures, redrawn. The path comes from the database's row; the request only names the row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from review.access import Number, Someone
from review.captured import SCREENSHOT, WINDOW, locate
from review.desk import desk_of
from review.marking import marked
from review.shot import NotAPicture, redraw
from zhenwei.store.models import VisitRow

router = APIRouter()


@router.get("/pictures/{visit_id}.webp")
def screenshot(request: Request, _person: Someone, visit_id: Number) -> Response:
    """Answer with the screenshot of a visit."""
    path = _path(request, visit_id, SCREENSHOT)
    return _answer(lambda: redraw(path))


@router.get("/pictures/{visit_id}/window.webp")
def window(request: Request, _person: Someone, visit_id: Number) -> Response:
    """Answer with what stood in the browser's window when the page was captured."""
    path = _path(request, visit_id, WINDOW)
    return _answer(lambda: redraw(path))


@router.get("/pictures/{visit_id}/unlike/{other_id}.webp")
def suspect_marked(request: Request, _person: Someone, visit_id: Number, other_id: Number) -> Response:
    """Answer with the screenshot of a visit, with what the other one does not show outlined."""
    path, other = (_path(request, one, SCREENSHOT) for one in (visit_id, other_id))
    return _answer(lambda: marked(path, other))


@router.get("/pictures/{other_id}/missed/{visit_id}.webp")
def genuine_marked(request: Request, _person: Someone, other_id: Number, visit_id: Number) -> Response:
    """Answer with the screenshot of the genuine page, with what the visit's does not show outlined."""
    path, other = (_path(request, one, SCREENSHOT) for one in (other_id, visit_id))
    return _answer(lambda: marked(path, other, second=True))


def _path(request: Request, visit_id: int, name: str) -> Path:
    desk = desk_of(request)
    with desk.store.reading() as session:
        visit = session.get(VisitRow, visit_id)
        folder = visit.folder if visit else ""
    path = locate(desk.settings.evidence_dir, folder, name)
    if path is None:
        raise HTTPException(404)
    return path


def _answer(draw: Callable[[], bytes]) -> Response:
    try:
        data = draw()
    except NotAPicture as error:
        raise HTTPException(404) from error
    # A capture never changes once it is written, so the same person's browser may keep it for the session.
    return Response(data, media_type="image/webp", headers={"cache-control": "private, max-age=3600"})
