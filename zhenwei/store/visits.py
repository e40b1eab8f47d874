"""The frontier: which addresses wait to be looked at, and how each look ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.store.models import SiteRow, VisitRow
from zhenwei.types import Outcome, Profile, Visit


def plan_visits(
    session: Session,
    night_id: int,
    site_id: int,
    urls: Iterable[str],
    profiles: Iterable[Profile],
    *,
    purpose: str = "first",
    rendered: bool = False,
) -> int:
    """Add the visits that the night does not know yet. Returns how many were new."""
    known = {
        (url, profile)
        for url, profile in session.execute(
            select(VisitRow.url, VisitRow.profile).where(
                VisitRow.night_id == night_id, VisitRow.site_id == site_id, VisitRow.rendered == rendered
            )
        )
    }
    wanted = [(url, profile) for url in urls for profile in profiles]
    new = [pair for pair in dict.fromkeys(wanted) if (pair[0], pair[1].value) not in known]
    session.add_all(
        VisitRow(night_id=night_id, site_id=site_id, url=url, profile=profile.value, rendered=rendered, purpose=purpose)
        for url, profile in new
    )
    return len(new)


def waiting_visits(
    session: Session, night_id: int, *, purposes: Sequence[str] = (), rendered: bool | None = None, limit: int = 500
) -> list[Visit]:
    """Return visits that wait, spread so that one host's do not stand side by side."""
    query = (
        select(VisitRow, SiteRow.host)
        .join(SiteRow)
        .where(VisitRow.night_id == night_id, VisitRow.outcome == "")
        .order_by(VisitRow.profile, VisitRow.id)
        .limit(limit)
    )
    if purposes:
        query = query.where(VisitRow.purpose.in_(purposes))
    if rendered is not None:
        query = query.where(VisitRow.rendered == rendered)
    return [
        Visit(id=row.id, site=host, url=row.url, profile=Profile(row.profile), rendered=row.rendered)
        for row, host in session.execute(query)
    ]


def finish_visit(
    session: Session,
    visit_id: int,
    outcome: Outcome,
    *,
    captured_at: datetime | None = None,
    error: str = "",
    status: int = 0,
    final_url: str = "",
    title: str = "",
    folder: str = "",
    manifest_sha256: str = "",
) -> None:
    """Record how a visit ended. The evidence folder must be in its final place before this is called."""
    row = session.get_one(VisitRow, visit_id)
    row.outcome, row.error, row.status = outcome.value, _storable(error)[:500], status
    row.final_url, row.title = _storable(final_url), _storable(title)[:500]
    row.folder, row.manifest_sha256 = folder, manifest_sha256
    row.captured_at = captured_at or now()
    site = session.get_one(SiteRow, row.site_id)
    site.looked_at = row.captured_at
    if outcome in (Outcome.OK, Outcome.HTTP_ERROR):
        site.last_alive = row.captured_at


def _storable(text: str) -> str:
    """Return a hostile text without what no database takes: NUL (PostgreSQL) and lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def close_visits(session: Session, night_id: int, outcome: Outcome, *, rendered: bool) -> int:
    """End all visits that still wait with one outcome (no browser, say). Returns how many there were."""
    waiting = select(VisitRow.id).where(
        VisitRow.night_id == night_id, VisitRow.outcome == "", VisitRow.rendered == rendered
    )
    ids = list(session.scalars(waiting))
    session.execute(update(VisitRow).where(VisitRow.id.in_(ids)).values(outcome=outcome.value, captured_at=now()))
    return len(ids)


def outcome_counts(session: Session, night_id: int) -> dict[str, int]:
    """Return how many visits of a night ended how; waiting ones under an empty key."""
    rows = session.execute(
        select(VisitRow.outcome, func.count()).where(VisitRow.night_id == night_id).group_by(VisitRow.outcome)
    )
    return {outcome: int(count) for outcome, count in rows}
