"""Proposed changes of the watchlist with their trial runs, saving them, their history, and taking one back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Request
from fastapi import Path as InPath
from fastapi.responses import RedirectResponse, Response

from review.access import Number, OwnForm, Someone
from review.desk import desk_of
from review.editing.covering import covered
from review.editing.insisting import AskAgain, Consent, as_noted, insisted
from review.editing.proposals import Proposal, line_changes
from review.editing.saving import save, undoing
from review.noting import noted
from review.render import page
from review.rights import Right
from review.routes.editing import Fields, begin, opened, own_folder, proposals
from review.telling import proceed
from review.views.changed import field_changes
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
    return _shown(request, _proposal(request, person, number), {})


@router.get("/proposals/{number}/trial")
def trial(request: Request, person: Someone, number: Key) -> Response:
    """Show the trial run alone: what is asked for until it is over, then with the buttons that wait for it."""
    return page(request, "watchlist/tried.html", proposal=_proposal(request, person, number), asked=False, form={})


@router.post("/proposals/{number}", dependencies=[OwnForm])
def decide(request: Request, person: Someone, number: Key, form: Fields) -> Response:
    """Save a proposed change, or drop it."""
    found, overlay, desk = _proposal(request, person, number), own_folder(request), desk_of(request)
    if form.get("do") == "retry":
        if found.trial is None or not found.trial.is_under_way:
            begin(request, found)
        noted(request, did="tried", file=found.name, proposal=number)
        return RedirectResponse(f"/watchlist/proposals/{number}", status_code=303)
    if form.get("do") == "drop":
        proposals(request).drop(number)
        noted(request, did="dropped", file=found.name, proposal=number)
        return proceed("/watchlist", "dropped")
    try:
        despite = insisted(found, covered(desk.store, found.widens), Consent.of_form(form))
        edit = save(desk.store, overlay, found, person.name, form.get("why", ""), despite)
    except (NotAllowed, WatchlistError) as error:
        return _shown(request, found, form, problem=error.sentence, status=400)
    except AskAgain:
        return _shown(request, found, form, asked=True, status=409)
    except StaleText:
        return _shown(request, found, form, stale=True, status=409)
    noted(request, did="saved", file=found.name, edit=edit, **as_noted(despite))
    proposals(request).drop(number)
    desk.watched.renew()
    return proceed("/watchlist/history", "listed")


def _shown(
    request: Request, proposal: Proposal, form: Fields, *, problem: str = "", asked: bool = False, stale: bool = False,
    status: int = 200,
) -> Response:  # fmt: skip
    return page(
        request, "watchlist/proposal.html", status=status, proposal=proposal, form=form, problem=problem, asked=asked,
        stale=stale, covered=covered(desk_of(request).store, proposal.widens),
        fields=field_changes(proposal.name, proposal.shown_before, proposal.shown_after),
    )  # fmt: skip


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
    texts = counting(row.file, row.before), counting(row.file, row.after)
    fields, changes = field_changes(row.file, *texts), line_changes(*texts)
    return page(request, "watchlist/change.html", row=row, fields=fields, changes=changes)


@router.post("/history/{number}/undo", dependencies=[OwnForm])
def undo(request: Request, person: Someone, number: Number) -> Response:
    """Propose to take a change back."""
    try:
        found = undoing(desk_of(request).store, own_folder(request), number, person.name)
    except StaleText:
        return RedirectResponse("/watchlist/history?stale=1", status_code=303)
    return opened(request, found)
