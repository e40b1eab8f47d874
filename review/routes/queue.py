"""The queue of cases."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from review.access import Someone
from review.desk import desk_of
from review.render import page
from review.views.queue import OPEN, Filter, read_queue
from zhenwei.types import CaseState, Verdict

router = APIRouter()
MOST_PAGES = 100_000  # keeps the offset within what every database takes


@router.get("/queue")
def queue(
    request: Request,
    _person: Someone,
    state: str = OPEN,
    verdict: str = "",
    target: str = "",
    number: Annotated[int, Query(alias="page", ge=1, le=MOST_PAGES)] = 1,
) -> Response:
    """Show a page of the queue. An unknown state or verdict simply has no cases."""
    wanted = Filter(state=state, verdict=verdict, target=target, page=number)
    desk = desk_of(request)
    with desk.store.reading() as session:
        content = read_queue(session, wanted, desk.organs)

    def link(to: int) -> str:
        return "/queue?" + urlencode({"state": state, "verdict": verdict, "target": target, "page": to})

    return page(
        request,
        "queue.html",
        queue=content,
        wanted=wanted,
        states=list(CaseState),
        verdicts=list(Verdict),
        link=link,
    )
