"""A transaction that outlasts a restart of the database server: tried again, waiting longer each time, for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import structlog
from sqlalchemy.orm import Session

from zhenwei.errors import StoreAway, StoreError
from zhenwei.store.database import Store

T = TypeVar("T")
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0
_log = structlog.get_logger()


def patiently(
    store: Store, work: Callable[[Session], T], seconds: float, sleep: Callable[[float], None] = time.sleep
) -> T:
    """Return ``work(session)`` of a committed transaction.

    The work may be done twice, where the connection broke while it was being committed; it must leave the same rows.
    Raises StoreError as the transaction does, and once the server has been away for longer than ``seconds``.
    """
    began, pause = time.monotonic(), FIRST_PAUSE
    while True:
        try:
            with store.transaction() as session:
                return work(session)
        except StoreAway as error:
            gone = time.monotonic() - began
            if gone >= seconds:
                raise StoreError(f"数据库已 {gone:.0f} 秒没有恢复，不再等待：{error}") from error
            _log.warning("数据库暂时不可用，稍后再试", why=str(error)[:200], seconds=round(gone, 1))
        sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)
