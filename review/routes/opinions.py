"""Second opinions and undo: what people say to each other about a case before, and after, somebody decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from review.access import Number, OwnForm, Person, Someone
from review.deciding import LONGEST_REASON, Moved, take_back
from review.desk import desk_of
from review.noting import noted
from review.render import page
from review.routes.case import case_page
from review.telling import proceed
from review.views.opinions import read_waiting
from zhenwei.errors import NoSuch, NotAllowed
from zhenwei.sentences import said
from zhenwei.store.opinion_tables import OpinionRequestRow
from zhenwei.store.opinions import ask, give, recall
from zhenwei.types import Word

router = APIRouter()
Words = Annotated[str, Form(max_length=LONGEST_REASON)]
RowId = Annotated[int, Form(ge=1, le=2**31 - 1)]


@router.get("/opinions")
def waiting(request: Request, person: Someone) -> Response:
    """List the questions that wait for this person, or that they have asked."""
    with desk_of(request).store.reading() as session:
        asked = read_waiting(session, person.name)
    return page(request, "opinions.html", asked=asked)


@router.post("/cases/{case_id}/undo", dependencies=[OwnForm])
def undo(
    request: Request,
    person: Someone,
    case_id: Number,
    decision: RowId,
    seen: Annotated[str, Form()],
    why: Words = "",
    opened: Annotated[str, Form()] = "",
) -> Response:
    """Take the newest decision back; if that may not be, show the case with why not and with the reason kept."""
    try:
        row = take_back(desk_of(request).store, case_id, seen, decision, person.name, why)
    except Moved:
        return case_page(request, person, case_id, status=409, problem="moved", undo_why=why, had=(seen, opened))
    except NotAllowed as error:
        return case_page(request, person, case_id, status=409, refused=error.sentence, undo_why=why)
    noted(request, case=case_id, undone=decision, decision=row)
    return proceed(f"/cases/{case_id}", "undone")


@router.post("/cases/{case_id}/opinions", dependencies=[OwnForm])
def question(
    request: Request, person: Someone, case_id: Number, question: Words = "", of: Annotated[str, Form()] = ""
) -> Response:
    """Ask a colleague, or anybody."""

    def act(session: Session) -> None:
        noted(request, case=case_id, question=ask(session, case_id, person.name, of, question).id, of=of)

    return _do(request, person, case_id, act, "asked", ("question", question))


@router.post("/cases/{case_id}/opinions/{number}", dependencies=[OwnForm])
def opinion(
    request: Request, person: Someone, case_id: Number, number: Number, word: Annotated[Word, Form()], why: Words = ""
) -> Response:
    """Answer a question with a word and a reason. The case itself does not move."""

    def act(session: Session) -> None:
        _of(session, number, case_id)
        give(session, number, person.name, word, why)
        noted(request, case=case_id, question=number, word=word.value)

    return _do(request, person, case_id, act, "advised", (f"opinion-{number}", why))


@router.post("/cases/{case_id}/opinions/{number}/recall", dependencies=[OwnForm])
def no_longer(request: Request, person: Someone, case_id: Number, number: Number) -> Response:
    """End one's own question."""

    def act(session: Session) -> None:
        _of(session, number, case_id)
        recall(session, number, person.name)
        noted(request, case=case_id, question=number)

    return _do(request, person, case_id, act, "recalled")


def _of(session: Session, number: int, case_id: int) -> None:
    row = session.get(OpinionRequestRow, number)
    if row is None or row.case_id != case_id:
        raise NoSuch(said("案件 {case} 没有征求意见 {number}", case=case_id, number=number))


def _do(
    request: Request,
    person: Person,
    case_id: int,
    act: Callable[[Session], None],
    told: str,
    typed: tuple[str, str] = ("", ""),
) -> Response:
    """Do it and say so; if it may not be, show the case with why not, ``typed`` (field, text) in its own field."""
    try:
        with desk_of(request).store.transaction() as session:
            act(session)
    except NotAllowed as error:
        return case_page(request, person, case_id, status=409, refused=error.sentence, typed=typed)
    return proceed(f"/cases/{case_id}#opinions", told)
