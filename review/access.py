"""Who asks: the dependencies of the routes that need a person, a right, or a form of our own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Form, HTTPException, Path, Request
from sqlalchemy import select

from review.desk import desk_of
from review.session import COOKIE, Session, mark_of
from zhenwei.store.cases import DECIDERS
from zhenwei.store.models import AccountRow


class LoginNeeded(Exception):
    """Raised for a request without a valid session; the application answers with the log-in page."""


@dataclass(frozen=True, slots=True)
class Person:
    """The account behind a request."""

    name: str
    role: str
    token: str

    @property
    def may_decide(self) -> bool:
        """True if the role may say a word on a case."""
        return self.role in DECIDERS


def session_of(request: Request) -> Session | None:
    """Return the session of the request's cookie, also one from before the log-in."""
    return desk_of(request).sessions.read(request.cookies.get(COOKIE, ""))


def person(request: Request) -> Person:
    """Return who is logged in; asked of the database each time, so that a disabled account is out at once."""
    session = session_of(request)
    if session is None or not session.name:
        raise LoginNeeded
    desk = desk_of(request)
    with desk.store.reading() as rows:
        account = rows.scalars(select(AccountRow).filter_by(name=session.name)).first()
        if account is None or account.disabled or mark_of(account.password_hash) != session.mark:
            raise LoginNeeded
        found = Person(account.name, account.role, desk.sessions.token(session))
    # For the page's head and for error pages, which no dependency reaches.
    request.state.person = found
    return found


def own_form(request: Request, token: Annotated[str, Form()] = "") -> None:
    """Refuse a form that does not carry the token of the session it comes with (CSRF)."""
    session = session_of(request)
    if session is None or not desk_of(request).sessions.token_fits(session, token):
        raise HTTPException(403, "form")


Someone = Annotated[Person, Depends(person)]
OwnForm = Depends(own_form)
# A number of a row, within what every database takes.
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
