"""The frontier as rows of the store: leases on SQLite for the processes of one machine, on PostgreSQL for several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.store.frontier import LEASE_SECONDS, Turn, add_turns, with_visits
from zhenwei.store.frontier_tables import HoldRow, TurnRow

_TURN, _HOLD = cast("Table", TurnRow.__table__), cast("Table", HoldRow.__table__)
_NOW = select(func.now())


def moment(session: Session) -> datetime:
    """Return the moment: by the server's clock where there is a server, for machines do not agree."""
    if session.get_bind().dialect.name == "postgresql":
        return cast("datetime", session.connection().scalar(_NOW))
    return now()


class RowFrontier:
    """Turns from the ``turn`` table, leases in the ``hold`` table."""

    def __init__(self, lease: float = LEASE_SECONDS) -> None:
        self._lease = timedelta(seconds=lease)

    def open(self, session: Session, night: int) -> None:
        past = {"night": night, "at": moment(session)}
        session.connection().execute(delete(_TURN).where(_TURN.c.night_id < night))
        session.connection().execute(_FORGET, past)

    def take(self, session: Session, worker: str, night: int, purposes: Sequence[str], most: int) -> list[Turn]:
        do, at = session.connection(), moment(session)
        wanted = {"night": night, "purposes": list(purposes), "at": at}
        taken: dict[int, Turn] = {}
        for site, purpose, priority in do.execute(_LOST, {**wanted, "most": most}).all():
            taken[site] = Turn(site, purpose, night, priority=priority)
        if taken:
            do.execute(_TAKE_OVER, {"sites": list(taken), "worker": worker, "until": at + self._lease})
        if len(taken) < most:
            turns: dict[int, Turn] = {}
            for site, purpose, priority in do.execute(_NEXT, {**wanted, "most": most - len(taken)}):
                turns.setdefault(site, Turn(site, purpose, night, priority=priority))
            won = self._hold(session, worker, sorted(turns.values(), key=lambda turn: turn.site), at)
            taken |= {site: turn for site, turn in turns.items() if site in won}
        return with_visits(session, night, taken.values())

    def _hold(self, session: Session, worker: str, turns: Sequence[Turn], at: datetime) -> set[int]:
        """Take the leases; returns the sites that nobody else was faster to take. ``turns`` in the order of sites."""
        if not turns:
            return set()
        rows = [
            {"site_id": t.site, "night_id": t.night, "purpose": t.purpose, "priority": t.priority, "worker": worker,
             "until": at + self._lease, "next_at": at}
            for t in turns
        ]  # fmt: skip
        won = set(session.connection().scalars(_holding(session.get_bind().dialect.name), rows))
        gone = [{"night": t.night, "site": t.site, "of": t.purpose} for t in turns if t.site in won]
        if gone:
            session.connection().execute(_TAKEN, gone)
        return won

    def renew(self, session: Session, worker: str) -> set[int]:
        until = moment(session) + self._lease
        return set(session.connection().scalars(_RENEW, {"of_worker": worker, "until": until}))

    def finish(self, session: Session, worker: str, turns: Iterable[Turn], pause: float) -> None:
        ended = {turn.site: turn for turn in turns}
        if ended:
            free = {"sites": sorted(ended), "workers": [worker], "next_at": moment(session) + timedelta(seconds=pause)}
            for site, *_ in session.connection().execute(_GIVE_BACK, free).all():
                if (turn := ended[site]).more:
                    add_turns(session, turn.night, [site], turn.purpose, turn.priority)

    def release(self, session: Session, workers: Iterable[str], pause: float) -> None:
        held = session.connection().scalars(_HELD, {"workers": list(workers)}).all()
        free = {"sites": held, "workers": list(workers), "next_at": moment(session) + timedelta(seconds=pause)}
        if held:
            for site, night, purpose, priority in session.connection().execute(_GIVE_BACK, free).all():
                add_turns(session, night, [site], purpose, priority)

    def workers(self, session: Session) -> set[str]:
        return set(session.connection().scalars(_WORKERS))


# Made once: to build a statement takes longer than the database takes to answer it.
_FREE = _HOLD.c.worker == ""
_SITES = _HOLD.c.site_id.in_(bindparam("sites", expanding=True))
_FORGET = delete(_HOLD).where(_HOLD.c.night_id < bindparam("night"), _HOLD.c.until < bindparam("at"))
_WORKERS = select(_HOLD.c.worker).where(~_FREE).distinct()
# Hosts whose lease has run out: their worker is lost, or stands still.
_LOST = (
    select(_HOLD.c.site_id, _HOLD.c.purpose, _HOLD.c.priority)
    .where(~_FREE, _HOLD.c.until <= bindparam("at"), _HOLD.c.night_id == bindparam("night"))
    .where(_HOLD.c.purpose.in_(bindparam("purposes", expanding=True)))
    .order_by(_HOLD.c.site_id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_TAKE_OVER = update(_HOLD).where(_SITES).values(worker=bindparam("worker"), until=bindparam("until"))
_NEXT = (
    select(_TURN.c.site_id, _TURN.c.purpose, _TURN.c.priority)
    .where(_TURN.c.night_id == bindparam("night"), _TURN.c.purpose.in_(bindparam("purposes", expanding=True)))
    .where(~exists().where(_HOLD.c.site_id == _TURN.c.site_id, (~_FREE) | (_HOLD.c.next_at > bindparam("at"))))
    .order_by(_TURN.c.priority, _TURN.c.site_id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_TAKEN = delete(_TURN).where(
    _TURN.c.night_id == bindparam("night"), _TURN.c.site_id == bindparam("site"), _TURN.c.purpose == bindparam("of")
)
_RENEW = (
    update(_HOLD)
    .where(_HOLD.c.worker == bindparam("of_worker"))
    .values(until=bindparam("until"))
    .returning(_HOLD.c.site_id)
)
_HELD = (
    select(_HOLD.c.site_id)
    .where(~_FREE, _HOLD.c.worker.in_(bindparam("workers", expanding=True)))
    .order_by(_HOLD.c.site_id)
    .with_for_update()
)
_GIVE_BACK = (
    update(_HOLD)
    .where(_SITES, _HOLD.c.worker.in_(bindparam("workers", expanding=True)))
    .values(worker="", next_at=bindparam("next_at"))
    .returning(_HOLD.c.site_id, _HOLD.c.night_id, _HOLD.c.purpose, _HOLD.c.priority)
)


@cache
def _holding(dialect: str) -> Any:
    adding: Any = postgresql.insert(_HOLD) if dialect == "postgresql" else sqlite.insert(_HOLD)
    names = ("night_id", "purpose", "priority", "worker", "until", "next_at")
    adding = adding.on_conflict_do_update(
        index_elements=["site_id"], set_={name: adding.excluded[name] for name in names}, where=_FREE
    )
    return adding.returning(_HOLD.c.site_id)
