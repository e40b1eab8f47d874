"""A letter's files: its pages as pictures for whoever may look, its documents for whoever may act, noted down."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Request
from fastapi.responses import FileResponse, Response
from sqlalchemy.orm import Session

from review.access import Number, Someone
from review.desk import Desk, desk_of
from review.papers import NoPage, draw_page
from review.routes.letters import show_letter
from review.views.letter import HANDED_OUT, MOST_PAGES, get_letter, version_rows
from takedown.folders import check_folder
from takedown.names import PDF
from zhenwei.errors import EvidenceError
from zhenwei.store.letters import DOWNLOADED, add_event, locked_notice

router = APIRouter()
PageNumber = Annotated[int, Path(ge=1, le=MOST_PAGES)]
KEPT_BY_BROWSERS = {"cache-control": "private, max-age=3600"}


@router.get("/letters/{notice}/pages/{version}/{number}.webp")
def picture(request: Request, _person: Someone, notice: Number, version: Number, number: PageNumber) -> Response:
    """Answer with a page of a version. A version never changes, so the person's browser may keep it."""
    desk = desk_of(request)
    with desk.store.reading() as session:
        folder, _digest = _version(session, notice, version)
    try:
        drawn = draw_page((desk.settings.letters_dir / folder / PDF).read_bytes(), number)
    except (OSError, NoPage) as error:
        raise HTTPException(404) from error
    return Response(drawn, media_type="image/webp", headers=KEPT_BY_BROWSERS)


@router.get("/letters/{notice}/files/{version}/{name}")
def document(request: Request, person: Someone, notice: Number, version: Number, name: str) -> Response:
    """Hand a document or the package out, as an attachment, once its folder is whole and the act is written down."""
    if name not in HANDED_OUT:
        raise HTTPException(404)
    desk = desk_of(request)
    with desk.store.reading() as session:
        folder, digest = _version(session, notice, version)
    path = desk.settings.letters_dir / folder / name
    if not path.is_file():
        raise HTTPException(404)
    try:
        check_folder(desk.settings.letters_dir / folder, digest)
    except EvidenceError as error:
        return show_letter(request, person, notice, status=409, problem=error.sentence)
    _note(desk, notice, person.name, f"第 {version} 版 {name}")
    stem, _, ending = name.rpartition(".")
    return FileResponse(
        path,
        media_type="application/octet-stream",
        filename=f"letter-{notice}-v{version}-{stem}.{ending}",
        content_disposition_type="attachment",
        headers={"cache-control": "no-store"},
    )


def _version(session: Session, notice: int, version: int) -> tuple[str, str]:
    """Return (folder, manifest digest) of a version; a letter from before versions has one. 404 if there is none."""
    row = get_letter(session, notice)
    found = {one.version: (one.folder, one.manifest_sha256) for one in version_rows(session, notice)}
    place = found.get(version) or ((row.folder, row.manifest_sha256) if not found and version == 1 else None)
    if place is None:
        raise HTTPException(404)
    return place


def _note(desk: Desk, notice: int, by: str, what: str) -> None:
    with desk.store.transaction() as session:
        add_event(locked_notice(session, notice), by, DOWNLOADED, what)
