"""Editing a letter: its text as a form, a preview of its pages, and the version that it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Path, Request
from fastapi.responses import Response

from review.access import Number, OwnForm, Person, Someone
from review.desk import Desk, desk_of
from review.letterform import fields_of, text_of
from review.lettering import LetterMoved, letter_desk
from review.noting import noted
from review.papers import NoPage, draw_page, page_count
from review.render import page
from review.routes.letters import letter_view
from review.telling import proceed
from review.views.letter import MOST_PAGES, LetterView
from takedown import life
from takedown.folders import read_text
from takedown.render import Mark
from takedown.trying import Tried, try_text
from zhenwei.errors import BadInput, EvidenceError, NotAllowed, StoreError

router = APIRouter()
LONGEST_WHY = 500
Marks = Annotated[list[Mark], Form()]
Texts = Annotated[list[str], Form()]
Version = Annotated[int, Form(ge=1, le=100_000)]


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
    why: Annotated[str, Form(max_length=LONGEST_WHY)] = "",
) -> Response:
    """Make a new version; if that may not be, show the form again with what was typed and what happened meanwhile."""
    desk, said = desk_of(request), text_of(mark, text)
    moved, problem, status = False, "", 409
    try:
        life.edit(letter_desk(desk, notice, seen), notice, person.name, version, said, why)
    except LetterMoved:
        moved = True
    except (NotAllowed, EvidenceError, StoreError) as error:
        problem = error.sentence
    except BadInput as error:
        problem, status = error.sentence, 400
    else:
        noted(request, letter=notice, version=version + 1)
        return proceed(f"/letters/{notice}", "step.edit")
    view = _view(request, person, notice, had_seen=seen if moved else "")
    newest = _text(desk, view) if moved else ""
    return _form(request, view, said, status=status, why=why, problem=problem, moved=moved, newest=newest)


def _view(request: Request, person: Person, notice: int, had_seen: str = "") -> LetterView:
    view = letter_view(request, person, notice, had_seen)
    if not view.editable:
        raise HTTPException(409)
    return view


def _text(desk: Desk, view: LetterView) -> str:
    return read_text(desk.settings.letters_dir / view.versions[0].folder)


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
    newest: str = "",
    drawn: Drawn | None = None,
) -> Response:
    """Show the form. After a conflict it carries the newest state: who saves again has seen what happened."""
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
        newest=newest,
        drawn=drawn,
    )
