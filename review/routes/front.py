"""The front page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from review.access import Someone
from review.desk import desk_of
from review.render import page
from review.views.front import read_front

router = APIRouter()


@router.get("/")
def front(request: Request, _person: Someone) -> Response:
    """Show last night and what waits."""
    with desk_of(request).store.reading() as session:
        content = read_front(session)
    return page(request, "front.html", front=content)
