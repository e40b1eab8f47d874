"""The queue of cases, and the way from one case to the next."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from review.access import Person, Someone
from review.deciding import LONGEST_REASON
from review.desk import Desk, desk_of
from review.render import page
from review.rights import Right
from review.routes.queue_bulk import took_of
from review.views.queue import next_case, read_queue
from review.views.queue_filter import Filter
from review.views.queue_words import Searched, searched
from zhenwei.store.saved_filters import saved_filters
from zhenwei.types import CaseState, Verdict, Word
from zhenwei.watchlist.regions import NATION, name_of

router = APIRouter()
SOUGHT = "检索联系方式"
KEYS = {Word.CONFIRMED: "c", Word.DISMISSED: "d", Word.HOLD: "h"}
_REFUSED = re.compile(r"(\d{1,10})\.(moved|letter|gone|role|built)")
_PROVINCE = 2  # digits of a code that say in which province a place lies


async def asked(request: Request) -> Filter:
    """Return the filter of a request's address. A value that is none of ours simply has no cases."""
    try:
        return Filter.read(request.query_params)
    except ValueError as error:
        raise HTTPException(400, "filter") from error


Asked = Annotated[Filter, Depends(asked)]


@router.get("/queue")
def queue(
    request: Request,
    person: Someone,
    wanted: Asked,
    done: Annotated[int, Query(ge=0, le=1000)] = 0,
    refused: Annotated[tuple[str, ...], Query(max_length=1000)] = (),
    took: Annotated[str, Query(max_length=30)] = "",
    undone: Annotated[int | None, Query(ge=0, le=1000)] = None,
) -> Response:
    """Show a page of the queue. ``done``, ``refused`` and ``undone`` tell what became of a bulk decision,
    ``took`` which decisions it was made of.
    """
    desk = desk_of(request)
    with desk.store.reading() as session:
        words = _searched(request, session, person, wanted)
        content = read_queue(session, wanted, wanted.wanted(person.name, desk.regions, words.words), desk.organs)
        saved = saved_filters(session, person.name)
        offer = desk.offered.of(session)
    organs = desk.organs
    return page(
        request,
        "queue.html",
        queue=content,
        withheld=words.withheld,
        wanted=wanted,
        here_query=wanted.query(wanted.place),
        states=tuple(CaseState),
        verdicts=tuple(Verdict),
        targets=tuple(sorted(((one, organs.get(one, one)) for one in offer.targets), key=lambda pair: pair[1])),
        regions=provinces(desk),
        sources=offer.sources,
        saved=saved,
        done=done,
        took=took if took_of(took) else "",
        undone=undone,
        refused=[found.groups() for one in refused if (found := _REFUSED.fullmatch(one))],
        words=[(word.value, KEYS[word]) for word in Word],
        longest=LONGEST_REASON,
    )


@router.get("/queue/next")
def following(
    request: Request, person: Someone, wanted: Asked, of: Annotated[int, Query(ge=1, le=2**31 - 1)]
) -> Response:
    """Go to the case behind one in the queue; at its end, back to the queue."""
    desk = desk_of(request)
    with desk.store.reading() as session:
        words = _searched(request, session, person, wanted)
        found = next_case(session, wanted, wanted.wanted(person.name, desk.regions, words.words), of)
    return RedirectResponse(f"/cases/{found}" if found else f"/queue?{wanted.query()}", status_code=303)


def _searched(request: Request, session: Session, person: Person, wanted: Filter) -> Searched:
    """Return what a person searches for. That they look for a contact is noted for the audit log."""
    found = searched(session, wanted.q, contacts=person.may(Right.UNMASK))
    if found.contact:
        request.state.noted = SOUGHT
    return found


def provinces(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Return the provinces (code, name) in which organs of the watchlist lie."""
    return _named(frozenset(desk.regions.values()))


@lru_cache(maxsize=8)
def _named(regions: frozenset[str]) -> tuple[tuple[str, str], ...]:
    codes = {region[:_PROVINCE].ljust(len(NATION), "0") for region in regions}
    return tuple((code, name_of(code)) for code in sorted(codes))
