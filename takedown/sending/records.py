"""The registration records of a site that are held already: in the store, and beside its captures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from takedown.sending.abuse import AbuseContact, from_rdap, from_whois, merged
from zhenwei.errors import EvidenceError
from zhenwei.evidence.names import inside
from zhenwei.store.models import SiteRow, VisitRow

LARGEST = 2_000_000  # bytes of one record
MOST_CAPTURES = 12  # the newest ones
NAMES = ("rdap*.json", "whois*.json", "network*.json")


def abuse_contacts(session: Session, site: SiteRow, evidence: Path) -> tuple[AbuseContact, ...]:
    """Return every abuse contact that is known of a site. Asks nobody."""
    found: list[AbuseContact] = []
    same = select(SiteRow).where(SiteRow.registrable == site.registrable).order_by(SiteRow.id).limit(50)
    for row in session.scalars(same):
        found += _contacts(row.registration)
    for record in _beside(session, site, evidence):
        found += _contacts(record)
    return merged(found)


def _contacts(record: object) -> list[AbuseContact]:
    """Read a record by what it is: an RDAP answer, or the words of a WHOIS server."""
    if not isinstance(record, dict):
        return []
    text = record.get("text")
    return from_whois(text) if isinstance(text, str) else from_rdap(record)


def _beside(session: Session, site: SiteRow, evidence: Path) -> Iterator[Any]:
    visits = select(VisitRow.folder).where(VisitRow.site_id == site.id, VisitRow.folder != "")
    for folder in session.scalars(visits.order_by(VisitRow.id.desc()).limit(MOST_CAPTURES)):
        try:
            path = inside(evidence, folder)
            files = sorted(file for name in NAMES for file in path.glob(name))
            for file in files:
                if not file.is_symlink() and file.stat().st_size <= LARGEST:
                    yield json.loads(file.read_bytes())
        except (EvidenceError, OSError, ValueError, RecursionError):
            continue  # a damaged record is one that is not there
