"""The frontier: hosts whose visits wait, handed out in turns, each to one worker at a time.

A *turn* is one host with some of its waiting visits of one purpose. Whoever has it in hand holds a lease, renewed while
the worker lives; a worker that is lost loses its leases, and what it had not finished is handed out again. So one host
is asked by one worker only, at the pace of that worker's download slot, and the next worker begins no sooner than the
last one's delay has passed.

The rows of ``visit`` are the truth: a turn without waiting visits is empty and ends at once, and ``mend`` gives every
host that waits its turn again, whatever has been lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Protocol, cast

from sqlalchemy import Select, Table, bindparam, delete, func, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from zhenwei.store.frontier_tables import TurnRow
from zhenwei.store.models import SiteRow, UnitRow, VisitRow
from zhenwei.store.nights import PLAN, is_planned, mark_planned
from zhenwei.types import Profile, Visit

# Which turn comes first: the smaller, the sooner.
REPORTED = 0  # somebody waits for an answer
FRESH = 3  # what was found tonight
LATER = 5

LEASE_SECONDS = 60.0
TURN_VISITS = 32
CLOSED = "fetch-closed"
LAST = 2**62


@dataclass(frozen=True, slots=True)
class Turn:
    """A host in hand. ``ticket`` is the engine's own number of it; ``more``: further visits of the host wait."""

    site: int
    purpose: str
    night: int
    visits: tuple[Visit, ...] = ()
    priority: int = LATER
    ticket: int = 0
    more: bool = False


class Frontier(Protocol):
    """Hands out turns. Every method works within the caller's transaction, beside the results of visits."""

    def open(self, session: Session, night: int) -> None:
        """Make ready for a night: what earlier nights left behind is forgotten."""

    def take(self, session: Session, worker: str, night: int, purposes: Sequence[str], most: int) -> list[Turn]:
        """Return up to ``most`` turns of the night, now in the hand of the worker; those of lost workers too."""

    def renew(self, session: Session, worker: str) -> set[int]:
        """Renew all leases of the worker; returns the sites (ids) that it still has in hand."""

    def finish(self, session: Session, worker: str, turns: Iterable[Turn], pause: float) -> None:
        """Give hosts back, to be asked again no sooner than in ``pause`` seconds."""

    def release(self, session: Session, workers: Iterable[str], pause: float) -> None:
        """Give back all that these workers have in hand; what was not finished has its turn again."""

    def workers(self, session: Session) -> set[str]:
        """Return the workers that have something in hand."""


def add_turns(session: Session, night: int, sites: Iterable[int], purpose: str, priority: int = LATER) -> None:
    """Note that hosts wait; call it in the transaction that adds their visits. A sooner priority wins."""
    rows = [{"night_id": night, "site_id": s, "purpose": purpose, "priority": priority} for s in dict.fromkeys(sites)]
    if rows:
        session.connection().execute(_sooner(session.get_bind().dialect.name), rows)


@cache
def _sooner(dialect: str) -> Any:
    table, on_postgres = cast("Table", TurnRow.__table__), dialect == "postgresql"
    adding: Any = postgresql.insert(table) if on_postgres else sqlite.insert(table)
    lesser = func.least if on_postgres else func.min
    return adding.on_conflict_do_update(
        index_elements=["night_id", "site_id", "purpose"],
        set_={"priority": lesser(table.c.priority, adding.excluded.priority)},
    )


def with_visits(session: Session, night: int, taken: Iterable[Turn]) -> list[Turn]:
    """Fill turns with the first waiting visits of their hosts, at most TURN_VISITS each, in the order planned."""
    turns = {(turn.purpose, turn.site): turn for turn in taken}
    found: dict[tuple[str, int], list[Visit]] = {key: [] for key in turns}
    further = set()
    for purpose in {turn.purpose for turn in turns.values()}:
        sites = [turn.site for turn in turns.values() if turn.purpose == purpose]
        waiting = {"night": night, "purpose": purpose, "sites": sites, "most": TURN_VISITS}
        for site, host, visit, url, profile, rendered in session.connection().execute(_WAITING, waiting):
            visits = found[purpose, site]
            if len(visits) == TURN_VISITS:
                further.add((purpose, site))
            else:
                visits.append(Visit(visit, host, url, Profile(profile), rendered))
    return [replace(turn, visits=tuple(found[key]), more=key in further) for key, turn in turns.items()]


def _waiting_of_hosts() -> Select[Any]:
    visit, site = cast("Table", VisitRow.__table__), cast("Table", SiteRow.__table__)
    later = visit.alias()
    # As the bound of an index range, so that a host with a million visits costs no more than one with fifty.
    bound = (
        select(later.c.id)
        .where(later.c.night_id == bindparam("night"), later.c.purpose == bindparam("purpose"))
        .where(later.c.site_id == site.c.id, later.c.outcome == literal_column("''"))
        .order_by(later.c.id)
        .offset(bindparam("most"))
        .limit(1)
        .correlate(site)
        .scalar_subquery()
    )
    return (
        select(site.c.id, site.c.host, visit.c.id, visit.c.url, visit.c.profile, visit.c.rendered)
        .join_from(site, visit, visit.c.site_id == site.c.id)
        .where(site.c.id.in_(bindparam("sites", expanding=True)), visit.c.night_id == bindparam("night"))
        .where(visit.c.purpose == bindparam("purpose"), visit.c.outcome == literal_column("''"))
        .where(visit.c.id <= func.coalesce(bound, LAST))
        .order_by(visit.c.id)
    )


# Statements that every turn needs are made once: to build one takes longer than the database takes to answer it.
_WAITING = _waiting_of_hosts()


def mend(session: Session, night: int, purposes: Sequence[str]) -> None:
    """Give every host that waits its turn again: a turn too many is empty, one too few would be a visit forgotten."""
    query = select(VisitRow.purpose, VisitRow.site_id).where(VisitRow.night_id == night, VisitRow.outcome == "")
    waiting: dict[str, list[int]] = {}
    for purpose, site in session.execute(query.where(VisitRow.purpose.in_(purposes)).distinct()):
        waiting.setdefault(purpose, []).append(site)
    for purpose, sites in waiting.items():
        add_turns(session, night, sorted(sites), purpose)


def waits(session: Session, night: int, purposes: Sequence[str]) -> bool:
    """True if any visit of these purposes waits, in whoever's hand."""
    query = select(VisitRow.id).where(VisitRow.night_id == night, VisitRow.outcome == "")
    return session.scalar(query.where(VisitRow.purpose.in_(purposes)).limit(1)) is not None


def close_fetching(session: Session, night: int) -> None:
    """Note that no further visits will be planned in this night: workers that stay end once nothing waits."""
    if not is_fetching_closed(session, night):
        mark_planned(session, night, CLOSED)


def open_fetching(session: Session, night: int) -> None:
    """Take the note back: a night that is gone on with may find more."""
    session.execute(delete(UnitRow).filter_by(night_id=night, spider=PLAN, source=CLOSED))


def is_fetching_closed(session: Session, night: int) -> bool:
    """True once the night will plan no further visits."""
    return is_planned(session, night, CLOSED)
