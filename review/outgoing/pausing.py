"""A hook that pauses, and messages that are sent anew. What happens during a pause waits, and no try is used up."""

from __future__ import annotations

from sqlalchemy import func, literal_column, select, update
from sqlalchemy.orm import Session

from review.outgoing.hooks import live_hook
from zhenwei.clock import now
from zhenwei.errors import NoSuch
from zhenwei.sentences import said
from zhenwei.store.api_tables import HookRow, OutboxRow

# Written out, not bound: only so does SQLite see that the index of what was given up holds the answer.
WAS_GIVEN_UP = OutboxRow.outcome == literal_column("'given-up'")


def pause_hook(session: Session, hook_id: int, by: str = "") -> HookRow:
    """Send nothing more until ``resume_hook``; one that pauses already stays as it is. Raises NoSuch."""
    row = live_hook(session, hook_id)
    if row.paused_at is None:
        row.paused_at, row.paused_by = now(), by
    return row


def resume_hook(session: Session, hook_id: int) -> HookRow:
    """Send again; what waits goes with the next run of whoever delivers, the oldest first. Raises NoSuch."""
    row = live_hook(session, hook_id)
    row.paused_at, row.paused_by = None, ""
    return row


def waiting(session: Session, hook_id: int) -> int:
    """Return how many messages of a hook have neither arrived nor been given up."""
    query = select(func.count()).select_from(OutboxRow)
    return session.scalar(query.where(OutboxRow.hook_id == hook_id, OutboxRow.ended_at.is_(None))) or 0


def send_again(session: Session, hook_id: int, key: str = "") -> int:
    """Let what was given up wait anew with all its tries: one message, or all of a hook; return how many.

    Raises NoSuch for a hook that is not told, and for a message that was not given up.
    """
    live_hook(session, hook_id)
    again = update(OutboxRow).where(OutboxRow.hook_id == hook_id, WAS_GIVEN_UP)
    if key:
        again = again.where(OutboxRow.key == key)
    changed = again.values(ended_at=None, outcome="", tries=0, next_at=now()).returning(OutboxRow.id)
    number = len(list(session.scalars(changed)))
    if key and not number:
        raise NoSuch(said("推送 {hook} 没有已放弃的消息 {message!r}", hook=hook_id, message=key))
    return number
