"""The pages of hooks: who is told of events by POST or by mail, and what became of it; for administrators.

What is done to one hook (tried, paused, sent again) stands in ``hook_acts.py``.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import Response

from review.access import Number, OwnForm, Someone
from review.desk import desk_of
from review.noting import noted
from review.outgoing.deliver import PAUSES
from review.outgoing.events import EVENTS
from review.outgoing.hooks import LONGEST, WEB, add_hook, remove_hook, signing_key, told_of
from review.outgoing.trying import SECONDS
from review.render import page
from review.secret import HOOKS, app_key
from review.telling import proceed
from review.views.hooks import LATEST, LOOKED_AT, read_hook, read_hooks
from review.views.hooks import shown as shown_target
from zhenwei.clock import now
from zhenwei.errors import BadInput, Egress

router = APIRouter()
# Whoever delivers looks every minute; after this long a page says that nobody does.
SILENT = timedelta(minutes=15)


@router.get("/hooks")
def hooks(request: Request) -> Response:
    """List all hooks with what waits and what failed, and a form for a new one."""
    return _page(request)


@router.post("/hooks", dependencies=[OwnForm])
def add(
    request: Request,
    person: Someone,
    target: Annotated[str, Form()] = "",
    event: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Tell somebody more, from now on. The signing key stands in this one answer."""
    desk, target = desk_of(request), target.strip()
    typed = (target[:LONGEST], event or [])
    try:
        with desk.store.transaction() as session:
            row = add_hook(session, desk.settings, target, event or [], person.name)
            secret = signing_key(app_key(desk.settings.data_dir, HOOKS), row) if row.kind == WEB else ""
            made = (shown_target(row), secret)
            noted(request, hook=row.id, target=told_of(row.target), events=row.events)
    except (BadInput, Egress) as error:
        return _page(request, problem=error.sentence, typed=typed, status=400)
    return _page(request, fresh=made)


@router.get("/hooks/{hook_id}")
def hook(request: Request, hook_id: Number) -> Response:
    """Show one hook's newest messages."""
    return show_hook(request, hook_id)


@router.post("/hooks/{hook_id}/remove", dependencies=[OwnForm])
def remove(request: Request, hook_id: Number) -> Response:
    """Tell them no more; what waits for them is not sent either."""
    with desk_of(request).store.transaction() as session:
        noted(request, hook=hook_id, target=told_of(remove_hook(session, hook_id).target))
    return proceed("/hooks", "hook")


def show_hook(request: Request, hook_id: int, *, problem: str = "", status: int = 200) -> Response:
    """Return the page of one hook; ``problem`` is what a rule refused."""
    with desk_of(request).store.reading() as session:
        found = read_hook(session, hook_id)
    if found is None:
        raise HTTPException(404)
    line, messages = found
    return page(
        request,
        "hooks/one.html",
        status=status,
        line=line,
        messages=messages,
        tested=next((one for one in messages if one.is_test), None),
        latest=LATEST,
        most_tries=len(PAUSES) + 1,
        test_seconds=int(SECONDS),
        problem=problem,
    )


def _page(
    request: Request,
    *,
    problem: str = "",
    typed: tuple[str, list[str]] = ("", []),
    fresh: tuple[str, str] | None = None,
    status: int = 200,
) -> Response:
    desk = desk_of(request)
    with desk.store.reading() as session:
        shown = read_hooks(session)
    return page(
        request,
        "hooks/list.html",
        status=status,
        shown=shown,
        events=tuple(EVENTS),
        longest=LONGEST,
        looked_at=LOOKED_AT,
        silent=bool(shown.live) and (shown.collected_at is None or now() - shown.collected_at > SILENT),
        mail_is_set=bool(desk.settings.smtp_host),
        problem=problem,
        typed=typed,
        fresh=fresh,
    )
