"""Outbox → the world. A row is claimed before it is sent and ended after: of several workers one sends, and what a dead
worker had claimed comes back. A receiver may so see an event twice, with the same id."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, contains_eager, joinedload

from review.outgoing.hooks import MAIL, signature, signing_key
from review.outgoing.mails import mail
from review.outgoing.post import Reply, post
from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.store.api_tables import HookRow, OutboxRow
from zhenwei.store.database import Store

CLAIM = timedelta(minutes=5)
AT_ONCE = 50
# Pauses after each failure, in minutes: the last try is about three days after the first.
PAUSES = (1, 5, 15, 60, 180, 360, 720, 1440, 1440)
DELIVERED, GIVEN_UP = "delivered", "given-up"
Post = Callable[[Settings, str, bytes, dict[str, str]], Reply]
Mail = Callable[[Settings, str, dict[str, object]], Reply]


@dataclass(frozen=True, slots=True)
class Job:
    """One row in hand, with what is needed to send it after the transaction has ended."""

    row: int
    tries: int
    kind: str
    target: str
    secret: str
    body: dict[str, object]


@dataclass
class Sent:
    """What a run did."""

    delivered: int = 0
    failed: int = 0
    given_up: int = 0


def deliver(store: Store, settings: Settings, key: bytes, send: Post = post, write: Mail = mail) -> Sent:
    """Send everything whose time has come, but for hooks that pause; return what became of it."""
    sent = Sent()
    while jobs := _claimed(store, key):
        for job in jobs:
            if _held_back(store, job):
                continue
            reply = dispatch(settings, job, send, write)
            with store.transaction() as session:
                _note(session, job, reply, sent)
    return sent


def dispatch(settings: Settings, job: Job, send: Post = post, write: Mail = mail) -> Reply:
    """Send one message now; the store is not touched."""
    return write(settings, job.target, job.body) if job.kind == MAIL else _posted(settings, job, send)


def _claimed(store: Store, key: bytes) -> list[Job]:
    with store.transaction() as session:
        query = (
            select(OutboxRow)
            .join(OutboxRow.hook)
            .options(contains_eager(OutboxRow.hook))
            .where(OutboxRow.ended_at.is_(None), OutboxRow.next_at <= now(), HookRow.paused_at.is_(None))
            .order_by(OutboxRow.next_at, OutboxRow.id)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True, of=OutboxRow)
        )
        jobs = []
        for row in session.scalars(query):
            hook: HookRow = row.hook
            row.next_at = now() + CLAIM
            row.tries += 1
            jobs.append(Job(row.id, row.tries, hook.kind, hook.target, signing_key(key, hook), row.body))
        return jobs


def _held_back(store: Store, job: Job) -> bool:
    """True if the hook was paused or removed since the job was claimed; one that pauses keeps its message as it was."""
    with store.reading() as session:
        row = session.get_one(OutboxRow, job.row, options=[joinedload(OutboxRow.hook)])
        if row.ended_at is not None:
            return True
        if row.hook.paused_at is None:
            return False
    with store.transaction() as session:
        back = update(OutboxRow).where(OutboxRow.id == job.row, OutboxRow.ended_at.is_(None))
        session.execute(back.values(tries=job.tries - 1, next_at=now()))
    return True


def _posted(settings: Settings, job: Job, send: Post) -> Reply:
    body = json.dumps(job.body, ensure_ascii=False, separators=(",", ":")).encode()
    event, stamp = str(job.body["id"]), str(int(now().timestamp()))
    headers = {
        "Content-Type": "application/json",
        "webhook-id": event,
        "webhook-timestamp": stamp,
        "webhook-signature": signature(job.secret, event, stamp, body),
    }
    return send(settings, job.target, body, headers)


def _note(session: Session, job: Job, reply: Reply, sent: Sent) -> None:
    row = session.get_one(OutboxRow, job.row)
    if row.ended_at is not None:
        return  # the hook was removed meanwhile
    row.fault, row.status = reply.fault, reply.status
    if not reply.fault:
        row.ended_at, row.outcome = now(), DELIVERED
        sent.delivered += 1
    elif job.tries > len(PAUSES):
        row.ended_at, row.outcome = now(), GIVEN_UP
        sent.given_up += 1
    else:
        row.next_at = now() + timedelta(minutes=PAUSES[job.tries - 1])
        sent.failed += 1
