"""Files of a capture, to be saved. They lie under a path of their own, where nothing is ever shown in place."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from review.access import Number, Someone
from review.captured import evidence_files, locate
from review.desk import desk_of
from review.downloads import attached_file
from zhenwei.store.models import VisitRow

router = APIRouter()


@router.get("/files/{visit_id}/{position}")
def evidence_file(request: Request, _person: Someone, visit_id: Number, position: int) -> Response:
    """Answer with the file at a position of the capture's manifest: bytes as kept, named after visit and file.

    The request never says a path. Captured bytes hold personal data unmasked, so a viewer does not get them.
    """
    desk = desk_of(request)
    root = desk.settings.evidence_dir
    with desk.store.reading() as session:
        visit = session.get(VisitRow, visit_id)
        folder = visit.folder if visit else ""
    listed = evidence_files(root, folder) or []
    if not 0 <= position < len(listed):
        raise HTTPException(404)
    name = listed[position].name
    path = locate(root, folder, name)
    if path is None or not path.is_relative_to((root / folder).resolve()):
        raise HTTPException(404)
    return attached_file(path, f"{visit_id}-{name}.bin")
