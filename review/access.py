"""Who asks, and whether they may: one guard before every route, reading the table in ``rights.py``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, HTTPException, Path, Request
from fastapi.concurrency import run_in_threadpool

from review.desk import desk_of
from review.rights import MAY, SAFE, Right, right_of
from review.session import COOKIE, Session
from zhenwei.clock import now
from zhenwei.store.logins import SEEN_EVERY, find_session

# Where a script (htmx) puts the form token when it posts no form.
TOKEN_HEADER = "x-form-token"  # noqa: S105 (the name of a header)


class LoginNeeded(Exception):
    """Raised for a request without a valid session; the application answers with the log-in page."""


class ChangeNeeded(Exception):
    """Raised for somebody whose password was chosen by another; the application answers with the page to change it."""


@dataclass(frozen=True, slots=True)
class Person:
    """The account behind a request."""

    name: str
    role: str
    token: str
    must_change: bool = False

    @property
    def may_decide(self) -> bool:
        """True if the role may say a word on a case."""
        return self.may(Right.DECIDE)

    def may(self, right: Right | str) -> bool:
        """True if the role has a right; templates ask ``person.may('approve')``."""
        return self.role in MAY[Right(right)]


def session_of(request: Request) -> Session | None:
    """Return the session of the request's cookie, also one from before the log-in."""
    return desk_of(request).sessions.read(request.cookies.get(COOKIE, ""))


def address_of(request: Request) -> str:
    """Return the client's address (a proxy's word for it only from this machine: uvicorn sees to that)."""
    return request.client.host if request.client else ""


def person(request: Request) -> Person:
    """Return who is logged in; asked of the database each time, so that a disabled account is out at once."""
    known: Person | None = getattr(request.state, "person", None)
    if known is not None:
        return known
    session = session_of(request)
    if session is None or not session.open:
        raise LoginNeeded
    desk, moment = desk_of(request), now()
    with desk.store.reading() as rows:
        kept = find_session(rows, session.sid, moment, desk.sessions.terms)
    if kept is None:
        raise LoginNeeded
    found = Person(kept.name, kept.role, desk.sessions.token(session), kept.must_change)
    if moment - kept.seen_at > SEEN_EVERY:
        # Written after the answer (review/trail.py).
        request.state.used = session.sid
    # For the page's head and for error pages, which no dependency reaches.
    request.state.person = found
    return found


def right_asked(request: Request) -> Right:
    """Return what the request's route asks for. Raises 403 for a route that the table does not know."""
    right = right_of(request.method, request.scope["route"].path)
    if right is None:
        raise HTTPException(403, "no right stated")
    return right


def allowed(request: Request) -> None:
    """Refuse whoever the table does not name. Runs before every route, also before its parameters are read."""
    right = right_asked(request)
    if right in (Right.PUBLIC, Right.TOKEN):
        return
    asking = person(request)
    if asking.must_change and right is not Right.SELF:
        raise ChangeNeeded
    if not asking.may(right):
        raise HTTPException(403, "role")


async def own_form(request: Request) -> None:
    """Refuse a change that does not carry the token of the session it comes with (CSRF)."""
    if request.method in SAFE or right_asked(request) is Right.TOKEN:
        return
    session = session_of(request)
    token = request.headers.get(TOKEN_HEADER) or (await request.form()).get("token", "")
    fits = session is not None and isinstance(token, str) and desk_of(request).sessions.token_fits(session, token)
    if not fits:
        raise HTTPException(403, "form")


async def someone(request: Request) -> Person:
    """Return who is logged in: the guard has found that out, and no thread is needed to read it again."""
    known: Person | None = getattr(request.state, "person", None)
    return known if known is not None else await run_in_threadpool(person, request)


Someone = Annotated[Person, Depends(someone)]
# Every route has this through ``GUARD``; stated at a route, it only says so to the reader.
OwnForm = Depends(own_form)
# Before every route of the application, in this order.
GUARD = [Depends(allowed), OwnForm]
# A number of a row, within what every database takes.
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
