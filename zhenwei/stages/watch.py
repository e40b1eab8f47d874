"""Watching: which names are looked up tonight, and what the night's visits say of the names that are watched."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from detectors.names import Variant
from detectors.names.expand import expand
from zhenwei.clock import now
from zhenwei.stages.desk import Desk
from zhenwei.store.models import LeadRow, SiteRow, UnitRow, VisitRow, WatchedNameRow
from zhenwei.store.nights import is_planned, mark_planned, plan_units, position, set_position
from zhenwei.store.watched import due_names, note_registration, save_shown, watch, watched_domains
from zhenwei.types import Outcome
from zhenwei.watching import Shown
from zhenwei.watching.sweep import Asked, Place, rounds, tonight
from zhenwei.watchlist import Watchlist

SPIDER = "lookalikes"
NAMES_A_UNIT = 200
# However many watched names are due, a quarter of the night is left for new variants.
DUE_SHARE = 0.75
# A name whose servers cannot say is asked in this many nights in a row, then waits for its turn like the others.
TRIES = 3
# Sources that bring names and not pages: what they flag is worth watching even where nothing answers yet.
NAME_SOURCES = ("lookalikes", "feeds", "ctlog", "certstream")
SILENCE = (
    Outcome.NO_SUCH_NAME, Outcome.DNS_FAILED, Outcome.UNREACHABLE, Outcome.TIMEOUT, Outcome.TLS_FAILED,
)  # fmt: skip
# Ends that say nothing of the site: we did not look.
NOT_LOOKED = (Outcome.NOT_RENDERED, Outcome.EGRESS, Outcome.BUDGET, Outcome.FAILED)

Row = dict[str, Any]


@dataclass(frozen=True)
class _Plan:
    names: Mapping[str, list[Row]]  # by source of the unit
    places: Mapping[str, Place]


def plan_lookalikes(desk: Desk, night: int) -> None:
    """Put down the night's units of names: those watched and due, those not answered for, the next of all variants.

    Where the sweep stands is moved on in the same transaction, so a killed run neither skips names nor asks twice.
    """
    budget = desk.settings.lookalike_budget
    if budget == 0:
        return
    with desk.store.reading() as session:
        if is_planned(session, night, SPIDER):
            return
        planned = _choose(session, desk.watchlist, night, budget)
    with desk.store.transaction() as session:
        for source, names in planned.names.items():
            starts = range(0, len(names), NAMES_A_UNIT)
            units = [(source, f"{start:06d}", {"names": names[start : start + NAMES_A_UNIT]}) for start in starts]
            plan_units(session, night, SPIDER, units)
        for name, place in planned.places.items():
            set_position(session, f"{SPIDER}:{name}", {"next": place.next, "times": place.times, "of": place.of})
        mark_planned(session, night, SPIDER)


def _choose(session: Session, watchlist: Watchlist, night: int, budget: int) -> _Plan:
    most = max(1, int(budget * DUE_SHARE))
    waiting = (row for row in due_names(session) if not watchlist.is_lawful(row.domain))
    due = [_watched_row(row) for row in islice(waiting, most)]
    known = watched_domains(session)
    missed = [row for row in _unanswered(session, night) if row["domain"] not in known][: most - len(due)]
    left = budget - len(due) - len(missed)
    plan = rounds(left)
    asked, places = tonight(
        expand(watchlist),
        plan,
        {one.name: _place(position(session, f"{SPIDER}:{one.name}")) for one in plan},
        of=_fingerprint(watchlist),
        key=lambda variant: variant.domain,
        skip=known | {str(row["domain"]) for row in missed},
    )
    return _Plan({"watched": due, "again": missed, "expand": [_variant_row(one) for one in asked]}, places)


def _unanswered(session: Session, night: int) -> list[Row]:
    """Return the names of the last night's units whose servers could not say, unless that has gone on for long."""
    last = session.scalars(
        select(UnitRow.night_id)
        .filter_by(spider=SPIDER)
        .where(UnitRow.night_id < night)
        .order_by(UnitRow.night_id.desc())
    ).first()
    if last is None:
        return []
    found: list[Row] = []
    for unit in session.scalars(select(UnitRow).filter_by(spider=SPIDER, night_id=last).order_by(UnitRow.id)):
        # A unit that failed as a whole never came to name its names.
        rows = unit.detail.get("again", [] if unit.outcome in ("results", "nothing") else unit.detail.get("names", []))
        found += [{**row, "tries": row.get("tries", 1) + 1} for row in rows if row.get("tries", 1) < TRIES]
    return found


def _watched_row(row: WatchedNameRow) -> Row:
    return {"domain": row.domain, "family": row.family, "target": row.target}


def _variant_row(asked: Asked[Variant]) -> Row:
    found = asked.item
    return {"domain": found.domain, "family": found.family, "target": found.target, "free": asked.again}


def _place(stored: Mapping[str, Any]) -> Place:
    return Place(int(stored.get("next", 0)), int(stored.get("times", 0)), str(stored.get("of", "")))


def _fingerprint(watchlist: Watchlist) -> str:
    """Tell one watchlist from another: with other organs, a variant that is new was not free before."""
    digest = hashlib.sha256()
    for organ in sorted(watchlist.organs.values(), key=lambda organ: organ.slug):
        digest.update(organ.model_dump_json().encode())
    return digest.hexdigest()[:16]


def note_visits(session: Session, night: int) -> None:
    """Carry what the night's visits saw over to the watched names. Doing it again changes nothing.

    A name from a list that was flagged and does not answer begins to be watched here, so that it is looked at again
    when it has been given a page.
    """
    rows = session.execute(
        select(SiteRow, VisitRow.outcome, VisitRow.captured_at)
        .join(VisitRow, VisitRow.site_id == SiteRow.id)
        .where(VisitRow.night_id == night, VisitRow.outcome != "", SiteRow.organ == "")
        .order_by(VisitRow.id)
    )
    visited: dict[int, tuple[SiteRow, list[tuple[Outcome, datetime]]]] = {}
    for site, outcome, at in rows:
        visited.setdefault(site.id, (site, []))[1].append((Outcome(outcome), at or now()))
    listed = _leads_by_site(session, night)
    hosts = select(SiteRow.host).where(SiteRow.id.in_(_visited(night)))
    known = {row.domain: row for row in session.scalars(select(WatchedNameRow).where(WatchedNameRow.domain.in_(hosts)))}
    for site, ends in visited.values():
        shown = shown_by([outcome for outcome, _ in ends])
        row = known.get(site.host)
        if row is None and site.id in listed and shown is not None:
            lead = listed[site.id]
            row, _ = watch(
                session, site.host, lead.source, family=str(lead.detail.get("family", "")),
                target=str(lead.detail.get("target", "")),
            )  # fmt: skip
        if row is None:
            continue
        note_registration(row, site.registered_on)
        if shown is not None:
            save_shown(session, night, row, shown, max(at for _, at in ends))


def shown_by(outcomes: list[Outcome]) -> Shown | None:
    """Return what all visits to a site together say of it; None if none of them looked."""
    looked = [outcome for outcome in outcomes if outcome not in NOT_LOOKED]
    if not looked:
        return None
    if Outcome.OK in looked:
        return Shown.PAGE
    return Shown.SILENT if all(outcome in SILENCE for outcome in looked) else Shown.NO_PAGE


def _leads_by_site(session: Session, night: int) -> dict[int, LeadRow]:
    """Return the first lead that came from a list of names, for each site visited tonight that has one."""
    found: dict[int, LeadRow] = {}
    query = select(LeadRow).where(LeadRow.source.in_(NAME_SOURCES), LeadRow.site_id.in_(_visited(night)))
    for lead in session.scalars(query.order_by(LeadRow.id)):
        found.setdefault(lead.site_id, lead)
    return found


def _visited(night: int) -> Select[int]:
    return select(VisitRow.site_id).where(VisitRow.night_id == night)
