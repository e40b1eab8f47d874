"""The accounts page: who may log in, as what; for administrators."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from review.access import Number, OwnForm
from review.desk import desk_of
from review.noting import noted
from review.render import page
from review.telling import proceed
from review.views.accounts import read_accounts
from zhenwei.clock import now
from zhenwei.errors import BadInput, NotAllowed
from zhenwei.store.accounts import (
    LONGEST_NAME,
    ROLES,
    add_account,
    end_sessions,
    reset_password,
    set_disabled,
    set_role,
)
from zhenwei.store.logins import free
from zhenwei.store.models import AccountRow

router = APIRouter()


@router.get("/accounts")
def accounts(request: Request) -> Response:
    """List all accounts, with a form for a new one."""
    return _page(request)


@router.post("/accounts", dependencies=[OwnForm])
def add(
    request: Request,
    name: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "",
    way: Annotated[str, Form()] = "password",
) -> Response:
    """Make an account. Its first password is made here, shown once, and must be changed at the first log-in."""
    password = secrets.token_urlsafe(12) if way == "password" else ""
    name = name.strip()
    try:
        with desk_of(request).store.transaction() as session:
            add_account(session, name, role, password, must_change=bool(password))
    except BadInput as error:
        return _page(request, problem=error.sentence, typed=name, status=400)
    noted(request, account=name, role=role)
    return _page(request, fresh=(name, password) if password else None, done="added")


@router.post("/accounts/{account_id}/role", dependencies=[OwnForm])
def role_of(request: Request, account_id: Number, role: Annotated[str, Form()] = "") -> Response:
    """Give another role; the person's open sessions have it at their next request."""

    def act(session: Session, account: AccountRow) -> None:
        before = account.role
        set_role(session, account.name, role)
        noted(request, account=account.name, before=before, role=role)

    return _change(request, account_id, "role", act)


@router.post("/accounts/{account_id}/disable", dependencies=[OwnForm])
def disable(request: Request, account_id: Number) -> Response:
    """Disable; open sessions end. What the person did stays."""
    return _change(request, account_id, "disable", lambda session, account: set_disabled(session, account.name, True))


@router.post("/accounts/{account_id}/enable", dependencies=[OwnForm])
def enable(request: Request, account_id: Number) -> Response:
    """Enable again."""
    return _change(request, account_id, "enable", lambda session, account: set_disabled(session, account.name, False))


@router.post("/accounts/{account_id}/unlock", dependencies=[OwnForm])
def unlock(request: Request, account_id: Number) -> Response:
    """Open the lock that wrong passwords closed."""
    return _change(request, account_id, "unlock", lambda session, account: free(session, account.name))


@router.post("/accounts/{account_id}/logout", dependencies=[OwnForm])
def log_out_everywhere(request: Request, account_id: Number) -> Response:
    """End every session of the account."""

    def act(session: Session, account: AccountRow) -> None:
        end_sessions(session, account)

    return _change(request, account_id, "logout", act)


@router.post("/accounts/{account_id}/reset", dependencies=[OwnForm])
def reset(request: Request, account_id: Number) -> Response:
    """Make a new password, shown once, to be changed at the next log-in; open sessions and the lock end."""
    password = secrets.token_urlsafe(12)
    named = ""
    with desk_of(request).store.transaction() as session:
        account = _account(session, account_id)
        named = account.name
        noted(request, account=named)
        reset_password(session, account.name, password, must_change=True)
        free(session, account.name)
    return _page(request, fresh=(named, password), done="reset_done")


def _change(request: Request, account_id: int, told: str, act: Callable[[Session, AccountRow], None]) -> Response:
    try:
        with desk_of(request).store.transaction() as session:
            account = _account(session, account_id)
            noted(request, account=account.name)
            act(session, account)
    except NotAllowed as error:
        return _page(request, problem=error.sentence, status=409)
    except BadInput as error:
        return _page(request, problem=error.sentence, status=400)
    return proceed("/accounts", f"account.{told}")


def _account(session: Session, account_id: int) -> AccountRow:
    account = session.get(AccountRow, account_id)
    if account is None:
        raise HTTPException(404)
    return account


def _page(
    request: Request,
    *,
    problem: str = "",
    done: str = "",
    typed: str = "",
    fresh: tuple[str, str] | None = None,
    status: int = 200,
) -> Response:
    desk = desk_of(request)
    with desk.store.reading() as session:
        lines = read_accounts(session, now(), desk.sessions.terms)
    return page(
        request,
        "accounts.html",
        status=status,
        lines=lines,
        roles=ROLES,
        longest=LONGEST_NAME,
        problem=problem,
        done=done,
        typed=typed[:LONGEST_NAME],
        fresh=fresh,
    )
