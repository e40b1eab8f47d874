"""What is done to one hook: tried at once, paused and resumed, given-up messages sent again; for administrators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from review.access import Number, OwnForm, Someone
from review.desk import desk_of
from review.noting import noted
from review.outgoing.hooks import live_hook, told_of
from review.outgoing.pausing import pause_hook, resume_hook, send_again, waiting
from review.outgoing.trying import try_hook
from review.routes.hooks import show_hook
from review.secret import HOOKS, app_key
from review.telling import proceed
from zhenwei.errors import NotAllowed

router = APIRouter()


@router.post("/hooks/{hook_id}/test", dependencies=[OwnForm])
def test(request: Request, hook_id: Number) -> Response:
    """Send a test now; the page that follows says what came back."""
    desk = desk_of(request)
    with desk.store.reading() as session:
        noted(request, hook=hook_id, target=told_of(live_hook(session, hook_id).target))
    try:
        try_hook(desk.store, desk.settings, app_key(desk.settings.data_dir, HOOKS), hook_id)
    except NotAllowed as error:
        return show_hook(request, hook_id, problem=error.sentence, status=429)
    return proceed(f"/hooks/{hook_id}", "hook.tested")


@router.post("/hooks/{hook_id}/pause", dependencies=[OwnForm])
def pause(request: Request, person: Someone, hook_id: Number) -> Response:
    """Send nothing more for now; what happens meanwhile is kept."""
    with desk_of(request).store.transaction() as session:
        noted(request, hook=hook_id, target=told_of(pause_hook(session, hook_id, person.name).target))
    return proceed(f"/hooks/{hook_id}", "hook.paused")


@router.post("/hooks/{hook_id}/resume", dependencies=[OwnForm])
def resume(request: Request, hook_id: Number) -> Response:
    """Send again, first of all what has waited."""
    with desk_of(request).store.transaction() as session:
        noted(request, hook=hook_id, target=told_of(resume_hook(session, hook_id).target))
        number = waiting(session, hook_id)
    return proceed(f"/hooks/{hook_id}", "hook.resumed", number)


@router.post("/hooks/{hook_id}/resend", dependencies=[OwnForm])
def resend(request: Request, hook_id: Number, message: Annotated[str, Form()] = "") -> Response:
    """Send what was given up anew: one message, or all of them."""
    with desk_of(request).store.transaction() as session:
        target = told_of(live_hook(session, hook_id).target)
        number = send_again(session, hook_id, message)
        noted(request, hook=hook_id, target=target, message=message, number=number)
    return proceed(f"/hooks/{hook_id}", "hook.again", number)
