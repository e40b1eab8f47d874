"""What is known of a case's host as a watched name: when it was registered, resolved and given a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from zhenwei.store.models import NameEventRow
from zhenwei.store.watched import history, watched

MOST_EVENTS = 50


@dataclass(frozen=True, slots=True)
class NameHistory:
    """``events``: (when, what, before, after), the newest first and at most MOST_EVENTS."""

    state: str
    registered_on: date | None
    resolved_at: datetime | None
    page_at: datetime | None
    looked_at: datetime | None
    next_at: datetime
    events: list[tuple[datetime, str, str, str]]


def name_history(session: Session, host: str) -> NameHistory | None:
    """Return the history of a host, or None if it is not watched."""
    row = watched(session, host)
    if row is None:
        return None
    events: list[NameEventRow] = history(session, host)[-MOST_EVENTS:]
    return NameHistory(
        row.state,
        row.first_registered_on,
        row.first_resolved_at,
        row.first_page_at,
        row.last_looked_at,
        row.next_look_at,
        [(e.at, e.what, e.before, e.after) for e in reversed(events)],
    )
