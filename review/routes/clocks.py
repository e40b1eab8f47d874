"""The list of clocks, and the mark that what one asks for has been done."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import Response

from review.access import OwnForm, Someone
from review.desk import desk_of
from review.figures.count import CLOCKS
from review.figures.keeper import Keeper
from review.noting import noted
from review.render import page
from review.telling import proceed
from review.views.clocks import ALL, ORDER, count_clocks, page_of, wanted
from takedown.ticking import mark_done, marked_since
from zhenwei.clock import now
from zhenwei.errors import BadInput, NotAllowed

router = APIRouter()
# Where counting takes longer (seconds), the page shows what was counted last, and says when that was.
PATIENCE = 2.0


@router.get("/clocks")
def clocks(request: Request, _person: Someone, state: str = "") -> Response:
    """Show which terms are over, nearly over, or cannot be told; ``state`` narrows the list."""
    desk = desk_of(request)
    chosen = state if state in (*ORDER, ALL) else ""
    keeper: Keeper = request.app.state.keeper
    front = keeper.figures()
    kept = keeper.apart(CLOCKS) if front and front.seconds > PATIENCE else None
    with desk.store.reading() as session:
        counted = kept.value if kept else count_clocks(session, desk.clocks, now(), wanted(chosen))
        gone = marked_since(session, kept.at) if kept else set[str]()
    content, counted_at = page_of(counted, chosen, gone), kept.at if kept else None
    return page(request, "clocks.html", content=content, chosen=chosen, counted_at=counted_at)


@router.post("/clocks/done", dependencies=[OwnForm])
def done(
    request: Request,
    person: Someone,
    key: Annotated[str, Form(max_length=200)],
    note: Annotated[str, Form(max_length=500)] = "",
    state: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Note that what a clock asks for has been done; a row more, and the clock has ended. ``state``: the list's."""
    desk = desk_of(request)
    try:
        with desk.store.transaction() as session:
            mark_done(session, desk.clocks, now(), key, person.name, note)
    except BadInput as error:
        raise HTTPException(400) from error
    except NotAllowed as error:
        raise HTTPException(403) from error
    noted(request, clock=key)
    return proceed(f"/clocks?state={state}" if state in (*ORDER, ALL) else "/clocks", "clock")
