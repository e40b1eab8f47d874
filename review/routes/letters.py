"""Letters: the list, one letter, and the steps of its life."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Path, Query, Request
from fastapi.responses import Response

from review.access import Number, OwnForm, Person, Someone
from review.desk import desk_of
from review.lettering import ACTS, LetterMoved, Typed, letter_desk, take_step
from review.noting import noted
from review.render import page
from review.telling import proceed
from review.views.letter import Asking, LetterView, read_letter
from review.views.letters import CHOICES, OPEN, WHOSE, LetterFilter, read_letters
from zhenwei.clock import BEIJING, now
from zhenwei.errors import BadInput, EvidenceError, NotAllowed, StoreError

router = APIRouter()
RECIPIENTS = ("cyberspace", "market", "police", "telecom", "housing", "organ", "owner", "registrar", "platform")
LONGEST = 2000
Words = Annotated[str, Form(max_length=LONGEST)]
Short = Annotated[str, Form(max_length=200)]
RowId = Annotated[int, Query(ge=0, le=2**31 - 1)]


@router.get("/letters")
def letters(
    request: Request,
    person: Someone,
    state: str = OPEN,
    to: str = "",
    case: RowId = 0,
    whose: str = "",
    before: RowId = 0,
) -> Response:
    """List letters, the newest first; what is asked for and unknown is taken as not asked."""
    desk = desk_of(request)
    wanted = LetterFilter(
        state=state if state in CHOICES else OPEN,
        recipient=to if to in RECIPIENTS else "",
        case=case,
        whose=whose if whose in WHOSE else "",
        person=person.name,
        before=before,
    )
    with desk.store.reading() as session:
        content = read_letters(session, desk.clocks, now(), wanted)
    chosen = {"state": wanted.state, "to": wanted.recipient, "case": wanted.case or "", "whose": wanted.whose}

    def link(**other: object) -> str:
        return "/letters?" + urlencode({name: value for name, value in (chosen | other).items() if value})

    return page(request, "letters/list.html", content=content, wanted=wanted, link=link, recipients=RECIPIENTS)


@router.get("/letters/{notice}")
def letter(request: Request, person: Someone, notice: Number) -> Response:
    """Show a letter."""
    return show_letter(request, person, notice)


@router.post("/letters/{notice}/steps/{step}", dependencies=[OwnForm])
def take(
    request: Request,
    person: Someone,
    notice: Number,
    step: Annotated[str, Path(pattern="^[a-z]{1,20}$")],
    seen: Annotated[str, Form(max_length=20)],
    note: Words = "",
    number: Short = "",
    day: Short = "",
    received: Short = "",
    reply_by: Short = "",
    channel: Short = "",
    signer: Short = "",
    result: Short = "",
    later: Short = "",
    cases: Annotated[list[int] | None, Form()] = None,
) -> Response:
    """Take a step; if it may not be taken, or the letter has moved, show the letter again with what was typed."""
    if step not in ACTS:
        raise HTTPException(404)
    typed = Typed(note, number, day, received, reply_by, channel, signer, result, bool(later), tuple(cases or ()))
    try:
        take_step(letter_desk(desk_of(request), notice, seen), notice, person.name, step, typed)
    except LetterMoved:
        return show_letter(request, person, notice, status=409, had_seen=seen, step=step, typed=typed)
    except (NotAllowed, EvidenceError, StoreError) as error:
        return show_letter(request, person, notice, status=409, problem=error.sentence, step=step, typed=typed)
    except BadInput as error:
        return show_letter(request, person, notice, status=400, problem=error.sentence, step=step, typed=typed)
    noted(request, letter=notice, step=step)
    return proceed(f"/letters/{notice}", f"step.{step}")


def letter_view(request: Request, person: Person, notice: int, had_seen: str = "") -> LetterView:
    """Return a letter as a person sees it now; ``had_seen``: the mark of the page they acted on. Raises NoSuch."""
    desk, at = desk_of(request), now()
    sender = desk.watchlist.sender
    code = "" if sender.placeholder else sender.code
    asking = Asking(person.name, at, at.astimezone(BEIJING).date(), had_seen, code)
    with desk.store.reading() as session:
        return read_letter(session, desk.clocks, desk.settings.letters_dir, notice, asking)


def show_letter(
    request: Request,
    person: Person,
    notice: int,
    *,
    status: int = 200,
    had_seen: str = "",
    problem: str = "",
    step: str = "",
    typed: Typed | None = None,
) -> Response:
    """Answer with a letter's page; ``problem`` says why a step was not taken, ``had_seen`` what the person had seen."""
    return page(
        request,
        "letters/letter.html",
        status=status,
        letter=letter_view(request, person, notice, had_seen),
        moved=bool(had_seen),
        problem=problem,
        step=step,
        typed=typed or Typed(),
        longest=LONGEST,
        may_take=person.may_decide,
    )
