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
from zhenwei.evidence.record import PAGE
from zhenwei.store.models import SiteRow, VisitRow

LARGEST = 8_000_000  # bytes of a file of records
MOST_CAPTURES = 12  # the newest ones
NAMES = ("rdap", "whois", "network")  # how their names begin


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
            yield from _named(_read(path / PAGE).get("records"))
            for name in NAMES:  # captures of the first format: one file a record
                for file in sorted(path.glob(f"{name}*.json")):
                    yield _read(file)
        except (EvidenceError, OSError):
            continue  # a capture that cannot be read tells nothing


def _named(records: object) -> Iterator[Any]:
    if isinstance(records, dict):
        yield from (record for name, record in records.items() if str(name).startswith(NAMES))


def _read(file: Path) -> dict[str, Any]:
    """Return a record; empty for what is none, or is too large to be one."""
    if file.is_symlink() or file.stat().st_size > LARGEST:
        return {}
    try:
        record = json.loads(file.read_bytes())
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}
