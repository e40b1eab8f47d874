"""Trying a hook: one event of its own kind, sent at once and once, whether or not the hook pauses.

Its row is in the record before anything leaves, ended already: nobody else takes it up, and it is not sent again.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor

from review.outgoing.deliver import DELIVERED, Job, Mail, Post, dispatch
from review.outgoing.events import TEST
from review.outgoing.hooks import live_hook, signing_key
from review.outgoing.mails import mail
from review.outgoing.post import TOO_LATE, Reply, post
from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.errors import NotAllowed
from zhenwei.sentences import said
from zhenwei.store.api_tables import OutboxRow
from zhenwei.store.database import Store

FAILED = "failed"
SECONDS = 15.0  # whatever the settings allow to a request: a person waits for this one
_AT_ONCE = threading.BoundedSemaphore(4)


def try_hook(
    store: Store,
    settings: Settings,
    key: bytes,
    hook_id: int,
    *,
    send: Post = post,
    write: Mail = mail,
    seconds: float = SECONDS,
) -> Reply:
    """Send a test and return what came back, after ``seconds`` at most. The store is free while it is under way.

    Raises NoSuch, or NotAllowed while too many tests are under way.
    """
    if not _AT_ONCE.acquire(blocking=False):
        raise NotAllowed(said("正在发送的测试过多，请稍候再试"))
    try:
        job = _recorded(store, key, hook_id)
        # A thread of its own, so that whoever asked can go on without it.
        pool = ThreadPoolExecutor(1, "hook test")
        sending = pool.submit(dispatch, settings, job, send, write)
        pool.shutdown(wait=False)
    except BaseException:
        _AT_ONCE.release()
        raise
    # What is too late keeps its place among those under way until it has really ended.
    sending.add_done_callback(lambda _done: _AT_ONCE.release())
    reply = _reply(sending, seconds)
    with store.transaction() as session:
        row = session.get_one(OutboxRow, job.row)
        row.ended_at, row.fault, row.status = now(), reply.fault, reply.status
        row.outcome = FAILED if reply.fault else DELIVERED
    return reply


def _recorded(store: Store, key: bytes, hook_id: int) -> Job:
    with store.transaction() as session:
        hook, moment = live_hook(session, hook_id), now()
        row = OutboxRow(
            hook_id=hook.id, key=TEST, event=TEST, made_at=moment, next_at=moment, ended_at=moment, tries=1,
            outcome=FAILED, fault=said("没有结果（发送时中断）"),
        )  # fmt: skip
        session.add(row)
        session.flush()
        row.key = f"test-{row.id}"
        row.body = {"id": row.key, "event": TEST, "at": moment.isoformat(), "data": {"hook": hook.id}}
        return Job(row.id, 1, hook.kind, hook.target, signing_key(key, hook), row.body)


def _reply(sending: Future[Reply], seconds: float) -> Reply:
    try:
        return sending.result(timeout=seconds)
    except TimeoutError:
        return Reply(TOO_LATE)
