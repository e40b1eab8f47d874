"""Events → outbox. Positions and outbox rows are written in one transaction: a killed run loses and doubles nothing.

A server may commit a lower id after a higher one, so each run reads the last rows once more; an event's key keeps it
from being put in twice.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from review.outgoing.events import READERS, Event, newest
from zhenwei.clock import now
from zhenwei.store.api_tables import HookRow, OutboxRow
from zhenwei.store.models import PositionRow

ONCE_MORE = 200  # rows
PLACE = "events:"


def collect(session: Session) -> int:
    """Put what has happened since the last run into the outbox; return how many rows were added."""
    hooks = list(session.scalars(select(HookRow).where(HookRow.removed_at.is_(None))))
    added = 0
    for name, (reader, column) in READERS.items():
        place = _place(session, name, column)
        reached = int(place.value["id"])
        position = max(int(place.value["from"]), reached - ONCE_MORE)
        while events := list(reader(session, position)):
            added += _put(session, hooks, events)
            position = events[-1].row
            reached = max(reached, position)
        place.value = place.value | {"id": reached}
        place.updated_at = now()
    return added


def _place(session: Session, name: str, column: Any) -> PositionRow:
    """Return how far a table was read; one that was never read begins at its end: the past is not told."""
    row = session.get(PositionRow, PLACE + name)
    if row is None:
        end = newest(session, column)
        row = PositionRow(source=PLACE + name, value={"id": end, "from": end}, updated_at=now())
        session.add(row)
        session.flush()
    return row


def _put(session: Session, hooks: list[HookRow], events: list[Event]) -> int:
    rows = [
        {
            "hook_id": hook.id, "key": event.key, "event": event.name, "made_at": now(), "next_at": now(), "tries": 0,
            "outcome": "", "fault": "",
            "body": {"id": event.key, "event": event.name, "at": event.at.isoformat(), "data": event.about},
        }
        for event in events
        for hook in hooks
        if event.name in hook.events and event.at >= hook.created_at
    ]  # fmt: skip
    if not rows:
        return 0
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    adding = dialect.insert(OutboxRow).on_conflict_do_nothing().returning(OutboxRow.id)
    return len(list(session.scalars(adding, rows)))
