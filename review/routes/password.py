"""Changing one's own password, by wish or because somebody else chose it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from review.access import OwnForm, Person, Someone, address_of
from review.desk import desk_of
from review.opening import LockedOut, open_by_password
from review.render import page
from review.routes.login import keep
from review.telling import proceed
from zhenwei.errors import BadInput
from zhenwei.store.accounts import reset_password
from zhenwei.store.audit import record
from zhenwei.store.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD

router = APIRouter()
Typed = Annotated[str, Form()]


@router.get("/password")
def ask(request: Request, person: Someone) -> Response:
    """Show the form."""
    return _form(request, person)


@router.post("/password", dependencies=[OwnForm])
def change(request: Request, person: Someone, old: Typed = "", new: Typed = "", again: Typed = "") -> Response:
    """Change the password; every other session of the account ends."""
    desk, address = desk_of(request), address_of(request)
    if new != again:
        return _form(request, person, problem="again", status=400)
    try:
        # The old password is a log-in like any other: counted, locked, written down.
        if open_by_password(desk, person.name, old, address) is None:
            return _form(request, person, problem="wrong", status=400)
        with desk.store.transaction() as session:
            reset_password(session, person.name, new)
            record(session, "changed", person.name, "password", address=address)
        opened = open_by_password(desk, person.name, new, address)
    except LockedOut:
        return _form(request, person, problem="locked", status=429)
    except BadInput as error:
        return _form(request, person, refused=error.sentence, status=400)
    answer = proceed("/", "password")
    if opened is not None:
        keep(desk, request, answer, opened)
    return answer


def _form(request: Request, person: Person, *, problem: str = "", refused: str = "", status: int = 200) -> Response:
    """Show the form; ``problem`` names a text of the page, ``refused`` is what the rules for passwords say."""
    return page(
        request,
        "password.html",
        status=status,
        token=person.token,
        forced=person.must_change,
        problem=problem,
        refused=refused,
        shortest=SHORTEST_PASSWORD,
        longest=LONGEST_PASSWORD,
    )
