"""Editing a letter: its text as a form, a preview of its pages, and the version that it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Path, Request
from fastapi.responses import Response

from review.access import Number, OwnForm, Person, Someone
from review.desk import Desk, desk_of
from review.letterform import fields_of, text_of
from review.lettering import LetterMoved, letter_desk
from review.merging import settled
from review.noting import noted
from review.papers import NoPage, draw_page, page_count
from review.render import page
from review.routes.letters import letter_view
from review.telling import proceed
from review.views.compared import Compared, compare
from review.views.letter import MOST_PAGES, LetterView
from takedown import life
from takedown.folders import read_text
from takedown.render import Mark
from takedown.trying import Tried, try_text
from zhenwei.errors import BadInput, EvidenceError, NotAllowed, StoreError

router = APIRouter()
LONGEST_WHY = 500
TAKE = "take-"
Marks = Annotated[list[Mark], Form()]
Texts = Annotated[list[str], Form()]
Version = Annotated[int, Form(ge=1, le=100_000)]


async def _choices(request: Request) -> dict[int, str]:
    """Return what was chosen, by the place of the part: each is a group of buttons of its own."""
    sent = (await request.form()).items()
    taken = ((name.removeprefix(TAKE), value) for name, value in sent if name.startswith(TAKE))
    return {int(place): str(value) for place, value in taken if place.isdecimal() and len(place) < 6}


Choices = Annotated[dict[int, str], Depends(_choices)]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a text gives, the name of its preview, and how many of its pages are shown."""

    tried: Tried
    name: str = ""
    pages: int = 0


@router.get("/letters/{notice}/edit")
def edit(request: Request, person: Someone, notice: Number) -> Response:
    """Show the text of the newest version as a form."""
    view = _view(request, person, notice)
    return _form(request, view, _text(desk_of(request), view))


@router.post("/letters/{notice}/preview", dependencies=[OwnForm])
def preview(
    request: Request, person: Someone, notice: Number, mark: Marks, text: Texts, why: Annotated[str, Form()] = "",
    seen: Annotated[str, Form()] = "", version: Version = 1,
) -> Response:  # fmt: skip
    """Draw the pages that a text would give; nothing is saved. With htmx the pages alone, else the form with them."""
    view = _view(request, person, notice)
    noted(request, letter=notice, version=version)
    said = text_of(mark, text)
    drawn = _drawn(request, person, view, said)
    if request.headers.get("hx-request") == "true":
        return page(request, "letters/preview.html", letter=view, drawn=drawn)
    return _form(request, view, said, why=why, seen=seen, version=version, drawn=drawn)


@router.get("/letters/{notice}/preview/{name}/{number}.webp")
def preview_page(
    request: Request,
    person: Someone,
    notice: Number,
    name: Annotated[str, Path(pattern="^[0-9a-f]{64}$")],
    number: Annotated[int, Path(ge=1, le=MOST_PAGES)],
) -> Response:
    """Answer with a page of the person's own preview."""
    try:
        drawn = draw_page(desk_of(request).previews.get(f"{person.name}/{notice}", name), number)
    except NoPage as error:
        raise HTTPException(404) from error
    return Response(drawn, media_type="image/webp", headers={"cache-control": "private, max-age=600"})


@router.post("/letters/{notice}/edit", dependencies=[OwnForm])
def save(
    request: Request,
    person: Someone,
    notice: Number,
    mark: Marks,
    text: Texts,
    version: Version,
    seen: Annotated[str, Form(max_length=20)],
    choices: Choices,
    why: Annotated[str, Form(max_length=LONGEST_WHY)] = "",
    against: Annotated[int, Form(ge=0, le=100_000)] = 0,
) -> Response:
    """Make a new version; if that may not be, show what was typed again, and what happened meanwhile.

    ``against`` is the newer version that the text was compared with, ``choices`` what to take where both changed it.
    """
    desk, text_sent, opened = desk_of(request), text_of(mark, text), version
    if against:
        view = _view(request, person, notice)
        compared = _compared(desk, view, version, against, text_sent)
        taken = settled(compared.parts, choices)
        if taken is None:
            return _comparison(request, view, compared, seen=seen, why=why, choices=choices, status=400)
        text_sent, opened = "".join(f"{line}\n" for line in taken), against
    moved, problem, status = False, "", 409
    try:
        life.edit(letter_desk(desk, notice, seen), notice, person.name, opened, text_sent, why)
    except LetterMoved:
        moved = True
    except (NotAllowed, EvidenceError, StoreError) as error:
        problem = error.sentence
    except BadInput as error:
        problem, status = error.sentence, 400
    else:
        noted(request, letter=notice, version=opened + 1)
        return proceed(f"/letters/{notice}", "step.edit")
    view = _view(request, person, notice, had_seen=seen if moved else "")
    if moved and view.version != opened:
        compared = _compared(desk, view, opened, view.version, text_sent)
        return _comparison(request, view, compared, seen=view.seen, why=why, status=409)
    seen = view.seen if moved else seen
    return _form(
        request, view, text_sent, status=status, why=why, seen=seen, version=opened, problem=problem, moved=moved
    )


def _view(request: Request, person: Person, notice: int, had_seen: str = "") -> LetterView:
    view = letter_view(request, person, notice, had_seen)
    if not view.editable:
        raise HTTPException(409)
    return view


def _text(desk: Desk, view: LetterView, version: int = 0) -> str:
    """Return the text of a version, the newest if none is named."""
    for one in view.versions:
        if version in (0, one.version):
            return read_text(desk.settings.letters_dir / one.folder)
    raise HTTPException(400)


def _compared(desk: Desk, view: LetterView, opened: int, newest: int, mine: str) -> Compared:
    return compare(opened, newest, _text(desk, view, opened), _text(desk, view, newest), mine)


def _comparison(
    request: Request,
    view: LetterView,
    compared: Compared,
    *,
    status: int,
    seen: str,
    why: str,
    choices: Mapping[int, str] | None = None,
) -> Response:
    """Show both texts; ``choices`` are those that were made already, and then some are wanting."""
    return page(
        request,
        "letters/compare.html",
        status=status,
        letter=view,
        compared=compared,
        seen=seen,
        why=why,
        longest=LONGEST_WHY,
        choices=choices or {},
        moved=choices is None,
        problem="",
        wanting=choices is not None,
    )


def _drawn(request: Request, person: Person, view: LetterView, text: str) -> Drawn:
    desk = desk_of(request)
    try:
        tried = try_text(desk.settings.letters_dir / view.versions[0].folder, text)
    except EvidenceError as error:
        return Drawn(Tried(fault=error.sentence))
    if not tried.pdf:
        return Drawn(tried)
    name = desk.previews.keep(f"{person.name}/{view.notice}", tried.pdf)
    return Drawn(tried, name, min(page_count(tried.pdf), MOST_PAGES))


def _form(
    request: Request,
    view: LetterView,
    text: str,
    *,
    status: int = 200,
    why: str = "",
    seen: str = "",
    version: int = 0,
    problem: str = "",
    moved: bool = False,
    drawn: Drawn | None = None,
) -> Response:
    """Show the form. If the letter moved without a new text, it has the present mark: the page says what happened."""
    return page(
        request,
        "letters/edit.html",
        status=status,
        letter=view,
        fields=fields_of(text),
        seen=seen or view.seen,
        version=version or view.version,
        why=why,
        longest=LONGEST_WHY,
        problem=problem,
        moved=moved,
        drawn=drawn,
    )
