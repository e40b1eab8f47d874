"""The list of clocks."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from review.access import Someone
from review.desk import desk_of
from review.render import page
from review.views.clocks import ALL, ORDER, read_clocks
from zhenwei.clock import now

router = APIRouter()


@router.get("/clocks")
def clocks(request: Request, _person: Someone, state: str = "") -> Response:
    """Show which terms are over, nearly over, or cannot be told; ``state`` narrows the list."""
    desk = desk_of(request)
    chosen = state if state in (*ORDER, ALL) else ""
    with desk.store.reading() as session:
        content = read_clocks(session, desk.clocks, now(), chosen)
    return page(request, "clocks.html", content=content, chosen=chosen)
