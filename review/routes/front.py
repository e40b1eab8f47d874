"""The front page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from review.access import Someone
from review.desk import desk_of
from review.figures.keeper import Keeper
from review.render import page
from review.views.front import read_front
from zhenwei.clock import now

router = APIRouter()


@router.get("/")
def front(request: Request, person: Someone) -> Response:
    """Show last night, what waits, and what has come of it."""
    keeper: Keeper = request.app.state.keeper
    kept = keeper.figures()
    with desk_of(request).store.reading() as session:
        content = read_front(session, kept, now(), person.name)
    return page(request, "front.html", front=content)
