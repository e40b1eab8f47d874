"""Drafting letters from a case: which ones it calls for, and the drafts of those that a person chose."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from review.access import Number, OwnForm, Someone
from review.desk import Desk, desk_of
from review.noting import noted
from review.render import page
from review.telling import proceed
from review.views.drafting import read_drafting
from takedown.draft import draft
from zhenwei.errors import ZhenweiError
from zhenwei.types import Notice

router = APIRouter()


@router.get("/cases/{case_id}/letters")
def planned(request: Request, person: Someone, case_id: Number) -> Response:
    """Show which letters a case calls for."""
    return _page(request, case_id)


@router.post("/cases/{case_id}/letters", dependencies=[OwnForm])
def make(
    request: Request, person: Someone, case_id: Number, to: Annotated[list[str] | None, Form()] = None
) -> Response:
    """Draft a letter for each chosen kind of office; those that stand already are left as they are."""
    desk = desk_of(request)
    with desk.store.reading() as session:
        known = read_drafting(session, case_id, desk.watchlist, desk.settings.evidence_dir)
    chosen = dict.fromkeys(one.recipient for one in known.planned if one.recipient in (to or ()))
    if not chosen:
        return _page(request, case_id, status=409 if known.fault else 400, nothing=True)
    made, faults = _drafted(desk, case_id, person.name, list(chosen))
    noted(request, case=case_id, letters=[one.id for one in made], to=[one.recipient for one in made])
    if faults:
        # With a letter made it is a change, and stands in the audit log as one.
        return _page(request, case_id, status=200 if made else 409, faults=faults, made=len(made))
    place = f"/letters/{made[0].id}" if len(made) == 1 else f"/letters?case={case_id}"
    return proceed(place, "drafted", len(made))


def _drafted(desk: Desk, case_id: int, by: str, recipients: list[str]) -> tuple[list[Notice], list[str]]:
    """Draft to each recipient by itself, so that one that cannot be drafted does not keep the others back."""
    made: list[Notice] = []
    faults: list[str] = []
    for recipient in recipients:
        try:
            made += draft(desk.store, desk.settings, desk.watchlist, [case_id], by, recipient)
        except ZhenweiError as error:
            faults.append(error.sentence)
    return made, faults


def _page(
    request: Request,
    case_id: int,
    *,
    status: int = 200,
    faults: list[str] | None = None,
    made: int = 0,
    nothing: bool = False,
) -> Response:
    desk = desk_of(request)
    with desk.store.reading() as session:
        view = read_drafting(session, case_id, desk.watchlist, desk.settings.evidence_dir)
    return page(
        request, "letters/draft.html", status=status, plan=view, faults=faults or [], made=made, nothing=nothing
    )
