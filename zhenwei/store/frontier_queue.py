"""The frontier on PostgreSQL with PgQueuer (extra ``team``): leases by heart beat, in our own transactions.

``turn`` rows are the way in: planners write them in plain SQL and need no queue engine; a worker that takes turns moves
them into the queue first. A job is a host: its ``dedupe_key`` lets no second one of the host be queued or in hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.settings import DBSettings, Durability
from pgqueuer.domain.types import JobId
from pgqueuer.ports.repository import EntrypointExecutionParameter
from sqlalchemy import (
    String,
    Table,
    Uuid,
    bindparam,
    column,
    delete,
    exists,
    literal,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy import cast as cast_to
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from zhenwei.store.frontier import LEASE_SECONDS, Turn, add_turns, with_visits
from zhenwei.store.frontier_rows import moment
from zhenwei.store.frontier_tables import HoldRow, TurnRow
from zhenwei.store.queue_driver import SessionDriver, at_once

FEED = 1000
# A moment ago: what is to be done now is passed over until the next transaction.
AT_ONCE = timedelta(milliseconds=-1)
# Names of our own: another program may keep its queue in the same database. What a crash of the server takes of the
# queue's log is no loss; the queue itself is kept.
NAMES = DBSettings(prefix="frontier_", durability=Durability.balanced)
_ENVIRONMENT, _BUILDER = QueryBuilderEnvironment(settings=NAMES), QueryQueueBuilder(settings=NAMES)
_QUEUE = table(
    NAMES.queue_table, column("id"), column("payload"), column("dedupe_key", String), column("entrypoint", String),
    column("status"), column("queue_manager_id", Uuid),
)  # fmt: skip
_TURN, _HOLD = cast("Table", TurnRow.__table__), cast("Table", HoldRow.__table__)
_PICKED = _QUEUE.c.status == literal_column("'picked'")
_LIVE = _QUEUE.c.status.in_([literal_column("'queued'"), literal_column("'picked'")])
_INSTALLING = text("SELECT pg_advisory_xact_lock(7311020)")
_WAY_IN = (
    select(_TURN.c.site_id.label("site"), _TURN.c.purpose, _TURN.c.priority, _HOLD.c.next_at)
    .outerjoin_from(_TURN, _HOLD, _HOLD.c.site_id == _TURN.c.site_id)
    .where(_TURN.c.night_id == bindparam("night"))
    .where(~exists().where(_QUEUE.c.dedupe_key == literal("site-") + cast_to(_TURN.c.site_id, String), _LIVE))
    .order_by(_TURN.c.priority, _TURN.c.site_id)
    .limit(FEED)
    .with_for_update(of=_TURN, skip_locked=True)
)
_MOVED = delete(_TURN).where(
    _TURN.c.night_id == bindparam("night"), _TURN.c.site_id == bindparam("site"),
    _TURN.c.purpose == bindparam("purpose"),
)  # fmt: skip
_IN_HAND = (
    select(_QUEUE.c.id, _QUEUE.c.payload)
    .where(_QUEUE.c.queue_manager_id.in_(bindparam("names", expanding=True)), _PICKED)
    .order_by(_QUEUE.c.id)
    .with_for_update()
)
_WORKERS = select(_QUEUE.c.queue_manager_id).where(_QUEUE.c.queue_manager_id.is_not(None)).distinct()
_PURPOSES = select(_QUEUE.c.entrypoint).distinct()

_RESTING = insert(_HOLD)
_RESTING = _RESTING.on_conflict_do_update(
    index_elements=["site_id"], set_={"next_at": _RESTING.excluded.next_at, "until": _RESTING.excluded.until}
)


class QueueFrontier:
    """Turns as jobs of PgQueuer."""

    def __init__(self, lease: float = LEASE_SECONDS) -> None:
        self._lease = timedelta(seconds=lease)

    def open(self, session: Session, night: int) -> None:
        queries = _queries(session)
        session.connection().execute(_INSTALLING)
        if not at_once(queries.schema_is_installed()):
            at_once(queries.install())
            return
        old = [name for name in session.connection().scalars(_PURPOSES) if not name.endswith(f"@{night}")]
        if old:
            at_once(queries.clear_queue(old))
            at_once(queries.clear_queue_log())

    def take(self, session: Session, worker: str, night: int, purposes: Sequence[str], most: int) -> list[Turn]:
        self._feed(session, night)
        wanted = {_entrypoint(night, purpose): EntrypointExecutionParameter(0) for purpose in purposes}
        picking = _queries(session).dequeue(most, cast("Any", wanted), cast("Any", UUID(worker)), None, self._lease)
        return with_visits(session, night, [_turn(job.id, job.payload) for job in at_once(picking)])

    def renew(self, session: Session, worker: str) -> set[int]:
        mine = _in_hand(session, [worker])
        if mine:
            at_once(_queries(session).update_heartbeat([JobId(turn.ticket) for turn in mine]))
        return {turn.site for turn in mine}

    def finish(self, session: Session, worker: str, turns: Iterable[Turn], pause: float) -> None:
        ended = {turn.ticket: turn for turn in turns}
        if ended:
            ours = [ended[turn.ticket] for turn in _in_hand(session, [worker]) if turn.ticket in ended]
            self._end(session, ours, pause, again=[turn for turn in ours if turn.more])

    def release(self, session: Session, workers: Iterable[str], pause: float) -> None:
        theirs = _in_hand(session, workers)
        self._end(session, theirs, pause, again=theirs)

    def workers(self, session: Session) -> set[str]:
        return {name.hex for name in session.connection().scalars(_WORKERS)}

    def _feed(self, session: Session, night: int) -> None:
        """Move what planners noted into the queue, the soonest first."""
        rows = session.connection().execute(_WAY_IN, {"night": night}).all()
        at = moment(session) if rows else None
        turns = {row.site: row for row in rows}  # two purposes of one host: one now, the other in its turn
        if not turns or at is None:
            return
        waits = [max(row.next_at - at, AT_ONCE) if row.next_at else AT_ONCE for row in turns.values()]
        adding = _queries(session).enqueue(
            [_entrypoint(night, row.purpose) for row in turns.values()],
            [_payload(row.site, row.purpose, night, row.priority) for row in turns.values()],
            [-row.priority for row in turns.values()],
            cast("Any", waits),
            [f"site-{site}" for site in turns],
            on_conflict="skip",
        )
        moved = [row for row, ticket in zip(turns.values(), at_once(adding), strict=True) if ticket is not None]
        if moved:
            gone = [{"night": night, "site": row.site, "purpose": row.purpose} for row in moved]
            session.connection().execute(_MOVED, gone)

    def _end(self, session: Session, turns: Sequence[Turn], pause: float, again: Sequence[Turn]) -> None:
        if not turns:
            return
        ends = [(SimpleNamespace(id=turn.ticket), "successful", None) for turn in turns]
        at_once(_queries(session).log_jobs(cast("Any", ends)))
        if pause:
            _rest(session, turns, moment(session) + timedelta(seconds=pause))
        for turn in again:
            add_turns(session, turn.night, [turn.site], turn.purpose, turn.priority)


def _queries(session: Session) -> Queries:
    return Queries(SessionDriver(session), _ENVIRONMENT, _BUILDER)


def _entrypoint(night: int, purpose: str) -> str:
    return f"{purpose}@{night}"


def _payload(site: int, purpose: str, night: int, priority: int) -> bytes:
    return json.dumps([site, purpose, night, priority]).encode()


def _turn(ticket: int, payload: bytes | None) -> Turn:
    site, purpose, night, priority = json.loads(payload or b'[0,"",0,0]')
    return Turn(site, purpose, night, priority=priority, ticket=ticket)


def _in_hand(session: Session, workers: Iterable[str]) -> list[Turn]:
    names = [UUID(worker) for worker in workers]
    return (
        [_turn(row.id, row.payload) for row in session.connection().execute(_IN_HAND, {"names": names})]
        if names
        else []
    )


def _rest(session: Session, turns: Sequence[Turn], until: datetime) -> None:
    """Note for the next worker when a host may be asked again."""
    rows = [
        {"site_id": turn.site, "night_id": turn.night, "purpose": turn.purpose, "priority": turn.priority,
         "worker": "", "until": until, "next_at": until}
        for turn in sorted(turns, key=lambda turn: turn.site)
    ]  # fmt: skip
    session.connection().execute(_RESTING, rows)
