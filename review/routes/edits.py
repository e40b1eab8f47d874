"""Proposed changes of the watchlist with their trial runs, saving them, their history, and taking one back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Request
from fastapi import Path as InPath
from fastapi.responses import RedirectResponse, Response

from review.access import Number, OwnForm, Someone
from review.desk import desk_of
from review.editing.proposals import Proposal, line_changes
from review.editing.saving import save, undoing
from review.render import page
from review.rights import Right
from review.routes.editing import Fields, opened, own_folder, proposals
from review.telling import proceed
from review.views.editing import read_history
from zhenwei.errors import NotAllowed, WatchlistError
from zhenwei.store.edit_tables import EditRow
from zhenwei.watchlist.editing import StaleText, counting, own_text

router = APIRouter(prefix="/watchlist")
Key = Annotated[str, InPath(pattern=r"^[A-Za-z0-9_-]{8,20}$")]


def _proposal(request: Request, person: Someone, number: str) -> Proposal:
    found = proposals(request).get(number)
    if found is None or found.by != person.name:
        raise HTTPException(404)
    return found


@router.get("/proposals/{number}")
def proposal(request: Request, person: Someone, number: Key) -> Response:
    """Show a proposed change, line by line, and what it would flag."""
    found = _proposal(request, person, number)
    return page(request, "watchlist/proposal.html", proposal=found, problem="", stale=False, why="")


@router.get("/proposals/{number}/trial")
def trial(request: Request, person: Someone, number: Key) -> Response:
    """Show the trial run alone: the part of the page that is asked for until it is over."""
    return page(request, "watchlist/trial.html", proposal=_proposal(request, person, number))


@router.post("/proposals/{number}", dependencies=[OwnForm])
def decide(request: Request, person: Someone, number: Key, form: Fields) -> Response:
    """Save a proposed change, or drop it."""
    found, overlay, desk = _proposal(request, person, number), own_folder(request), desk_of(request)
    why = form.get("why", "")
    if form.get("do") == "drop":
        proposals(request).drop(number)
        return proceed("/watchlist", "dropped")
    problem, status = "", 0
    try:
        save(desk.store, overlay, found, person.name, why)
    except (NotAllowed, WatchlistError) as error:
        problem, status = error.sentence, 400
    except StaleText:
        status = 409
    if status:
        shown = {"proposal": found, "problem": problem, "stale": status == 409, "why": why}
        return page(request, "watchlist/proposal.html", status=status, **shown)
    proposals(request).drop(number)
    desk.watched.renew()
    return proceed("/watchlist/history", "listed")


@router.get("/history")
def history(request: Request, person: Someone, stale: str = "") -> Response:
    """Show who changed what, the newest first."""
    desk = desk_of(request)
    with desk.store.reading() as session:
        rows = read_history(session)
    overlay = desk.settings.watchlist_dir
    # What may be taken back: the change after which the file has stayed as it is.
    newest: dict[str, EditRow] = {}
    for row in rows:
        newest.setdefault(row.file, row)
    may = person.may(Right.EDIT) and overlay is not None
    last = {row.id for row in newest.values() if overlay is not None and own_text(overlay, row.file) == row.after}
    return page(request, "watchlist/history.html", rows=rows, last=last if may else set(), stale=bool(stale))


@router.get("/history/{number}")
def one(request: Request, _person: Someone, number: Number) -> Response:
    """Show one change line by line."""
    with desk_of(request).store.reading() as session:
        row = session.get(EditRow, number)
    if row is None:
        raise HTTPException(404)
    changes = line_changes(counting(row.file, row.before), counting(row.file, row.after))
    return page(request, "watchlist/change.html", row=row, changes=changes)


@router.post("/history/{number}/undo", dependencies=[OwnForm])
def undo(request: Request, person: Someone, number: Number) -> Response:
    """Propose to take a change back."""
    try:
        found = undoing(desk_of(request).store, own_folder(request), number, person.name)
    except StaleText:
        return RedirectResponse("/watchlist/history?stale=1", status_code=303)
    return opened(request, found)
