"""Logging in and out."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from review.access import OwnForm, session_of
from review.desk import Desk, desk_of
from review.render import page
from review.session import COOKIE, HOURS, Session, mark_of, new_session
from zhenwei.store.accounts import check_password

router = APIRouter()
LONGEST = 200  # characters of a name or password that are looked at


@router.get("/login")
def ask(request: Request, next_page: Annotated[str, Query(alias="next")] = "/") -> Response:
    """Show the log-in form."""
    return _form(request, next_page)


@router.post("/login", dependencies=[OwnForm])
def log_in(
    request: Request,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next_page: Annotated[str, Form(alias="next")] = "/",
) -> Response:
    """Check name and password and open a session; the answer never says which of the two was wrong."""
    desk, name = desk_of(request), name.strip()[:LONGEST]
    address = request.client.host if request.client else ""
    if desk.lockout.locked(name, address):
        return _form(request, next_page, problem="locked", status=429)
    with desk.store.reading() as session:
        account = check_password(session, name, password) if len(password) <= LONGEST else None
        opened = new_session(account.name, mark_of(account.password_hash)) if account else None
    if opened is None:
        desk.lockout.failed(name, address)
        return _form(request, next_page, problem="wrong", status=401)
    desk.lockout.succeeded(name)
    answer = RedirectResponse(own_page(next_page), status_code=303)
    _keep(desk, request, answer, opened)
    return answer


@router.post("/logout", dependencies=[OwnForm])
def log_out() -> Response:
    """End the session."""
    answer = RedirectResponse("/login", status_code=303)
    answer.delete_cookie(COOKIE)
    return answer


def own_page(path: str) -> str:
    """Return a path of this desk to go on with; anything that could lead elsewhere becomes the front page."""
    return path if re.fullmatch(r"/(?:[A-Za-z0-9_-][A-Za-z0-9_/-]*)?", path) else "/"


def _form(request: Request, next_page: str, *, problem: str = "", status: int = 200) -> Response:
    desk, session = desk_of(request), session_of(request)
    fresh = session or new_session()
    token = desk.sessions.token(fresh)
    answer = page(request, "login.html", status=status, token=token, next_page=own_page(next_page), problem=problem)
    if session is None:
        _keep(desk, request, answer, fresh)
    return answer


def _keep(desk: Desk, request: Request, answer: Response, session: Session) -> None:
    answer.set_cookie(
        COOKIE,
        desk.sessions.write(session),
        max_age=HOURS * 3600,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
