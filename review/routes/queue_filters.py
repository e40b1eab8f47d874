"""Filters of the queue that a person keeps under a name."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import Response

from review.access import Number, OwnForm, Someone
from review.desk import desk_of
from review.noting import noted
from review.telling import proceed
from review.views.queue_filter import Filter
from zhenwei.errors import NotAllowed
from zhenwei.store.saved_filters import LONGEST_NAME, forget_filter, save_filter

router = APIRouter()


@router.post("/queue/filters", dependencies=[OwnForm])
def save(
    request: Request, person: Someone, name: Annotated[str, Form()], query: Annotated[str, Form()] = ""
) -> Response:
    """Keep a filter; one of the same name is replaced. What is kept is written anew, never as it was sent."""
    try:
        wanted = Filter.of_query(query)
    except ValueError as error:
        raise HTTPException(400, "filter") from error
    called = " ".join(name.replace("\x00", "").split())
    if not called or len(called) > LONGEST_NAME:
        raise HTTPException(400, "name")
    try:
        with desk_of(request).store.transaction() as session:
            save_filter(session, person.name, called, wanted.query())
    except NotAllowed as error:
        raise HTTPException(409, "many") from error
    noted(request, name=called, query=wanted.query())
    return proceed(f"/queue?{wanted.query()}", "filter")


@router.post("/queue/filters/{number}/forget", dependencies=[OwnForm])
def forget(request: Request, person: Someone, number: Number, query: Annotated[str, Form()] = "") -> Response:
    """Forget a filter of one's own; of others', nothing happens and nothing is told."""
    with desk_of(request).store.transaction() as session:
        noted(request, filter=number, name=forget_filter(session, person.name, number))
    try:
        back = Filter.of_query(query).query()
    except ValueError:
        back = ""
    return proceed(f"/queue?{back}", "unfilter")
