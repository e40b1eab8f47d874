"""The faces of a site: what each visit of the newest look saw, as whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from review.captured import MARKUP, SCREENSHOT, EvidenceFile, evidence_files, locate
from review.masking import mask
from review.views.browsing import NOTHING, Browsing, browsing_of
from zhenwei.evidence.chain import chain_of
from zhenwei.store.faces import choices_of, differences_of
from zhenwei.store.models import VisitRow
from zhenwei.types import Hop

MOST = 60
MOST_HOPS = 12
Contacts = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Face:
    """One visit. ``pictured``: a screenshot can be shown; ``kept``: markup can be read."""

    visit: int
    night: int
    purpose: str
    profile: str
    rendered: bool
    url: str
    outcome: str
    error: str
    status: int
    final_url: str
    title: str
    at: datetime | None
    folder: str
    manifest_sha256: str
    pictured: bool
    kept: bool
    browsing: Browsing = NOTHING
    # The hops from the address asked to the page shown, where there is more than one.
    chain: tuple[Hop, ...] = ()
    # None: the manifest is missing or damaged; also where there is no folder at all.
    files: list[EvidenceFile] | None = None


def faces_of(session: Session, site_id: int, root: Path, contacts: Contacts = ()) -> list[Face]:
    """Return the visits of a site, newest night first, those with a picture first within it; titles masked."""
    rows = session.scalars(
        select(VisitRow)
        .where(VisitRow.site_id == site_id, VisitRow.outcome != "")
        .order_by(VisitRow.night_id.desc(), VisitRow.id.desc())
        .limit(MOST)
    )
    faces = [face_of(row, root, contacts, with_files=True) for row in rows]
    return sorted(faces, key=lambda face: (-face.night, not face.pictured, face.profile, face.visit))


@dataclass(frozen=True, slots=True)
class Shown:
    """What an address showed to some profiles only, and to which not."""

    url: str
    kind: str
    profiles: tuple[str, ...]
    others: tuple[str, ...]
    detail: str


def shown_apart(session: Session, site_id: int) -> list[Shown]:
    """Return what the profiles were shown differently in the newest night that knows of any; contacts masked."""
    rows = differences_of(session, site_id)[:MOST]
    return [
        Shown(r.url, r.kind, tuple(r.profiles.split(",")), tuple(r.others.split(",")), mask(r.detail)) for r in rows
    ]


def why_looked(session: Session, site_id: int) -> list[tuple[int, str, tuple[str, ...]]]:
    """Return (night, reason, profiles) of the choices of who looks, the newest first."""
    return [(row.night_id, row.words, tuple(row.profiles.split(","))) for row in choices_of(session, site_id)]


def face_of(row: VisitRow, root: Path, contacts: Contacts = (), *, with_files: bool = False) -> Face:
    """Return a visit as a page shows it. ``contacts``: of the site's newest opinion, masked in the title."""
    hops = chain_of(root, row.folder) if with_files else ()
    return Face(
        visit=row.id,
        night=row.night_id,
        purpose=row.purpose,
        profile=row.profile,
        rendered=row.rendered,
        url=row.url,
        outcome=row.outcome,
        error=row.error,
        status=row.status,
        final_url=row.final_url,
        title=mask(row.title, contacts),
        at=row.captured_at,
        folder=row.folder,
        manifest_sha256=row.manifest_sha256,
        pictured=locate(root, row.folder, SCREENSHOT) is not None,
        kept=locate(root, row.folder, MARKUP) is not None,
        chain=hops[:MOST_HOPS] if len(hops) > 1 else (),
        browsing=browsing_of(root, row.folder) if with_files else NOTHING,
        files=evidence_files(root, row.folder) if with_files else None,
    )
