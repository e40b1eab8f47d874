"""One thread that talks to the store: results of visits go into it in batches, one transaction for all that wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from zhenwei.store.database import Store
from zhenwei.store.patience import patiently

T = TypeVar("T")
Item = TypeVar("Item")
# Enough that a commit costs a page little, few enough that one transaction is over in some milliseconds.
BATCH = 64
# Results that may wait for the store before pages wait for it too.
BACKLOG = 4 * BATCH


class Closed(Exception):
    """The crawl has ended: nothing is asked of the store any more."""


class Writer(Generic[Item]):
    """``put`` hands over a result; ``store_batch`` stores a batch of them in one session.

    ``failed`` is called once, with the error, if the store does not take them: what waits is dropped, which is no
    loss, for its visits wait as well.
    """

    def __init__(
        self,
        store: Store,
        patience: float,
        store_batch: Callable[[Session, list[Item]], None],
        stored: Callable[[list[Item]], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._store, self._patience = store, patience
        self._store_batch, self._stored, self._failed = store_batch, stored, failed
        self._waiting: list[Item] = []
        self._room = asyncio.Event()
        self._room.set()
        self._task: asyncio.Task[None] | None = None
        self.broken = self.closed = False
        # One thread: SQLite has one writer at a time anyway, and a batch gathers while the last one is committed.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")

    async def run(self, work: Callable[[Session], T]) -> T:
        """Return the result of a transaction of its own, done between batches. Raises Closed after ``close``."""
        if self.closed:
            raise Closed
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, patiently, self._store, work, self._patience)

    async def put(self, item: Item) -> None:
        """Hand a result over; waits only while the store is far behind."""
        await self._room.wait()
        if self.broken:
            return
        self._waiting.append(item)
        if len(self._waiting) >= BACKLOG:
            self._room.clear()
        if self._task is None:
            self._task = asyncio.ensure_future(self._write())

    async def finish(self) -> None:
        """Wait until all that was handed over is stored."""
        if self._task is not None:
            await self._task

    def close(self) -> None:
        """End the thread; what it has begun is finished."""
        self.closed = True
        self._thread.shutdown(wait=False)

    async def _write(self) -> None:
        try:
            while self._waiting and not self.broken:
                batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
                self._room.set()
                await self.run(lambda session, batch=batch: self._store_batch(session, batch))  # type: ignore[misc]
                self._stored(batch)
        except Exception as error:  # noqa: BLE001 (edge of the thread: whatever it is, the crawl must hear of it)
            self.broken = True
            self._waiting.clear()
            self._room.set()
            self._failed(error)
        finally:
            self._task = None
