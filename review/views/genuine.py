"""The genuine pages of an organ, as the nights have captured them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from review.views.faces import MOST, Face, face_of
from zhenwei.address import host_of
from zhenwei.errors import BadInput
from zhenwei.store.models import SiteRow, VisitRow


def genuine_faces(session: Session, organ: str, root: Path) -> list[Face]:
    """Return the newest pictured capture of each page of an organ and each profile, the newest first."""
    if not organ:
        return []
    # The organ's few sites first, and no word of the outcome: asked in one go, SQLite reads all visits that went well.
    sites = session.scalars(select(SiteRow.id).where(SiteRow.organ == organ, SiteRow.organ != "")).all()
    rows = session.scalars(
        select(VisitRow)
        .where(
            VisitRow.site_id.in_(sites),
            VisitRow.purpose == "official",
            # Only a browser makes pictures; the static captures of the same pages would use up what is read here.
            VisitRow.rendered.is_(True),
            VisitRow.folder != "",
        )
        .order_by(VisitRow.id.desc())
        .limit(MOST)
    )
    newest: dict[tuple[str, str], Face] = {}
    for row in rows:
        face = face_of(row, root)
        if face.pictured and face.outcome == "ok":
            newest.setdefault((page_of(face.final_url or face.url), face.profile), face)
    return list(newest.values())


def page_of(address: str) -> str:
    """Return what makes two addresses one page: no scheme, no ``www``, no last slash; "" for what is no address."""
    try:
        host = host_of(address)
    except BadInput:
        return ""
    parts = urlsplit(address if "://" in address else f"http://{address}")
    return f"{host.removeprefix('www.')}{parts.path.rstrip('/')}{'?' if parts.query else ''}{parts.query}"
