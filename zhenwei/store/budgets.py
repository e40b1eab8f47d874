"""Host budgets: how many requests a night and a day, and when. Shared by everything that works on one store.

Whoever wants to ask a host reserves a block of moments in one transaction and then uses them without the store:
``next_at`` moves on by as many delays as moments were granted. What was not used is given back with the next block.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from zhenwei.clock import BEIJING, now
from zhenwei.store.budget_tables import HostBudgetRow

LONGEST_REST = 3600.0
AT_ONCE = 500  # hosts of one statement


@dataclass(frozen=True, slots=True)
class Want:
    """What is wanted of one host. Limits of 0 do not bound; delays and rests are in seconds."""

    slots: int
    delay: float
    night_limit: int = 0
    day_limit: int = 0
    unused: int = 0  # given back from an earlier block
    rest: float = 0.0  # the host asked to be left alone for so long


@dataclass(frozen=True, slots=True)
class Grant:
    """``slots`` moments, the first in ``wait`` seconds, each ``delay`` after the last.

    ``bound`` says which limit (``night`` or ``day``) left fewer than were wanted.
    """

    slots: int
    wait: float = 0.0
    bound: str = ""


def reserve(session: Session, night: int, wants: Mapping[str, Want]) -> dict[str, Grant]:
    """Reserve moments at several hosts. Call it in a transaction of its own; ``night`` 0 stands for no night."""
    at = _clock(session)
    rows = _rows(session, sorted(wants), night, at)
    return {host: _grant(rows[host], want, night, at) for host, want in wants.items()}


def used(session: Session, host: str) -> tuple[int, int]:
    """Return the requests to a host of its last night and of its last day."""
    row = session.get(HostBudgetRow, host)
    return (row.night_used, row.day_used) if row is not None else (0, 0)


def used_up_hosts(session: Session, night: int) -> Sequence[tuple[str, str]]:
    """Return (host, ``night`` or ``day``) for the hosts whose budget ended in a night."""
    query = (
        select(HostBudgetRow.host, HostBudgetRow.used_up)
        .where(HostBudgetRow.night_id == night, HostBudgetRow.used_up != "")
        .order_by(HostBudgetRow.host)
    )
    return [(host, why) for host, why in session.execute(query)]


def _grant(row: HostBudgetRow, want: Want, night: int, at: datetime) -> Grant:
    today = _day(at)
    if row.day != today:
        row.day, row.day_used = today, 0
    if row.night_id != night:
        row.night_id, row.night_used = night, 0
    row.night_used = max(0, row.night_used - want.unused)
    row.day_used = max(0, row.day_used - want.unused)
    if want.rest:
        row.next_at = max(row.next_at, at + timedelta(seconds=min(want.rest, LONGEST_REST)))
    limits = {"night": want.night_limit if night else 0, "day": want.day_limit}
    used = {"night": row.night_used, "day": row.day_used}
    left = {why: max(0, limit - used[why]) for why, limit in limits.items() if limit}
    slots = min([want.slots, *left.values()])
    bound = min(left, key=left.__getitem__) if slots < want.slots else ""
    if want.slots or want.unused:
        row.used_up, row.used_up_at = bound, at if bound else row.used_up_at
    first = max(at, row.next_at)
    if slots:
        row.next_at = first + timedelta(seconds=slots * want.delay)
        row.night_used += slots
        row.day_used += slots
    return Grant(slots, (first - at).total_seconds(), bound)


def _rows(session: Session, hosts: Sequence[str], night: int, at: datetime) -> dict[str, HostBudgetRow]:
    """Return the rows of hosts, locked in one order, so that two workers never wait for each other in a circle."""
    found: dict[str, HostBudgetRow] = {}
    for start in range(0, len(hosts), AT_ONCE):
        some = hosts[start : start + AT_ONCE]
        found |= _locked(session, some)
        if missing := [host for host in some if host not in found]:
            dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
            values = [
                {
                    "host": host, "night_id": night, "night_used": 0, "day": _day(at), "day_used": 0, "next_at": at,
                    "used_up": "",
                }
                for host in missing
            ]  # fmt: skip
            session.execute(dialect.insert(HostBudgetRow).values(values).on_conflict_do_nothing())
            found |= _locked(session, missing)
    return found


def _locked(session: Session, hosts: Iterable[str]) -> dict[str, HostBudgetRow]:
    query = select(HostBudgetRow).where(HostBudgetRow.host.in_(hosts)).order_by(HostBudgetRow.host).with_for_update()
    return {row.host: row for row in session.scalars(query)}


def _clock(session: Session) -> datetime:
    """Return the database's time where several machines share one, so that their clocks need not agree."""
    if session.get_bind().dialect.name == "postgresql":
        found: datetime = session.scalars(select(func.clock_timestamp())).one()
        return found
    return now()


def _day(at: datetime) -> date:
    return at.astimezone(BEIJING).date()
