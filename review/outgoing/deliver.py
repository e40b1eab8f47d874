"""Outbox → the world. A row is claimed before it is sent and ended after: of several workers one sends, and what a dead
worker had claimed comes back. A receiver may so see an event twice, with the same id."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from review.outgoing.hooks import MAIL, signature, signing_key
from review.outgoing.mails import mail
from review.outgoing.post import post
from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.store.api_tables import HookRow, OutboxRow
from zhenwei.store.database import Store

CLAIM = timedelta(minutes=5)
AT_ONCE = 50
# Pauses after each failure, in minutes: the last try is about three days after the first.
PAUSES = (1, 5, 15, 60, 180, 360, 720, 1440, 1440)
DELIVERED, GIVEN_UP = "delivered", "given-up"
Post = Callable[[Settings, str, bytes, dict[str, str]], str]
Mail = Callable[[Settings, str, dict[str, object]], str]


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
    """Send everything whose time has come; return what became of it."""
    sent = Sent()
    while jobs := _claimed(store, key):
        for job in jobs:
            fault = write(settings, job.target, job.body) if job.kind == MAIL else _posted(settings, job, send)
            with store.transaction() as session:
                _note(session, job, fault, sent)
    return sent


def _claimed(store: Store, key: bytes) -> list[Job]:
    with store.transaction() as session:
        query = (
            select(OutboxRow)
            .options(joinedload(OutboxRow.hook, innerjoin=True))
            .where(OutboxRow.ended_at.is_(None), OutboxRow.next_at <= now())
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


def _posted(settings: Settings, job: Job, send: Post) -> str:
    body = json.dumps(job.body, ensure_ascii=False, separators=(",", ":")).encode()
    event, stamp = str(job.body["id"]), str(int(now().timestamp()))
    headers = {
        "Content-Type": "application/json",
        "webhook-id": event,
        "webhook-timestamp": stamp,
        "webhook-signature": signature(job.secret, event, stamp, body),
    }
    return send(settings, job.target, body, headers)


def _note(session: Session, job: Job, fault: str, sent: Sent) -> None:
    row = session.get_one(OutboxRow, job.row)
    if row.ended_at is not None:
        return  # the hook was removed meanwhile
    row.fault = fault
    if not fault:
        row.ended_at, row.outcome = now(), DELIVERED
        sent.delivered += 1
    elif job.tries > len(PAUSES):
        row.ended_at, row.outcome = now(), GIVEN_UP
        sent.given_up += 1
    else:
        row.next_at = now() + timedelta(minutes=PAUSES[job.tries - 1])
        sent.failed += 1
