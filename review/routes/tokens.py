"""The page of tokens: which programs may use the interface, for what, until when; for administrators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from review.access import Number, OwnForm, Someone
from review.desk import desk_of
from review.noting import noted
from review.render import page
from review.telling import proceed
from review.views.tokens import read_tokens
from zhenwei.clock import now
from zhenwei.errors import BadInput, NotAllowed
from zhenwei.store.tokens import FOR_DECIDERS, LONGEST_DAYS, LONGEST_NAME, SCOPES, add_token, revoke_token

router = APIRouter()
DAYS = 90  # unless somebody says otherwise, as with the command


@router.get("/tokens")
def tokens(request: Request) -> Response:
    """List all tokens, with a form for a new one."""
    return _page(request)


@router.post("/tokens", dependencies=[OwnForm])
def add(
    request: Request,
    person: Someone,
    name: Annotated[str, Form()] = "",
    account: Annotated[str, Form()] = "",
    scope: Annotated[list[str] | None, Form()] = None,
    days: Annotated[str, Form()] = "",
) -> Response:
    """Make a token. It stands in this one answer, which nothing keeps, and nowhere else."""
    typed = {"name": name[:LONGEST_NAME], "account": account, "scopes": scope or [], "days": days[:4]}
    try:
        with desk_of(request).store.transaction() as session:
            lasting = int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0
            token, row = add_token(session, name, account, scope or [], lasting, by=person.name)
            made = (row.name, token, row.expires_at)
            noted(request, token=row.name, head=row.head, account=account, scopes=row.scopes, days=lasting)
    except (BadInput, NotAllowed) as error:
        return _page(request, problem=error.sentence, typed=typed, status=400)
    return _page(request, fresh=made)


@router.post("/tokens/{token_id}/revoke", dependencies=[OwnForm])
def revoke(request: Request, person: Someone, token_id: Number) -> Response:
    """End a token at once."""
    with desk_of(request).store.transaction() as session:
        row = revoke_token(session, token_id, person.name)
        noted(request, token=row.name, head=row.head)
    return proceed("/tokens", "token")


def _page(
    request: Request,
    *,
    problem: str = "",
    typed: Mapping[str, object] | None = None,
    fresh: tuple[object, ...] | None = None,
    status: int = 200,
) -> Response:
    with desk_of(request).store.reading() as session:
        shown = read_tokens(session, now())
    return page(
        request,
        "tokens.html",
        status=status,
        shown=shown,
        scopes=tuple(SCOPES),
        for_deciders=FOR_DECIDERS,
        longest=LONGEST_NAME,
        most_days=LONGEST_DAYS,
        problem=problem,
        typed=typed or {"name": "", "account": "", "scopes": [], "days": str(DAYS)},
        fresh=fresh,
    )
