"""Logging in and out."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from review.access import OwnForm, Someone, address_of, session_of
from review.desk import Desk, desk_of
from review.opening import LockedOut, open_by_password
from review.render import page
from review.session import COOKIE, Session, new_session
from zhenwei.store.audit import record
from zhenwei.store.logins import LONGEST_KEY, close_session

router = APIRouter()


@router.get("/login")
def ask(request: Request, next_page: Annotated[str, Query(alias="next")] = "/") -> Response:
    """Show the log-in form."""
    return form(request, next_page)


@router.post("/login", dependencies=[OwnForm])
def log_in(
    request: Request,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next_page: Annotated[str, Form(alias="next")] = "/",
) -> Response:
    """Check name and password and open a session; the answer never says which of the two was wrong."""
    desk = desk_of(request)
    try:
        opened = open_by_password(desk, name.strip()[:LONGEST_KEY], password, address_of(request))
    except LockedOut:
        return form(request, next_page, name=name, problem="locked", status=429)
    if opened is None:
        return form(request, next_page, name=name, problem="wrong", status=401)
    answer = RedirectResponse(own_page(next_page), status_code=303)
    keep(desk, request, answer, opened)
    return answer


@router.post("/logout", dependencies=[OwnForm])
def log_out(request: Request, person: Someone) -> Response:
    """End the session, here and in the store."""
    session = session_of(request)
    if session is not None:
        with desk_of(request).store.transaction() as rows:
            close_session(rows, session.sid)
            record(rows, "login", person.name, "logout", address=address_of(request))
    answer = RedirectResponse("/login", status_code=303)
    answer.delete_cookie(COOKIE)
    return answer


def own_page(path: str) -> str:
    """Return a path of this desk, with its query, to go on with; what could lead elsewhere becomes the front page."""
    return path if re.fullmatch(r"/(?:[A-Za-z0-9_-][A-Za-z0-9_/-]*)?(?:\?[A-Za-z0-9_.~%&=+:-]{1,1000})?", path) else "/"


def form(request: Request, next_page: str, *, name: str = "", problem: str = "", status: int = 200) -> Response:
    """Show the log-in form with the name as typed, and with a session of its own if the browser brings none."""
    desk, session = desk_of(request), session_of(request)
    fresh = session or new_session()
    token = desk.sessions.token(fresh)
    answer = page(
        request,
        "login.html",
        status=status,
        token=token,
        next_page=own_page(next_page),
        problem=problem,
        name=name.strip()[:LONGEST_KEY],
        by_provider=desk.provider is not None,
    )
    if session is None:
        keep(desk, request, answer, fresh)
    return answer


def keep(desk: Desk, request: Request, answer: Response, session: Session) -> None:
    """Give the browser its cookie."""
    answer.set_cookie(
        COOKIE,
        desk.sessions.write(session),
        max_age=int(desk.sessions.terms.longest.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
