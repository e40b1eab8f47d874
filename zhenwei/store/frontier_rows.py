"""The frontier as rows of the store: leases on SQLite for the processes of one machine, on PostgreSQL for several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, delete, exists, func, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.store.frontier import LEASE_SECONDS, Turn, add_turns, with_visits
from zhenwei.store.frontier_tables import HoldRow, TurnRow

NOBODY = ""
# Rows are changed in the database alone: no object of the session stands for them.
_PLAIN = {"synchronize_session": False}


def moment(session: Session) -> datetime:
    """Return the moment: by the server's clock where there is a server, for machines do not agree."""
    if session.get_bind().dialect.name == "postgresql":
        return cast("datetime", session.scalar(select(func.now())))
    return now()


class RowFrontier:
    """Turns from the ``turn`` table, leases in the ``hold`` table."""

    def __init__(self, lease: float = LEASE_SECONDS) -> None:
        self._lease = timedelta(seconds=lease)

    def open(self, session: Session, night: int) -> None:
        session.execute(delete(TurnRow).where(TurnRow.night_id < night), execution_options=_PLAIN)
        session.execute(
            delete(HoldRow).where(HoldRow.night_id < night, HoldRow.until < moment(session)), execution_options=_PLAIN
        )

    def take(self, session: Session, worker: str, night: int, purposes: Sequence[str], most: int) -> list[Turn]:
        taken = self._take_over(session, worker, night, purposes, most)
        if len(taken) < most:
            taken += self._take_new(session, worker, night, purposes, most - len(taken))
        return with_visits(session, night, taken)

    def renew(self, session: Session, worker: str) -> set[int]:
        renewing = update(HoldRow).where(HoldRow.worker == worker).values(until=moment(session) + self._lease)
        return set(session.scalars(renewing.returning(HoldRow.site_id), execution_options=_PLAIN))

    def finish(self, session: Session, worker: str, turns: Iterable[Turn], pause: float) -> None:
        ended = sorted(turns, key=lambda turn: turn.site)
        if not ended:
            return
        giving = (
            update(HoldRow)
            .where(HoldRow.worker == worker, HoldRow.site_id.in_([turn.site for turn in ended]))
            .values(worker=NOBODY, next_at=moment(session) + timedelta(seconds=pause))
            .returning(HoldRow.site_id)
        )
        ours = set(session.scalars(giving, execution_options=_PLAIN))
        for turn in ended:
            if turn.more and turn.site in ours:
                add_turns(session, turn.night, [turn.site], turn.purpose, turn.priority)

    def release(self, session: Session, workers: Iterable[str], pause: float) -> None:
        giving = (
            update(HoldRow)
            .where(HoldRow.worker.in_(list(workers)), HoldRow.worker != NOBODY)
            .values(worker=NOBODY, next_at=moment(session) + timedelta(seconds=pause))
            .returning(HoldRow.night_id, HoldRow.site_id, HoldRow.purpose, HoldRow.priority)
        )
        for night, site, purpose, priority in session.execute(giving, execution_options=_PLAIN).all():
            add_turns(session, night, [site], purpose, priority)

    def workers(self, session: Session) -> set[str]:
        return set(session.scalars(select(HoldRow.worker).where(HoldRow.worker != NOBODY).distinct()))

    def _take_over(self, session: Session, worker: str, night: int, purposes: Sequence[str], most: int) -> list[Turn]:
        """Take the hosts whose lease has run out: their worker is lost, or stands still."""
        lost = (
            select(HoldRow.site_id)
            .where(HoldRow.worker != NOBODY, HoldRow.until <= moment(session))
            .where(HoldRow.night_id == night, HoldRow.purpose.in_(purposes))
            .order_by(HoldRow.site_id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        sites = list(session.scalars(lost))
        if not sites:
            return []
        taking = (
            update(HoldRow)
            .where(HoldRow.site_id.in_(sites))
            .values(worker=worker, until=moment(session) + self._lease)
            .returning(HoldRow.site_id, HoldRow.purpose, HoldRow.priority)
        )
        rows = session.execute(taking, execution_options=_PLAIN).all()
        return [Turn(site, purpose, night, priority=priority) for site, purpose, priority in rows]

    def _take_new(self, session: Session, worker: str, night: int, purposes: Sequence[str], most: int) -> list[Turn]:
        at = moment(session)
        held = exists().where(HoldRow.site_id == TurnRow.site_id, (HoldRow.worker != NOBODY) | (HoldRow.next_at > at))
        waiting = (
            select(TurnRow.site_id, TurnRow.purpose, TurnRow.priority)
            .where(TurnRow.night_id == night, TurnRow.purpose.in_(purposes), ~held)
            .order_by(TurnRow.priority, TurnRow.site_id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        turns: dict[int, Turn] = {}
        for site, purpose, priority in session.execute(waiting):
            turns.setdefault(site, Turn(site, purpose, night, priority=priority))
        if not turns:
            return []
        won = self._hold(session, worker, night, list(turns.values()))
        taken = [turns[site] for site in turns if site in won]
        gone = tuple_(TurnRow.night_id, TurnRow.site_id, TurnRow.purpose).in_(
            [(night, turn.site, turn.purpose) for turn in taken]
        )
        session.execute(delete(TurnRow).where(gone), execution_options=_PLAIN)
        return taken

    def _hold(self, session: Session, worker: str, night: int, turns: Sequence[Turn]) -> set[int]:
        """Take the leases; returns the sites that nobody else was faster to take."""
        table = cast("Table", HoldRow.__table__)
        on_postgres = session.get_bind().dialect.name == "postgresql"
        adding: Any = postgresql.insert(table) if on_postgres else sqlite.insert(table)
        at = moment(session)
        rows = [
            {"site_id": t.site, "night_id": night, "purpose": t.purpose, "priority": t.priority, "worker": worker,
             "until": at + self._lease, "next_at": at}
            for t in sorted(turns, key=lambda turn: turn.site)
        ]  # fmt: skip
        new = adding.excluded
        adding = adding.on_conflict_do_update(
            index_elements=["site_id"],
            set_={name: new[name] for name in ("night_id", "purpose", "priority", "worker", "until", "next_at")},
            where=table.c.worker == NOBODY,
        )
        return set(session.scalars(adding.returning(table.c.site_id), rows))
