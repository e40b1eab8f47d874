"""The watchlist: what there is, and the forms of an administrator that propose a change."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi import Path as InPath
from fastapi.responses import RedirectResponse, Response

from review.access import OwnForm, Someone, session_of
from review.desk import desk_of
from review.editing.proposals import Proposal, Proposals
from review.editing.saving import mark_of, propose
from review.editing.trial import Trial
from review.noting import noted
from review.render import page
from review.rights import Right
from review.views.changed import LAWFUL, label_of
from review.views.editing import (
    CHOICES,
    KINDS,
    LINES,
    FieldFault,
    form_of,
    host_of_form,
    model_of,
    read_lists,
    values_of,
)  # fmt: skip
from zhenwei.clock import now, today
from zhenwei.errors import WatchlistError
from zhenwei.store.logins import find_session
from zhenwei.watchlist import load_watchlist
from zhenwei.watchlist.editing import StaleText, text_in_force
from zhenwei.watchlist.rewriting import with_host, with_values, without_host

router = APIRouter(prefix="/watchlist")
Slug = Annotated[str, InPath(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
Kind = Annotated[str, InPath(pattern=r"^(organs|lexicon)$")]


async def fields(request: Request) -> Mapping[str, str]:
    """Return the fields of a form as text."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


Fields = Annotated[Mapping[str, str], Depends(fields)]


def own_folder(request: Request) -> Path:
    """Return the deployment's own folder; 409 where none is set."""
    folder = desk_of(request).settings.watchlist_dir
    if folder is None:
        raise HTTPException(409, "watchlist_dir")
    return folder


def proposals(request: Request) -> Proposals:
    """Return the open proposals of this desk."""
    found: Proposals = request.app.state.proposals
    return found


@router.get("")
def lists(request: Request, person: Someone) -> Response:
    """Show organs, lexicon groups and cleared hosts."""
    overlay = desk_of(request).settings.watchlist_dir
    content = read_lists(load_watchlist(overlay), overlay)
    may = person.may(Right.EDIT) and overlay is not None
    return page(request, "watchlist/lists.html", lists=content, may_edit=may, has_folder=overlay is not None)


@router.get("/{kind}/{slug}")
def form(request: Request, _person: Someone, kind: Kind, slug: Slug) -> Response:
    """Show the form of a file; a new organ has an empty one, a lexicon group must be there."""
    overlay = own_folder(request)
    watchlist = load_watchlist(overlay)
    row = watchlist.organs.get(slug) if kind == "organs" else watchlist.lexicon.get(slug)
    if row is None and kind == "lexicon":
        raise HTTPException(404)
    text = text_in_force(overlay, f"{kind}/{slug}.toml")
    return _form(request, kind, slug, form_of(row, KINDS[kind][2]), mark_of(text), new=row is None)


@router.post("/new", dependencies=[OwnForm])
def new(request: Request, _person: Someone, form: Fields) -> Response:
    """Lead to the form of a new organ under the id that was typed."""
    slug = form.get("slug", "").strip().lower()
    if not slug or len(slug) > 60 or not all(c.isascii() and (c.isalnum() or c in "-_") for c in slug):
        raise HTTPException(400, "slug")
    slug = slug.lstrip("-_") or "x"
    noted(request, file=f"organs/{slug}.toml")
    return RedirectResponse(f"/watchlist/organs/{slug}", status_code=303)


@router.post("/{kind}/{slug}", dependencies=[OwnForm])
def change(request: Request, person: Someone, kind: Kind, slug: Slug, form: Fields) -> Response:
    """Propose what the form says; with a fault in it, show it again."""
    overlay, (model, _key, names) = own_folder(request), KINDS[kind]
    name = f"{kind}/{slug}.toml"
    old = text_in_force(overlay, name)
    if kind == "lexicon" and not old:
        raise HTTPException(404)
    values, seen = values_of(form, names), form.get("seen", "")
    shown = {field: form.get(field, "") for field in names}
    try:
        model_of(kind, slug, values)
        proposal = propose(overlay, name, with_values(old, model, values), person.name, seen or "-")
    except WatchlistError as error:
        return _form(request, kind, slug, shown, seen, problem=error, status=400)
    except StaleText:
        return _form(request, kind, slug, shown, mark_of(old), stale=True, status=409)
    return opened(request, proposal)


@router.post("/lawful", dependencies=[OwnForm])
def clear(request: Request, person: Someone, form: Fields) -> Response:
    """Propose that a host is cleared, or is no longer."""
    overlay = own_folder(request)
    old = text_in_force(overlay, LAWFUL)
    try:
        if form.get("remove"):
            text = without_host(old, form["remove"])
        else:
            text = with_host(old, host_of_form(form, person.name, today()))
        proposal = propose(overlay, LAWFUL, text, person.name)
    except WatchlistError as error:
        content = read_lists(load_watchlist(overlay), overlay)
        values = {"lists": content, "may_edit": True, "has_folder": True, "problem": error.sentence, "given": form}
        values["fault"] = _fault(LAWFUL, error)
        return page(request, "watchlist/lists.html", status=400, status_code=400, **values)
    return opened(request, proposal)


def opened(request: Request, proposal: Proposal) -> Response:
    """Keep a proposal, begin its trial run, and lead to its page."""
    proposals(request).add(proposal)
    noted(request, file=proposal.name, undoes=proposal.undoes or "", proposal=proposal.number)
    begin(request, proposal)
    return RedirectResponse(f"/watchlist/proposals/{proposal.number}", status_code=303)


def begin(request: Request, proposal: Proposal) -> None:
    """Begin a proposal's trial run, which lasts no longer than the session that asked for it."""
    desk, session = desk_of(request), session_of(request)

    def wanted() -> bool:
        with desk.store.reading() as rows:
            return session is not None and find_session(rows, session.sid, now(), desk.sessions.terms) is not None

    proposal.trial = Trial(wanted=wanted)
    proposal.trial.start(desk.settings, proposal.name, proposal.after)


def _fault(name: str, error: WatchlistError) -> str:
    return label_of(name, error.field) if isinstance(error, FieldFault) else ""


def _form(
    request: Request, kind: str, slug: str, values: Mapping[str, str], seen: str, *, stale: bool = False,
    problem: WatchlistError | None = None, new: bool = False, status: int = 200,
) -> Response:  # fmt: skip
    told = {"problem": problem.sentence if problem else "", "fault": _fault(kind, problem) if problem else ""}
    return page(
        request, "watchlist/form.html", status=status, kind=kind, slug=slug, values=values, seen=seen, new=new,
        stale=stale, lines=LINES, choices=CHOICES, **told,
    )  # fmt: skip
