"""Visits: which addresses wait to be looked at, and how each look ended. Who looks: zhenwei/store/frontier.py."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.store.frontier import LATER, add_turns
from zhenwei.store.models import SiteRow, VisitRow
from zhenwei.types import Outcome, Profile, Visit

# Outcomes that show a site to be alive: something answered, whatever it was.
ALIVE = (
    Outcome.OK, Outcome.HTTP_ERROR, Outcome.TOO_LARGE, Outcome.BAD_ANSWER, Outcome.NOT_A_PAGE, Outcome.REDIRECT_LOOP,
)  # fmt: skip
# As statements on the tables: the rows of a batch go to the database in one go each, without an object a row.
_VISITS, _SITES = cast("Table", VisitRow.__table__), cast("Table", SiteRow.__table__)
_STILL_WAITING = (
    select(_VISITS.c.id)
    .where(_VISITS.c.id.in_(bindparam("visits", expanding=True)), _VISITS.c.outcome == "")
    .order_by(_VISITS.c.id)
    .with_for_update()
)
_ENDING = (
    update(_VISITS)
    .where(_VISITS.c.id == bindparam("of_visit"))
    .values({name: bindparam(name) for name in (
        "outcome", "error", "status", "final_url", "title", "folder", "manifest_sha256", "captured_at",
    )})
)  # fmt: skip
_LOOKED = update(_SITES).where(_SITES.c.host == bindparam("at_host")).values(looked_at=bindparam("at"))
_ALIVE = update(_SITES).where(_SITES.c.host == bindparam("at_host")).values(last_alive=bindparam("at"))


def plan_visits(
    session: Session,
    night_id: int,
    site_id: int,
    urls: Iterable[str],
    profiles: Iterable[Profile],
    *,
    purpose: str = "first",
    rendered: bool = False,
    priority: int = LATER,
) -> int:
    """Add the visits that the night does not know yet, and give their host its turn. Returns how many were new.

    Two sites may lead to one address: it is looked at once, for the site that came first.
    """
    urls = list(urls)
    known = {
        (url, profile)
        for url, profile in session.execute(
            select(VisitRow.url, VisitRow.profile).where(
                VisitRow.night_id == night_id, VisitRow.url.in_(urls), VisitRow.rendered == rendered
            )
        )
    }
    wanted = [(url, profile) for url in urls for profile in profiles]
    new = [pair for pair in dict.fromkeys(wanted) if (pair[0], pair[1].value) not in known]
    session.add_all(
        VisitRow(night_id=night_id, site_id=site_id, url=url, profile=profile.value, rendered=rendered, purpose=purpose)
        for url, profile in new
    )
    if new:
        add_turns(session, night_id, [site_id], purpose, priority)
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


def waiting_count(session: Session, night_id: int, purposes: Sequence[str]) -> int:
    """Return how many visits of these purposes wait."""
    query = select(func.count()).where(VisitRow.night_id == night_id, VisitRow.outcome == "")
    return session.scalar(query.where(VisitRow.purpose.in_(purposes))) or 0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a visit ended. The evidence folder must be in its final place before this is stored."""

    visit: int
    host: str
    outcome: Outcome
    captured_at: datetime
    error: str = ""
    status: int = 0
    final_url: str = ""
    title: str = ""
    folder: str = ""
    manifest_sha256: str = ""


def finish_visits(session: Session, ended: Sequence[Ended], *, again: bool = False) -> set[int]:
    """Record how visits ended. Returns those that had ended before, of which nothing is written unless ``again``.

    A visit ends twice where a worker stood still until its lease had run out and its host was in other hands.
    """
    rows = {one.visit: one for one in ended}
    if not rows:
        return set()
    waiting = set(rows)
    if not again:
        waiting = set(session.connection().scalars(_STILL_WAITING, {"visits": list(rows)}))
    news = [rows[visit] for visit in sorted(waiting)]
    if news:
        session.connection().execute(_ENDING, [_columns(one) for one in news])
        # Nobody has looked where the host's budget was used up: the site waits for the next night.
        seen = [one for one in news if one.outcome is not Outcome.BUDGET]
        looks = {one.host: one.captured_at for one in sorted(seen, key=lambda one: one.captured_at)}
        if looks:
            session.connection().execute(_LOOKED, [{"at_host": host, "at": looks[host]} for host in sorted(looks)])
        alive = sorted({one.host for one in news if one.outcome in ALIVE})
        if alive:
            session.connection().execute(_ALIVE, [{"at_host": host, "at": looks[host]} for host in alive])
    return set(rows) - waiting


def _columns(one: Ended) -> dict[str, object]:
    return {
        "of_visit": one.visit, "outcome": one.outcome.value, "error": _storable(one.error)[:500], "status": one.status,
        "final_url": _storable(one.final_url), "title": _storable(one.title)[:500], "folder": one.folder,
        "manifest_sha256": one.manifest_sha256, "captured_at": one.captured_at,
    }  # fmt: skip


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
    """Record how one visit ended, as ``finish_visits`` does for many."""
    session.flush()
    host = session.scalar(select(SiteRow.host).join(VisitRow).where(VisitRow.id == visit_id)) or ""
    ended = Ended(
        visit_id, host, outcome, captured_at or now(), error=error, status=status, final_url=final_url, title=title,
        folder=folder, manifest_sha256=manifest_sha256,
    )  # fmt: skip
    finish_visits(session, [ended], again=True)
    session.expire_all()


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
